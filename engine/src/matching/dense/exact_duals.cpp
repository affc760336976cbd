#include "exact_duals.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace husrom::matching::dense {

namespace {

constexpr int most_bits = 104;  ///< two doubles hold them

/// Exponent of the lowest set bit of a finite number other than 0.
int lowest_bit(double value) {
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(value), &exponent);
    const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
    return exponent - 53 + std::countr_zero(mantissa);
}

}  // namespace

bool ExactDuals::solve(const State<double>& state) {
    alone_allowed_ = state.outside < PriceRange<double>::infinite;
    has_base_ = alone_allowed_ || state.matrix.rows < state.matrix.columns;
    base_ = state.matrix.columns;
    column_of_ = state.column_of;
    for (auto& column : column_of_) column = column < 0 ? -1 : column;
    gather(state);
    if (!choose_unit(state)) return false;
    outside_ = alone_allowed_ ? scaled(state.outside) : 0;
    for (auto& entries : near_)
        for (Near& entry : entries) entry.exact = scaled(entry.cost);
    start_.assign(at(base_) + 1, 0);
    for (std::int32_t column = 0; column < base_; ++column) start_[at(column)] = scaled(state.price[at(column)]);
    // A cycle lowers the cost by a whole unit at least, and rounding has left few.
    for (int rounds = 0; rounds < 1000; ++rounds) {
        row_of_.assign(at(base_) + 1, -1);
        for (std::int32_t row = 0; row < state.matrix.rows; ++row)
            if (column_of_[at(row)] >= 0) row_of_[at(column_of_[at(row)])] = row;
        if (correct()) break;
        if (!apply_cycle()) return false;
    }
    if (!queue_.empty()) return false;

    // Entries that were not near must have stayed away.
    const Number room = scaled(tolerance_) / 2;
    for (std::int32_t node = 0; node <= base_; ++node)
        if (row_of_[at(node)] >= 0 && start_[at(node)] - price_[at(node)] > room) return false;
    // Without a base node all prices may move together: the least at 0 is what the other cardinalities ask for.
    const Number shift = has_base_ ? price_[at(base_)] : base_ > 0 ? *std::min_element(price_.begin(), price_.end() - 1) : Number{0};
    if (has_base_ && start_[at(base_)] - shift > room) return false;
    for (std::int32_t column = 0; column < base_; ++column) price_[at(column)] = row_of_[at(column)] >= 0 ? price_[at(column)] - shift : 0;
    least_.assign(column_of_.size(), outside_);
    for (std::int32_t row = 0; row < state.matrix.rows; ++row)
        if (column_of_[at(row)] >= 0) least_[at(row)] = paid(row) + price_[at(column_of_[at(row)])];
    return true;
}

/// Entries within rounding distance of their row's least net cost; the lists of the search know them nearly always.
void ExactDuals::gather(const State<double>& state) {
    double scale = alone_allowed_ ? std::fabs(state.outside) : 0;
    for (std::size_t row = 0; row < column_of_.size(); ++row)
        if (column_of_[row] >= 0) scale = std::max({scale, std::fabs(state.paid[row]), std::fabs(state.price[at(column_of_[row])])});
    tolerance_ = scale * std::numeric_limits<double>::epsilon() * 8 * (static_cast<double>(column_of_.size()) + 4);
    near_.assign(column_of_.size(), {});
    watchers_.assign(at(base_) + 1, {});
    std::vector<std::int32_t> found_column(at(base_ + lanes));
    std::vector<double> found_cost(found_column.size());
    for (std::int32_t row = 0; row < state.matrix.rows; ++row) {
        const std::int32_t mate = column_of_[at(row)];
        const double least = mate >= 0 ? state.paid[at(row)] + state.price[at(mate)] : state.outside;
        const double limit = least + tolerance_;
        const std::int32_t* columns = state.candidates.columns(row);
        const double* costs = state.candidates.costs(row);
        std::int32_t count = state.candidates.chunks(row) * lanes;
        bool mate_seen = mate < 0;
        if (state.candidates.bound(row) < limit + tolerance_) {
            count =
                state.matrix.row_kernels->collect(state.matrix.row(row), state.price.data(), limit, found_column.data(), found_cost.data());
            columns = found_column.data();
            costs = found_cost.data();
        }
        for (std::int32_t k = 0; k < count; ++k) {
            if (!(costs[k] + state.price[at(columns[k])] < limit)) continue;
            near_[at(row)].push_back({columns[k], costs[k]});
            watchers_[at(columns[k])].push_back(row);
            mate_seen |= columns[k] == mate;
        }
        if (!mate_seen) {
            near_[at(row)].push_back({mate, state.paid[at(row)]});
            watchers_[at(mate)].push_back(row);
        }
    }
}

