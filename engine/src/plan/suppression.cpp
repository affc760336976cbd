#include "plan/suppression.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace husrom::plan {

namespace {

/// Numbers modulo a prime: exact, and of constant size. Were a sum known modulo the prime alone, more would be hidden, never less.
constexpr std::int64_t prime = 2147483647;
using Row = std::vector<std::int64_t>;

std::int64_t inverse(std::int64_t number) {
    std::int64_t power = 1;
    for (auto exponent = prime - 2; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1) power = power * number % prime;
        number = number * number % prime;
    }
    return power;
}

void subtract(Row& from, std::int64_t times, const Row& row) {
    if (times == 0) return;
    for (std::size_t i = 0; i < row.size(); ++i)
        if (row[i] != 0) from[i] = (from[i] + (prime - times) * row[i]) % prime;
}

/// The reduced echelon form of rows by some of their columns, a row at a time.
class Echelon {
public:
    explicit Echelon(std::vector<std::size_t> columns) : columns_(std::move(columns)) {}

    /// Takes the row in, or leaves of it what is 0 in all the columns and returns false.
    bool add(Row& row) {
        for (std::size_t i = 0; i < rows_.size(); ++i) subtract(row, row[leading_[i]], rows_[i]);
        const auto column = std::ranges::find_if(columns_, [&](std::size_t one) { return row[one] != 0; });
        if (column == columns_.end()) return false;
        const auto factor = inverse(row[*column]);
        for (auto& value : row) value = value * factor % prime;
        for (auto& other : rows_) subtract(other, other[*column], row);
        rows_.push_back(row);
        leading_.push_back(*column);
        return true;
    }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    /// Vectors that all rows take to 0, of the columns alone.
    [[nodiscard]] std::vector<Row> null_space(std::size_t width) const {
        std::vector<Row> basis;
        for (const auto free : columns_) {
            if (std::ranges::find(leading_, free) != leading_.end()) continue;
            auto& vector = basis.emplace_back(width, 0);
            vector[free] = 1;
            for (std::size_t i = 0; i < rows_.size(); ++i) vector[leading_[i]] = (prime - rows_[i][free]) % prime;
        }
        return basis;
    }

private:
    std::vector<std::size_t> columns_, leading_;
    std::vector<Row> rows_;
};

struct Place {
    std::size_t table = 0, group = 0;
    std::vector<std::size_t> people = {};
};

/// People whose numbers are known together: a group shown, or a sum of groups of one table that the numbers shown give.
struct Block {
    std::vector<std::size_t> groups;
    Tally tally;
};

constexpr std::size_t none = static_cast<std::size_t>(-1);

class Audit {
public:
    Audit(std::vector<Grouping>& groupings, std::int32_t least) : groupings_(groupings), least_(least) {
        // People who are in the same groups throughout are told apart by no number.
        for (std::size_t person = 0; person < groupings.front().of_person.size(); ++person) {
            auto& kind = kinds_.emplace_back();
            for (const auto& grouping : groupings) kind.push_back(static_cast<std::size_t>(grouping.of_person[person]));
        }
        std::ranges::sort(kinds_);
        kinds_.erase(std::unique(kinds_.begin(), kinds_.end()), kinds_.end());
        for (const auto& tally : groupings.front().tallies) all_ = sum(all_, tally);
    }

    void run() {
        if (few(all_, least_)) {
            for (auto& grouping : groupings_) grouping.hidden.assign(grouping.hidden.size(), true);
            return;
        }
        std::vector<Place> candidates;
        for (std::size_t table = 0; table < groupings_.size(); ++table) {
            auto& one = groupings_[table];
            auto& secret = secret_.emplace_back(one.hidden);
            for (std::size_t group = 0; group < one.tallies.size(); ++group) {
                if (few(one.tallies[group], least_)) secret[group] = true;
                if (!secret[group] && one.tallies[group].whole > 0) candidates.push_back({table, group});
                one.hidden[group] = secret[group] || one.tallies[group].whole > 0;
            }
        }
        for (auto& place : candidates)
            for (std::size_t person = 0; person < groupings_.front().of_person.size(); ++person)
                if (std::cmp_equal(groupings_[place.table].of_person[person], place.group)) place.people.push_back(person);
        // The largest first, and an order that no order of tables changes.
        std::ranges::sort(candidates, [&](const Place& a, const Place& b) {
            const auto whole_a = tally(a).whole, whole_b = tally(b).whole;
            return whole_a != whole_b ? whole_a > whole_b : a.people < b.people;
        });
        if (groupings_.size() > 1 && candidates.size() > most_shown) {
            const auto too_small = tally(candidates[most_shown]).whole;
            std::erase_if(candidates, [&](const Place& place) { return tally(place).whole <= too_small; });
        }
        combine(candidates);
        // What hid one may be plain once a later one is shown: those hidden are tried again.
        for (auto before = candidates.size() + 1; candidates.size() < before;) {
            before = candidates.size();
            show(candidates);
            std::erase_if(candidates, [&](const Place& place) { return !groupings_[place.table].hidden[place.group]; });
        }
    }

private:
    static Tally sum(const Tally& a, const Tally& b) { return {a.whole + b.whole, a.part + b.part}; }
    [[nodiscard]] const Tally& tally(const Place& place) const { return groupings_[place.table].tallies[place.group]; }
    /// Says the same of each person; what the total says of everybody is known anyhow.
    [[nodiscard]] bool alike(const Tally& one) const {
        return one.whole == 0 || (one.part == 0 && all_.part > 0) || (one.part == one.whole && all_.part < all_.whole);
    }

