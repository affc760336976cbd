#pragma once

/// Problems in which no limit and no clique matters: one matching with tuple weights proves all goals at once.

#include <optional>

#include <husrom/core/budget.hpp>
#include <husrom/solve/certificate.hpp>

#include "improve.hpp"
#include "index.hpp"

namespace husrom::solve {

struct NetworkAnswer {
    std::optional<Plan> plan;         ///< optimal in every goal
    TupleProof proof;                 ///< of the plan
    std::optional<Multipliers> none;  ///< without a plan: why rows that must have an edge cannot all have one
};

/// Nothing when there are more goals than the matcher is compiled for, or the budget ends first.
[[nodiscard]] std::optional<NetworkAnswer> solve_network(const ProblemIndex& index, core::Budget& budget);

}  // namespace husrom::solve