bool ExactDuals::choose_unit(const State<double>& state) {
    int low = std::numeric_limits<int>::max();
    int high = std::numeric_limits<int>::min();
    const auto see = [&](double value, bool exactly) {
        if (value == 0) return;
        if (exactly) low = std::min(low, lowest_bit(value));
        high = std::max(high, std::ilogb(value));
    };
    for (const auto& entries : near_)
        for (const Near& entry : entries) {
            see(entry.cost, true);
            see(state.price[at(entry.column)], false);
        }
    if (alone_allowed_) see(state.outside, true);
    if (low == std::numeric_limits<int>::max()) low = high == std::numeric_limits<int>::min() ? 0 : high - 60;
    exponent_ = low;
    return high == std::numeric_limits<int>::min() || high + 4 - low <= most_bits;
}

/// Exact for costs; prices lose what lies below the unit.
ExactDuals::Number ExactDuals::scaled(double value) const {
    if (value == 0) return 0;  // has no exponent to shift by
    int exponent = 0;
    const auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(value, &exponent), 53));
    const int shift = exponent - 53 - exponent_;
    if (shift >= 0) return static_cast<Number>(mantissa) * (static_cast<Number>(1) << shift);
    return shift <= -63 ? 0 : static_cast<Number>(mantissa >> -shift);
}

ExactDuals::Number ExactDuals::paid(std::int32_t row) const {
    const auto& entries = near_[at(row)];
    return std::ranges::find(entries, column_of_[at(row)], &Near::column)->exact;
}

ExactDuals::Number ExactDuals::total_cost() const {
    Number total = 0;
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(column_of_.size()); ++row)
        if (column_of_[at(row)] >= 0) total += paid(row);
    return total;
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

/// A row must not prefer another column, or staying alone: p(own) <= p(other) + c(other) - c(own).
void ExactDuals::relax_row(std::int32_t row) {
    const std::int32_t own = column_of_[at(row)];
    const std::int32_t node = own >= 0 ? own : base_;
    const Number cost = own >= 0 ? paid(row) : outside_;
    for (const Near& entry : near_[at(row)])
        if (entry.column != own) relax(node, node_of(entry.column), entry.exact - cost, row, entry.column);
    if (own >= 0 && alone_allowed_) relax(node, base_, outside_ - cost, row, -1);
}

/// No price is below that of the columns without mate.
void ExactDuals::relax_base() {
    if (!has_base_) return;
    for (std::int32_t column = 0; column < base_; ++column)
        if (row_of_[at(column)] >= 0) relax(base_, column, 0, -1, column);
}

/// Lowers prices until no condition is broken; false when a cycle of arcs shows that the matching itself is not the best.
bool ExactDuals::correct() {
    price_ = start_;
    for (std::int32_t column = 0; column < base_; ++column)
        if (row_of_[at(column)] < 0) price_[at(column)] = 0;
    arc_.assign(price_.size(), {});
    queue_.clear();
    queued_.assign(price_.size(), 0);
    const auto rows = static_cast<std::int32_t>(column_of_.size());
    for (std::int32_t row = 0; row < rows; ++row) relax_row(row);
    relax_base();
    std::size_t next = 0;
    std::size_t until_check = price_.size() + 1;
    std::vector<std::int32_t> seen(price_.size());
    while (next < queue_.size()) {
        const std::int32_t node = queue_[next++];
        queued_[at(node)] = 0;
        if (node == base_) {
            for (std::int32_t row = 0; row < rows; ++row) relax_row(row);
        } else {
            for (const std::int32_t row : watchers_[at(node)]) relax_row(row);
            if (has_base_) relax(base_, node, 0, -1, node);
        }
        if (--until_check != 0) continue;
        until_check = price_.size() + 1;
        // Arcs that close on themselves: each node's arc was written when it lowered the node.
        std::fill(seen.begin(), seen.end(), -1);
        for (std::int32_t first = 0; first <= base_; ++first) {
            std::int32_t walk = first;
            while (walk >= 0 && seen[at(walk)] < 0) {
                seen[at(walk)] = first;
                walk = arc_[at(walk)].from;
            }
            if (walk >= 0 && seen[at(walk)] == first) {
                queue_.assign(1, walk);
                return false;
            }
        }
    }
    queue_.clear();
    return true;
}

/// Gives every row on the cycle that starts at the queue's only node its next column.
bool ExactDuals::apply_cycle() {
    const std::int32_t first = queue_.front();
    std::int32_t node = first;
    do {
        const Arc arc = arc_[at(node)];
        if (arc.row >= 0) column_of_[at(arc.row)] = arc.column;
        node = arc.from;
    } while (node != first && node >= 0);
    return node == first;
}

}  // namespace husrom::matching::dense
