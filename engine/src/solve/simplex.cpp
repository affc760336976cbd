#include "simplex.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "independent_columns.hpp"

namespace husrom::solve {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double least_entry = 1e-9;
constexpr double negligible = 1e-14;  ///< in a row of the inverse
constexpr std::size_t most_changes = 64;
/// A solve that goes on from an optimum is mostly shorter than this, and then ties do not matter.
constexpr std::int32_t iterations_as_given = 60;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

}  // namespace

Simplex::Simplex(std::int32_t rows, const SparseColumns& columns, std::vector<double> cost, const std::vector<double>& moves)
    : rows_(rows), columns_(static_cast<std::int32_t>(cost.size())), matrix_(columns), cost_(std::move(cost)) {
    std::vector<std::int64_t> count(at(rows) + 1, 0);
    for (const std::int32_t row : matrix_.rows) ++count[at(row) + 1];
    std::partial_sum(count.begin(), count.end(), count.begin());
    by_row_.offsets = count;
    by_row_.rows.resize(matrix_.rows.size());
    by_row_.values.resize(matrix_.rows.size());
    for (std::int32_t j = 0; j < columns_; ++j)
        for (std::size_t i = matrix_.begin(j); i < matrix_.end(j); ++i) {
            const auto to = static_cast<std::size_t>(count[at(matrix_.rows[i])]++);
            by_row_.rows[to] = j;
            by_row_.values[to] = matrix_.values[i];
        }
    for (std::int32_t i = 0; i < rows; ++i) {
        matrix_.rows.push_back(i);
        matrix_.values.push_back(1);
        matrix_.offsets.push_back(static_cast<std::int64_t>(matrix_.rows.size()));
    }
    const std::size_t all = at(variables());
    cost_.resize(all, 0);
    double largest = 1;
    for (const double c : cost_) largest = std::max(largest, std::abs(c));
    dual_tolerance_ = 1e-9 * largest;
    moves_ = moves;
    lower_.assign(all, 0);
    upper_.assign(all, 0);
    value_.assign(all, 0);
    reduced_.assign(all, 0);
    pivot_row_.assign(all, 0);
    seen_.assign(all, 0);
    place_of_movable_.assign(at(columns_), -1);
    widest_lower_.assign(at(columns_), 0);
    widest_upper_.assign(at(columns_), 0);
    open_lower_.assign(at(rows), 0);
    open_upper_.assign(at(rows), 0);
    head_.resize(at(rows));
    begin();
}

void Simplex::begin() {
    status_.assign(at(variables()), at_lower);
    for (std::int32_t i = 0; i < rows_; ++i) {
        head_[at(i)] = columns_ + i;
        status_[at(columns_ + i)] = basic;
    }
    weight_.assign(at(rows_), 1);
    fresh_ = false;
    set_costs(true);
}

void Simplex::set_costs(bool moved) {
    working_cost_ = cost_;
    if (moved)
        for (std::int32_t j = 0; j < columns_; ++j) working_cost_[at(j)] += moves_[at(j)];
    moved_ = moved;
    bent_ = false;
}

void Simplex::give_way(std::int32_t variable) {
    working_cost_[at(variable)] -= reduced_[at(variable)];
    if (std::abs(reduced_[at(variable)]) > 10 * dual_tolerance_) bent_ = true;
    moved_ = true;
    reduced_[at(variable)] = 0;
}

void Simplex::set_bounds(std::int32_t variable, double lower, double upper) {
    const std::size_t j = at(variable);
    if (lower_[j] == upper_[j] && lower < upper) stale_ = true;
    if (variable < columns_) {
        lower_[j] = lower;
        upper_[j] = upper;
        if (lower >= widest_lower_[j] && upper <= widest_upper_[j]) return;
        widest_lower_[j] = std::min(lower, widest_lower_[j]);
        widest_upper_[j] = std::max(upper, widest_upper_[j]);
        closed_ = false;
        return;
    }
    // A row stands as A x + s = 0.
    const std::size_t row = at(variable - columns_);
    const bool was_open = open_lower_[row] != 0 || open_upper_[row] != 0;
    open_lower_[row] = upper == infinity ? 1 : 0;
    open_upper_[row] = lower == -infinity ? 1 : 0;
    lower_[j] = -upper;
    upper_[j] = -lower;
    if (was_open || open_lower_[row] != 0 || open_upper_[row] != 0) closed_ = false;
}

