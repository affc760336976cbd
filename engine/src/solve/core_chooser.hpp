#pragma once

/// Which edges of a relaxation make its core: those that cost little by its duals, those that others know to matter, and those that turn
/// out to be missing.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index.hpp"
#include "relaxation.hpp"

namespace husrom::solve {

class CoreChooser {
public:
    /// Empty at first.
    CoreChooser(const ProblemIndex& index, const Relaxation& full) : index_(index), full_(full), in_core_(full.edges().size(), 0) {}

    void add_problem_edges(std::span<const std::int32_t> edges);
    /// Anew: the least penalties, and these edges of the problem.
    void begin(std::size_t width, std::span<const std::int32_t> edges);
    /// Edges that are worth more than their row's best in the core; true when there are any. `full` stands at the core's prices.
    bool add_missing(const std::vector<std::int64_t>& row_best, std::span<const std::int64_t> prices);
    /// About so many of each row, whatever they are worth.
    void add_drawn(std::size_t width);

    [[nodiscard]] std::vector<std::int32_t> edges() const;  ///< of the problem

private:
    /// The least penalties of each row and column, by the full relaxation's duals.
    void add_least(std::size_t width);

    const ProblemIndex& index_;
    const Relaxation& full_;
    std::vector<char> in_core_;  ///< by the full relaxation's edges
};

}  // namespace husrom::solve
