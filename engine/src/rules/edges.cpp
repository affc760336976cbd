#include "rules/edges.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "rules/classes.hpp"

namespace husrom::rules {
namespace {

using Word = std::uint64_t;
constexpr std::size_t word_bits = 64;

/// Homes of the pool that one rule closes, for each kind of person.
class ClosedHomes {
public:
    ClosedHomes(const Eligibility& rule, const Pool& pool, const Scope& scope)
        : people_(classify(rule.readers(), Side::participant, scope.rows(Side::participant))),
          words_((pool.units.size() + word_bits - 1) / word_bits) {
        const auto homes = classify(rule.readers(), Side::unit, scope.rows(Side::unit));
        closed_.assign(words_ * static_cast<std::size_t>(people_.count()), 0);
        std::vector<bool> closes_kind(static_cast<std::size_t>(homes.count()));
        for (std::int32_t kind = 0; kind < people_.count(); ++kind) {
            const auto person = people_.examples[static_cast<std::size_t>(kind)];
            for (std::int32_t home = 0; home < homes.count(); ++home)
                closes_kind[static_cast<std::size_t>(home)] =
                    closes(rule.judge({.participant = person, .unit = homes.examples[static_cast<std::size_t>(home)]}));
            auto* words = closed_.data() + static_cast<std::size_t>(kind) * words_;
            for (std::size_t place = 0; place < pool.units.size(); ++place) {
                const auto home = homes.of_row[static_cast<std::size_t>(pool.units[place])];
                if (closes_kind[static_cast<std::size_t>(home)]) words[place / word_bits] |= Word{1} << (place % word_bits);
            }
        }
    }

    void close(std::int32_t participant, std::vector<Word>& closed) const {
        const auto kind = static_cast<std::size_t>(people_.of_row[static_cast<std::size_t>(participant)]);
        for (std::size_t word = 0; word < words_; ++word) closed[word] |= closed_[kind * words_ + word];
    }

private:
    Classes people_;
    std::size_t words_;
    std::vector<Word> closed_;
};

/// Rows of `pairs` by participant, so that each is looked at again on its own.
std::vector<std::vector<std::int32_t>> listed_units(const Listed& listed, std::size_t participants) {
    std::vector<std::vector<std::int32_t>> units(participants);
    for (const auto& row : listed.rows())
        if (row.pair.participant >= 0 && row.pair.unit >= 0) units[static_cast<std::size_t>(row.pair.participant)].push_back(row.pair.unit);
    return units;
}

}  // namespace

std::vector<Pair> open_pairs(const AllocationProblem::Evaluators& compiled, const Pool& pool, const Scope& scope) {
    std::vector<ClosedHomes> rules;
    for (const auto& rule : compiled.eligibility) {
        try {
            rules.emplace_back(*rule, pool, scope);
        } catch (const Overflow&) {
            scope.error("C209", {"rule " + rule->id(), {}}, {"rule " + rule->id()});
        }
    }
    const auto participants = scope.rows(Side::participant);
    const auto& listed = *compiled.listed;
    const auto again = listed_units(listed, static_cast<std::size_t>(participants));
    std::vector<Pair> pairs;
    std::vector<Word> closed((pool.units.size() + word_bits - 1) / word_bits);
    for (std::int32_t participant = 0; participant < participants; ++participant) {
        std::ranges::fill(closed, 0);
        for (const auto& rule : rules) rule.close(participant, closed);
        const auto set = [&](std::int32_t unit, bool open) {
            const auto place = pool.position[static_cast<std::size_t>(unit)];
            if (place < 0) return;
            const auto at = static_cast<std::size_t>(place);
            const Word bit = Word{1} << (at % word_bits);
            if (open)
                closed[at / word_bits] &= ~bit;
            else
                closed[at / word_bits] |= bit;
        };
        if (const auto near = listed.near_tenants().find(participant); near != listed.near_tenants().end())
            for (const auto unit : near->second) set(unit, false);
        if (const auto home = pool.current_unit[static_cast<std::size_t>(participant)]; home >= 0) set(home, true);
        for (const auto unit : again[static_cast<std::size_t>(participant)]) set(unit, compiled.open(listed.pair(participant, unit)));
        if (const auto required = listed.required_unit(participant); required >= 0) {
            const bool open = compiled.open(listed.pair(participant, required));
            std::ranges::fill(closed, ~Word{0});
            set(required, open);
        }
        for (std::size_t place = 0; place < pool.units.size(); ++place)
            if ((closed[place / word_bits] >> (place % word_bits) & 1) == 0) pairs.push_back(listed.pair(participant, pool.units[place]));
    }
    return pairs;
}

}  // namespace husrom::rules