void Simplex::close_rows() {
    closed_ = true;
    for (std::int32_t i = 0; i < rows_; ++i) {
        if (open_lower_[at(i)] == 0 && open_upper_[at(i)] == 0) continue;
        double least = 0;
        double most = 0;
        for (std::size_t k = by_row_.begin(i); k < by_row_.end(i); ++k) {
            const std::size_t j = at(by_row_.rows[k]);
            const double a = by_row_.values[k] * widest_lower_[j];
            const double b = by_row_.values[k] * widest_upper_[j];
            least += std::min(a, b);
            most += std::max(a, b);
        }
        if (open_lower_[at(i)] != 0) lower_[at(columns_ + i)] = std::min(-most - 1, upper_[at(columns_ + i)]);
        if (open_upper_[at(i)] != 0) upper_[at(columns_ + i)] = std::max(-least + 1, lower_[at(columns_ + i)]);
    }
}

void Simplex::open_rows(std::vector<double>& multipliers) const {
    for (std::size_t i = 0; i < multipliers.size(); ++i)
        if ((open_lower_[i] != 0 && multipliers[i] < 0) || (open_upper_[i] != 0 && multipliers[i] > 0)) multipliers[i] = 0;
}

void Simplex::load(const Basis& basis, std::span<const std::int32_t> spare) {
    status_ = basis;
    weight_.assign(at(rows_), 1);
    fresh_ = false;
    set_costs(false);
    if (std::ranges::count(status_, basic) == rows_)
        collect_head();
    else
        mend_basis(spare);
}

void Simplex::collect_head() {
    std::int32_t place = 0;
    for (std::int32_t j = 0; j < variables(); ++j)
        if (status_[at(j)] == basic) head_[at(place++)] = j;
}

void Simplex::mend_basis(std::span<const std::int32_t> spare) {
    std::vector<std::int32_t> candidates;
    for (std::int32_t j = 0; j < variables(); ++j) {
        if (status_[at(j)] != basic) continue;
        candidates.push_back(j);
        status_[at(j)] = at_lower;
    }
    const IndependentColumns found = independent_columns(matrix_, candidates, spare, rows_);
    for (const std::int32_t j : found.columns) status_[at(j)] = basic;
    for (const std::int32_t i : found.uncovered_rows) status_[at(columns_ + i)] = basic;
    collect_head();
    weight_.assign(at(rows_), 1);
    work_ += 4 * static_cast<std::int64_t>(candidates.size());
}

Simplex::State Simplex::state() const {
    State state{status_, head_, value_, reduced_, weight_, working_cost_, factor_, fresh_, moved_, bent_, {}};
    for (std::size_t j = 0; j < lower_.size(); ++j) state.fixed.push_back(lower_[j] == upper_[j] ? 1 : 0);
    return state;
}

Simplex::State Simplex::statuses() const {
    State state;
    state.status = status_;
    return state;
}

void Simplex::restore(const State& state) {
    if (state.head.empty()) return load(state.status);
    const std::int64_t spent = factor_.work();
    status_ = state.status;
    head_ = state.head;
    value_ = state.value;
    reduced_ = state.reduced;
    weight_ = state.weight;
    factor_ = state.factor;
    fresh_ = state.fresh;
    working_cost_ = state.cost;
    moved_ = state.moved;
    bent_ = state.bent;
    stale_ = false;
    for (std::size_t j = 0; j < lower_.size() && !stale_; ++j) stale_ = state.fixed[j] != 0 && lower_[j] < upper_[j];
    work_ += spent - factor_.work();
}

