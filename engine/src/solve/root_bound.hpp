#pragma once

/// The bound of a stage on all its edges, found on a few of them: multipliers and prices are sought on a small core, one pass over all
/// edges then tells what they are worth, and edges that the core lacks join it, until nothing is missing. The pass alone decides; no
/// matching of the whole graph is needed.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "bundle.hpp"
#include "head_count.hpp"
#include "node_lp.hpp"
#include "relaxation.hpp"

namespace husrom::solve {

struct RootBound {
    std::vector<std::int64_t> multipliers, prices;  ///< of the best bound; `full` stands there at the end
    core::int128 total = 0;
    std::unique_ptr<Relaxation> core;  ///< the edges that matter, evaluated at the multipliers
    std::vector<double> fractional;    ///< by the core's edges
    bool is_vertex = false;            ///< of the linear program; else a mean of plans
    std::vector<SharedCut> cuts;
    BundleSteps steps;
    std::shared_ptr<const NodeLp::Stand> stand;  ///< where the linear program ended, when it is small enough
    double heads = 0;                            ///< in the fractional plan
    bool has_fraction = false;                   ///< of a person, in the fractional plan, and a stage of its own may settle it
    std::optional<HeadCount> count;              ///< for a stage of its own to prove first; when found on the way the search ended there
};

struct RootTask {
    std::vector<std::int32_t> seeds;                ///< edges of the problem that the core begins with, besides its own choice
    std::shared_ptr<const NodeLp::Stand> stand;     ///< where the linear program of an earlier attempt ended
    std::vector<std::vector<std::int64_t>> starts;  ///< multipliers; the best on the core is taken. At least one
    const Multipliers* root = nullptr;              ///< multipliers and prices to choose the core by, or null
    const Multipliers* at_hand = nullptr;           ///< of a bound that is kept as long as none is better, or null
    std::vector<std::int32_t> plan;           ///< edges of the problem: a plan to guess the linear program's basis from, beside `root`
    std::optional<std::int32_t> count_stage;  ///< number of the stage that would prove a head count, where one may be looked for
    double target = 0;                        ///< value to expect, in goal units
    core::int128 needed = 0;                  ///< a bound below this is enough
    double tolerance = 0.02;                  ///< goal units
    enum class Enough : std::uint8_t {
        no,
        nearly,  ///< rounds like this one bring little
        yes      ///< it closes the goal, or the gap asked for
    };
    /// Told of a better bound that is nearly what it will be, where there is no linear program, and of what the round has brought in goal
    /// units; `full` stands there, the core has an assignment and the fractional plan is the round's.
    std::function<Enough(const RootBound& so_far, double gained)> on_bound;
};

/// So many edges that a core of them pays.
[[nodiscard]] bool pays_on_core(const ProblemIndex& index, std::size_t edges);

/// `stop` is told of work spent and asked now and then. Nothing when multipliers leave their range or no bound is found: the caller then
/// works on all edges.
[[nodiscard]] std::optional<RootBound> bound_on_core(const ProblemIndex& index, const Proven& proven, Relaxation& full,
                                                     const RootTask& task, const std::function<bool(std::int64_t)>& stop);

}  // namespace husrom::solve
