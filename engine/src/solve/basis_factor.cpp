#include "basis_factor.hpp"

#include <cmath>
#include <numeric>
#include <utility>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// A smaller entry is no pivot.
constexpr double least_pivot = 1e-9;

/// Rows of a rest that is small.
constexpr std::int32_t most_in_kernel = 500;

}  // namespace

bool BasisFactor::factorise(const SparseColumns& matrix, std::span<const std::int32_t> basis, std::int32_t rows) {
    auto made = std::make_shared<Factored>();
    Factored& own = *made;
    factored_ = std::move(made);
    own.matrix = &matrix;
    own.basis.assign(basis.begin(), basis.end());
    changes_.clear();
    change_places_.clear();
    change_values_.clear();
    result_.resize(at(rows));

    // Entries by row, and how many are left in each row and column.
    std::vector<std::int32_t>& row_count = own.row_offsets;
    row_count.assign(at(rows) + 1, 0);
    std::vector<std::int32_t> column_left(at(rows), 0);
    for (std::int32_t p = 0; p < rows; ++p)
        for (std::size_t i = matrix.begin(own.column(p)); i < matrix.end(own.column(p)); ++i) {
            ++row_count[at(matrix.rows[i]) + 1];
            ++column_left[at(p)];
        }
    std::vector<std::int32_t> row_left(row_count.begin() + 1, row_count.end());
    std::partial_sum(row_count.begin(), row_count.end(), row_count.begin());
    own.entries = row_count.back();
    own.row_entries.resize(static_cast<std::size_t>(own.entries));
    {
        std::vector<std::int32_t> next(row_count.begin(), row_count.end() - 1);
        for (std::int32_t p = 0; p < rows; ++p)
            for (std::size_t i = matrix.begin(own.column(p)); i < matrix.end(own.column(p)); ++i)
                own.row_entries[at(next[at(matrix.rows[i])]++)] = {p, matrix.values[i]};
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
        std::size_t i = matrix.begin(own.column(p));
        while (row_done[at(matrix.rows[i])] != 0) ++i;
        const std::int32_t row = matrix.rows[i];
        if (std::abs(matrix.values[i]) < least_pivot) continue;
        own.by_column.push_back({row, p, matrix.values[i]});
        row_done[at(row)] = place_done[at(p)] = 1;
        for (std::int32_t j = row_count[at(row)]; j < row_count[at(row) + 1]; ++j) {
            const std::int32_t other = own.row_entries[at(j)].place;
            if (place_done[at(other)] == 0 && --column_left[at(other)] == 1) stack.push_back(other);
        }
    }
    for (std::int32_t row = 0; row < rows; ++row) {
        if (row_done[at(row)] != 0) continue;
        row_left[at(row)] = 0;
        for (std::int32_t j = row_count[at(row)]; j < row_count[at(row) + 1]; ++j)
            row_left[at(row)] += place_done[at(own.row_entries[at(j)].place)] == 0;
        if (row_left[at(row)] == 1) stack.push_back(row);
    }
    while (!stack.empty()) {
        const std::int32_t row = stack.back();
        stack.pop_back();
        if (row_done[at(row)] != 0 || row_left[at(row)] != 1) continue;
        std::int32_t j = row_count[at(row)];
        while (place_done[at(own.row_entries[at(j)].place)] != 0) ++j;
        const std::int32_t p = own.row_entries[at(j)].place;
        double value = 0;
        for (std::size_t i = matrix.begin(own.column(p)); i < matrix.end(own.column(p)); ++i)
            if (matrix.rows[i] == row) value = matrix.values[i];
        if (std::abs(value) < least_pivot) continue;
        own.by_row.push_back({row, p, value});
        row_done[at(row)] = place_done[at(p)] = 1;
        for (std::size_t i = matrix.begin(own.column(p)); i < matrix.end(own.column(p)); ++i)
            if (row_done[at(matrix.rows[i])] == 0 && --row_left[at(matrix.rows[i])] == 1) stack.push_back(matrix.rows[i]);
    }

    own.rest_of_row.assign(at(rows), -1);
    for (std::int32_t row = 0; row < rows; ++row)
        if (row_done[at(row)] == 0) {
            own.rest_of_row[at(row)] = static_cast<std::int32_t>(own.rest_rows.size());
            own.rest_rows.push_back(row);
        }
    for (std::int32_t p = 0; p < rows; ++p)
        if (place_done[at(p)] == 0) own.rest_places.push_back(p);
    rest_vector_.resize(static_cast<Eigen::Index>(own.rest_rows.size()));
    work_ += 4 * own.entries;
    return own.rest_rows.empty() || own.factorise_rest(work_);
}