    /// Each candidate that can be shown beside those shown already. Many that can be shown together are tried together.
    void show(std::span<const Place> candidates) {
        const auto hide = [&](bool hidden) {
            for (const auto& place : candidates) groupings_[place.table].hidden[place.group] = hidden;
        };
        hide(false);
        if (safe()) return;
        hide(true);
        if (candidates.size() < 2) return;
        show(candidates.first(candidates.size() / 2));
        show(candidates.subspan(candidates.size() / 2));
    }

    /// For each table the combinations of candidates of other tables, and of the total, that count everybody in a group alike.
    /// A row: the times of each candidate, of the total, and what each group of the table then counts.
    void combine(const std::vector<Place>& candidates) {
        const auto total = candidates.size();
        for (const auto& grouping : groupings_) term_.emplace_back(grouping.tallies.size(), none);
        for (std::size_t i = 0; i < total; ++i) term_[candidates[i].table][candidates[i].group] = i;
        for (std::size_t table = 0; table < groupings_.size(); ++table) {
            std::vector<std::size_t> columns{total};
            for (std::size_t i = 0; i < total; ++i)
                if (candidates[i].table != table) columns.push_back(i);
            const auto groups = groupings_[table].tallies.size();
            std::vector<Row> first(groups);
            Echelon differences(columns);
            for (const auto& kind : kinds_) {
                Row row(total + 1, 0);
                row[total] = 1;
                for (std::size_t other = 0; other < groupings_.size(); ++other)
                    if (other != table && term_[other][kind[other]] != none) row[term_[other][kind[other]]] = 1;
                auto& alike = first[kind[table]];
                if (alike.empty()) {
                    alike = std::move(row);
                } else {
                    subtract(row, 1, alike);
                    differences.add(row);
                }
            }
            auto& rows = combinations_.emplace_back(differences.null_space(total + 1 + groups));
            for (auto& row : rows)
                for (std::size_t group = 0; group < groups; ++group)
                    for (std::size_t i = 0; i < first[group].size(); ++i)
                        if (first[group][i] != 0) row[total + 1 + group] = (row[total + 1 + group] + row[i] * first[group][i]) % prime;
        }
    }

    /// The groups shown, and the sums known of those that are not; nothing where the sums of some to be kept are of more than plain groups.
    [[nodiscard]] std::optional<std::vector<Block>> blocks(std::size_t table) const {
        const auto& own = groupings_[table];
        std::vector<std::size_t> not_shown, hidden;
        for (std::size_t other = 0; other < groupings_.size(); ++other)
            for (std::size_t group = 0; group < term_[other].size(); ++group)
                if (other != table && term_[other][group] != none && groupings_[other].hidden[group])
                    not_shown.push_back(term_[other][group]);
        std::vector<Block> blocks;
        for (std::size_t group = 0; group < own.hidden.size(); ++group) {
            if (own.hidden[group])
                hidden.push_back(group);
            else if (own.tallies[group].whole > 0)
                blocks.push_back({{group}, own.tallies[group]});
        }
        if (hidden.empty() || combinations_[table].empty()) return blocks;
        const auto offset = combinations_[table].front().size() - own.hidden.size();
        auto columns = hidden;
        for (auto& column : columns) column += offset;
        Echelon shown(std::move(not_shown)), sums(std::move(columns));
        for (auto row : combinations_[table])
            if (!shown.add(row)) sums.add(row);

        std::vector<int> uses(own.hidden.size(), 0);
        for (const auto& row : sums.rows())
            for (const auto group : hidden)
                if (row[offset + group] != 0) ++uses[group];
        for (const auto& row : sums.rows()) {
            Block block;
            bool plain = true;
            for (const auto group : hidden) {
                if (row[offset + group] == 0) continue;
                plain = plain && row[offset + group] == 1 && uses[group] == 1;
                block.groups.push_back(group);
                block.tally = sum(block.tally, own.tallies[group]);
            }
            if (plain)
                blocks.push_back(std::move(block));
            else if (keeps(table, block))
                return std::nullopt;
        }
        return blocks;
    }
    [[nodiscard]] bool keeps(std::size_t table, const Block& block) const {
        return std::ranges::any_of(block.groups, [&](std::size_t group) { return bool{secret_[table][group]}; });
    }

    /// The group or block of each kind of people.
    using Labels = std::vector<std::size_t>;
    /// For each of `count` labels the one of others that all kinds with it have, but for those that are `told`; `none` where they differ.
    [[nodiscard]] static std::vector<std::size_t> shared(const Labels& labels, std::size_t count, const Labels& others,
                                                         const std::vector<bool>& told) {
        constexpr auto unseen = none - 1;
        std::vector<std::size_t> one(count, unseen);
        for (std::size_t kind = 0; kind < labels.size(); ++kind) {
            if (labels[kind] == none || told[kind]) continue;
            auto& other = one[labels[kind]];
            other = other == unseen || other == others[kind] ? others[kind] : none;
        }
        std::ranges::replace(one, unseen, none);
        return one;
    }

