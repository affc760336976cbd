#include "basis_factor.hpp"

#include <cmath>
#include <numeric>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// A smaller entry is no pivot.
constexpr double least_pivot = 1e-9;

}  // namespace

bool BasisFactor::factorise(const SparseColumns& matrix, std::span<const std::int32_t> basis, std::int32_t rows) {
    matrix_ = &matrix;
    basis_.assign(basis.begin(), basis.end());
    by_column_.clear();
    by_row_.clear();
    rest_rows_.clear();
    rest_places_.clear();
    changes_.clear();
    change_places_.clear();
    change_values_.clear();
    result_.resize(at(rows));

    // Entries by row, and how many are left in each row and column.
    std::vector<std::int32_t>& row_count = row_offsets_;
    row_count.assign(at(rows) + 1, 0);
    std::vector<std::int32_t> column_left(at(rows), 0);
    for (std::int32_t p = 0; p < rows; ++p)
        for (std::size_t i = matrix.begin(column(p)); i < matrix.end(column(p)); ++i) {
            ++row_count[at(matrix.rows[i]) + 1];
            ++column_left[at(p)];
        }
    std::vector<std::int32_t> row_left(row_count.begin() + 1, row_count.end());
    std::partial_sum(row_count.begin(), row_count.end(), row_count.begin());
    entries_ = row_count.back();
    by_row_entries_.resize(static_cast<std::size_t>(entries_));
    {
        std::vector<std::int32_t> next(row_count.begin(), row_count.end() - 1);
        for (std::int32_t p = 0; p < rows; ++p)
            for (std::size_t i = matrix.begin(column(p)); i < matrix.end(column(p)); ++i)
                by_row_entries_[at(next[at(matrix.rows[i])]++)] = {p, matrix.values[i]};
    }
    std::vector<char> row_done(at(rows), 0);
    std::vector<char> place_done(at(rows), 0);
    std::vector<std::int32_t> stack;

    for (std::int32_t p = 0; p < rows; ++p)
        if (column_left[at(p)] == 1) stack.push_back(p);
    while (!stack.empty()) {
        const std::int32_t p = stack.back();
        stack.pop_back();
        if (place_done[at(p)] != 0 || column_left[at(p)] != 1) continue;
        std::size_t i = matrix.begin(column(p));
        while (row_done[at(matrix.rows[i])] != 0) ++i;
        const std::int32_t row = matrix.rows[i];
        if (std::abs(matrix.values[i]) < least_pivot) continue;
        by_column_.push_back({row, p, matrix.values[i]});
        row_done[at(row)] = place_done[at(p)] = 1;
        for (std::int32_t j = row_count[at(row)]; j < row_count[at(row) + 1]; ++j) {
            const std::int32_t other = by_row_entries_[at(j)].place;
            if (place_done[at(other)] == 0 && --column_left[at(other)] == 1) stack.push_back(other);
        }
    }
    for (std::int32_t row = 0; row < rows; ++row) {
        if (row_done[at(row)] != 0) continue;
        row_left[at(row)] = 0;
        for (std::int32_t j = row_count[at(row)]; j < row_count[at(row) + 1]; ++j)
            row_left[at(row)] += place_done[at(by_row_entries_[at(j)].place)] == 0;
        if (row_left[at(row)] == 1) stack.push_back(row);
    }
    while (!stack.empty()) {
        const std::int32_t row = stack.back();
        stack.pop_back();
        if (row_done[at(row)] != 0 || row_left[at(row)] != 1) continue;
        std::int32_t j = row_count[at(row)];
        while (place_done[at(by_row_entries_[at(j)].place)] != 0) ++j;
        const std::int32_t p = by_row_entries_[at(j)].place;
        double value = 0;
        for (std::size_t i = matrix.begin(column(p)); i < matrix.end(column(p)); ++i)
            if (matrix.rows[i] == row) value = matrix.values[i];
        if (std::abs(value) < least_pivot) continue;
        by_row_.push_back({row, p, value});
        row_done[at(row)] = place_done[at(p)] = 1;
        for (std::size_t i = matrix.begin(column(p)); i < matrix.end(column(p)); ++i)
            if (row_done[at(matrix.rows[i])] == 0 && --row_left[at(matrix.rows[i])] == 1) stack.push_back(matrix.rows[i]);
    }

    rest_of_row_.assign(at(rows), -1);
    for (std::int32_t row = 0; row < rows; ++row)
        if (row_done[at(row)] == 0) {
            rest_of_row_[at(row)] = static_cast<std::int32_t>(rest_rows_.size());
            rest_rows_.push_back(row);
        }
    for (std::int32_t p = 0; p < rows; ++p)
        if (place_done[at(p)] == 0) rest_places_.push_back(p);
    const auto size = static_cast<Eigen::Index>(rest_rows_.size());
    rest_vector_.resize(size);
    if (size == 0) return true;
    std::vector<Eigen::Triplet<double>> entries;
    for (Eigen::Index j = 0; j < size; ++j) {
        const std::int32_t from = column(rest_places_[static_cast<std::size_t>(j)]);
        for (std::size_t i = matrix.begin(from); i < matrix.end(from); ++i)
            if (const std::int32_t to = rest_of_row_[at(matrix.rows[i])]; to >= 0)
                entries.emplace_back(to, static_cast<int>(j), matrix.values[i]);
    }
    Eigen::SparseMatrix<double> sparse(size, size);
    sparse.setFromTriplets(entries.begin(), entries.end());
    rest_ = std::make_shared<RestFactor>();
    rest_->compute(sparse);
    if (rest_->info() != Eigen::Success) return false;
    rest_entries_ = rest_->nnzL() + rest_->nnzU();
    work_ += 8 * rest_entries_ + 4 * entries_;
    return true;
}

