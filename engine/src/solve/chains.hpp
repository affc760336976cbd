#pragma once

/// Local search by alternating chains under limits, guided by multipliers: how far a plan is from the bound is a sum of terms that are all
/// at least 0 - the penalty of each chosen edge, the dual of each row left empty, the price of each place left free, the value of unused
/// room - and of fines for what is broken. A move gives a row another edge; then the row it sends away looks for its own end (a free place,
/// none, the place left behind) and the place left behind for another row, each by a best-first search of a few dozen steps. Of the best
/// pairs of ends the one is taken that raises the sum by no more than a threshold drawn beforehand.
///
/// Labels see what limits cost scaled by a random share and only whole moves are judged exactly; with exact labels the search freezes.
/// Fines grow while something stays broken and fade slowly. The doubles here only choose: every plan is judged in whole numbers before it
/// counts.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <husrom/core/random.hpp>

#include "activity_cost.hpp"
#include "relaxation.hpp"

namespace husrom::solve {

class ChainSearch {
public:
    /// Reads the duals of the relaxation's last evaluation. At most `width` edges a row, those of least penalty, and those of `start`.
    ChainSearch(const ProblemIndex& index, const Relaxation& relaxation, std::uint64_t seed, std::span<const std::int32_t> start,
                std::size_t width = 24);

    struct Effort {
        std::int64_t chains = 0;        ///< at most, once there is a plan
        std::int64_t patience = 0;      ///< chains without a better plan
        std::int64_t without_plan = 0;  ///< at most, as long as there is none
    };
    /// From these edges of the problem. `on_plan` receives the edges of every plan that keeps all limits and is closer to the bound than
    /// any before; it returns true to stop. So does `stop`, which is asked now and then and told of the work done so far.
    void run(std::span<const std::int32_t> start, const Effort& effort,
             const std::function<bool(const std::vector<std::int32_t>&)>& on_plan, const std::function<bool(std::int64_t)>& stop);

    [[nodiscard]] double best() const { return best_; }  ///< distance from the bound of the best plan reported
    [[nodiscard]] std::int64_t work() const { return work_; }

private:
    struct Use {
        std::int32_t coupling;
        double coefficient;
    };
    /// One way for a search to end: the last step of a path of labels, and what it costs.
    struct End {
        double label = 0;
        std::int32_t node = -1;
        std::int32_t edge = -1;  ///< a last edge to take, or -1
    };
    struct Label {
        double value = 0;
        std::int32_t parent = -1;  ///< node before
        std::int32_t edge = -1;    ///< edge that came on the way here
        std::int32_t stamp = 0;
        std::int32_t depth = 0;
    };

    [[nodiscard]] double change(std::int32_t edge, double sign) const;  ///< of all couplings, when the edge alone comes or goes
    void take(std::int32_t row, std::int32_t edge);
    void drop(std::int32_t row);
    [[nodiscard]] double total() const;
    [[nodiscard]] bool feasible() const;
    void follow(std::int32_t edge, double sign);  ///< adds the edge to the path under way, or takes it back
    void follow_places(std::int32_t row, double sign);
    void follow_rows(std::int32_t column, double sign);
    /// Ends for a row without a place, over the places of others; labels begin at `begun`.
    void search_places(std::int32_t row, std::int32_t hole, std::int32_t taken, double share, double begun, double most);
    /// Ends for a place without a row, over the rows of others.
    void search_rows(std::int32_t hole, std::int32_t barred, double share, double begun, double most);
    void note(std::vector<End>& ends, const End& end) const;
    /// Edges that come and go along the path that leads to an end.
    void trace_places(const End& end);
    void trace_rows(const End& end);
    [[nodiscard]] double exact_change();
    bool move(std::int32_t edge, double threshold);  ///< begins with a candidate that comes
    void note_dear(std::int32_t row);
    [[nodiscard]] std::int32_t any_edge(std::int32_t row);
    [[nodiscard]] std::int32_t dear_beginning();
    [[nodiscard]] std::int32_t mending_beginning();
    void adjust_fines();

    const ProblemIndex& index_;
    const Relaxation& relaxation_;
    core::Random random_;
    std::size_t width_;

    std::vector<std::int32_t> row_offsets_, candidates_;  ///< candidate edges by row: local numbers
    std::vector<std::int32_t> row_of_, column_of_;        ///< by candidate
    std::vector<double> penalty_;                         ///< by candidate
    std::vector<double> loss_;                            ///< by candidate: minus its weight at the multipliers
    std::vector<std::int32_t> column_offsets_, column_candidates_;
    std::vector<std::size_t> use_offsets_;
    std::vector<Use> uses_;
    std::vector<ActivityCost> costs_;
    std::vector<double> price_, empty_;  ///< of a free place, of a row that stays empty
    std::vector<double> must_fine_;      ///< by row: for staying empty where it must not
    double matched_ = 0;                 ///< weight of the relaxation's own assignment: the sum's zero

    std::vector<std::int32_t> mate_;                  ///< candidate by row, -1
    std::vector<std::vector<std::int32_t>> holders_;  ///< rows by column
    std::vector<std::int32_t> dear_;                  ///< rows whose place, or lack of one, costs something
    std::vector<std::int32_t> place_of_dear_;         ///< by row, -1
    std::vector<std::vector<std::int32_t>> members_;  ///< by limit: candidates that add to it
    std::vector<std::int32_t> crowded_;               ///< limits that held too much when last looked at
    std::vector<double> activity_;
    std::vector<double> cost_now_;                  ///< by coupling, at its activity
    std::vector<Label> place_labels_, row_labels_;  ///< by row; by column
    std::vector<End> place_ends_, row_ends_;
    std::vector<std::pair<double, std::int32_t>> heap_;
    std::vector<std::int32_t> come_, gone_;  ///< candidates of the move under judgement
    std::vector<double> shift_;              ///< by coupling: change of activity
    std::vector<std::int32_t> shifted_;
    double resource_change_ = 0;  ///< part of the last exact_change() that activities make
    std::vector<double> path_;    ///< by coupling: change of activity by the path under way
    std::int32_t stamp_ = 0;
    std::int32_t barred_ = -1;  ///< row whose move is under judgement
    double reach_ = 0;          ///< how much dearer than the threshold a label may be
    std::int64_t work_ = 0;
    double best_ = 0;
};

}  // namespace husrom::solve
