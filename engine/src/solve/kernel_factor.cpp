#include "kernel_factor.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace husrom::solve {
namespace {

/// A smaller pivot is none.
constexpr double least_pivot = 1e-9;
/// As a part of the largest entry of its column, what a pivot has at least.
constexpr double least_share = 0.1;

/// What is left of the matrix while pivots are taken out. An entry that has come stays, even when it becomes 0.
class Elimination {
public:
    using Entry = KernelFactor::Entry;

    Elimination(std::size_t size, const std::vector<Entry>& entries)
        : size_(size),
          there_(size * size, 0),
          value_(size * size),
          columns_of_(size),
          rows_of_(size),
          in_row_(size, 0),
          in_column_(size, 0),
          row_done_(size, 0),
          columns_(size) {
        for (const Entry& entry : entries) add(static_cast<std::size_t>(entry.row), static_cast<std::size_t>(entry.column), entry.value);
        std::iota(columns_.begin(), columns_.end(), std::size_t{0});
    }

    /// In the shortest column left, in the shortest row whose entry is large enough; false where there is none.
    [[nodiscard]] bool choose_pivot() {
        const auto shortest = std::ranges::min_element(columns_, {}, [&](std::size_t j) { return in_column_[j]; });
        column_ = *shortest;
        columns_.erase(shortest);
        std::erase_if(rows_of_[column_], [&](std::size_t i) { return row_done_[i] != 0; });
        double largest = 0;
        for (const std::size_t i : rows_of_[column_]) largest = std::max(largest, std::abs(at(i, column_)));
        if (!(largest >= least_pivot) || std::isinf(largest)) return false;
        bool any = false;
        for (const std::size_t i : rows_of_[column_]) {
            if (!(std::abs(at(i, column_)) >= least_share * largest)) continue;
            if (any && (in_row_[i] > in_row_[row_] || (in_row_[i] == in_row_[row_] && std::abs(at(i, column_)) <= std::abs(pivot()))))
                continue;
            any = true;
            row_ = i;
        }
        row_done_[row_] = 1;
        return true;
    }
    [[nodiscard]] std::size_t row() const { return row_; }
    [[nodiscard]] std::size_t column() const { return column_; }
    [[nodiscard]] double pivot() const { return at(row_, column_); }

    /// Takes the pivot's row from the others; adds what it is multiplied by to `lower` and what stands in it to `upper`.
    void eliminate(std::vector<Entry>& lower, std::vector<Entry>& upper) {
        std::erase(columns_of_[row_], column_);
        for (const std::size_t j : columns_of_[row_]) {
            --in_column_[j];
            upper.push_back({static_cast<std::int32_t>(row_), static_cast<std::int32_t>(j), at(row_, j)});
        }
        for (const std::size_t i : rows_of_[column_]) {
            if (i == row_) continue;
            std::erase(columns_of_[i], column_);
            --in_row_[i];
            const double share = at(i, column_) / pivot();
            if (share == 0) continue;
            lower.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(column_), share});
            for (const std::size_t j : columns_of_[row_]) add(i, j, -share * at(row_, j));
        }
    }

private:
    [[nodiscard]] double at(std::size_t i, std::size_t j) const { return value_[i * size_ + j]; }
    void add(std::size_t i, std::size_t j, double amount) {
        const std::size_t place = i * size_ + j;
        if (there_[place] != 0) {
            value_[place] += amount;
            return;
        }
        there_[place] = 1;
        value_[place] = amount;
        columns_of_[i].push_back(j);
        rows_of_[j].push_back(i);
        ++in_row_[i];
        ++in_column_[j];
    }

    std::size_t size_;
    std::vector<char> there_;
    std::vector<double> value_;                         ///< by row, where there is one
    std::vector<std::vector<std::size_t>> columns_of_;  ///< that are left, by row
    std::vector<std::vector<std::size_t>> rows_of_;     ///< by column, perhaps with rows that are done
    std::vector<std::int32_t> in_row_, in_column_;      ///< how many are left
    std::vector<char> row_done_;
    std::vector<std::size_t> columns_;  ///< that are left
    std::size_t row_ = 0, column_ = 0;
};

}  // namespace

bool KernelFactor::compute(std::int32_t size, const std::vector<Entry>& entries) {
    const auto all = static_cast<std::size_t>(size);
    Elimination left(all, entries);
    rows_.clear();
    columns_.clear();
    inverse_pivot_.clear();
    in_lower_.clear();
    in_lower_by_row_.clear();
    std::vector<Entry> lower, upper;
    std::vector<std::int32_t> place_of_row(all), place_of_column(all);
    for (std::int32_t k = 0; k < size; ++k) {
        if (!left.choose_pivot()) return false;
        place_of_row[left.row()] = place_of_column[left.column()] = k;
        rows_.push_back(static_cast<std::int32_t>(left.row()));
        columns_.push_back(static_cast<std::int32_t>(left.column()));
        inverse_pivot_.push_back(1 / left.pivot());
        left.eliminate(lower, upper);
    }
    for (auto* list : {&lower, &upper})
        for (Entry& entry : *list)
            entry = {place_of_row[static_cast<std::size_t>(entry.row)], place_of_column[static_cast<std::size_t>(entry.column)],
                     entry.value};
    lower_ = lines_of(all, lower, false);
    lower_by_row_ = lines_of(all, lower, true);
    for (std::size_t k = 0; k < all; ++k)
        if (lower_.offsets[k] < lower_.offsets[k + 1]) in_lower_.push_back(k);
    for (std::size_t k = all; k-- > 0;)
        if (lower_by_row_.offsets[k] < lower_by_row_.offsets[k + 1]) in_lower_by_row_.push_back(k);
    upper_ = lines_of(all, upper, false);
    upper_by_row_ = lines_of(all, upper, true);
    return true;
}

KernelFactor::Lines KernelFactor::lines_of(std::size_t size, const std::vector<Entry>& entries, bool by_row) {
    const auto line = [&](const Entry& entry) { return static_cast<std::size_t>(by_row ? entry.row : entry.column); };
    Lines lines;
    lines.offsets.assign(size + 1, 0);
    for (const Entry& entry : entries) ++lines.offsets[line(entry) + 1];
    std::partial_sum(lines.offsets.begin(), lines.offsets.end(), lines.offsets.begin());
    lines.index.resize(entries.size());
    lines.value.resize(entries.size());
    std::vector<std::int32_t> next(lines.offsets.begin(), lines.offsets.end() - 1);
    for (const Entry& entry : entries) {
        const auto to = static_cast<std::size_t>(next[line(entry)]++);
        lines.index[to] = by_row ? entry.column : entry.row;
        lines.value[to] = entry.value;
    }
    return lines;
}

void KernelFactor::solve(double* x) const {
    const std::size_t size = rows_.size();
    for (const std::size_t k : in_lower_)
        if (x[k] != 0) lower_.subtract(x, k, x[k]);
    for (std::size_t k = size; k-- > 0;) {
        if (x[k] == 0) continue;
        x[k] *= inverse_pivot_[k];
        upper_.subtract(x, k, x[k]);
    }
}

void KernelFactor::solve_transposed(double* x) const {
    const std::size_t size = rows_.size();
    for (std::size_t k = 0; k < size; ++k) {
        if (x[k] == 0) continue;
        x[k] *= inverse_pivot_[k];
        upper_by_row_.subtract(x, k, x[k]);
    }
    for (const std::size_t k : in_lower_by_row_)
        if (x[k] != 0) lower_by_row_.subtract(x, k, x[k]);
}

}  // namespace husrom::solve
