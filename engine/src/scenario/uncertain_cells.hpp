#pragma once

/// Cells that nobody has filled in, and what they may turn out to be: as the policy's `[uncertain]` says of their column, and a flag that a
/// rule reads true or false without an entry there. A declared or well-known column that the case does not have is unknown for everybody.

#include <cstdint>
#include <string>
#include <vector>

#include <husrom/core/random.hpp>
#include <husrom/rules/allocation_problem.hpp>
#include <husrom/scenario/scenario.hpp>

namespace husrom::scenario {

class UncertainCells {
public:
    /// A problem is built only where every entry of `[uncertain]` fits its column.
    explicit UncertainCells(const rules::AllocationProblem& problem);

    [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(cells_.size()); }
    /// Unknown cells of columns that a rule, term, limit or goal reads and that have no entry; they stay unknown.
    [[nodiscard]] std::int32_t unvaried() const { return unvaried_; }
    /// One value for every cell, in a fixed order, as edits.
    void draw(core::Random& random, Scenario& scenario) const;

private:
    /// What a column's cells are drawn from.
    struct Choice {
        std::string table, heading;
        std::int64_t low = 0, high = -1;  ///< numbers (times 10^digits) and days, where low <= high
        std::int32_t digits = 0;
        bool is_date = false, is_set = false;
        std::vector<std::string> values;  ///< otherwise: one of these, or some elements of a set
    };
    struct Cell {
        std::size_t choice = 0;
        std::string id;
    };

    [[nodiscard]] static std::string drawn(const Choice& choice, core::Random& random);

    std::vector<Choice> choices_;
    std::vector<Cell> cells_;
    std::int32_t unvaried_ = 0;
};

}  // namespace husrom::scenario
