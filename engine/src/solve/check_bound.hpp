#pragma once

/// Recomputes one bound of a certificate from the problem alone: multipliers in, sum of constants and of every row's best out.
/// All sums are 128-bit and checked; anything that does not fit is an objection, not a wrap.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/problem.hpp>

namespace husrom::solve::checking {

/// What is wrong with a certificate; caught where the verdict is written.
class Objection : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The part of the space of plans that a proof node speaks of: the edges left, row by row, and the rows that must have one.
struct Part {
    std::vector<std::int32_t> edges;  ///< ascending
    std::vector<char> must;           ///< by row
};

/// Everything proven by earlier stages that a bound may use.
struct Known {
    std::vector<std::optional<std::int64_t>> goals;   ///< proven value by goal
    std::vector<std::optional<std::int64_t>> counts;  ///< proven head count by stage
};

struct Bound {
    core::int128 total = 0;                ///< over the common denominator
    bool nothing_left = false;             ///< a row that must have an edge has none left
    std::vector<core::int128> edge_value;  ///< for each edge of the part, in its order
    std::vector<core::int128> row_best;    ///< by row; 0 for a row that may stay empty and has nothing better
};

class BoundJudge {
public:
    explicit BoundJudge(const Problem& problem);

    /// Throws Objection when a multiplier has the wrong sign, stands out of order, or prices something that is not there.
    [[nodiscard]] Bound evaluate(const Part& part, const Multipliers& multipliers, Objective objective, std::int32_t goal,
                                 const Known& known) const;

    /// All values of the objective are multiples of this.
    [[nodiscard]] std::int64_t step(Objective objective, std::int32_t goal) const;

    /// The edges that a row and a column may use at all, and the rows that must have one.
    [[nodiscard]] Part whole() const;

private:
    struct EffectiveStep {
        Step step;
        core::int128 width;  ///< cut where excess can no longer occur
    };

    const Problem& problem_;
    std::vector<EffectiveStep> steps_;
    std::vector<std::int64_t> edge_limit_offsets_, edge_clique_offsets_;  ///< limits and cliques by edge
    std::vector<std::int32_t> edge_limits_, edge_cliques_;
    std::vector<std::int64_t> edge_coefficients_;
};

}  // namespace husrom::solve::checking
