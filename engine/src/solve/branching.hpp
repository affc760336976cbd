#pragma once

/// Where to divide a part of the space of plans: a row is housed or not, its edge is in a limit or not, or it takes one edge or not.

#include <optional>
#include <vector>

#include <husrom/solve/certificate.hpp>

#include "relaxation.hpp"

namespace husrom::solve {

struct Candidate {
    RowSet set;
    double share = 0;    ///< how much of the set the fractional plan takes, 0..1
    double promise = 0;  ///< how far from integral, times what is at stake in the objective
};

class Branching {
public:
    Branching(const ProblemIndex& index, const Relaxation& relaxation);

    /// The most promising sets by the fractional plan, at most `most`, best first; none when the plan is integral.
    [[nodiscard]] std::vector<Candidate> candidates(const Part& part, const std::vector<double>& fractional,
                                                    std::span<const std::int64_t> multipliers, std::size_t most) const;
    /// Any set that divides the part; nothing when the part holds one plan at most.
    [[nodiscard]] std::optional<Candidate> any(const Part& part, const std::vector<double>& fractional) const;
    /// The half of the part where the row takes none, or one, of the set.
    [[nodiscard]] Part half(const Part& part, const RowSet& set, bool with) const;

private:
    [[nodiscard]] bool member(std::int32_t local, const RowSet& set) const;

    const ProblemIndex& index_;
    const Relaxation& relaxation_;
    std::vector<std::vector<std::int32_t>> row_edges_;  ///< local edges by row
};

}  // namespace husrom::solve
