#include "exact_duals.hpp"

#include "parts.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace husrom::matching::dense {

namespace {

constexpr int most_bits = 104;  ///< two doubles hold them
/// Looks for cycles while as many nodes as there are go by.
constexpr std::size_t looks_a_round = 32;

}  // namespace

bool ExactDuals::solve(const Guess& guess, int patience) {
    guess_ = &guess;
    has_base_ = guess.alone_allowed || guess.rows < guess.columns;
    base_ = guess.columns;
    column_of_ = guess.column_of;
    if (!choose_unit()) return false;
    take_over();
    // Cycles lower the cost by a whole unit at least. Rounding leaves few, but many where nearly everything ties.
    begin();
    int improved = 0;
    for (; !settle(); ++improved)
        if (improved == patience || !apply_cycles()) return false;
    if (improved > 0) {
        // On the way prices fell further than the matching that was found asks for.
        begin();
        if (!settle()) return false;
    }

    // Entries that were not near must have stayed away.
    const Number room = scaled(guess.room);
    for (std::int32_t node = 0; node <= base_; ++node)
        if (row_of_[at(node)] >= 0 && start_[at(node)] - price_[at(node)] > room) return false;
    // Without a base node all prices may move together: the least at 0 is what the other cardinalities ask for.
    const Number shift = has_base_ ? price_[at(base_)] : base_ > 0 ? *std::min_element(price_.begin(), price_.end() - 1) : Number{0};
    if (has_base_ && start_[at(base_)] - shift > room) return false;
    for (std::int32_t column = 0; column < base_; ++column) price_[at(column)] = row_of_[at(column)] >= 0 ? price_[at(column)] - shift : 0;
    least_.assign(column_of_.size(), outside_);
    total_ = 0;
    for (std::int32_t row = 0; row < rows(); ++row) {
        if (column_of_[at(row)] < 0) continue;
        least_[at(row)] = paid_[at(row)] + price_[at(column_of_[at(row)])];
        total_ += paid_[at(row)];
    }
    return true;
}

void ExactDuals::adopt(std::vector<std::int32_t> column_of, const std::vector<std::int32_t>& price, const std::vector<std::int32_t>& least,
                       Number total, int exponent) {
    column_of_ = std::move(column_of);
    price_.assign(price.begin(), price.end());
    least_.assign(least.begin(), least.end());
    total_ = total;
    exponent_ = exponent;
}

bool ExactDuals::choose_unit() {
    int low = std::numeric_limits<int>::max();
    int high = std::numeric_limits<int>::min();
    const auto see = [&](double value, bool exactly) {
        if (value == 0) return;
        const Parts parts(value);
        if (exactly) low = std::min(low, parts.lowest_bit());
        high = std::max(high, parts.highest_bit());
    };
    for (const Guess::Near& entry : guess_->near) {
        if (!std::isfinite(entry.cost)) return false;  // rounded costs may hide it
        see(entry.cost, true);
        see(guess_->price[at(entry.column)], false);
    }
    if (guess_->alone_allowed) see(guess_->outside, true);
    see(guess_->room, false);
    if (low == std::numeric_limits<int>::max()) low = high == std::numeric_limits<int>::min() ? 0 : high - 60;
    // Prices lose less than a unit, and entries that were not near must not feel it.
    if (guess_->room > 0) low = std::max(std::min(low, std::ilogb(guess_->room) - 1), Parts::least_exponent);
    exponent_ = low;
    return high == std::numeric_limits<int>::min() || high + 4 - low <= most_bits;
}

/// Costs and prices in units, and who looks at which column.
void ExactDuals::take_over() {
    outside_ = guess_->alone_allowed ? scaled(guess_->outside) : 0;
    cost_.resize(guess_->near.size());
    watchers_begin_.assign(at(base_) + 2, 0);
    for (std::size_t k = 0; k < cost_.size(); ++k) {
        cost_[k] = scaled(guess_->near[k].cost);
        ++watchers_begin_[at(guess_->near[k].column) + 2];
    }
    for (std::size_t column = 2; column < watchers_begin_.size(); ++column) watchers_begin_[column] += watchers_begin_[column - 1];
    watchers_.resize(cost_.size());
    for (std::int32_t row = 0; row < rows(); ++row)
        for (std::size_t k = guess_->begin[at(row)]; k < guess_->begin[at(row) + 1]; ++k)
            watchers_[watchers_begin_[at(guess_->near[k].column) + 1]++] = {row, static_cast<std::int32_t>(k - guess_->begin[at(row)])};
    start_.assign(at(base_) + 1, 0);
    for (std::int32_t column = 0; column < base_; ++column) start_[at(column)] = scaled(guess_->price[at(column)]);
}

/// Exact for costs; prices lose what lies below the unit.
ExactDuals::Number ExactDuals::scaled(double value) const {
    return Parts(value).units_of(exponent_);
}

ExactDuals::Number ExactDuals::cost_of(std::int32_t row, std::int32_t column) const {
    std::size_t k = guess_->begin[at(row)];
    while (guess_->near[k].column != column) ++k;
    return cost_[k];
}