    [[nodiscard]] bool safe() const {
        std::vector<std::vector<Block>> known;
        std::vector<Labels> block_of, group_of;
        for (std::size_t table = 0; table < groupings_.size(); ++table) {
            auto some = blocks(table);
            if (!some) return false;
            std::vector<std::size_t> of_group(groupings_[table].hidden.size(), none);
            for (std::size_t i = 0; i < some->size(); ++i)
                for (const auto group : (*some)[i].groups) of_group[group] = i;
            auto& groups = group_of.emplace_back();
            auto& of_kind = block_of.emplace_back();
            for (const auto& kind : kinds_) {
                groups.push_back(kind[table]);
                of_kind.push_back(of_group[kind[table]]);
            }
            known.push_back(std::move(*some));
        }
        // Kinds of people of whom a block, or what another leaves of it, says the same of each.
        std::vector<bool> told(kinds_.size(), false);
        for (std::size_t table = 0; table < known.size(); ++table) {
            for (std::size_t kind = 0; kind < kinds_.size(); ++kind)
                if (block_of[table][kind] != none && alike(known[table][block_of[table][kind]].tally)) told[kind] = true;
            for (std::size_t other = 0; other < known.size(); ++other)
                if (other != table && !rests_are_safe(known[table], block_of[table], known[other], block_of[other], told)) return false;
        }
        for (std::size_t table = 0; table < known.size(); ++table) {
            if (!secrets_are_kept(table, known[table], told)) return false;
            // Where all but some of one group are told, so is how many of those it is.
            for (std::size_t other = 0; other < known.size(); ++other)
                for (const auto group : shared(block_of[table], known[table].size(), group_of[other], told))
                    if (group != none && secret_[other][group] && groupings_[other].tallies[group].whole < all_.whole) return false;
        }
        return true;
    }

    /// Each block less all blocks of another table that lie in it: none is of few people. With fewer taken away it has more of those
    /// that are shown, so that this is enough.
    [[nodiscard]] bool rests_are_safe(const std::vector<Block>& blocks, const Labels& block_of, const std::vector<Block>& others,
                                      const Labels& other_of, std::vector<bool>& told) const {
        const auto inside = shared(other_of, others.size(), block_of, std::vector<bool>(kinds_.size(), false));
        std::vector<Tally> rest;
        for (const auto& block : blocks) rest.push_back(block.tally);
        for (std::size_t i = 0; i < others.size(); ++i)
            if (inside[i] != none) rest[inside[i]] = sum(rest[inside[i]], {-others[i].tally.whole, -others[i].tally.part});
        if (std::ranges::any_of(rest, [&](const Tally& one) { return few(one, least_); })) return false;
        for (std::size_t kind = 0; kind < kinds_.size(); ++kind)
            if (block_of[kind] != none && alike(rest[block_of[kind]]) && (other_of[kind] == none || inside[other_of[kind]] == none))
                told[kind] = true;
        return true;
    }

    [[nodiscard]] bool secrets_are_kept(std::size_t table, const std::vector<Block>& blocks, const std::vector<bool>& told) const {
        std::vector<bool> known(secret_[table].size(), true);
        for (std::size_t kind = 0; kind < kinds_.size(); ++kind)
            if (!told[kind]) known[kinds_[kind][table]] = false;
        for (std::size_t group = 0; group < known.size(); ++group)
            if (known[group] && secret_[table][group] && groupings_[table].tallies[group].whole > 0) return false;
        for (const auto& block : blocks) {
            if (!keeps(table, block)) continue;
            Block open;
            for (const auto group : block.groups) {
                if (known[group]) continue;
                open.groups.push_back(group);
                open.tally = sum(open.tally, groupings_[table].tallies[group]);
            }
            // The total is known, whatever the groups are.
            if (open.tally.whole == all_.whole) continue;
            if (std::cmp_equal(open.tally.whole, open.groups.size()) || alike(open.tally) || few(open.tally, least_)) return false;
        }
        return true;
    }

    /// Of more candidates in several tables the smallest are hidden, for the cost of the combinations.
    static constexpr std::size_t most_shown = 1000;

    std::vector<Grouping>& groupings_;
    std::int32_t least_;
    std::vector<std::vector<std::size_t>> kinds_;  ///< the groups of a person by table, each once
    Tally all_;
    std::vector<std::vector<bool>> secret_;       ///< by table and group: what is not to be known
    std::vector<std::vector<std::size_t>> term_;  ///< by table and group: the number of the candidate
    std::vector<std::vector<Row>> combinations_;  ///< by table
};

}  // namespace

void suppress(std::vector<Grouping>& groupings, std::int32_t least) {
    if (!groupings.empty()) Audit(groupings, least).run();
}

}  // namespace husrom::plan
