#include "plan/suppression.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
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

/// The reduced echelon form by the first `columns` columns: returns the column of each row's leading 1, and drops rows without one.
std::vector<std::size_t> eliminate(std::vector<Row>& rows, std::size_t columns) {
    std::vector<std::size_t> leading;
    for (std::size_t column = 0; column < columns && leading.size() < rows.size(); ++column) {
        const auto next = rows.begin() + static_cast<std::ptrdiff_t>(leading.size());
        const auto found = std::find_if(next, rows.end(), [&](const Row& row) { return row[column] != 0; });
        if (found == rows.end()) continue;
        // Rows keep their order, so that sums given first are those found.
        std::rotate(next, found, found + 1);
        auto& pivot = *next;
        const auto factor = inverse(pivot[column]);
        for (auto& value : pivot) value = value * factor % prime;
        for (auto& row : rows) {
            if (&row == &pivot || row[column] == 0) continue;
            const auto times = prime - row[column];
            for (std::size_t i = 0; i < row.size(); ++i) row[i] = (row[i] + times * pivot[i]) % prime;
        }
        leading.push_back(column);
    }
    rows.resize(leading.size());
    return leading;
}

/// Vectors that all rows take to 0.
std::vector<Row> null_space(std::vector<Row> rows, std::size_t columns) {
    const auto leading = eliminate(rows, columns);
    std::vector<Row> basis;
    for (std::size_t free = 0; free < columns; ++free) {
        if (std::ranges::find(leading, free) != leading.end()) continue;
        Row vector(columns, 0);
        vector[free] = 1;
        for (std::size_t i = 0; i < rows.size(); ++i) vector[leading[i]] = (prime - rows[i][free]) % prime;
        basis.push_back(std::move(vector));
    }
    return basis;
}

struct Place {
    std::size_t table = 0, group = 0;
};

/// A sum of hidden groups of one table that the numbers shown give.
struct KnownSum {
    std::vector<std::size_t> groups;
    std::vector<Place> own, others;  ///< the groups it is worked out from, of the table and of others; the total of all is not among them
    bool plain = true;               ///< each group is in it once, and in no other known sum
};

class Audit {
public:
    Audit(std::vector<Grouping>& groupings, std::int32_t least) : groupings_(groupings), least_(least) {
        // People who are in the same groups throughout are told apart by no number.
        for (std::size_t person = 0; person < groupings.front().of_person.size(); ++person) {
            auto& kind = kinds_.emplace_back();
            for (const auto& grouping : groupings) kind.push_back(static_cast<std::size_t>(grouping.of_person[person]));
        }
        std::ranges::sort(kinds_);
        kinds_.erase(std::ranges::unique(kinds_).begin(), kinds_.end());
        for (const auto& tally : groupings.front().tallies) {
            all_.whole += tally.whole;
            all_.part += tally.part;
        }
    }

