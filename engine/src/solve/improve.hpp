#pragma once

/// Makes plans: repairs what an assignment breaks, then improves it by moves that keep every limit - give a row an edge, another edge,
/// none, or another row's place while that row finds a new one. Goals are compared in order, so that a later goal never costs an earlier
/// one.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "index.hpp"
#include "plan_state.hpp"

namespace husrom::solve {

struct Plan {
    std::vector<std::int32_t> chosen;  ///< ascending
    std::vector<std::int64_t> goals;
};

class Improver {
public:
    explicit Improver(const ProblemIndex& index) : index_(index), state_(index) {}

    /// A plan that keeps everything, from any set of edges; nothing when repair fails. `allowed` (by problem edge, empty: all) bounds where
    /// it looks; `stop` is asked now and then.
    std::optional<Plan> repair(std::span<const std::int32_t> edges, std::span<const char> allowed = {}, std::int32_t sweeps = 3,
                               std::int64_t most_work = 2'000'000, const std::function<bool()>& stop = {});
    /// Edges for row after row, those with the fewest ways first, each the best that breaks nothing more.
    std::vector<std::int32_t> greedy();
    [[nodiscard]] std::int64_t work() const { return work_; }

private:
    using Value = std::vector<std::int64_t>;
    [[nodiscard]] bool usable(std::int32_t edge, std::span<const char> allowed) const {
        return allowed.empty() || allowed[static_cast<std::size_t>(edge)] != 0;
    }
    [[nodiscard]] bool better(double violation, const Value& goals) const;
    bool sweep(std::span<const char> allowed, const std::function<bool()>& stop);
    bool try_row(std::int32_t row, std::span<const char> allowed);

    const ProblemIndex& index_;
    PlanState state_;
    double best_violation_ = 0;
    Value best_goals_;
    std::vector<std::int32_t> holders_;  ///< of the home that is tried, as they were
    std::int64_t work_ = 0;
    std::int64_t work_end_ = 0;
};

}  // namespace husrom::solve
