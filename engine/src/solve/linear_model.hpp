#pragma once

/// One goal of a problem as a linear program with named rows and columns: what every file format for solvers asks for.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <husrom/solve/problem.hpp>

namespace husrom::solve {

struct LinearModel {
    struct Entry {
        std::size_t column = 0;
        std::int64_t coefficient = 0;  ///< not 0
    };
    /// At least `lower`, at most `upper`; a side that is absent holds the solver's sentinel.
    struct Row {
        std::string name;
        std::int64_t lower = no_lower, upper = no_upper;
        std::vector<Entry> entries;
        [[nodiscard]] bool free() const { return lower == no_lower && upper == no_upper; }
    };
    /// Edges first (0 or 1), then the excess in each step of a soft limit (0 to its width).
    struct Column {
        std::string name;
        bool binary = true;
        std::int64_t upper = 1;  ///< `unbounded` for a step that never ends
    };

    std::vector<Column> columns;
    std::vector<Row> rows;  ///< the first is the objective, to be maximised; goals after it are free rows, goals before it are held
};

/// `earlier[g]` is the value that goal g must reach, for each g < `goal`. Throws InvalidArgument when there is no such goal or `earlier`
/// does not hold one value for each goal before it.
[[nodiscard]] LinearModel linear_model(const Problem& problem, std::int32_t goal, std::span<const std::int64_t> earlier);

}  // namespace husrom::solve
