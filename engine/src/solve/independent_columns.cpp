#include "independent_columns.hpp"

#include <algorithm>
#include <cmath>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

constexpr double least_pivot = 1e-7;
/// A pivot may be this much smaller than the largest of its column where its row stands in fewer candidates.
constexpr double pivot_share = 0.1;

class Elimination {
public:
    Elimination(const SparseColumns& matrix, std::span<const std::int32_t> candidates, std::span<const std::int32_t> spare,
                std::int32_t rows)
        : matrix_(matrix),
          candidates_(candidates),
          spare_(spare),
          taken_(candidates.size(), 0),
          row_done_(at(rows), 0),
          in_row_(at(rows), 0),
          seen_(at(rows), 0),
          work_(at(rows), 0),
          uncovered_(rows),
          step_of_row_(at(rows), -1) {
        for (const std::int32_t column : candidates)
            for (std::size_t i = matrix.begin(column); i < matrix.end(column); ++i) ++in_row_[at(matrix.rows[i])];
    }

    IndependentColumns run() {
        take_single_rows();
        IndependentColumns result;
        for (std::size_t c = 0; c < candidates_.size(); ++c)
            if (taken_[c] != 0 || eliminate(candidates_[c])) result.columns.push_back(candidates_[c]);
        for (std::size_t c = 0; c < spare_.size() && uncovered_ > 0; ++c)
            if (eliminate(spare_[c])) result.columns.push_back(spare_[c]);
        for (std::size_t row = 0; row < row_done_.size(); ++row)
            if (row_done_[row] == 0) result.uncovered_rows.push_back(static_cast<std::int32_t>(row));
        return result;
    }

private:
    struct Entry {
        std::int32_t row;
        double value;
    };

    /// Candidates whose rows but one are taken by such candidates before need no elimination of others.
    void take_single_rows() {
        std::vector<std::vector<std::int32_t>> of_row(row_done_.size());
        std::vector<std::int32_t> left(candidates_.size(), 0);
        std::vector<std::int32_t> stack;
        for (std::size_t c = 0; c < candidates_.size(); ++c) {
            const std::int32_t column = candidates_[c];
            left[c] = static_cast<std::int32_t>(matrix_.end(column) - matrix_.begin(column));
            for (std::size_t i = matrix_.begin(column); i < matrix_.end(column); ++i)
                of_row[at(matrix_.rows[i])].push_back(static_cast<std::int32_t>(c));
        }
        for (std::size_t c = candidates_.size(); c-- > 0;)
            if (left[c] == 1) stack.push_back(static_cast<std::int32_t>(c));
        while (!stack.empty()) {
            const std::int32_t c = stack.back();
            stack.pop_back();
            if (taken_[at(c)] != 0 || left[at(c)] != 1) continue;
            const std::int32_t column = candidates_[at(c)];
            std::size_t i = matrix_.begin(column);
            while (row_done_[at(matrix_.rows[i])] != 0) ++i;
            if (std::abs(matrix_.values[i]) < least_pivot) continue;
            const std::int32_t row = matrix_.rows[i];
            taken_[at(c)] = row_done_[at(row)] = 1;
            --uncovered_;
            // It stands on rows that are taken without it, so that it is no part of any later elimination but for its own row.
            for (const std::int32_t other : of_row[at(row)])
                if (--left[at(other)] == 1 && taken_[at(other)] == 0) stack.push_back(other);
        }
    }

    /// Takes the column when something of it is left outside the rows that are taken.
    bool eliminate(std::int32_t column) {
        touched_.clear();
        first_step_ = steps_.size();
        for (std::size_t i = matrix_.begin(column); i < matrix_.end(column); ++i) add(matrix_.rows[i], matrix_.values[i]);
        for (std::size_t s = first_step_; s < steps_.size(); ++s) {
            const Step& step = steps_[s];
            const double value = work_[at(step.row)];
            if (value == 0) continue;
            work_[at(step.row)] = 0;
            for (std::size_t i = step.begin; i < step.end; ++i) add(entries_[i].row, -value * entries_[i].value);
        }
        double largest = 0;
        for (const std::int32_t row : touched_)
            if (row_done_[at(row)] == 0) largest = std::max(largest, std::abs(work_[at(row)]));
        std::int32_t pivot = -1;
        if (largest >= least_pivot)
            for (const std::int32_t row : touched_) {
                if (row_done_[at(row)] != 0 || std::abs(work_[at(row)]) < pivot_share * largest) continue;
                if (pivot < 0 || std::pair(in_row_[at(row)], row) < std::pair(in_row_[at(pivot)], pivot)) pivot = row;
            }
        if (pivot >= 0) {
            Step step{pivot, entries_.size(), 0};
            const double value = work_[at(pivot)];
            for (const std::int32_t row : touched_)
                if (row != pivot && row_done_[at(row)] == 0 && std::abs(work_[at(row)]) > 1e-12)
                    entries_.push_back({row, work_[at(row)] / value});
            step.end = entries_.size();
            step_of_row_[at(pivot)] = static_cast<std::int32_t>(steps_.size());
            steps_.push_back(step);
            row_done_[at(pivot)] = 1;
            --uncovered_;
        }
        for (const std::int32_t row : touched_) {
            work_[at(row)] = 0;
            seen_[at(row)] = 0;
        }
        return pivot >= 0;
    }

    void add(std::int32_t row, double value) {
        if (seen_[at(row)] == 0) {
            seen_[at(row)] = 1;
            touched_.push_back(row);
        }
        work_[at(row)] += value;
        if (const std::int32_t step = step_of_row_[at(row)]; step >= 0) first_step_ = std::min(first_step_, at(step));
    }

    struct Step {
        std::int32_t row;
        std::size_t begin, end;  ///< in entries_: what is left of the column, over its pivot
    };

    const SparseColumns& matrix_;
    std::span<const std::int32_t> candidates_, spare_;
    std::vector<char> taken_, row_done_;
    std::vector<std::int32_t> in_row_;
    std::vector<char> seen_;
    std::vector<double> work_;
    std::int32_t uncovered_;
    std::vector<std::int32_t> step_of_row_;
    std::vector<std::int32_t> touched_;
    std::vector<Step> steps_;
    std::vector<Entry> entries_;
    std::size_t first_step_ = 0;
};

}  // namespace

IndependentColumns independent_columns(const SparseColumns& matrix, std::span<const std::int32_t> candidates,
                                       std::span<const std::int32_t> spare, std::int32_t rows) {
    return Elimination(matrix, candidates, spare, rows).run();
}

}  // namespace husrom::solve