bool BasisFactor::Factored::factorise_rest(std::int64_t& work) {
    const auto size = static_cast<std::int32_t>(rest_rows.size());
    std::vector<KernelFactor::Entry> list;
    for (std::int32_t j = 0; j < size; ++j) {
        const std::int32_t from = column(rest_places[at(j)]);
        for (std::size_t i = matrix->begin(from); i < matrix->end(from); ++i)
            if (const std::int32_t to = rest_of_row[at(matrix->rows[i])]; to >= 0) list.push_back({to, j, matrix->values[i]});
    }
    if (size <= most_in_kernel) {
        if (!kernel.compute(size, list)) return false;
        const auto in_order = [](const std::vector<std::int32_t>& from, const std::vector<std::int32_t>& order) {
            std::vector<std::int32_t> result;
            for (const std::int32_t i : order) result.push_back(from[at(i)]);
            return result;
        };
        rest_rows = in_order(rest_rows, kernel.rows());
        rest_places = in_order(rest_places, kernel.columns());
        for (std::int32_t i = 0; i < size; ++i) rest_of_row[at(rest_rows[at(i)])] = i;
        rest_cost = kernel.entries();
        work += 8 * rest_cost + static_cast<std::int64_t>(size) * size / 2;
        return true;
    }
    std::vector<Eigen::Triplet<double>> triplets;
    for (const auto& [row, column_of_rest, value] : list) triplets.emplace_back(row, column_of_rest, value);
    Eigen::SparseMatrix<double> sparse(size, size);
    sparse.setFromTriplets(triplets.begin(), triplets.end());
    rest = std::make_unique<RestFactor>();
    rest->compute(sparse);
    if (rest->info() != Eigen::Success) return false;
    rest_cost = rest->nnzL() + rest->nnzU();
    work += 8 * rest_cost;
    return true;
}

void BasisFactor::Factored::solve_rest(Eigen::VectorXd& vector) const {
    if (rest)
        vector = rest->solve(vector).eval();
    else
        kernel.solve(vector.data());
}

void BasisFactor::Factored::solve_rest_transposed(Eigen::VectorXd& vector) const {
    if (rest)
        vector = rest->transpose().solve(vector).eval();
    else
        kernel.solve_transposed(vector.data());
}

void BasisFactor::Factored::subtract(std::vector<double>& vector, std::int32_t place, std::int32_t own_row, double amount) const {
    const std::int32_t from = column(place);
    for (std::size_t i = matrix->begin(from); i < matrix->end(from); ++i)
        if (matrix->rows[i] != own_row) vector[at(matrix->rows[i])] -= amount * matrix->values[i];
}

void BasisFactor::Factored::subtract_row(std::vector<double>& vector, std::int32_t row, double amount) const {
    for (std::int32_t j = row_offsets[at(row)]; j < row_offsets[at(row) + 1]; ++j)
        vector[at(row_entries[at(j)].place)] -= amount * row_entries[at(j)].value;
}

void BasisFactor::solve(std::vector<double>& vector) {
    const Factored& own = *factored_;
    for (const Pivot& pivot : own.by_row) {
        const double value = vector[at(pivot.row)];
        result_[at(pivot.place)] = value == 0 ? 0 : value / pivot.value;
        if (value != 0) own.subtract(vector, pivot.place, pivot.row, value / pivot.value);
    }
    if (!own.rest_rows.empty()) {
        bool any = false;
        for (std::size_t i = 0; i < own.rest_rows.size(); ++i) {
            rest_vector_[static_cast<Eigen::Index>(i)] = vector[at(own.rest_rows[i])];
            any = any || vector[at(own.rest_rows[i])] != 0;
        }
        if (any) {
            own.solve_rest(rest_vector_);
            work_ += own.rest_cost;
        }
        for (std::size_t i = 0; i < own.rest_places.size(); ++i) {
            const double value = rest_vector_[static_cast<Eigen::Index>(i)];
            result_[at(own.rest_places[i])] = value;
            if (value == 0) continue;
            const std::int32_t from = own.column(own.rest_places[i]);
            for (std::size_t j = own.matrix->begin(from); j < own.matrix->end(from); ++j)
                if (own.rest_of_row[at(own.matrix->rows[j])] < 0) vector[at(own.matrix->rows[j])] -= value * own.matrix->values[j];
        }
    }
    for (auto pivot = own.by_column.rbegin(); pivot != own.by_column.rend(); ++pivot) {
        const double value = vector[at(pivot->row)];
        result_[at(pivot->place)] = value == 0 ? 0 : value / pivot->value;
        if (value != 0) own.subtract(vector, pivot->place, pivot->row, value / pivot->value);
    }
    for (const Change& change : changes_) {
        double& at_place = result_[at(change.place)];
        if (at_place == 0) continue;
        at_place /= change.pivot;
        for (std::size_t i = change.begin; i < change.end; ++i) result_[at(change_places_[i])] -= at_place * change_values_[i];
    }
    vector.swap(result_);
    work_ += own.entries / 2 + static_cast<std::int64_t>(change_places_.size()) / 2;
}

void BasisFactor::solve_transposed(std::vector<double>& vector) {
    const Factored& own = *factored_;
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
        if (value != 0) own.subtract_row(vector, pivot.row, value / pivot.value);
    };
    for (const Pivot& pivot : own.by_column) pivot_on(pivot);
    if (!own.rest_rows.empty()) {
        bool any = false;
        for (std::size_t i = 0; i < own.rest_places.size(); ++i) {
            rest_vector_[static_cast<Eigen::Index>(i)] = vector[at(own.rest_places[i])];
            any = any || vector[at(own.rest_places[i])] != 0;
        }
        if (any) {
            own.solve_rest_transposed(rest_vector_);
            work_ += own.rest_cost;
        }
        for (std::size_t i = 0; i < own.rest_rows.size(); ++i) {
            const double value = rest_vector_[static_cast<Eigen::Index>(i)];
            y[at(own.rest_rows[i])] = value;
            if (value != 0) own.subtract_row(vector, own.rest_rows[i], value);
        }
    }
    for (auto pivot = own.by_row.rbegin(); pivot != own.by_row.rend(); ++pivot) pivot_on(*pivot);
    vector.swap(result_);
    work_ += own.entries + static_cast<std::int64_t>(change_places_.size());
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
