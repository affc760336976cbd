#include "rules/terms/list.hpp"

#include <algorithm>
#include <optional>

namespace husrom::rules {

std::unique_ptr<Scoring> Scoring::compile(const model::Term& term, const Scope& scope, const RiskModel* risk) {
    const Entry entry{"term " + term.id, term.line};
    Filter filter(term.among, term.where, scope, entry, Unknowns::keep);
    const TermContext context{scope, entry, risk};
    auto compiled = std::visit([&context](const auto& type) { return rules::compile(type, context); }, term.type);
    if (!compiled) return nullptr;
    return std::unique_ptr<Scoring>(new Scoring(term.id, std::move(filter), std::move(compiled)));
}

TermScore Scoring::score(const Pair& pair) const {
    const auto is_unknown = [&pair](const Reader& reader) { return reader.state(reader.row(pair)) == model::CellState::unknown; };
    TermScore score{id_, points(pair), digits(), false};
    score.used_default =
        std::ranges::any_of(filter_.readers(), is_unknown) || (filter_.holds(pair) && std::ranges::any_of(term_->readers(), is_unknown));
    return score;
}

std::vector<std::int64_t> Scoring::points(std::span<const Pair> pairs, const Scope& scope) const {
    std::vector<std::int64_t> result;
    result.reserve(pairs.size());
    const auto people = term_->classes(Side::participant, scope.rows(Side::participant));
    const auto homes = term_->classes(Side::unit, scope.rows(Side::unit));
    const auto kinds = static_cast<std::size_t>(people.count()) * static_cast<std::size_t>(homes.count());
    const bool reads_listed = std::ranges::any_of(term_->readers(), [](const Reader& reader) { return reader.side() == Side::listed; });
    if (reads_listed || kinds > pairs.size()) {
        for (const auto& pair : pairs) result.push_back(points(pair));
        return result;
    }
    std::vector<std::optional<std::int64_t>> table(kinds);
    for (const auto& pair : pairs) {
        if (!filter_.holds(pair)) {
            result.push_back(0);
            continue;
        }
        const auto row = static_cast<std::size_t>(people.of_row[static_cast<std::size_t>(pair.participant)]);
        const auto column = static_cast<std::size_t>(homes.of_row[static_cast<std::size_t>(pair.unit)]);
        auto& entry = table[row * static_cast<std::size_t>(homes.count()) + column];
        if (!entry) entry = term_->points(pair);
        result.push_back(*entry);
    }
    return result;
}

}  // namespace husrom::rules
