#pragma once

/// The exact solver: maximise(problem) returns a proven plan, its bounds and a certificate that check.hpp judges from the problem alone.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>

#include <husrom/solve/problem.hpp>
#include <husrom/solve/result.hpp>

namespace husrom::solve {

/// What a solve tells while it runs: after the first bound, whenever the gap of a goal shrinks by a tenth, and a few times a second; called
/// on the calling thread. A problem that falls apart tells of the whole as soon as each part has told of itself.
struct Progress {
    double elapsed_seconds = 0;
    std::int32_t goal = 0;
    std::int64_t chosen = 0;  ///< edges of the best plan so far
    std::int64_t best = 0;
    std::int64_t bound = 0;
    bool has_plan = false;
};

struct Options {
    std::optional<std::chrono::steady_clock::duration> time_limit = std::nullopt;
    std::optional<std::int64_t> work_limit = std::nullopt;  ///< repeatable on every machine
    /// Stop the last policy goal when bound - objective is at most this (in the goal's own integer units). Where a problem falls apart,
    /// each part is given its share of this and of the limits above, by its edges; parts that a limit stops get what others leave.
    std::int64_t gap = 0;
    /// Goals from this one on are tie-breakers: they do not decide `status`, and get their own bounded work. Negative: none are.
    std::int32_t first_tie_goal = -1;
    std::optional<std::int64_t> tie_work_limit = std::nullopt;  ///< work for each tie goal under limits; a default when absent
    std::uint64_t seed = 0;                                     ///< of draws that change no answer; the search makes none so far
    std::int32_t threads = 1;                                   ///< at most, for what shares nothing: changes no answer
    std::span<const std::int32_t> start = {};                   ///< edges of a plan to start from; mended where it breaks a limit
    /// Result::warm_start of a solve of a problem with the same rows, columns and limits (further limits may stand behind them), and for
    /// each edge of this problem its number there: edges may go, none may come. A solve that comes to its proof has the same status and
    /// values, be it with another of equally good plans; one that a limit stops may not. InvalidArgument where it cannot be of such a
    /// problem.
    std::shared_ptr<const WarmStart> warm_start = {};
    std::span<const std::int32_t> warm_edges = {};
    std::int32_t warm_goals = -1;  ///< how many leading goals have the same weights there; negative: all
    bool warm_values = false;      ///< the best values may well be the same, too: a guess that is tried first
    std::stop_token stop = {};
    std::function<void(const Progress&)> progress = {};
};

/// Throws InvalidArgument or Overflow for a problem that is not as documented, InternalError when the independent checker refuses the
/// result. Everything else is a status. Overflow also where weights are too large to be summed along paths through the graph, which is told
/// before any goal is searched for: those of up to 2^55 / max(rows, columns) never are.
[[nodiscard]] Result maximise(const Problem& problem, const Options& options = {});

}  // namespace husrom::solve
