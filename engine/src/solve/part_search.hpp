#pragma once

/// The exact search of one part of a plan: some rows are free together with what they hold and what is free, all else stays. What is left,
/// mostly a few dozen rows and the room that the others leave in every limit, is a problem of its own, so that several parts are searched
/// at once.

#include <cstdint>
#include <functional>
#include <vector>

#include "index.hpp"
#include "meter.hpp"
#include "plan_state.hpp"
#include "relaxation.hpp"
#include "stage_search.hpp"

namespace husrom::solve {

/// Rows that are searched, and the edges that each may take.
struct OpenPart {
    std::vector<std::int32_t> rows;
    std::vector<std::vector<std::int32_t>> ways;
};

class PartSearch {
public:
    /// How a part is searched.
    struct Effort {
        std::int64_t nodes = 0;
        bool may_search = false;   ///< for plans at length, before the tree
        bool by_parts = false;     ///< for plans alone, without a tree
        std::int64_t gap = 0;      ///< then: a plan so near its bound is enough
        std::int32_t threads = 1;  ///< for parts of the part
    };

    /// `plan` is what stays, `held` what these rows hold beside it, `proof` that of the guide's last bound. Nothing of it is needed later
    /// on.
    PartSearch(const ProblemIndex& index, const Relaxation& guide, const Multipliers& proof, const Proven& proven, const PlanState& plan,
               const OpenPart& open, const std::vector<std::int32_t>& held, const Effort& effort);

    /// Searches until its end or the meter's. `on_better` is told of each better choice as soon as it is found.
    void run(Meter& meter, const std::function<void()>& on_better = {});

    [[nodiscard]] std::vector<std::int32_t> chosen() const;      ///< the best that these rows may hold, as edges of the whole problem
    [[nodiscard]] bool is_better() const { return is_better_; }  ///< than what they held
    [[nodiscard]] bool is_whole() const { return is_whole_; }    ///< nothing is better than that
    [[nodiscard]] std::int64_t nodes() const { return nodes_; }

private:
    /// The problem of the rows, in the room that the others leave.
    struct PartProblem {
        Problem problem;
        std::vector<std::int32_t> edges;  ///< of the whole problem, by the part's numbers
        std::vector<std::int32_t> start;  ///< its edges that are held
        Multipliers root;                 ///< the guide's
    };
    static PartProblem problem_of(const ProblemIndex& index, const Relaxation& guide, const Multipliers& proof, const PlanState& plan,
                                  const OpenPart& open, const std::vector<std::int32_t>& held);

    PartProblem part_;
    Proven proven_;
    std::int32_t goal_;
    Effort effort_;
    Incumbent best_;
    bool is_better_ = false;
    bool is_whole_ = false;
    std::int64_t nodes_ = 0;
};

}  // namespace husrom::solve
