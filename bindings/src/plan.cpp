#include "bind.hpp"
#include "findings.hpp"
#include "interruptible.hpp"
#include "problem.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include <husrom/plan/plan.hpp>
#include <husrom/plan/text.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The latest progress, handed from the worker thread to the thread that holds the GIL.
class Mailbox {
public:
    void put(const solve::Progress& progress) {
        const std::lock_guard lock(mutex_);
        latest_ = progress;
    }
    std::optional<solve::Progress> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(latest_, std::nullopt);
    }

private:
    std::mutex mutex_;
    std::optional<solve::Progress> latest_;
};

plan::Audience audience(std::string_view name) {
    if (name == "caseworker") return plan::Audience::caseworker;
    if (name == "participant") return plan::Audience::participant;
    throw InvalidArgument("audience is \"caseworker\" or \"participant\"");
}

plan::Plan run(const std::shared_ptr<rules::AllocationProblem>& problem, std::uint64_t seed, std::int32_t threads,
               std::optional<double> time_limit, std::optional<std::int64_t> work_limit, std::int64_t gap, Pairs start,
               const std::optional<py::function>& progress) {
    AllocateOptions options;
    options.seed = seed;
    options.threads = threads;
    if (time_limit) options.time_limit = clock_time(*time_limit);
    options.work_limit = work_limit;
    options.gap = gap;
    options.start = std::move(start);

    Mailbox mailbox;
    if (progress) options.progress = [&mailbox](const solve::Progress& latest) { mailbox.put(latest); };
    const auto poll = [&] {
        if (!progress) return;
        if (const auto latest = mailbox.take())
            (*progress)(latest->elapsed_seconds, latest->goal, latest->chosen, latest->bound - latest->best, latest->has_plan);
    };
    return run_interruptible(
        [&](const std::stop_token& stop) {
            options.stop = stop;
            return allocate(problem, options);
        },
        poll);
}

py::list goals(const plan::Plan& plan) {
    py::list rows;
    for (const auto& goal : plan.goals())
        rows.append(
            py::make_tuple(goal.id, goal.minimise, goal.tie, goal.digits, goal.reached, goal.bound, goal.gap, goal.proven, goal.bounded));
    return rows;
}

py::list assignments(const plan::Plan& plan) {
    const auto& problem = plan.problem();
    py::list rows;
    for (const auto& assignment : plan.assignments())
        rows.append(py::make_tuple(problem.participants[assignment.participant.position()], problem.units[assignment.unit.position()],
                                   assignment.stays, assignment.moves, assignment.confirm));
    return rows;
}

py::tuple to_tuple(const rules::AllocationProblem& problem, const plan::Waiting& waiting) {
    return py::make_tuple(problem.participants[waiting.participant.position()], std::string(plan::code(waiting.reason)),
                          waiting.homes_that_fit, waiting.homes_that_fail, waiting.blocking_limit);
}

/// The reason for each person who waits in words, in the order of waiting().
std::vector<std::string> waiting_words(const plan::Plan& plan, const std::string& lang) {
    std::vector<std::string> sentences;
    for (const auto& row : plan.waiting()) sentences.push_back(plan::sentence(plan.problem(), row, language(lang)));
    return sentences;
}

py::list waiting(const plan::Plan& plan) {
    py::list rows;
    for (const auto& row : plan.waiting()) rows.append(to_tuple(plan.problem(), row));
    return rows;
}

py::list limits(const plan::Plan& plan) {
    py::list rows;
    for (const auto& use : plan.limits()) rows.append(py::make_tuple(use.limit, use.use, use.left, use.binds));
    return rows;
}

/// (goal, denominator, rows, columns, limits): one valid multiplier for each row, column and limit of the numeric problem.
py::list prices(const plan::Plan& plan) {
    py::list rows;
    for (const auto& price : plan.result().prices)
        rows.append(py::make_tuple(price.goal, price.denominator, price.row, price.column, price.limit));
    return rows;
}