    void run() {
        for (auto& grouping : groupings_)
            for (std::size_t group = 0; group < grouping.tallies.size(); ++group)
                if (few(all_, least_) || few(grouping.tallies[group], least_)) grouping.hidden[group] = true;
        bool changed = true;
        while (changed) {
            changed = false;
            for (std::size_t table = 0; table < groupings_.size(); ++table)
                for (const auto& sum : known_sums(table))
                    if (!safe(table, sum)) changed = hide_one(sum) || changed;
        }
    }

private:
    /// Combinations of numbers of other tables, and of the total, that are sums of groups of this one.
    [[nodiscard]] std::vector<KnownSum> known_sums(std::size_t table) const {
        const auto& own = groupings_[table];
        if (std::ranges::find(own.hidden, true) == own.hidden.end()) return {};
        std::vector<Place> others;
        std::vector<std::vector<std::size_t>> number(groupings_.size());
        for (std::size_t other = 0; other < groupings_.size(); ++other) {
            number[other].resize(groupings_[other].hidden.size(), 0);
            for (std::size_t group = 0; group < number[other].size() && other != table; ++group) {
                if (groupings_[other].hidden[group]) continue;
                number[other][group] = others.size();
                others.push_back({other, group});
            }
        }
        const auto total = others.size(), terms = total + 1;
        const auto row_of = [&](const std::vector<std::size_t>& kind) {
            Row row(terms, 0);
            row[total] = 1;
            for (std::size_t other = 0; other < groupings_.size(); ++other)
                if (other != table && !groupings_[other].hidden[kind[other]]) row[number[other][kind[other]]] = 1;
            return row;
        };
        // It is a sum of groups when everybody in a group counts alike.
        std::vector<Row> first(own.hidden.size()), differences;
        for (const auto& kind : kinds_) {
            auto row = row_of(kind);
            auto& alike = first[kind[table]];
            if (alike.empty()) {
                alike = std::move(row);
                continue;
            }
            for (std::size_t i = 0; i < terms; ++i) row[i] = (row[i] + prime - alike[i]) % prime;
            differences.push_back(std::move(row));
        }
        std::ranges::sort(differences);
        differences.erase(std::ranges::unique(differences).begin(), differences.end());
        // Each row: what the groups count, those hidden first, and the combination.
        std::vector<std::size_t> order(own.hidden.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto hidden = static_cast<std::size_t>(
            std::ranges::stable_partition(order, [&](std::size_t group) { return bool{own.hidden[group]}; }).begin() - order.begin());
        std::vector<Row> sums;
        for (const auto& combination : null_space(std::move(differences), terms)) {
            auto& row = sums.emplace_back();
            for (const auto group : order) {
                std::int64_t value = 0;
                for (std::size_t i = 0; i < terms; ++i) value = (value + combination[i] * first[group][i]) % prime;
                row.push_back(value);
            }
            row.insert(row.end(), combination.begin(), combination.end());
        }
        static_cast<void>(eliminate(sums, hidden));

        std::vector<KnownSum> known;
        for (const auto& row : sums) {
            KnownSum sum;
            for (std::size_t i = 0; i < order.size(); ++i) {
                if (row[i] == 0) continue;
                if (i >= hidden) {
                    sum.own.push_back({table, order[i]});
                    continue;
                }
                sum.groups.push_back(order[i]);
                sum.plain = sum.plain && row[i] == 1 && std::ranges::count_if(sums, [&](const Row& one) { return one[i] != 0; }) == 1;
            }
            for (std::size_t i = 0; i < others.size(); ++i)
                if (row[order.size() + i] != 0) sum.others.push_back(others[i]);
            known.push_back(std::move(sum));
        }
        return known;
    }

    [[nodiscard]] bool safe(std::size_t table, const KnownSum& sum) const {
        const auto& tallies = groupings_[table].tallies;
        if (!sum.plain) return false;
        Tally together;
        for (const auto group : sum.groups) {
            together.whole += tallies[group].whole;
            together.part += tallies[group].part;
        }
        // The total is known, whatever the groups are.
        if (together.whole == all_.whole) return true;
        if (sum.groups.size() == 1) return false;
        const auto rest = [](const Tally& tally) { return tally.whole - tally.part; };
        const bool alike = (together.part == 0 && all_.part > 0) || (rest(together) == 0 && rest(all_) > 0) ||
                           std::cmp_equal(together.whole, sum.groups.size());
        return !alike && !few(together, least_);
    }

    /// The smallest of the groups that give the sum away, of the table itself where it can be: the others then tell as much as before.
    /// Nothing is left to hide where the total alone gives the sum.
    bool hide_one(const KnownSum& sum) {
        for (const auto* places : {&sum.own, &sum.others}) {
            const Place* smallest = nullptr;
            for (const auto& place : *places) {
                // What was hidden for another sum of the same pass may have mended this one.
                if (groupings_[place.table].hidden[place.group]) return true;
                // A group without anybody hides nobody.
                if (people(place) > 0 && (smallest == nullptr || people(place) < people(*smallest))) smallest = &place;
            }
            if (smallest == nullptr) continue;
            groupings_[smallest->table].hidden[smallest->group] = true;
            return true;
        }
        return false;
    }
    [[nodiscard]] std::int32_t people(const Place& place) const { return groupings_[place.table].tallies[place.group].whole; }

    std::vector<Grouping>& groupings_;
    std::int32_t least_;
    std::vector<std::vector<std::size_t>> kinds_;  ///< the groups of a person by table, each once
    Tally all_;
};

}  // namespace

void suppress(std::vector<Grouping>& groupings, std::int32_t least) {
    if (!groupings.empty()) Audit(groupings, least).run();
}

}  // namespace husrom::plan
