#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <husrom/plan/plan.hpp>

namespace husrom {

namespace {

std::vector<std::int32_t> start_edges(const rules::AllocationProblem& problem,
                                      const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::vector<std::int32_t> edges;
    for (const auto& [participant_id, unit_id] : pairs) {
        const auto participant = problem.find_participant(participant_id);
        const auto unit = problem.find_unit(unit_id);
        if (!participant.valid() || !unit.valid()) continue;
        const auto edge = problem.find_edge(participant, unit);
        if (edge.valid()) edges.push_back(edge.value);
    }
    std::ranges::sort(edges);
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

}  // namespace

plan::Plan allocate(std::shared_ptr<const rules::AllocationProblem> problem, const AllocateOptions& options) {
    if (!problem) throw InvalidArgument("problem is empty");
    // A saved run keeps the seed, and readers of its JSON take whole numbers of 64 bits with a sign.
    if (std::cmp_greater(options.seed, std::numeric_limits<std::int64_t>::max()))
        throw InvalidArgument("seed is " + std::to_string(options.seed) + "; expected at most " +
                              std::to_string(std::numeric_limits<std::int64_t>::max()));
    const auto start = start_edges(*problem, options.start);
    solve::Options solve_options;
    solve_options.time_limit = options.time_limit;
    solve_options.work_limit = options.work_limit;
    solve_options.gap = options.gap;
    solve_options.first_tie_goal = problem->first_tie_goal;
    solve_options.seed = options.seed;
    solve_options.threads = options.threads;
    solve_options.start = start;
    solve_options.stop = options.stop;
    solve_options.progress = options.progress;
    auto result = solve::maximise(problem->numeric, solve_options);
    auto verdict = solve::check(problem->numeric, result);
    return {std::move(problem), std::move(result), std::move(verdict), options.seed};
}

}  // namespace husrom
