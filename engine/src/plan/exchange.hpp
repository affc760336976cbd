#pragma once

/// What a small change of a plan would do: some pairs out, some pairs in. Says whether every limit, clique, home and right to a home is
/// kept, and the change of every goal, soft charges included. O(limits that the pairs count in) a question.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::plan {

class Exchanges {
public:
    Exchanges(const rules::AllocationProblem& problem, std::span<const std::int32_t> chosen);

    /// What is in the way of a change.
    struct Obstruction {
        std::vector<std::int32_t> limits;  ///< positions in AllocationProblem::limits, ascending; soft ones only beyond their last step
        bool apart = false;                ///< a clique would hold two chosen pairs
        [[nodiscard]] bool any() const { return apart || !limits.empty(); }
    };
    [[nodiscard]] Obstruction obstruction(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const;

    /// The change of goal g by weights alone, in the solver's direction (more is better).
    [[nodiscard]] std::int64_t weight_change(std::size_t goal, std::span<const std::int32_t> out, std::span<const std::int32_t> in) const;
    /// The change of every goal by weights and charges. Excess beyond the last step of a limit counts at that step's slope.
    [[nodiscard]] std::vector<std::int64_t> change(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const;
    [[nodiscard]] bool charges() const { return !numeric_.steps.empty(); }

    [[nodiscard]] std::span<const std::int32_t> edges_of_row(std::int32_t row) const;
    [[nodiscard]] std::span<const std::int32_t> holders(std::int32_t column) const;  ///< chosen edges at a home
    [[nodiscard]] bool free(std::int32_t column) const;
    [[nodiscard]] bool may_go_without(std::int32_t row) const;
    [[nodiscard]] std::int64_t use(std::int32_t numeric_limit) const { return use_[static_cast<std::size_t>(numeric_limit)]; }
    [[nodiscard]] bool chosen(std::int32_t edge) const { return chosen_[static_cast<std::size_t>(edge)]; }
    /// Limits (numeric) that an edge counts in.
    [[nodiscard]] std::span<const std::int32_t> limits_of_edge(std::int32_t edge) const;
    /// Position in AllocationProblem::limits of a numeric limit; -1 when it has no entry there.
    [[nodiscard]] std::int32_t info_of(std::int32_t numeric_limit) const { return info_of_[static_cast<std::size_t>(numeric_limit)]; }
    [[nodiscard]] bool soft(std::int32_t numeric_limit) const { return steps_[static_cast<std::size_t>(numeric_limit)].any(); }

private:
    struct Touched {
        std::int32_t limit;
        std::int64_t load;
    };
    /// Places in `Problem::steps` of the two sides of a limit, in their order.
    struct StepsOfLimit {
        std::vector<std::int32_t> upper, lower;
        [[nodiscard]] bool any() const { return !upper.empty() || !lower.empty(); }
    };

    [[nodiscard]] std::vector<Touched> touched(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const;
    void charge(std::int32_t limit, std::int64_t load, std::int64_t sign, std::vector<std::int64_t>& goals) const;
    [[nodiscard]] std::int64_t most_excess(std::span<const std::int32_t> steps) const;

    const solve::Problem& numeric_;
    std::vector<bool> chosen_;
    std::vector<std::int32_t> row_offsets_, row_edges_;
    std::vector<std::int32_t> holder_offsets_, holder_edges_;
    std::vector<std::int64_t> entry_offsets_;
    std::vector<std::int32_t> entry_limits_;
    std::vector<std::int64_t> entry_coefficients_;
    std::vector<std::int64_t> clique_entry_offsets_;
    std::vector<std::int32_t> clique_entries_;
    std::vector<std::int64_t> use_;
    std::vector<std::int32_t> clique_use_;
    std::vector<StepsOfLimit> steps_;
    std::vector<std::int32_t> info_of_;
};

}  // namespace husrom::plan
