#include "knapsack.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "simplex.hpp"

namespace husrom::solve {
namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

constexpr double whole = 1e-6;               ///< shares this near to 0 or 1 are taken for it
constexpr double worthwhile = 1e-3;          ///< as a part of the new limit's bound
constexpr std::size_t most_parts = 30;       ///< fractional ones of a limit
constexpr std::int64_t most_steps = 20'000;  ///< of a search for a set
constexpr int most_sets = 150;
constexpr std::int64_t most_work = 20'000'000;  ///< of one limit, for nobody looks at the clock meanwhile
/// Of a new limit, values times bound: what a checker computes for it.
constexpr std::int64_t largest_table = 200'000;
constexpr int largest_denominator = 60;

struct Item {
    std::int32_t row;
    std::int64_t load;
    double share;
};

/// The set of most worth that fits, at most one item a row: by depth first, items in order of worth for their load.
class BestSet {
public:
    BestSet(const std::vector<Item>& items, std::int64_t room) : items_(items), room_(room) {}

    /// Places in `items`. Nothing where that takes too long.
    std::optional<std::vector<std::size_t>> find(const std::vector<double>& worth) {
        worth_ = &worth;
        order_.clear();
        for (std::size_t i = 0; i < items_.size(); ++i)
            if (worth[i] > 1e-9 && items_[i].load <= room_) order_.push_back(i);
        const auto ratio = [&](std::size_t i) { return worth[i] / static_cast<double>(items_[i].load); };
        std::ranges::stable_sort(order_, [&](std::size_t a, std::size_t b) { return ratio(a) > ratio(b); });
        taken_.clear();
        best_.clear();
        best_worth_ = 0;
        steps_ = 0;
        search(0, room_, 0);
        if (steps_ > most_steps) return std::nullopt;
        return best_;
    }
    [[nodiscard]] double worth() const { return best_worth_; }
    [[nodiscard]] std::int64_t work() const { return 60 * steps_; }

private:
    void search(std::size_t from, std::int64_t room, double worth) {
        if (++steps_ > most_steps) return;
        if (worth > best_worth_ + 1e-9) {
            best_worth_ = worth;
            best_ = taken_;
        }
        // What is left, whole as long as it fits and a part of the next one.
        double hope = worth;
        std::int64_t left = room;
        for (std::size_t i = from; i < order_.size() && left > 0; ++i) {
            const Item& item = items_[order_[i]];
            if (item.load <= left) {
                hope += (*worth_)[order_[i]];
                left -= item.load;
            } else {
                hope += (*worth_)[order_[i]] * static_cast<double>(left) / static_cast<double>(item.load);
                left = 0;
            }
        }
        if (hope <= best_worth_ + 1e-9) return;
        for (std::size_t i = from; i < order_.size(); ++i) {
            const std::size_t own = order_[i];
            if (items_[own].load > room) continue;
            if (std::ranges::any_of(taken_, [&](std::size_t other) { return items_[other].row == items_[own].row; })) continue;
            taken_.push_back(own);
            search(i + 1, room - items_[own].load, worth + (*worth_)[own]);
            taken_.pop_back();
            // Without it: the loop goes on, as long as the rest may still do.
            if (worth + (*worth_)[own] / static_cast<double>(items_[own].load) * static_cast<double>(room) <= best_worth_ + 1e-9) return;
        }
    }

