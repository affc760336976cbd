#pragma once

/// The independent checker: judges a plan and its certificate from the problem alone, in exact integers. Shares no code with the solver.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <husrom/solve/problem.hpp>
#include <husrom/solve/result.hpp>

namespace husrom::solve {

struct Verdict {
    bool accepted = false;
    std::vector<std::string> objections;  ///< each names what is broken: the row, the limit, the leaf, the goal
};

/// Is this set of edges a plan, and are these its goal values?
[[nodiscard]] Verdict check_plan(const Problem& problem, std::span<const std::int32_t> chosen, std::span<const std::int64_t> objective);

/// Does the certificate prove the bounds that the result claims (and its infeasibility, if that is what it claims)?
[[nodiscard]] Verdict check_certificate(const Problem& problem, const Result& result);

/// Both.
[[nodiscard]] Verdict check(const Problem& problem, const Result& result);

}  // namespace husrom::solve