void Simplex::add_column(std::vector<double>& vector, std::int32_t variable, double amount) const {
    for (std::size_t i = matrix_.begin(variable); i < matrix_.end(variable); ++i) vector[at(matrix_.rows[i])] += amount * matrix_.values[i];
}

/// The side at which the dual is feasible.
void Simplex::place_nonbasic(std::int32_t variable) {
    const std::size_t j = at(variable);
    const bool has_lower = lower_[j] > -infinity;
    const bool has_upper = upper_[j] < infinity;
    if (!has_lower && !has_upper) {
        status_[j] = at_zero;
        value_[j] = 0;
        return;
    }
    bool low = has_lower;
    if (has_lower && has_upper) {
        if (reduced_[j] > 0)
            low = true;
        else if (reduced_[j] < 0)
            low = false;
        else
            low = status_[j] != at_upper;
    }
    status_[j] = low ? at_lower : at_upper;
    value_[j] = low ? lower_[j] : upper_[j];
    // With one side alone its reduced cost may have the wrong sign.
    if (has_lower != has_upper && (low ? reduced_[j] < -dual_tolerance_ : reduced_[j] > dual_tolerance_)) give_way(variable);
}

bool Simplex::refresh() {
    if (!factor_.factorise(matrix_, head_, rows_)) {
        mend_basis({});
        if (!factor_.factorise(matrix_, head_, rows_)) {
            begin();
            if (!factor_.factorise(matrix_, head_, rows_)) return false;
        }
        collect_movable();
    }
    compute_reduced_costs();
    for (std::int32_t j = 0; j < variables(); ++j)
        if (status_[at(j)] != basic) place_nonbasic(j);
    compute_values();
    fresh_ = true;
    return true;
}

void Simplex::follow_bounds() {
    std::vector<double>& right = shift_;
    right.assign(at(rows_), 0);
    bool any = false;
    for (std::int32_t j = 0; j < variables(); ++j) {
        if (status_[at(j)] == basic) continue;
        const double before = value_[at(j)];
        place_nonbasic(j);
        if (value_[at(j)] == before) continue;
        add_column(right, j, before - value_[at(j)]);
        any = true;
    }
    if (!any) return;
    factor_.solve(right);
    for (std::int32_t p = 0; p < rows_; ++p) value_[at(head_[at(p)])] += right[at(p)];
}

void Simplex::compute_reduced_costs() {
    const std::vector<double>& cost = working_cost_;
    std::vector<double>& y = shift_;
    y.assign(at(rows_), 0);
    for (std::int32_t p = 0; p < rows_; ++p) y[at(p)] = cost[at(head_[at(p)])];
    factor_.solve_transposed(y);
    for (std::int32_t j = 0; j < variables(); ++j) {
        double d = cost[at(j)];
        if (status_[at(j)] == basic) {
            d = 0;
        } else {
            for (std::size_t i = matrix_.begin(j); i < matrix_.end(j); ++i) d -= y[at(matrix_.rows[i])] * matrix_.values[i];
        }
        reduced_[at(j)] = std::abs(d) < 1e-3 * dual_tolerance_ ? 0 : d;
    }
    work_ += static_cast<std::int64_t>(matrix_.rows.size()) / 2;
}

void Simplex::compute_values() {
    std::vector<double>& right = shift_;
    right.assign(at(rows_), 0);
    for (std::int32_t j = 0; j < variables(); ++j)
        if (status_[at(j)] != basic && value_[at(j)] != 0) add_column(right, j, -value_[at(j)]);
    factor_.solve(right);
    for (std::int32_t p = 0; p < rows_; ++p) value_[at(head_[at(p)])] = right[at(p)];
}

double Simplex::objective() const {
    double sum = 0;
    for (std::int32_t j = 0; j < variables(); ++j) sum += working_cost_[at(j)] * value_[at(j)];
    return sum;
}

