#pragma once

/// What the searches of PackedSolver and ShortRows have in common: how far they look, and what is done with the path that they find.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace husrom::matching::detail {

/// A cap near the usual length of a path keeps most edges out; a search that finds no end within it is repeated with a longer one.
template <class Dual> class PathCap {
public:
    explicit PathCap(Dual slack) : slack_(slack) {}

    /// For a row whose search ends in itself at `whole`.
    [[nodiscard]] Dual first(Dual whole) const { return std::min<Dual>(whole, tried_ < 8 ? whole : 2 * usual_ + slack_); }
    [[nodiscard]] static Dual longer(Dual cap, Dual whole) { return cap > whole / 4 ? whole : 4 * cap; }

    /// Follows the middle of the lengths, which a few long searches do not move.
    void learn(Dual length) {
        if (tried_ == 0)
            usual_ = length;
        else if (length > usual_)
            usual_ += usual_ / 4 + 1;
        else
            usual_ -= usual_ / 8;
        ++tried_;
    }

private:
    Dual slack_, usual_ = 0;
    std::int64_t tried_ = 0;
};

/// Where a shortest path ends: in a free column, in a row that gives up its own, or in its source, which stays free.
template <class Dual> struct PathEnd {
    Dual length;
    std::int32_t column = -1, row = -1;
    [[nodiscard]] bool found() const { return column >= 0 || row >= 0; }
};

/// Raises the prices of the columns touched by what they are nearer than the end, and turns the path from the source round:
/// `assign(row, word)` gives a row the edge by which it was left. `reach` holds distance, row and word by column.
template <class Dual, class Reach, class Assign>
void turn_path(std::int32_t source, const PathEnd<Dual>& end, const std::vector<std::int32_t>& touched, const std::vector<Reach>& reach,
               std::vector<Dual>& price, std::vector<std::int32_t>& row_mate, const Assign& assign) {
    const auto at = [](std::int32_t index) { return static_cast<std::size_t>(index); };
    for (const std::int32_t node : touched)
        if (reach[at(node)].distance < end.length) price[at(node)] += end.length - reach[at(node)].distance;
    std::int32_t node = end.column;
    if (end.row >= 0 && end.row != source) {
        node = row_mate[at(end.row)];
        row_mate[at(end.row)] = -1;
    }
    while (node >= 0) {
        const Reach& reached = reach[at(node)];
        const std::int32_t row = reached.row, before = row_mate[at(row)];
        assign(row, reached.word);
        node = row == source ? -1 : before;
    }
}

}  // namespace husrom::matching::detail
