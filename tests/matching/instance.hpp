#pragma once

/// Small random matching problems, the slow obvious solver, and the conditions that prove a matching, all written apart from the engine.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <husrom/core/random.hpp>
#include <husrom/matching/matcher.hpp>

namespace husrom::matching::testing {

template <class Weight> struct Instance {
    std::int32_t rows = 0, columns = 0;
    std::vector<std::int32_t> edge_row, edge_column;
    std::vector<Weight> weights;
    std::vector<std::int32_t> row_lower, row_upper, column_upper;
    std::vector<std::uint8_t> enabled;

    [[nodiscard]] std::size_t edges() const { return edge_row.size(); }
    [[nodiscard]] Capacities capacities() const { return {row_lower, row_upper, column_upper}; }

    /// The instance as code, for a failure message.
    [[nodiscard]] std::string text() const {
        std::ostringstream out;
        out << rows << " rows, " << columns << " columns; edges {row, column, weight}:";
        for (std::size_t e = 0; e < edges(); ++e) {
            out << " {" << edge_row[e] << ", " << edge_column[e] << ", ";
            for (std::size_t g = 0; g < WeightTraits<Weight>::goals; ++g)
                out << (g ? ":" : "") << WeightTraits<Weight>::goal(weights[e], g);
            out << (enabled[e] ? "}" : ", off}");
        }
        const auto list = [&](const char* name, const std::vector<std::int32_t>& values) {
            out << "; " << name;
            for (const auto value : values) out << ' ' << value;
        };
        list("row_lower", row_lower);
        list("row_upper", row_upper);
        list("column_upper", column_upper);
        return out.str();
    }
};

struct Shape {
    std::int32_t max_rows = 5, max_columns = 5;
    std::int64_t low = -3, high = 9;
    std::int32_t max_row_upper = 1, max_column_upper = 1;
    bool must_match = false;
    bool disabled = false;
    bool parallel = true;
};

template <class Weight> Weight random_weight(core::Random& random, std::int64_t low, std::int64_t high) {
    if constexpr (std::is_arithmetic_v<Weight>) {
        return static_cast<Weight>(random.between(low, high));
    } else {
        Weight weight;
        for (std::size_t g = 0; g < Weight::size(); ++g)
            weight[g] = random.between(g == 0 ? std::max<std::int64_t>(low, -1) : low, g == 0 ? std::min<std::int64_t>(high, 2) : high);
        return weight;
    }
}

template <class Weight> Instance<Weight> random_instance(std::uint64_t seed, const Shape& shape) {
    core::Random random(seed);
    Instance<Weight> instance;
    instance.rows = static_cast<std::int32_t>(random.between(0, shape.max_rows));
    instance.columns = static_cast<std::int32_t>(random.between(0, shape.max_columns));
    const std::uint64_t density = 20 + random.below(81);
    for (std::int32_t r = 0; r < instance.rows; ++r)
        for (std::int32_t c = 0; c < instance.columns; ++c)
            for (int copies = shape.parallel && random.chance(1, 10) ? 2 : 1; copies > 0; --copies)
                if (random.below(100) < density) {
                    instance.edge_row.push_back(r);
                    instance.edge_column.push_back(c);
                }
    if (random.chance(1, 2))  // in any order
        for (std::size_t e = instance.edges(); e > 1; --e) {
            const std::size_t other = random.below(e);
            std::swap(instance.edge_row[e - 1], instance.edge_row[other]);
            std::swap(instance.edge_column[e - 1], instance.edge_column[other]);
        }
    for (std::size_t e = 0; e < instance.edges(); ++e) {
        instance.weights.push_back(random_weight<Weight>(random, shape.low, shape.high));
        instance.enabled.push_back(shape.disabled && random.chance(1, 5) ? 0 : 1);
    }
    for (std::int32_t r = 0; r < instance.rows; ++r) {
        instance.row_upper.push_back(static_cast<std::int32_t>(random.between(random.chance(1, 8) ? 0 : 1, shape.max_row_upper)));
        instance.row_lower.push_back(
            shape.must_match && random.chance(1, 3) ? static_cast<std::int32_t>(random.between(0, instance.row_upper.back())) : 0);
    }
    for (std::int32_t c = 0; c < instance.columns; ++c)
        instance.column_upper.push_back(static_cast<std::int32_t>(random.between(random.chance(1, 8) ? 0 : 1, shape.max_column_upper)));
    return instance;
}

/// The best value over all subsets of edges, or nothing when no subset meets the bounds.
template <class Weight> std::optional<DualOf<Weight>> brute_force(const Instance<Weight>& instance) {
    std::optional<DualOf<Weight>> best;
    std::vector<std::int32_t> row_load(static_cast<std::size_t>(instance.rows)), column_load(static_cast<std::size_t>(instance.columns));
    const std::function<void(std::size_t, DualOf<Weight>)> extend = [&](std::size_t e, DualOf<Weight> value) {
        if (e == instance.edges()) {
            for (std::size_t r = 0; r < row_load.size(); ++r)
                if (row_load[r] < instance.row_lower[r]) return;
            if (!best || *best < value) best = value;
            return;
        }
        extend(e + 1, value);
        auto& r = row_load[static_cast<std::size_t>(instance.edge_row[e])];
        auto& c = column_load[static_cast<std::size_t>(instance.edge_column[e])];
        if (!instance.enabled[e] || r >= instance.row_upper[static_cast<std::size_t>(instance.edge_row[e])] ||
            c >= instance.column_upper[static_cast<std::size_t>(instance.edge_column[e])])
            return;
        ++r;
        ++c;
        extend(e + 1, value + WeightTraits<Weight>::widen(instance.weights[e]));
        --r;
        --c;
    };
    extend(0, {});
    return best;
}

/// Empty when the conditions of matcher.hpp hold; otherwise which one does not.
template <class Weight> std::string broken_condition(const Instance<Weight>& instance, const Matcher<Weight>& matcher) {
    using Dual = DualOf<Weight>;
    const Dual zero{};
    std::vector<std::int32_t> row_load(static_cast<std::size_t>(instance.rows)), column_load(static_cast<std::size_t>(instance.columns));
    std::vector<std::uint8_t> chosen(instance.edges(), 0);
    Dual value{};
    for (const auto edge : matcher.chosen()) {
        const auto e = static_cast<std::size_t>(edge);
        if (chosen[e]++) return "an edge is chosen twice";
        if (!instance.enabled[e]) return "a disabled edge is chosen";
        ++row_load[static_cast<std::size_t>(instance.edge_row[e])];
        ++column_load[static_cast<std::size_t>(instance.edge_column[e])];
        value += WeightTraits<Weight>::widen(instance.weights[e]);
    }
    if (value != matcher.value()) return "value is not the sum of the chosen edges";
    const auto u = matcher.row_duals();
    const auto p = matcher.column_duals();
    for (std::size_t r = 0; r < row_load.size(); ++r) {
        if (row_load[r] < instance.row_lower[r] || row_load[r] > instance.row_upper[r]) return "a row's bounds are not kept";
        if (row_load[r] < instance.row_upper[r] && u[r] > zero) return "a row with room has a dual above 0";
        if (row_load[r] > instance.row_lower[r] && u[r] < zero) return "a row above its lower bound has a dual below 0";
        if (instance.row_lower[r] == 0 && u[r] < zero) return "a row that may stay free has a dual below 0";
    }
    for (std::size_t c = 0; c < column_load.size(); ++c) {
        if (column_load[c] > instance.column_upper[c]) return "a column's bound is not kept";
        if (p[c] < zero) return "a price is below 0";
        if (column_load[c] < instance.column_upper[c] && p[c] != zero) return "a column with room has a price";
    }
    for (std::size_t e = 0; e < instance.edges(); ++e) {
        if (!instance.enabled[e]) continue;
        const auto r = static_cast<std::size_t>(instance.edge_row[e]), c = static_cast<std::size_t>(instance.edge_column[e]);
        const Dual slack = u[r] + p[c] - WeightTraits<Weight>::widen(instance.weights[e]);
        if (!chosen[e] && slack < zero) return "an edge that is not chosen is worth more than its duals";
        if (chosen[e] && slack > zero) return "a chosen edge is worth less than its duals";
        if (chosen[e] && (instance.row_upper[r] == 1 || instance.column_upper[c] == 1) && slack != zero)
            return "a chosen edge is not tight";
    }
    return "";
}

/// Empty when the witness proves that the lower bounds cannot be met.
template <class Weight> std::string broken_witness(const Instance<Weight>& instance, const HallWitness& witness) {
    std::int64_t needed = 0, room = 0;
    for (const auto r : witness.rows) needed += instance.row_lower[static_cast<std::size_t>(r)];
    for (const auto c : witness.columns) room += instance.column_upper[static_cast<std::size_t>(c)];
    for (std::size_t e = 0; e < instance.edges(); ++e)
        if (instance.enabled[e] && std::ranges::count(witness.rows, instance.edge_row[e]) &&
            !std::ranges::count(witness.columns, instance.edge_column[e]))
            ++room;
    return needed > room ? "" : "the witness does not prove infeasibility";
}

/// How many times over a campaign is run: HUSROM_CAMPAIGN, 1 when not set.
std::uint64_t campaign();

}  // namespace husrom::matching::testing