std::vector<double> Simplex::multipliers() {
    std::vector<double> y(at(rows_));
    for (std::int32_t p = 0; p < rows_; ++p) y[at(p)] = cost_[at(head_[at(p)])];
    factor_.solve_transposed(y);
    open_rows(y);
    return y;
}

bool Simplex::restore_costs() {
    set_costs(false);
    compute_reduced_costs();
    bool any = false;
    for (std::int32_t j = 0; j < variables(); ++j) {
        if (status_[at(j)] == basic || upper_[at(j)] == lower_[at(j)]) continue;
        const std::int8_t before = status_[at(j)];
        const bool wrong =
            (before == at_lower && reduced_[at(j)] < -dual_tolerance_) || (before == at_upper && reduced_[at(j)] > dual_tolerance_);
        // With one side alone it stays, and the bound is as good as the others make it.
        if (!wrong || lower_[at(j)] == -infinity || upper_[at(j)] == infinity) continue;
        place_nonbasic(j);
        any = any || status_[at(j)] != before;
    }
    if (any) compute_values();
    return any;
}

std::int32_t Simplex::choose_row() const {
    std::int32_t best = -1;
    double highest = 0;
    for (std::int32_t p = 0; p < rows_; ++p) {
        const std::size_t j = at(head_[at(p)]);
        const double beyond = std::max(lower_[j] - value_[j], value_[j] - upper_[j]);
        if (beyond <= primal_tolerance_ * (1 + 1e-2 * std::abs(value_[j]))) continue;
        const double score = beyond * beyond / weight_[at(p)];
        if (score > highest) {
            highest = score;
            best = p;
        }
    }
    return best;
}

void Simplex::compute_pivot_row() {
    for (const std::int32_t j : pivot_entries_) {
        pivot_row_[at(j)] = 0;
        seen_[at(j)] = 0;
    }
    pivot_entries_.clear();
    std::int64_t touched = 0;
    std::int32_t filled = 0;
    for (std::int32_t i = 0; i < rows_; ++i) {
        const double r = rho_[at(i)];
        if (std::abs(r) < negligible) continue;
        ++filled;
        touched += static_cast<std::int64_t>(by_row_.end(i) - by_row_.begin(i));
        const std::int32_t unit = columns_ + i;
        if (!movable(unit)) continue;
        pivot_row_[at(unit)] = r;
        pivot_entries_.push_back(unit);
    }
    if (8 * filled > rows_) {
        // Rows are nearly full: a pass over the columns that may move writes each entry once.
        touched = 0;
        for (const std::int32_t j : movable_) {
            double sum = 0;
            for (std::size_t k = matrix_.begin(j); k < matrix_.end(j); ++k) sum += rho_[at(matrix_.rows[k])] * matrix_.values[k];
            touched += static_cast<std::int64_t>(matrix_.end(j) - matrix_.begin(j));
            if (std::abs(sum) < negligible) continue;
            pivot_row_[at(j)] = sum;
            pivot_entries_.push_back(j);
        }
    } else {
        for (std::int32_t i = 0; i < rows_; ++i) {
            const double r = rho_[at(i)];
            if (std::abs(r) < negligible) continue;
            for (std::size_t k = by_row_.begin(i); k < by_row_.end(i); ++k) {
                const std::int32_t j = by_row_.rows[k];
                if (place_of_movable_[at(j)] < 0) continue;
                if (seen_[at(j)] == 0) {
                    pivot_entries_.push_back(j);
                    seen_[at(j)] = 1;
                }
                pivot_row_[at(j)] += r * by_row_.values[k];
            }
        }
    }
    work_ += touched / 2 + rows_ / 4;
}

void Simplex::collect_movable() {
    movable_.clear();
    for (std::int32_t j = 0; j < columns_; ++j) {
        place_of_movable_[at(j)] = -1;
        if (!movable(j)) continue;
        place_of_movable_[at(j)] = static_cast<std::int32_t>(movable_.size());
        movable_.push_back(j);
    }
}

