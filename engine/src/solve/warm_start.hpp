#pragma once

/// What a solve knows in the end that a solve of a problem like it can begin with: where each goal's linear program stood, the multipliers
/// of its bound, the edges that mattered, its value and how far that is from the bound, what dividing brought, the tree, and the derived
/// limits found. Nothing of it is believed: bounds are computed anew.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <husrom/solve/certificate.hpp>
#include <husrom/solve/problem.hpp>

#include "node_lp.hpp"
#include "pseudo_costs.hpp"

namespace husrom::solve {

struct WarmStart {
    struct Goal {
        Multipliers root;                            ///< of the bound at the root
        Multipliers plain;                           ///< of the first such bound that prices no derived limit; none where all do
        std::vector<std::int32_t> seeds;             ///< edges of the core
        std::shared_ptr<const NodeLp::Stand> stand;  ///< null: there was no linear program
        double gap = 0;                              ///< from the bound at the root down to the value, in goal units
        std::int64_t value = 0;                      ///< of the best plan
        bool proven = false;                         ///< that none is better
        bool counted = false;                        ///< a head count was proven before it
        PseudoCosts pseudo_costs;
        std::shared_ptr<const Stage> tree;  ///< of the proof; null: there is none, or it is too large
    };
    std::int32_t rows = 0, columns = 0, edges = 0;
    std::int32_t limits = 0;            ///< of the problem itself
    std::vector<DerivedLimit> derived;  ///< numbered after them
    std::vector<Goal> goals;

    /// Instead of all that, where the problem fell apart: what each part learned.
    struct Part {
        std::vector<std::int32_t> rows;
        std::vector<std::int32_t> edges;  ///< of the whole problem, by the part's numbers
        std::shared_ptr<const WarmStart> warm_start;
    };
    std::vector<Part> parts;
};

/// Throws InvalidArgument where the numbers cannot be those of the problem.
void check_fits(const WarmStart& from, const Problem& problem, std::span<const std::int32_t> edges);

/// By the numbers of `problem`, which has the same rows and columns, the same limits and perhaps more behind them, and whose edge e was
/// `edges[e]`. Derived limits that do not follow there are left out, with all that speaks of them. Throws as check_fits
/// does.
[[nodiscard]] WarmStart renumbered(const WarmStart& from, const Problem& problem, std::span<const std::int32_t> edges, bool with_trees);

}  // namespace husrom::solve
