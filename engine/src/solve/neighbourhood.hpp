#pragma once

/// Makes a plan better by exact search on small parts of it: some rows are set free together with what they hold and what is free, all
/// else stays, and the problem that is left, mostly a few dozen rows and the room that the others leave in every limit, is searched by the
/// tree of StageSearch. Parts have several shapes (part_chooser.hpp); the one that lately gained most for its work is taken most often
/// (adaptive large neighbourhood search: Ropke & Pisinger 2006). A fractional plan makes a part too: what it gives whole stays, and the
/// rows and columns that it leaves open are searched (RENS: Berthold 2014), or what it has in common with the plan so far stays (RINS:
/// Danna, Rothberg, Le Pape 2005). Where that is too much for a tree, it is searched in turn by parts of its own.
///
/// Only plans come of it, never a proof. Every plan is judged in whole numbers before it counts.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "index.hpp"
#include "meter.hpp"
#include "part_chooser.hpp"
#include "plan_state.hpp"
#include "relaxation.hpp"
#include "stage_search.hpp"

namespace husrom::solve {

class NeighbourhoodSearch {
public:
    /// Reads the duals of the relaxation's last bound. `incumbent` holds a plan that keeps the proven goals; `on_better` is called whenever
    /// it became a better one.
    NeighbourhoodSearch(const ProblemIndex& index, const Relaxation& guide, const Proven& proven, Incumbent& incumbent, Meter& meter,
                        std::uint64_t seed, std::function<void()> on_better);

    /// What a fractional plan leaves open is searched until the plan there is so near its bound.
    void settle_for(std::int64_t gap) { gap_ = gap; }
    /// Searches parts until the plan reaches `enough` in the guide's goal, `patience` parts in a row bring nothing, or the meter ends it.
    /// `on_part` is called after each part and returns true to stop. Returns the number of nodes searched.
    template <class OnPart> std::int64_t run(std::int64_t enough, std::int32_t patience, OnPart&& on_part);
    /// Searches the part that a fractional plan leaves open, shares by these edges of the problem; what it gives whole stays. A vertex of
    /// the linear program leaves so little that a tree searches it; a mean of plans leaves more. For the first goal alone, and only where
    /// the rows that are open may stay empty. True when the plan got better.
    bool round(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex);
    /// The same, but only what the plan so far has in common with the fractional one stays.
    bool cross(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex);
    [[nodiscard]] std::int64_t nodes() const { return nodes_; }

private:
    /// How parts are chosen, and how that went.
    struct Shape {
        enum class Kind : std::uint8_t { by_edges, by_limits };
        Kind kind;
        double share_beside;     ///< of rows beside the part that join
        double size, most_size;  ///< rows, or places of a part by limits
        double rate = 0;         ///< gain for a unit of work, lately
        bool tried = false;
    };
    void begin_parts();
    [[nodiscard]] Shape& choose_shape();
    /// Chooses a part and searches it. True when the plan got better.
    bool search_next();
    /// True when the plan got better.
    bool search(const std::vector<std::int32_t>& rows);
    /// Searches the rows and columns that `whole` leaves open; `held` is the plan that they have.
    bool search_beside(const std::vector<std::int32_t>& whole, const std::vector<std::int32_t>& held, bool is_vertex);
    /// How such a part is searched.
    struct Effort {
        std::int64_t nodes = 0;
        bool may_search = false;  ///< for plans at length, before the tree
        bool by_parts = false;    ///< for plans alone, without a tree
    };
    /// Rows that are searched, and the edges that each may take.
    struct OpenPart {
        std::vector<std::int32_t> rows;
        std::vector<std::vector<std::int32_t>> ways;
    };
    /// The rows that hold nothing in state_, with so many edges of least penalty to places that are free there, and those held.
    [[nodiscard]] OpenPart open_part(std::size_t edges, const std::vector<std::int32_t>& held) const;
    /// The problem of the rows that are free, in the room that the others leave.
    struct PartProblem {
        Problem problem;
        std::vector<std::int32_t> edges;  ///< of the whole problem, by the part's numbers
        std::vector<std::int32_t> start;  ///< its edges that are held
        Multipliers root;                 ///< the guide's
    };
    [[nodiscard]] PartProblem problem_of(const OpenPart& open, const std::vector<std::int32_t>& held) const;
    /// Solves the problem of these rows, which hold nothing in state_; `held` is the plan that they have. True when the plan got better;
    /// state_ stands at the incumbent afterwards.
    bool solve(const OpenPart& open, const std::vector<std::int32_t>& held, const Effort& effort);

    /// The guide's multipliers by a part's numbers: its columns', and those that limits and cliques have in their order.
    template <class Limits, class Cliques>
    [[nodiscard]] Multipliers guide_within(const std::map<std::int32_t, std::int32_t>& columns, const Limits& limits,
                                           const Cliques& cliques) const;

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

    const ProblemIndex& index_;
    const Relaxation& guide_;
    const Proven& proven_;
    Incumbent& incumbent_;
    Meter& meter_;
    std::function<void()> on_better_;
    PlanState state_;  ///< the plan that parts are taken from
    double scale_;
    Multipliers proof_;  ///< the guide's
    std::uint64_t seed_;
    std::int64_t gap_ = 0;
    std::optional<PartChooser> chooser_;  ///< once it is asked for
    std::vector<Shape> shapes_;
    bool whole_ = false;  ///< the last part was searched to its end
    std::int64_t nodes_ = 0;
};

template <class OnPart> std::int64_t NeighbourhoodSearch::run(std::int64_t enough, std::int32_t patience, OnPart&& on_part) {
    const auto reached = [&] { return incumbent_.plan->goals[at(guide_.goal())] >= enough; };
    begin_parts();
    state_.load(incumbent_.plan->chosen);
    for (std::int32_t idle = 0; idle < patience && !reached() && !meter_.exhausted();) {
        if (!chooser_->look(state_)) break;
        idle = search_next() ? 0 : idle + 1;
        if (on_part()) break;
    }
    return nodes_;
}

}  // namespace husrom::solve