void BasisFactor::subtract(std::vector<double>& vector, std::int32_t place, std::int32_t own_row, double amount) const {
    const std::int32_t from = column(place);
    for (std::size_t i = matrix_->begin(from); i < matrix_->end(from); ++i)
        if (matrix_->rows[i] != own_row) vector[at(matrix_->rows[i])] -= amount * matrix_->values[i];
}

void BasisFactor::subtract_row(std::vector<double>& vector, std::int32_t row, double amount) const {
    for (std::int32_t j = row_offsets_[at(row)]; j < row_offsets_[at(row) + 1]; ++j)
        vector[at(by_row_entries_[at(j)].place)] -= amount * by_row_entries_[at(j)].value;
}

void BasisFactor::solve(std::vector<double>& vector) {
    for (const Pivot& pivot : by_row_) {
        const double value = vector[at(pivot.row)];
        result_[at(pivot.place)] = value == 0 ? 0 : value / pivot.value;
        if (value != 0) subtract(vector, pivot.place, pivot.row, value / pivot.value);
    }
    if (!rest_rows_.empty()) {
        bool any = false;
        for (std::size_t i = 0; i < rest_rows_.size(); ++i) {
            rest_vector_[static_cast<Eigen::Index>(i)] = vector[at(rest_rows_[i])];
            any = any || vector[at(rest_rows_[i])] != 0;
        }
        if (any) {
            rest_vector_ = rest_->solve(rest_vector_).eval();
            work_ += rest_entries_;
        }
        for (std::size_t i = 0; i < rest_places_.size(); ++i) {
            const double value = rest_vector_[static_cast<Eigen::Index>(i)];
            result_[at(rest_places_[i])] = value;
            if (value == 0) continue;
            const std::int32_t from = column(rest_places_[i]);
            for (std::size_t j = matrix_->begin(from); j < matrix_->end(from); ++j)
                if (rest_of_row_[at(matrix_->rows[j])] < 0) vector[at(matrix_->rows[j])] -= value * matrix_->values[j];
        }
    }
    for (auto pivot = by_column_.rbegin(); pivot != by_column_.rend(); ++pivot) {
        const double value = vector[at(pivot->row)];
        result_[at(pivot->place)] = value == 0 ? 0 : value / pivot->value;
        if (value != 0) subtract(vector, pivot->place, pivot->row, value / pivot->value);
    }
    for (const Change& change : changes_) {
        double& own = result_[at(change.place)];
        if (own == 0) continue;
        own /= change.pivot;
        for (std::size_t i = change.begin; i < change.end; ++i) result_[at(change_places_[i])] -= own * change_values_[i];
    }
    vector.swap(result_);
    work_ += entries_ / 2 + static_cast<std::int64_t>(change_places_.size()) / 2;
}

void BasisFactor::solve_transposed(std::vector<double>& vector) {
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
        double sum = vector[at(change->place)];
        for (std::size_t i = change->begin; i < change->end; ++i) sum -= vector[at(change_places_[i])] * change_values_[i];
        vector[at(change->place)] = sum / change->pivot;
    }
    // What is known of y goes from the right-hand sides at once, so that zeros cost nothing.
    std::vector<double>& y = result_;
    const auto pivot_on = [&](const Pivot& pivot) {
        const double value = vector[at(pivot.place)];
        y[at(pivot.row)] = value == 0 ? 0 : value / pivot.value;
        if (value != 0) subtract_row(vector, pivot.row, value / pivot.value);
    };
    for (const Pivot& pivot : by_column_) pivot_on(pivot);
    if (!rest_rows_.empty()) {
        bool any = false;
        for (std::size_t i = 0; i < rest_places_.size(); ++i) {
            rest_vector_[static_cast<Eigen::Index>(i)] = vector[at(rest_places_[i])];
            any = any || vector[at(rest_places_[i])] != 0;
        }
        if (any) {
            rest_vector_ = rest_->transpose().solve(rest_vector_).eval();
            work_ += rest_entries_;
        }
        for (std::size_t i = 0; i < rest_rows_.size(); ++i) {
            const double value = rest_vector_[static_cast<Eigen::Index>(i)];
            y[at(rest_rows_[i])] = value;
            if (value != 0) subtract_row(vector, rest_rows_[i], value);
        }
    }
    for (auto pivot = by_row_.rbegin(); pivot != by_row_.rend(); ++pivot) pivot_on(*pivot);
    vector.swap(result_);
    work_ += entries_ + static_cast<std::int64_t>(change_places_.size());
}

void BasisFactor::replace(std::int32_t place, const std::vector<double>& direction) {
    Change change{place, direction[at(place)], change_places_.size(), 0};
    for (std::size_t p = 0; p < direction.size(); ++p)
        if (direction[p] != 0 && p != at(place)) {
            change_places_.push_back(static_cast<std::int32_t>(p));
            change_values_.push_back(direction[p]);
        }
    change.end = change_places_.size();
    changes_.push_back(change);
}

}  // namespace husrom::solve