py::dict explain(const plan::Plan& plan, const std::string& participant, const std::string& to) {
    const auto& problem = plan.problem();
    const auto whom = audience(to);
    plan::Explanation found = plan.explain(participant);
    if (whom == plan::Audience::participant) found = plan::for_participant(plan, std::move(found));
    py::dict row;
    row["participant"] = participant;
    row["housed"] = found.housed;
    row["unit"] = py::none();
    row["stays"] = false;
    row["moves"] = false;
    row["confirm"] = py::list();
    if (found.assignment) {
        row["unit"] = problem.units[found.assignment->unit.position()];
        row["stays"] = found.assignment->stays;
        row["moves"] = found.assignment->moves;
        row["confirm"] = found.assignment->confirm;
    }
    row["rules"] = to_list(found.rules);
    row["scores"] = to_list(found.scores);
    row["limits"] = found.limits;
    row["waiting"] = found.waiting ? py::object(to_tuple(problem, *found.waiting)) : py::none();
    py::list counts;
    for (const auto& count : found.rule_counts) counts.append(py::make_tuple(count.rule, count.failed, count.unknown, count.failed_alone));
    row["rule_counts"] = counts;
    py::list obstacles;
    for (const auto& obstacle : found.obstacles) {
        const py::object held_by =
            obstacle.held_by.valid() ? py::object(py::str(problem.participants[obstacle.held_by.position()])) : py::none();
        obstacles.append(py::make_tuple(problem.units[obstacle.unit.position()], held_by, obstacle.full_limits, obstacle.apart,
                                        obstacle.goal, obstacle.margin));
    }
    row["obstacles"] = obstacles;
    row["goal"] = found.waiting ? found.waiting->goal : -1;
    row["margin"] = found.waiting ? found.waiting->margin : 0;
    py::list prices;
    for (const auto& price : found.prices)
        prices.append(py::make_tuple(price.goal, price.unit.valid() ? problem.units[price.unit.position()] : std::string(), price.limit,
                                     price.numerator, price.denominator));
    row["prices"] = prices;
    return row;
}

}  // namespace

void bind_plan(py::module_& module) {
    py::class_<plan::Plan, std::shared_ptr<plan::Plan>>(module, "Plan")
        .def_property_readonly("status", [](const plan::Plan& plan) { return std::string(solve::to_string(plan.status())); })
        .def_property_readonly("stopped_by", [](const plan::Plan& plan) { return std::string(solve::to_string(plan.stopped_by())); })
        .def_property_readonly("canonical", &plan::Plan::canonical)
        .def_property_readonly("reproducible", &plan::Plan::reproducible)
        .def_property_readonly("verified", &plan::Plan::verified)
        .def_property_readonly("has_allocation", &plan::Plan::has_allocation)
        .def_property_readonly("housed", &plan::Plan::housed)
        .def_property_readonly("seed", &plan::Plan::seed)
        .def_property_readonly("digest", &plan::Plan::digest)
        .def_property_readonly("work", [](const plan::Plan& plan) { return plan.result().work; })
        .def_property_readonly("nodes", [](const plan::Plan& plan) { return plan.result().nodes; })
        .def_property_readonly("objective", [](const plan::Plan& plan) { return plan.result().objective; })
        .def("goals", &goals)
        .def("assignments", &assignments)
        .def("waiting", &waiting)
        .def("limits", &limits)
        .def("prices", &prices)
        .def("explain", &explain, py::arg("participant"), py::arg("audience"))
        .def("waiting_words", &waiting_words, py::arg("lang"))
        .def(
            "headline", [](const plan::Plan& plan, const std::string& lang) { return plan::headline(plan, language(lang)); },
            py::arg("lang"))
        .def(
            "summary", [](const plan::Plan& plan, const std::string& lang) { return plan::summary(plan, language(lang)); }, py::arg("lang"))
        .def(
            "explain_text",
            [](const plan::Plan& plan, const std::string& participant, const std::string& lang, const std::string& to) {
                return plan::text(plan, plan.explain(participant), language(lang), audience(to));
            },
            py::arg("participant"), py::arg("lang"), py::arg("audience"))
        .def(
            "rule_text",
            [](const plan::Plan& plan, const std::string& id, const std::string& lang) {
                return plan::text_of(*plan.problem().policy, id, language(lang));
            },
            py::arg("id"), py::arg("lang"));

    module.def("allocate", &run, py::arg("problem"), py::arg("seed"), py::arg("threads"), py::arg("time_limit"), py::arg("work_limit"),
               py::arg("gap"), py::arg("start"), py::arg("progress"));
}

}  // namespace husrom::python
