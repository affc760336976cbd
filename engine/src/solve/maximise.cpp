#include <optional>
#include <string>
#include <utility>

#include <husrom/core/error.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "components.hpp"
#include "solver.hpp"

namespace husrom::solve {
namespace {

void check_options(const Problem& problem, const Options& options) {
    if (options.time_limit && *options.time_limit < options.time_limit->zero()) throw InvalidArgument("time_limit must not be negative");
    if (options.work_limit && *options.work_limit < 0) throw InvalidArgument("work_limit must not be negative");
    if (options.tie_work_limit && *options.tie_work_limit < 0) throw InvalidArgument("tie_work_limit must not be negative");
    if (options.gap < 0) throw InvalidArgument("gap must not be negative");
    if (options.threads < 1) throw InvalidArgument("threads must be at least 1");
    for (const std::int32_t edge : options.start)
        if (edge < 0 || edge >= problem.edges())
            throw InvalidArgument("start: edge " + std::to_string(edge) + " is not one of the problem's, 0 to " +
                                  std::to_string(problem.edges() - 1));
}

Result solve_whole(const Problem& problem, const Options& options) {
    return Solver(problem, options).run();
}

Result solve(const Problem& problem, const Options& options) {
    Solver solver(problem, options);
    const auto components = solver.components();
    return components.size() > 1 ? solve_components(problem, options, components, solve_whole) : solver.run();
}

}  // namespace

Result maximise(const Problem& problem, const Options& options) {
    problem.validate();
    check_options(problem, options);
    Result result = solve(problem, options);
    const Verdict verdict = check(problem, result);
    if (!verdict.accepted) throw InternalError("the checker refuses the result: " + verdict.objections.front());
    return result;
}

}  // namespace husrom::solve
