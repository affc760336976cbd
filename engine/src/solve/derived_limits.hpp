#pragma once

/// Limits that follow from hard upper limits of a problem, and that a fractional plan breaks: by rounding (rounding.hpp) and by what fits
/// in one knapsack (knapsack.hpp). They cut no plan off.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <husrom/solve/certificate.hpp>

#include "index.hpp"
#include "rounding.hpp"

namespace husrom::solve {

/// Looks the hard upper limits over once, to be asked about many fractional plans: a question costs what the edges of the plan do, times
/// the sizes in their limits.
class DerivedLimitFinder {
public:
    /// The index must outlive it.
    explicit DerivedLimitFinder(const ProblemIndex& index);

    enum class Kinds : std::uint8_t { rounded, all };
    /// Derived limits that the fractional plan breaks, at most one for each of the problem's own limits. `shares` goes by
    /// place in `edges`, which are edges of the problem. `work` grows by what it takes.
    [[nodiscard]] std::vector<DerivedLimit> find(std::span<const std::int32_t> edges, std::span<const double> shares, Kinds kinds,
                                                 std::int64_t& work) const;

private:
    struct Origin {
        std::vector<SizeCount> sizes;  ///< ascending; none where nothing can be derived
        bool is_knapsack = false;      ///< of different sizes, all positive
    };

    const ProblemIndex& index_;
    std::vector<Origin> origins_;  ///< by limit
};

/// As it follows in this problem, whose limits have the same edges and coefficients as those it was found for, and perhaps other bounds.
/// Nothing where its limit is soft or open above.
[[nodiscard]] std::optional<DerivedLimit> carried_over(const Problem& problem, const DerivedLimit& derived);

/// Appends the limit that a derivation gives.
void append_derived(Problem& problem, const DerivedLimit& derived);

}  // namespace husrom::solve
