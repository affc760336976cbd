#pragma once

/// Writes a coupling of a relaxation short: where most of a row's edges count the same, the row's total counts so, and only the edges that
/// differ have entries of their own. Goals that depend on the row alone, counts of heads and hours by participant would fill a linear
/// program otherwise.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "relaxation.hpp"

namespace husrom::solve {

class CouplingWriter {
public:
    /// `of_row`: the local edges of each row.
    CouplingWriter(const Relaxation& relaxation, const std::vector<std::vector<std::int32_t>>& of_row)
        : relaxation_(relaxation), of_row_(of_row), coefficient_(relaxation.edges().size(), 0), met_(of_row.size(), 0) {}

    void read(std::size_t dimension) {
        for (const std::int32_t row : rows_) {
            met_[at(row)] = 0;
            for (const std::int32_t edge : of_row_[at(row)]) coefficient_[at(edge)] = 0;
        }
        rows_.clear();
        largest_ = 0;
        relaxation_.entries().for_each(dimension, [&](std::int32_t edge, std::int64_t coefficient) {
            coefficient_[at(edge)] = coefficient;
            largest_ = std::max(largest_, std::abs(static_cast<double>(coefficient)));
            const std::int32_t row = relaxation_.row_of(edge);
            if (std::exchange(met_[at(row)], 1) == 0) rows_.push_back(row);
        });
    }
    [[nodiscard]] double largest() const { return largest_; }  ///< of the coefficients' sizes

    /// Calls `edge(local edge, value)` and `total(row, value)` for each entry, in floating point: differences may need 64 bits.
    template <class Edge, class Total> void write(const Edge& edge, const Total& total) {
        for (const std::int32_t row : rows_) {
            const std::int64_t usual = usual_in(row);
            if (usual != 0) total(row, static_cast<double>(usual));
            for (const std::int32_t local : of_row_[at(row)])
                if (coefficient_[at(local)] != usual)
                    edge(local, static_cast<double>(coefficient_[at(local)]) - static_cast<double>(usual));
        }
    }

private:
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    /// What most of its edges count, or 0 where that saves no entry.
    [[nodiscard]] std::int64_t usual_in(std::int32_t row) {
        const std::vector<std::int32_t>& edges = of_row_[at(row)];
        sorted_.clear();
        for (const std::int32_t edge : edges) sorted_.push_back(coefficient_[at(edge)]);
        std::ranges::sort(sorted_);
        std::int64_t usual = 0;
        std::size_t times = 0;
        std::size_t zeros = 0;
        for (auto from = sorted_.begin(); from != sorted_.end();) {
            const auto to = std::upper_bound(from, sorted_.end(), *from);
            const auto count = static_cast<std::size_t>(to - from);
            if (*from == 0) zeros = count;
            if (count > times) {
                times = count;
                usual = *from;
            }
            from = to;
        }
        return times > zeros + 1 ? usual : 0;
    }

    const Relaxation& relaxation_;
    const std::vector<std::vector<std::int32_t>>& of_row_;
    std::vector<std::int64_t> coefficient_;  ///< by local edge
    std::vector<char> met_;                  ///< by row
    std::vector<std::int32_t> rows_;
    std::vector<std::int64_t> sorted_;
    double largest_ = 0;
};

}  // namespace husrom::solve