void ExactDuals::relax(std::int32_t node, std::int32_t from, Number weight, std::int32_t row, std::int32_t column) {
    const Number reached = price_[at(from)] + weight;
    if (reached >= price_[at(node)]) return;
    price_[at(node)] = reached;
    arc_[at(node)] = {from, row, column};
    if (queued_[at(node)] != 0) return;
    queued_[at(node)] = 1;
    queue_.push_back(node);
}

/// A row must not prefer another column: p(own) <= p(other) + c(other) - c(own).
void ExactDuals::relax_entry(std::int32_t row, std::size_t entry) {
    const std::int32_t own = column_of_[at(row)];
    const std::int32_t column = guess_->near[entry].column;
    if (column == own) return;
    const Number cost = own >= 0 ? paid_[at(row)] : outside_;
    relax(own >= 0 ? own : base_, node_of(column), cost_[entry] - cost, row, column);
}

/// Nor staying alone.
void ExactDuals::relax_row(std::int32_t row) {
    for (std::size_t k = guess_->begin[at(row)]; k < guess_->begin[at(row) + 1]; ++k) relax_entry(row, k);
    const std::int32_t own = column_of_[at(row)];
    if (own >= 0 && guess_->alone_allowed) relax(own, base_, outside_ - paid_[at(row)], row, -1);
}

/// No price is below that of the columns without mate.
void ExactDuals::relax_base() {
    if (!has_base_) return;
    for (std::int32_t column = 0; column < base_; ++column)
        if (row_of_[at(column)] >= 0) relax(base_, column, 0, -1, column);
}

/// Prices of the guess, and every condition that they break.
void ExactDuals::begin() {
    row_of_.assign(at(base_) + 1, -1);
    for (std::int32_t row = 0; row < rows(); ++row)
        if (column_of_[at(row)] >= 0) row_of_[at(column_of_[at(row)])] = row;
    price_ = start_;
    for (std::int32_t column = 0; column < base_; ++column)
        if (row_of_[at(column)] < 0) price_[at(column)] = 0;
    arc_.assign(price_.size(), {});
    queue_.clear();
    next_ = 0;
    queued_.assign(price_.size(), 0);
    paid_.assign(column_of_.size(), 0);
    for (std::int32_t row = 0; row < rows(); ++row)
        if (column_of_[at(row)] >= 0) paid_[at(row)] = cost_of(row, column_of_[at(row)]);
    for (std::int32_t row = 0; row < rows(); ++row) relax_row(row);
    relax_base();
}

/// Lowers prices until no condition is broken; false when cycles of arcs, one node of each in `closed_`, show that the matching itself is
/// not the best.
bool ExactDuals::settle() {
    std::size_t until_check = price_.size() / looks_a_round + 1;
    while (next_ < queue_.size()) {
        const std::int32_t node = queue_[next_++];
        queued_[at(node)] = 0;
        if (node == base_) {
            for (std::int32_t row = 0; row < rows(); ++row) relax_row(row);
        } else {
            // Only the entries that lead here: where everything ties, every row watches every column.
            for (std::size_t k = watchers_begin_[at(node)]; k < watchers_begin_[at(node) + 1]; ++k)
                relax_entry(watchers_[k].row, guess_->begin[at(watchers_[k].row)] + static_cast<std::size_t>(watchers_[k].entry));
            if (has_base_) relax(base_, node, 0, -1, node);
        }
        if (--until_check != 0) continue;
        until_check = price_.size() / looks_a_round + 1;
        if (find_cycles()) return false;
    }
    return true;
}

/// Arcs that close on themselves: each node's arc was written when it lowered the node. A node has one arc, so that no two cycles share
/// one.
bool ExactDuals::find_cycles() {
    closed_.clear();
    seen_.assign(price_.size(), -1);
    for (std::int32_t first = 0; first <= base_; ++first) {
        std::int32_t walk = first;
        while (walk >= 0 && seen_[at(walk)] < 0) {
            seen_[at(walk)] = first;
            walk = arc_[at(walk)].from;
        }
        if (walk >= 0 && seen_[at(walk)] == first) closed_.push_back(walk);
    }
    return !closed_.empty();
}

/// Gives every row on the cycles its next column. Prices stay as low as they are, unless a column loses its mate or gets one.
bool ExactDuals::apply_cycles() {
    std::vector<std::int32_t> changed;
    bool through_base = false;
    for (const std::int32_t first : closed_) {
        std::int32_t node = first;
        do {
            const Arc arc = std::exchange(arc_[at(node)], Arc{});
            through_base = through_base || node == base_;
            if (arc.row >= 0) {
                column_of_[at(arc.row)] = arc.column;
                changed.push_back(arc.row);
            }
            node = arc.from;
        } while (node != first && node >= 0);
        if (node != first) return false;
    }
    if (through_base) {
        begin();
        return true;
    }
    for (const std::int32_t row : changed) {
        row_of_[at(column_of_[at(row)])] = row;
        paid_[at(row)] = cost_of(row, column_of_[at(row)]);
    }
    for (const std::int32_t row : changed) relax_row(row);
    return true;
}

}  // namespace husrom::matching::dense
