#include <husrom/solve/solve.hpp>

#include "components.hpp"
#include "solver.hpp"

namespace husrom::solve {
namespace {

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
    require_accepted(problem, result);
    return result;
}

}  // namespace husrom::solve
