#include "decide.hpp"

#include "interruptible.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include <husrom/plan/draft.hpp>
#include <husrom/plan/fairness.hpp>
#include <husrom/plan/mechanism.hpp>
#include <husrom/plan/near_optimal.hpp>
#include <husrom/scenario/stability.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using Problem = rules::AllocationProblem;

/// (goal, minimise, digits, before, after, loss)
py::list losses(const Problem& problem, const std::vector<plan::GoalLoss>& list) {
    py::list rows;
    for (const auto& one : list) {
        const auto& goal = problem.goals[static_cast<std::size_t>(one.goal)];
        rows.append(py::make_tuple(goal.id, goal.minimise, goal.digits, one.before, one.after, one.loss));
    }
    return rows;
}

std::vector<std::pair<std::string, std::string>> placements(const Problem& problem, const std::vector<rules::EdgeIndex>& chosen) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto edge : chosen)
        pairs.emplace_back(problem.participants[static_cast<std::size_t>(problem.numeric.edge_row[edge.position()])],
                           problem.units[static_cast<std::size_t>(problem.numeric.edge_column[edge.position()])]);
    return pairs;
}

plan::Mechanism mechanism(const std::string& name) {
    for (const auto one : {plan::Mechanism::deferred_acceptance, plan::Mechanism::serial_dictatorship, plan::Mechanism::hardest_first})
        if (plan::to_string(one) == name) return one;
    throw InvalidArgument("a mechanism is \"deferred_acceptance\", \"serial_dictatorship\" or \"hardest_first\"");
}

py::dict run_mechanism(const Problem& problem, const std::string& name, std::string preference, std::string priority,
                       std::optional<std::uint64_t> seed) {
    const plan::MechanismOptions options{std::move(preference), std::move(priority), seed};
    const auto which = mechanism(name);
    std::pair<plan::MechanismOutcome, std::size_t> found;
    {
        const py::gil_scoped_release release;
        found.first = plan::run(problem, which, options);
        found.second = plan::justified_envy(problem, found.first.chosen, {options.preference, options.priority, found.first.seed}).size();
    }
    const auto& outcome = found.first;
    std::vector<std::string> order;
    for (const auto person : outcome.order) order.push_back(problem.participants[person.position()]);
    py::dict row;
    row["placements"] = placements(problem, outcome.chosen);
    row["goals"] = losses(problem, plan::losses(problem, outcome.objective, outcome.objective));
    row["order"] = order;
    row["seed"] = outcome.seed;
    row["housed"] = outcome.housed;
    row["broken_duties"] = outcome.broken_duties;
    row["envy"] = found.second;
    return row;
}

std::vector<std::tuple<std::string, std::string, std::string>> envy(const plan::Plan& plan, std::string preference, std::string priority,
                                                                    std::optional<std::uint64_t> seed) {
    std::vector<rules::EdgeIndex> chosen;
    for (const auto edge : plan.result().chosen) chosen.push_back({edge});
    const auto& problem = plan.problem();
    std::vector<std::tuple<std::string, std::string, std::string>> rows;
    for (const auto& one : plan::justified_envy(problem, chosen, {std::move(preference), std::move(priority), seed}))
        rows.emplace_back(problem.participants[one.who.position()], problem.participants[one.holder.position()],
                          problem.units[one.unit.position()]);
    return rows;
}

/// (group, hidden, people, housed, days of those housed, days of those who wait, level gap in tenths, wishes met)
py::tuple to_tuple(const plan::GroupFairness& one) {
    return py::make_tuple(one.group, one.hidden, one.people, one.housed, one.waiting_days_housed, one.waiting_days_waiting,
                          one.level_gap_tenths, one.wish_met);
}

py::list fairness(const plan::Plan& plan, const std::vector<std::string>& columns, std::int32_t least) {
    py::list tables;
    for (const auto& table : plan::fairness(plan, columns, least)) {
        py::list groups;
        for (const auto& one : table.groups) groups.append(to_tuple(one));
        tables.append(py::make_tuple(table.column, groups, to_tuple(table.all)));
    }
    return tables;
}

