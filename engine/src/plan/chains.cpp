#include "plan/chains.hpp"

#include <husrom/core/integers.hpp>

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

constexpr std::int32_t nobody = -1;

}  // namespace

bool Chains::apply_to(const solve::Problem& problem) {
    return problem.limits() == 0 && problem.cliques() == 0 && problem.steps.empty();
}

Chains::Chains(const rules::AllocationProblem& problem, const Exchanges& exchanges)
    : numeric_(problem.numeric), exchanges_(exchanges), policy_goals_(at(problem.first_tie_goal)), gives_up_(at(problem.numeric.rows)) {
    std::vector<std::int32_t> held;
    for (std::int32_t column = 0; column < numeric_.columns; ++column)
        for (const auto edge : exchanges_.holders(column)) held.push_back(edge);
    for (std::size_t round = 0; round <= held.size(); ++round) {
        bool improved = false;
        for (const auto edge : held) improved = improve(edge) || improved;
        if (!improved) return;
    }
}

Chains::Change Chains::sum(std::int32_t out, std::int32_t in, const Change* next) const {
    Change change(policy_goals_, 0);
    for (std::size_t goal = 0; goal < policy_goals_; ++goal) {
        const auto& weights = numeric_.weights[goal];
        if (in != nobody) change[goal] = core::checked_add(change[goal], weights[at(in)]);
        if (out != nobody) change[goal] = core::checked_subtract(change[goal], weights[at(out)]);
        if (next != nullptr) change[goal] = core::checked_add(change[goal], (*next)[goal]);
    }
    return change;
}

std::optional<Chains::Change> Chains::taking(std::int32_t edge, std::int32_t held) const {
    const auto column = numeric_.edge_column[at(edge)];
    if (exchanges_.free(column)) return sum(held, edge, nullptr);
    std::optional<Change> best;
    for (const auto next : exchanges_.holders(column)) {
        const auto& given_up = gives_up_[at(numeric_.edge_row[at(next)])];
        if (!given_up) continue;
        auto change = sum(held, edge, &*given_up);
        if (!best || change > *best) best = std::move(change);
    }
    return best;
}

bool Chains::improve(std::int32_t held) {
    const auto row = numeric_.edge_row[at(held)];
    auto& best = gives_up_[at(row)];
    const auto before = best;
    const auto consider = [&](std::optional<Change> change) {
        if (change && (!best || *change > *best)) best = std::move(change);
    };
    if (exchanges_.may_go_without(row)) consider(sum(held, nobody, nullptr));
    for (const auto edge : exchanges_.edges_of_row(row))
        if (numeric_.edge_column[at(edge)] != numeric_.edge_column[at(held)]) consider(taking(edge, held));
    return best != before;
}

std::optional<Chains::Change> Chains::best(std::int32_t row) const {
    std::optional<Change> best;
    for (const auto edge : exchanges_.edges_of_row(row)) {
        auto change = taking(edge, nobody);
        if (change && (!best || *change > *best)) best = std::move(change);
    }
    return best;
}

}  // namespace husrom::plan
