#pragma once

/// Makes a plan better by exact search on small parts of it: some rows are set free together with what they hold and what is free, all
/// else stays, and the problem that is left, mostly a few dozen rows and the room that the others leave in every limit, is searched by the
/// tree of StageSearch. Parts grow along edges of little penalty from where the plan falls short of the bound: a dear edge, a row left out,
/// a priced column left free, unused room that has a price. A fractional plan makes a part too: what it gives whole stays, and the rows and
/// columns that it leaves open are searched (RENS: Berthold 2014), or what it has in common with the plan so far stays (RINS: Danna,
/// Rothberg, Le Pape 2005).
///
/// Only plans come of it, never a proof. Every plan is judged in whole numbers before it counts.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include <husrom/core/random.hpp>

#include "index.hpp"
#include "meter.hpp"
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

    /// Searches parts until the plan reaches `enough` in the guide's goal, `patience` parts in a row bring nothing, or the meter ends it.
    /// `on_part` is called after each part. Returns the number of nodes searched.
    /// It ends when `on_part` says so.
    template <class OnPart> std::int64_t run(std::int64_t enough, std::int32_t patience, OnPart&& on_part);
    /// Searches the part that a fractional plan leaves open, shares by these edges of the problem; what it gives whole stays. For the
    /// first goal alone, and only where the rows that are open may stay empty. True when the plan got better.
    bool round(std::span<const std::int32_t> edges, const std::vector<double>& fractional);
    /// The same, but only what the plan so far has in common with the fractional one stays.
    bool cross(std::span<const std::int32_t> edges, const std::vector<double>& fractional);
    [[nodiscard]] std::int64_t nodes() const { return nodes_; }

private:
    struct Candidate {
        std::int32_t edge;   ///< of the problem
        std::int32_t other;  ///< its column in a row's list, its row in a column's list
        double penalty;
    };
    struct Defect {
        enum class Kind : std::uint8_t { row, column, limit };
        Kind kind;
        std::int32_t index;
        double size;
    };
    void collect_candidates();
    /// Where the plan falls short of the bound, and by how much.
    void collect_defects();
    [[nodiscard]] std::vector<std::int32_t> choose_rows(std::size_t size);
    /// True when the plan got better.
    bool search(const std::vector<std::int32_t>& rows);
    /// Searches the rows and columns that `whole` leaves open; `held` is the plan that they have.
    bool search_beside(const std::vector<std::int32_t>& whole, const std::vector<std::int32_t>& held);
    /// Solves the problem of these rows, which hold nothing in state_, each with these edges; `held` is the plan that they have. True when
    /// the plan got better; state_ stands at the incumbent afterwards.
    bool solve(const std::vector<std::int32_t>& rows, const std::vector<std::vector<std::int32_t>>& ways,
               const std::vector<std::int32_t>& held, std::int64_t nodes, bool may_search);

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
    core::Random random_;
    PlanState state_;  ///< the plan that parts are taken from
    double scale_;
    Multipliers proof_;                                       ///< the guide's
    std::vector<double> price_, empty_;                       ///< of columns; of rows that stay without an edge
    std::vector<std::vector<Candidate>> of_row_, of_column_;  ///< ascending penalties
    std::vector<std::vector<std::int32_t>> rows_of_limit_;    ///< rows with a candidate in it, for limits that have a price
    std::vector<Defect> defects_;
    bool whole_ = false;  ///< the last part was searched to its end
    std::int64_t nodes_ = 0;

    static constexpr std::size_t first_size = 40, most_size = 240;
};

template <class OnPart> std::int64_t NeighbourhoodSearch::run(std::int64_t enough, std::int32_t patience, OnPart&& on_part) {
    const auto reached = [&] { return incumbent_.plan->goals[at(guide_.goal())] >= enough; };
    double size = first_size;
    state_.load(incumbent_.plan->chosen);
    if (of_row_.empty()) collect_candidates();
    for (std::int32_t idle = 0; idle < patience && !reached() && !meter_.exhausted();) {
        collect_defects();
        if (defects_.empty()) break;
        const bool better = search(choose_rows(static_cast<std::size_t>(size)));
        idle = better ? 0 : idle + 1;
        // Parts are as large as can be searched to their end.
        if (!whole_) size = std::max(size * 0.9, 12.0);
        if (whole_ && !better) size = std::min(size * 1.05, static_cast<double>(most_size));
        if (on_part()) break;
    }
    return nodes_;
}

}  // namespace husrom::solve