void Simplex::note_movable(std::int32_t variable) {
    if (variable >= columns_) return;
    std::int32_t& place = place_of_movable_[at(variable)];
    if (movable(variable) == (place >= 0)) return;
    if (place < 0) {
        place = static_cast<std::int32_t>(movable_.size());
        movable_.push_back(variable);
        return;
    }
    movable_[at(place)] = movable_.back();
    place_of_movable_[at(movable_.back())] = place;
    movable_.pop_back();
    place = -1;
}

std::int32_t Simplex::choose_column(double sign, double infeasibility) {
    breakpoints_.clear();
    flips_.clear();
    for (const std::int32_t j : pivot_entries_) {
        const double a = sign * pivot_row_[at(j)];
        if (std::abs(a) < least_entry) continue;
        const std::int8_t status = status_[at(j)];
        if (status != at_zero && (status == at_lower) != (a > 0)) continue;
        const double size = std::abs(a);
        const double cost = status == at_zero ? 0 : std::max(a > 0 ? reduced_[at(j)] : -reduced_[at(j)], 0.0);
        breakpoints_.push_back({j, cost / size, size, (cost + dual_tolerance_) / size});
    }
    if (breakpoints_.empty()) return -1;
    // Groups of breakpoints that lie together within the tolerance; the last group that the slope allows gives the pivot. Few groups are
    // passed, so each is taken out of what is left by a pass over it.
    const auto before = [](const Breakpoint& a, const Breakpoint& b) {
        return a.ratio != b.ratio ? a.ratio < b.ratio : a.variable < b.variable;
    };
    double slope = infeasibility;
    auto left = breakpoints_.end();
    while (true) {
        work_ += left - breakpoints_.begin();
        double reach = infinity;
        for (auto point = breakpoints_.begin(); point != left; ++point) reach = std::min(reach, point->reach);
        auto begin = left;  // in an order that no library decides
        for (auto point = breakpoints_.begin(); point != begin;) {
            if (point->ratio > reach)
                ++point;
            else
                std::iter_swap(point, --begin);
        }
        double drop = 0;
        auto best = begin;
        for (auto point = begin; point != left; ++point) {
            drop += point->size * (upper_[at(point->variable)] - lower_[at(point->variable)]);
            if (point->size > best->size || (point->size == best->size && before(*point, *best))) best = point;
        }
        if (slope - drop < 0 || begin == breakpoints_.begin()) {
            // Even with all of them on their other side the row stays beyond its bound.
            if (slope - drop > primal_tolerance_ * (1 + infeasibility)) return -1;
            for (auto point = left; point != breakpoints_.end(); ++point) flips_.push_back(point->variable);
            return best->variable;
        }
        slope -= drop;
        left = begin;
    }
}

void Simplex::move_costs() {
    set_costs(true);
    compute_reduced_costs();
    for (std::int32_t j = 0; j < variables(); ++j)
        if (status_[at(j)] != basic) place_nonbasic(j);
    compute_values();
}

void Simplex::update_weights(std::int32_t place, double pivot) {
    double own = 0;
    for (const double r : rho_) own += r * r;
    tau_ = rho_;
    factor_.solve(tau_);
    for (std::int32_t p = 0; p < rows_; ++p) {
        if (direction_[at(p)] == 0 || p == place) continue;
        const double share = direction_[at(p)] / pivot;
        weight_[at(p)] = std::max(weight_[at(p)] - share * (2 * tau_[at(p)] - share * own), 1e-4);
    }
    weight_[at(place)] = std::max(own / (pivot * pivot), 1e-4);
}

