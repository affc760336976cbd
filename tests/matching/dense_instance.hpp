#pragma once

/// Seeded dense matrices of many kinds, with memory of their own, and the slow obvious answer for small ones.

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <husrom/core/random.hpp>
#include <husrom/matching/dense.hpp>

namespace husrom::matching::test {

template <class Weight> struct DenseInstance {
    std::int32_t rows = 0;
    std::int32_t columns = 0;
    std::vector<Weight> weights;
    std::vector<std::uint8_t> mask;  ///< empty: everything is allowed

    [[nodiscard]] DenseView<Weight> view() const {
        return {weights.data(), rows, columns, columns, mask.empty() ? nullptr : mask.data(), columns};
    }
    [[nodiscard]] DenseInstance transposed() const {
        DenseInstance t{columns, rows, weights, mask};
        for (std::int32_t r = 0; r < rows; ++r)
            for (std::int32_t c = 0; c < columns; ++c) {
                const auto from = static_cast<std::size_t>(r * columns + c);
                const auto to = static_cast<std::size_t>(c * rows + r);
                t.weights[to] = weights[from];
                if (!mask.empty()) t.mask[to] = mask[from];
            }
        return t;
    }
};

enum class Kind : std::uint8_t { uniform, few_values, ties, geometric, product, sum, near_ties, low_rank, grid, wide, count };

/// Entry of a kind; geometric ones use `place`, two coordinates a node.
template <class Weight>
Weight entry(Kind kind, std::int32_t row, std::int32_t column, const std::vector<double>& place, std::int32_t rows, core::Random& random) {
    const auto as = [](double value) { return static_cast<Weight>(std::is_integral_v<Weight> ? std::floor(value * 1000) : value); };
    const auto r = static_cast<std::size_t>(2 * row);
    const auto c = static_cast<std::size_t>(2 * (rows + column));
    switch (kind) {
        case Kind::uniform:
            return as(random.unit() * 1000 - 300);
        case Kind::few_values:
            return static_cast<Weight>(random.between(-3, 6));
        case Kind::ties:
            return static_cast<Weight>(random.between(0, 1));
        case Kind::geometric:
            return as(std::hypot(place[r] - place[c], place[r + 1] - place[c + 1]));
        case Kind::product:
            return static_cast<Weight>((row + 1) * (column + 1));
        case Kind::sum:
            return static_cast<Weight>(row + column);
        case Kind::low_rank:
            return as(place[r] * place[c] + place[r + 1] * place[c + 1]);
        case Kind::grid: {  // distances along the streets of a small town: many paths of equal length
            const auto street = [&](std::size_t k) { return std::floor(place[k] * 8); };
            return static_cast<Weight>(std::abs(street(r) - street(c)) + std::abs(street(r + 1) - street(c + 1)));
        }
        case Kind::wide: {  // most far below the largest: a fixed step is too coarse for them
            const double value = std::exp(random.unit() * 14);
            return static_cast<Weight>(std::is_integral_v<Weight> ? std::floor(value * 1000) : std::ldexp(std::floor(value * 0x1p16), -36));
        }
        default:
            return static_cast<Weight>(std::is_integral_v<Weight> ? 7 : 0.1 + static_cast<double>(random.between(0, 3)) * 0x1p-53);
    }
}

template <class Weight>
DenseInstance<Weight> random_instance(std::int32_t rows, std::int32_t columns, Kind kind, int allowed_percent, core::Random& random) {
    DenseInstance<Weight> instance{rows, columns, {}, {}};
    std::vector<double> place(static_cast<std::size_t>(2 * (rows + columns)));
    for (double& coordinate : place) coordinate = random.unit();
    for (std::int32_t r = 0; r < rows; ++r)
        for (std::int32_t c = 0; c < columns; ++c) {
            instance.weights.push_back(entry<Weight>(kind, r, c, place, rows, random));
            if (allowed_percent < 100) instance.mask.push_back(random.chance(static_cast<std::uint64_t>(allowed_percent), 100) ? 1 : 0);
        }
    return instance;
}

/// Best value by trying everything: pairs and weight, compared as the cardinality asks; nothing where `full` is impossible.
template <class Weight> class BruteForce {
public:
    using Sum = std::conditional_t<std::is_integral_v<Weight>, std::int64_t, long double>;
    struct Best {
        std::int64_t pairs;
        Sum weight;
    };

    BruteForce(const DenseInstance<Weight>& instance, Sense sense, Cardinality cardinality)
        : instance_(instance), sign_(sense == Sense::maximise ? 1 : -1), cardinality_(cardinality) {}

    std::optional<Best> best() {
        taken_.assign(static_cast<std::size_t>(instance_.columns), 0);
        extend(0, 0, 0);
        return best_;
    }

private:
    void extend(std::int32_t row, std::int64_t pairs, Sum weight) {
        if (row == instance_.rows) {
            if (cardinality_ == Cardinality::full && pairs < std::min(instance_.rows, instance_.columns)) return;
            const bool more = cardinality_ == Cardinality::maximum && best_ && pairs != best_->pairs;
            if (!best_ || (more ? pairs > best_->pairs : sign_ * weight > sign_ * best_->weight)) best_ = Best{pairs, weight};
            return;
        }
        extend(row + 1, pairs, weight);
        for (std::int32_t column = 0; column < instance_.columns; ++column) {
            const Weight entry = instance_.view().weight(row, column);
            if (taken_[static_cast<std::size_t>(column)] != 0 || !instance_.view().is_allowed(row, column)) continue;
            if constexpr (!std::is_integral_v<Weight>)
                if (std::isinf(entry)) continue;
            taken_[static_cast<std::size_t>(column)] = 1;
            extend(row + 1, pairs + 1, weight + static_cast<Sum>(entry));
            taken_[static_cast<std::size_t>(column)] = 0;
        }
    }

    const DenseInstance<Weight>& instance_;
    int sign_;
    Cardinality cardinality_;
    std::vector<std::uint8_t> taken_;
    std::optional<Best> best_;
};

}  // namespace husrom::matching::test