    const std::vector<Item>& items_;
    std::int64_t room_;
    const std::vector<double>* worth_ = nullptr;
    std::vector<std::size_t> order_, taken_, best_;
    double best_worth_ = 0;
    std::int64_t steps_ = 0;
};

/// Worth of the items, each at most 1, by which the shares are worth most while no set in `sets` is worth more than 1.
std::optional<std::vector<double>> dearest(const std::vector<Item>& items, const std::vector<std::vector<std::size_t>>& sets,
                                           std::int64_t& work) {
    SparseColumns columns;
    std::vector<double> cost;
    std::vector<double> moves;
    for (std::size_t j = 0; j < items.size(); ++j) {
        for (std::size_t i = 0; i < sets.size(); ++i)
            if (std::ranges::find(sets[i], j) != sets[i].end()) {
                columns.rows.push_back(static_cast<std::int32_t>(i));
                columns.values.push_back(1);
            }
        columns.offsets.push_back(static_cast<std::int64_t>(columns.rows.size()));
        cost.push_back(-items[j].share);
        moves.push_back(0);
    }
    Simplex simplex(static_cast<std::int32_t>(sets.size()), columns, cost, moves);
    for (std::int32_t j = 0; j < simplex.columns(); ++j) simplex.set_bounds(j, 0, 1);
    for (std::int32_t i = 0; i < simplex.rows(); ++i) simplex.set_bounds(simplex.columns() + i, -1e30, 1);
    const auto end = simplex.solve(1e300, 2'000);
    work += simplex.work();
    if (end != Simplex::End::optimal) return std::nullopt;
    std::vector<double> worth;
    for (std::int32_t j = 0; j < simplex.columns(); ++j) worth.push_back(std::clamp(simplex.value(j), 0.0, 1.0));
    return worth;
}

/// Sets that fit are worth at most 1 each, and the shares more; nothing where there is no such worth, or it is not found.
std::optional<std::vector<double>> separating_worth(const std::vector<Item>& items, std::int64_t room, std::int64_t& work) {
    BestSet best(items, room);
    std::vector<std::vector<std::size_t>> sets;
    std::vector<double> worth(items.size(), 1);
    const std::int64_t begun = work;
    for (int round = 0; round < most_sets && work - begun < most_work; ++round) {
        double of_shares = 0;
        for (std::size_t j = 0; j < items.size(); ++j) of_shares += worth[j] * items[j].share;
        if (of_shares <= 1 + worthwhile) return std::nullopt;
        auto set = best.find(worth);
        work += best.work();
        if (!set) return std::nullopt;
        if (best.worth() <= 1 + 1e-7) return worth;
        // As large as it can be: more is said by one set.
        std::int64_t left = room;
        for (const std::size_t j : *set) left -= items[j].load;
        for (std::size_t j = 0; j < items.size(); ++j) {
            const bool is_taken = std::ranges::any_of(*set, [&](std::size_t other) { return items[other].row == items[j].row; });
            if (is_taken || items[j].load > left) continue;
            set->push_back(j);
            left -= items[j].load;
        }
        sets.push_back(std::move(*set));
        auto next = dearest(items, sets, work);
        if (!next) return std::nullopt;
        worth = std::move(*next);
    }
    return std::nullopt;
}

/// In the smallest whole numbers that are in proportion.
std::vector<std::int64_t> in_whole_numbers(const std::vector<double>& worth) {
    for (int denominator = 1;; ++denominator) {
        const auto is_whole = [&](double one) { return std::abs(one * denominator - std::round(one * denominator)) < 1e-5; };
        if (denominator < largest_denominator && !std::ranges::all_of(worth, is_whole)) continue;
        std::vector<std::int64_t> values;
        for (const double one : worth) values.push_back(static_cast<std::int64_t>(std::floor(one * denominator + 1e-5)));
        return values;
    }
}

/// The least load for each value, of items that are added one by one.
class LeastLoads {
public:
    struct Choice {
        std::int64_t load, value;
    };
    /// At most one of them.
    void add(std::span<const Choice> choices) {
        std::int64_t most = 0;
        for (const Choice& choice : choices) most = std::max(most, choice.value);
        std::vector<std::int64_t> next = least_;
        next.resize(least_.size() + at(most), -1);
        for (std::size_t v = 0; v < next.size(); ++v)
            for (const Choice& choice : choices) {
                const std::size_t before = at(std::max<std::int64_t>(static_cast<std::int64_t>(v) - choice.value, 0));
                if (before >= least_.size()) continue;
                const std::int64_t load = least_[before] + choice.load;
                if (next[v] < 0 || load < next[v]) next[v] = load;
            }
        least_ = std::move(next);
        work_ += static_cast<std::int64_t>(least_.size() * choices.size());
    }
    void add(Choice choice) { add(std::span(&choice, 1)); }
    /// The most value that fits in so much room.
    [[nodiscard]] std::int64_t most_value(std::int64_t room) const { return std::ranges::upper_bound(least_, room) - least_.begin() - 1; }
    [[nodiscard]] std::size_t size() const { return least_.size(); }
    [[nodiscard]] std::int64_t work() const { return work_; }

private:
    std::vector<std::int64_t> least_{0};
    std::int64_t work_ = 0;
};

using Group = RoundedLimit::Group;

/// Gives every edge of the limit as much value as the ones before it leave.
class Lifting {
public:
    Lifting(const std::vector<Item>& fractional, const std::vector<std::int64_t>& values, std::int64_t room) : room_(room) {
        for (std::size_t j = 0; j < fractional.size();) {
            std::vector<LeastLoads::Choice> choices;
            const std::int32_t row = fractional[j].row;
            for (; j < fractional.size() && fractional[j].row == row; ++j) {
                if (values[j] == 0) continue;
                choices.push_back({fractional[j].load, values[j]});
                values_[{row, fractional[j].load}] = values[j];
            }
            if (!choices.empty()) table_.add(choices);
        }
        bound_ = table_.most_value(room_);
    }
    /// A group that the plan takes whole, and that has been out of the room.
    void put_back(const Group& group) {
        const std::int64_t most = table_.most_value(room_ + group.coefficient);
        if (const std::int64_t value = most - bound_; value > 0) {
            values_[group] = value;
            table_.add({group.coefficient, value});
        }
        bound_ = most;
        room_ += group.coefficient;
    }
    /// A group that has no value so far.
    void join(const Group& group) {
        std::int64_t value = room_ < group.coefficient ? bound_ : bound_ - table_.most_value(room_ - group.coefficient);
        // One edge a row: it may have what a lighter one of its row has.
        std::int64_t of_lighter = 0;
        for (auto other = values_.lower_bound({group.row, 0});
             other != values_.end() && other->first.row == group.row && other->first.coefficient <= group.coefficient; ++other)
            of_lighter = std::max(of_lighter, other->second);
        if (of_lighter >= value) {
            if (of_lighter > 0) values_[group] = of_lighter;
            return;
        }
        values_[group] = value;
        table_.add({group.coefficient, value});
    }
    [[nodiscard]] bool is_small() const {
        return table_.size() <= 4 * at(KnapsackLimit::most_bound) && bound_ <= KnapsackLimit::most_bound;
    }
    [[nodiscard]] std::int64_t bound() const { return bound_; }
    [[nodiscard]] std::int64_t work() const { return table_.work(); }
    [[nodiscard]] const std::map<Group, std::int64_t>& values() const { return values_; }

private:
    LeastLoads table_;
    std::int64_t room_;
    std::int64_t bound_ = 0;
    std::map<Group, std::int64_t> values_;
};

std::vector<Group> groups_of(const ProblemIndex& index, std::int32_t limit) {
    const Problem& problem = index.problem();
    std::vector<Group> groups;
    for (std::int64_t i = problem.limit_offsets[at(limit)]; i < problem.limit_offsets[at(limit) + 1]; ++i)
        groups.push_back({index.row_of(problem.limit_edges[at(i)]), problem.limit_coefficients[at(i)]});
    std::ranges::sort(groups);
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

}  // namespace

std::optional<KnapsackLimit> cut_off(const ProblemIndex& index, std::int32_t limit, std::span<const GroupShare> shares,
                                     std::int64_t& work) {
    std::int64_t room = index.upper(limit).bound;
    std::vector<Item> fractional;
    std::vector<Group> taken;
    std::int64_t load = 0;
    for (const auto& [group, share] : shares) {
        if (share <= whole) continue;
        if (share >= 1 - whole) {
            taken.push_back(group);
            room -= group.coefficient;
        } else {
            fractional.push_back({group.row, group.coefficient, share});
            load += group.coefficient;
        }
    }
    if (fractional.empty() || fractional.size() > most_parts || load <= room || room < 0) return std::nullopt;
    const auto worth = separating_worth(fractional, room, work);
    if (!worth) return std::nullopt;
    Lifting lifting(fractional, in_whole_numbers(*worth), room);
    std::ranges::stable_sort(taken, std::ranges::greater{}, &Group::coefficient);
    for (const Group& group : taken)
        if (lifting.is_small()) lifting.put_back(group);
    std::vector<Group> others = groups_of(index, limit);
    std::erase_if(others, [&](const Group& group) { return lifting.values().contains(group); });
    std::ranges::stable_sort(others, std::ranges::greater{}, &Group::coefficient);
    work += 50 * static_cast<std::int64_t>(others.size());
    for (const Group& group : others)
        if (lifting.is_small()) lifting.join(group);
    work += lifting.work();
    if (!lifting.is_small()) return std::nullopt;
    std::int64_t divisor = 0;
    for (const auto& [group, value] : lifting.values()) divisor = std::gcd(divisor, value);
    if (divisor == 0) return std::nullopt;
    KnapsackLimit result{limit, lifting.bound() / divisor, {}};
    double left = -static_cast<double>(result.bound);
    for (const auto& [group, value] : lifting.values()) {
        result.values.push_back({group.row, group.coefficient, value / divisor});
        const auto own = std::ranges::lower_bound(shares, group, {}, &GroupShare::group);
        if (own != shares.end() && own->group == group) left += own->share * static_cast<double>(value / divisor);
    }
    if (static_cast<std::int64_t>(result.values.size()) * result.bound > largest_table) return std::nullopt;
    if (left <= worthwhile * static_cast<double>(std::max<std::int64_t>(result.bound, 1))) return std::nullopt;
    return result;
}

std::optional<KnapsackLimit> carried_over(const Problem& problem, KnapsackLimit knapsack) {
    for (std::int64_t i = problem.limit_offsets[at(knapsack.limit)]; i < problem.limit_offsets[at(knapsack.limit) + 1]; ++i)
        if (problem.limit_coefficients[at(i)] < 1) return std::nullopt;
    LeastLoads table;
    for (std::size_t j = 0; j < knapsack.values.size();) {
        std::vector<LeastLoads::Choice> choices;
        const std::int32_t row = knapsack.values[j].row;
        for (; j < knapsack.values.size() && knapsack.values[j].row == row; ++j)
            choices.push_back({knapsack.values[j].coefficient, knapsack.values[j].value});
        table.add(choices);
    }
    knapsack.bound = std::max<std::int64_t>(table.most_value(problem.limit_upper[at(knapsack.limit)]), 0);
    if (knapsack.bound > KnapsackLimit::most_bound) return std::nullopt;
    return knapsack;
}

void append_knapsack(Problem& problem, const KnapsackLimit& knapsack) {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    for (std::int64_t i = problem.limit_offsets[at(knapsack.limit)]; i < problem.limit_offsets[at(knapsack.limit) + 1]; ++i) {
        const std::int32_t edge = problem.limit_edges[at(i)];
        const Group group{problem.edge_row[at(edge)], problem.limit_coefficients[at(i)]};
        const auto own = std::ranges::lower_bound(knapsack.values, group, {}, [](const KnapsackLimit::Value& value) {
            return Group{value.row, value.coefficient};
        });
        if (own == knapsack.values.end() || own->row != group.row || own->coefficient != group.coefficient) continue;
        edges.push_back(edge);
        coefficients.push_back(own->value);
    }
    problem.add_limit(edges, coefficients, no_lower, knapsack.bound);
}

}  // namespace husrom::solve