py::tuple price_of_fairness(const plan::Plan& plan, const std::string& column, std::int32_t least, std::optional<std::int64_t> work_limit) {
    const auto price = run_interruptible([&](const std::stop_token& stop) {
        plan::ResolveOptions options;
        options.work_limit = work_limit;
        options.stop = stop;
        return plan::price_of_fairness(plan, column, least, options);
    });
    return py::make_tuple(price.share_now, price.share_best, losses(plan.problem(), price.losses), price.proven);
}

py::tuple near_optimal(const plan::Plan& plan, std::int32_t most,
                       const std::map<std::string, std::pair<std::int64_t, std::int32_t>>& within, std::optional<std::int64_t> work_limit) {
    std::map<std::string, model::Decimal> allowed;
    for (const auto& [goal, loss] : within) allowed[goal] = {loss.first, loss.second};
    const auto near = run_interruptible([&](const std::stop_token& stop) {
        plan::ResolveOptions options;
        options.work_limit = work_limit;
        options.stop = stop;
        return plan::near_optimal(plan, most, allowed, options);
    });
    const auto& problem = plan.problem();
    py::list rows;
    for (const auto& one : near.list) rows.append(py::make_tuple(placements(problem, one.chosen), losses(problem, one.losses), one.proven));
    return py::make_tuple(rows, near.complete);
}

py::dict stability(const plan::Plan& plan, const model::Case& source, const model::Policy& policy, std::int32_t samples, std::uint64_t seed,
                   std::int32_t weight_percent, bool unknown_facts, std::int32_t threads, std::optional<std::int64_t> work_limit) {
    const auto found = run_interruptible([&](const std::stop_token& stop) {
        scenario::StabilityOptions options;
        options.samples = samples;
        options.seed = seed;
        options.weight_percent = weight_percent;
        options.unknown_facts = unknown_facts;
        options.threads = threads;
        options.work_limit = work_limit;
        options.stop = stop;
        return scenario::stability(plan, source, policy, options);
    });
    py::list placements;
    for (const auto& one : found.placements) placements.append(py::make_tuple(one.participant, one.unit, one.kept, one.housed));
    py::dict row;
    row["placements"] = placements;
    row["samples"] = found.samples;
    row["impossible"] = found.impossible;
    row["proven"] = found.proven;
    row["unknown_cells"] = found.unknown_cells;
    row["unvaried_cells"] = found.unvaried_cells;
    return row;
}

}  // namespace

void bind_judge(py::module_& module) {
    module.def("run_mechanism", &run_mechanism, py::arg("problem"), py::arg("mechanism"), py::arg("preference"), py::arg("priority"),
               py::arg("seed"));
    module.def("envy", &envy, py::arg("plan"), py::arg("preference"), py::arg("priority"), py::arg("seed"));
    module.def("fairness", &fairness, py::arg("plan"), py::arg("columns"), py::arg("least"));
    module.def("price_of_fairness", &price_of_fairness, py::arg("plan"), py::arg("column"), py::arg("least"), py::arg("work_limit"));
    module.def("near_optimal", &near_optimal, py::arg("plan"), py::arg("most"), py::arg("within"), py::arg("work_limit"));
    module.def("stability", &stability, py::arg("plan"), py::arg("case"), py::arg("policy"), py::arg("samples"), py::arg("seed"),
               py::arg("weight_percent"), py::arg("unknown_facts"), py::arg("threads"), py::arg("work_limit"));
    module.def(
        "draft_decision",
        [](const plan::Plan& plan, const std::string& participant, const std::string& lang) {
            return plan::draft_decision(plan, participant, plan::draft_language(lang));
        },
        py::arg("plan"), py::arg("participant"), py::arg("lang"));
}

}  // namespace husrom::python
