#pragma once

/// Rule: whatever arrays come in, the answer is an error in words or a matching that the separate check accepts.
/// Bytes choose a form, a type of weight and a cardinality, then fill small arrays with anything, indices out of range among it. The fuzz
/// target and the test that draws bytes at random share this reading.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/matcher.hpp>
#include <husrom/matching/maximum_weight.hpp>

namespace husrom::matching::testing {

class Bytes {
public:
    explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    template <class Number> Number take() {
        Number value{};
        const std::size_t count = std::min(bytes_.size(), sizeof value);
        if (count > 0) std::memcpy(&value, bytes_.data(), count);
        bytes_ = bytes_.subspan(count);
        return value;
    }

private:
    std::span<const std::uint8_t> bytes_;
};

template <class Weight> Weight take_weight(Bytes& bytes) {
    if constexpr (std::is_arithmetic_v<Weight>) {
        return bytes.take<Weight>();
    } else {
        Weight weight;
        for (auto& goal : weight.values) goal = bytes.take<std::int64_t>() >> (bytes.take<std::uint8_t>() % 64);
        return weight;
    }
}

/// Empty, or what is wrong with the answer.
template <class Weight, class G>
std::string objection_to_solve(const G& graph, const std::vector<Weight>& weights, Cardinality cardinality, bool minimise) {
    try {
        const auto found = minimise ? minimum_cost(graph, weights, {.cardinality = cardinality})
                                    : maximum_weight(graph, weights, {.cardinality = cardinality});
        if (found.status != Outcome::optimal) return cardinality == Cardinality::full ? "" : "no answer without a budget";
        return verify(graph, weights, found).objection;
    } catch (const Error&) {
        return "";  // refused in words
    }
}

/// A matcher with anything for capacities, solved, changed and solved again: its value is that of a matcher built afresh.
inline std::string objection_to_edits(Bytes& bytes) {
    const std::int32_t rows = bytes.take<std::int8_t>() % 9, columns = bytes.take<std::int8_t>() % 9;
    const auto numbers = [&](std::size_t count) {
        std::vector<std::int32_t> values(count);
        for (auto& value : values) value = bytes.take<std::int8_t>() % 9;
        return values;
    };
    const std::size_t edges = bytes.take<std::uint8_t>() % 32;
    const auto row = numbers(edges), column = numbers(edges), bounds = numbers(static_cast<std::size_t>(rows > 0 ? rows : 0)),
               upper = numbers(static_cast<std::size_t>(columns > 0 ? columns : 0));
    std::vector<std::int32_t> lower(bounds.size(), 0);
    for (std::size_t r = 0; r < lower.size(); ++r) lower[r] = bounds[r] > 5 ? 1 : 0;
    std::vector<std::int64_t> weights(edges);
    for (auto& weight : weights) weight = bytes.take<std::int16_t>();
    try {
        const Capacities capacities{lower, bounds, upper};
        Matcher<std::int64_t> matcher(rows, columns, row, column, capacities);
        matcher.set_weights(weights);
        for (int step = 0; step < 3; ++step) {
            const Outcome outcome = matcher.solve();
            Matcher<std::int64_t> fresh(rows, columns, row, column, capacities);
            fresh.set_weights(weights);
            if (fresh.solve() != outcome) return "a warm solve ends otherwise than a cold one";
            if (outcome == Outcome::optimal && fresh.value() != matcher.value()) return "a warm solve has another value than a cold one";
            if (edges == 0) break;
            const std::size_t e = bytes.take<std::uint8_t>() % edges;
            weights[e] = bytes.take<std::int16_t>();
            matcher.set_weight(static_cast<std::int32_t>(e), weights[e]);
        }
        return "";
    } catch (const Error&) {
        return "";
    }
}

template <class Weight> std::string objection_to_form(Bytes& bytes, int form) {
    const auto cardinality = static_cast<Cardinality>(bytes.take<std::uint8_t>() % 3);
    const bool minimise = bytes.take<std::uint8_t>() % 2 != 0;
    const std::int32_t rows = bytes.take<std::int8_t>() % 12, columns = bytes.take<std::int8_t>() % 12;
    const std::size_t edges = bytes.take<std::uint8_t>() % 64;
    const auto indices = [&]<class Index>(std::size_t count, Index) {
        std::vector<Index> values(count);
        for (auto& value : values) value = bytes.take<std::int8_t>();
        return values;
    };
    const auto offsets = static_cast<std::size_t>(rows > 0 ? rows : 0) + 1;
    const auto weights = [&](std::size_t count) {
        std::vector<Weight> values(count);
        for (auto& value : values) value = take_weight<Weight>(bytes);
        return values;
    };
    switch (form) {
        case 0: {
            const auto first = indices(offsets, std::int32_t{}), second = indices(edges, std::int32_t{});
            return objection_to_solve(Csr<>(rows, columns, first, second), weights(edges), cardinality, minimise);
        }
        case 1: {
            const auto first = indices(offsets, std::int64_t{}), second = indices(edges, std::int64_t{});
            return objection_to_solve(Csr<std::int64_t>(rows, columns, first, second), weights(edges), cardinality, minimise);
        }
        case 2: {
            const auto first = indices(edges, std::int32_t{}), second = indices(edges, std::int32_t{});
            return objection_to_solve(EdgeList<>(rows, columns, first, second), weights(edges), cardinality, minimise);
        }
        default:
            return objection_to_solve(FullGraph(rows, columns),
                                      weights(rows > 0 && columns > 0 ? static_cast<std::size_t>(rows * columns) : 0), cardinality,
                                      minimise);
    }
}

inline std::string objection_to(std::span<const std::uint8_t> input) {
    Bytes bytes(input);
    const int choice = bytes.take<std::uint8_t>(), form = choice % 4;
    switch (choice / 4 % 5) {
        case 0:
            return objection_to_form<std::int32_t>(bytes, form);
        case 1:
            return objection_to_form<std::int64_t>(bytes, form);
        case 2:
            return objection_to_form<double>(bytes, form);
        case 3:
            return objection_to_form<Tuple<2>>(bytes, form);
        default:
            return objection_to_edits(bytes);
    }
}

}  // namespace husrom::matching::testing