Simplex::End Simplex::solve(double cutoff, std::int32_t iterations) {
    std::int32_t poor = 0;
    if (!closed_) close_rows();
    collect_movable();
    if (!fresh_) {
        if (!refresh()) return End::trouble;
    } else {
        if (stale_) compute_reduced_costs();
        follow_bounds();
    }
    stale_ = false;
    for (std::int32_t iteration = 0;; ++iteration) {
        if (iteration == iterations_as_given && !moved_) move_costs();
        if (factor_.changes() >= most_changes && !refresh()) return End::trouble;
        if (iteration % 8 == 7 && !bent_ && objective() > cutoff) return End::cutoff;
        const std::int32_t place = choose_row();
        work_ += rows_ / 2;
        if (place < 0) {
            if (factor_.changes() > 0) {
                // Values drift; what is optimal must be so with fresh ones.
                compute_values();
                if (choose_row() >= 0 && ++poor < 20) continue;
            }
            if (moved_ && restore_costs()) continue;
            return objective() > cutoff ? End::cutoff : End::optimal;
        }
        if (iteration >= iterations) return !bent_ && objective() > cutoff ? End::cutoff : End::limit;
        ++iterations_;
        const std::int32_t leaving = head_[at(place)];
        const bool above = value_[at(leaving)] > upper_[at(leaving)];
        const double sign = above ? 1 : -1;
        const double bound = above ? upper_[at(leaving)] : lower_[at(leaving)];
        rho_.assign(at(rows_), 0);
        rho_[at(place)] = 1;
        factor_.solve_transposed(rho_);
        compute_pivot_row();
        const std::int32_t entering = choose_column(sign, std::abs(value_[at(leaving)] - bound));
        if (entering < 0) {
            if (factor_.changes() > 0 && poor < 20) {
                ++poor;
                if (!refresh()) return End::trouble;
                continue;
            }
            // The row cannot reach its bound: moving its multiplier only helps.
            ray_.resize(at(rows_));
            for (std::int32_t i = 0; i < rows_; ++i) ray_[at(i)] = sign * rho_[at(i)];
            open_rows(ray_);
            return End::infeasible;
        }
        direction_.assign(at(rows_), 0);
        add_column(direction_, entering, 1);
        factor_.solve(direction_);
        const double pivot = direction_[at(place)];
        const double expected = pivot_row_[at(entering)];
        if (std::abs(pivot - expected) > 1e-7 * (1 + std::abs(pivot)) || std::abs(pivot) < least_entry) {
            if (factor_.changes() == 0 || ++poor > 20) return End::trouble;
            if (!refresh()) return End::trouble;
            continue;
        }
        if (!flips_.empty()) {
            shift_.assign(at(rows_), 0);
            for (const std::int32_t j : flips_) {
                const bool to_upper = status_[at(j)] == at_lower;
                status_[at(j)] = to_upper ? at_upper : at_lower;
                const double to = to_upper ? upper_[at(j)] : lower_[at(j)];
                add_column(shift_, j, to - value_[at(j)]);
                value_[at(j)] = to;
            }
            factor_.solve(shift_);
            for (std::int32_t p = 0; p < rows_; ++p) value_[at(head_[at(p)])] -= shift_[at(p)];
        }
        // Duals: the entering variable's reduced cost becomes 0. A step against its sign would lower the dual; the cost gives way instead.
        double step = reduced_[at(entering)] / (sign * expected);
        if (step < 0) {
            give_way(entering);
            step = 0;
        }
        if (step != 0)
            for (const std::int32_t j : pivot_entries_) reduced_[at(j)] -= step * sign * pivot_row_[at(j)];
        reduced_[at(entering)] = 0;
        reduced_[at(leaving)] = -sign * step;
        // Primal: the leaving variable goes to its bound.
        const double length = (value_[at(leaving)] - bound) / pivot;
        for (std::int32_t p = 0; p < rows_; ++p) value_[at(head_[at(p)])] -= length * direction_[at(p)];
        value_[at(leaving)] = bound;
        value_[at(entering)] += length;
        update_weights(place, pivot);
        status_[at(leaving)] = above ? at_upper : at_lower;
        status_[at(entering)] = basic;
        note_movable(leaving);
        note_movable(entering);
        head_[at(place)] = entering;
        factor_.replace(place, direction_);
        work_ += 4 * rows_ + static_cast<std::int64_t>(pivot_entries_.size());
    }
}

}  // namespace husrom::solve
