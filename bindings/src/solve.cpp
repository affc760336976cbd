#include "bind.hpp"
#include "interruptible.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/lp.hpp>
#include <husrom/solve/mps.hpp>
#include <husrom/solve/problem_json.hpp>
#include <husrom/solve/session.hpp>
#include <husrom/solve/solve.hpp>

namespace py = pybind11;

namespace husrom::python {
namespace {

template <class Integer> using Array = py::array_t<Integer, py::array::c_style>;

template <class Integer> std::vector<Integer> to_vector(const Array<Integer>& array) {
    return {array.data(), array.data() + array.size()};
}

template <class Integer> Array<Integer> to_array(const std::vector<Integer>& values) {
    return Array<Integer>(static_cast<py::ssize_t>(values.size()), values.data());
}

using StepTuple = std::tuple<std::int32_t, bool, std::int32_t, std::int64_t, std::int64_t>;  // limit, upper, goal, width, slope

std::shared_ptr<solve::Problem> make_problem(std::int32_t rows, std::int32_t columns, const Array<std::int32_t>& edge_row,
                                             const Array<std::int32_t>& edge_column, const Array<std::int64_t>& weights,
                                             const Array<std::int32_t>& row_lower, const Array<std::int32_t>& row_upper,
                                             const Array<std::int32_t>& column_upper, const Array<std::int64_t>& limit_offsets,
                                             const Array<std::int32_t>& limit_edges, const Array<std::int64_t>& limit_coefficients,
                                             const Array<std::int64_t>& limit_lower, const Array<std::int64_t>& limit_upper,
                                             const Array<std::int64_t>& clique_offsets, const Array<std::int32_t>& clique_edges,
                                             const std::vector<StepTuple>& steps) {
    auto problem = std::make_shared<solve::Problem>();
    problem->rows = rows;
    problem->columns = columns;
    problem->edge_row = to_vector(edge_row);
    problem->edge_column = to_vector(edge_column);
    problem->goals = static_cast<std::int32_t>(weights.shape(0));
    for (py::ssize_t g = 0; g < weights.shape(0); ++g) {
        const std::int64_t* const goal = weights.data() + g * weights.shape(1);
        problem->weights.emplace_back(goal, goal + weights.shape(1));
    }
    problem->row_lower = to_vector(row_lower);
    problem->row_upper = to_vector(row_upper);
    problem->column_upper = to_vector(column_upper);
    problem->limit_offsets = to_vector(limit_offsets);
    problem->limit_edges = to_vector(limit_edges);
    problem->limit_coefficients = to_vector(limit_coefficients);
    problem->limit_lower = to_vector(limit_lower);
    problem->limit_upper = to_vector(limit_upper);
    problem->clique_offsets = to_vector(clique_offsets);
    problem->clique_edges = to_vector(clique_edges);
    for (const auto& [limit, upper, goal, width, slope] : steps)
        problem->steps.push_back({limit, upper ? solve::Side::upper : solve::Side::lower, goal, width, slope});
    problem->validate();
    return problem;
}

/// Calls a Python function from the solving thread, once for every report, so that none is late or lost. What it raises ends the solve.
class Listener {
public:
    explicit Listener(const std::optional<py::function>& function) : function_(function) {}

    void hear(const solve::Progress& latest) {
        const py::gil_scoped_acquire acquire;
        if (raised_) return;
        try {
            (*function_)(latest);
        } catch (py::error_already_set&) {
            raised_ = std::current_exception();
        }
    }
    /// Call with the GIL held.
    void rethrow() const {
        if (raised_) std::rethrow_exception(raised_);
    }

private:
    const std::optional<py::function>& function_;
    std::exception_ptr raised_;
};

/// What Python gives of solve::Options.
struct Limits {
    std::optional<double> time_limit;
    std::optional<std::int64_t> work_limit;
    std::int64_t gap = 0;
    std::int32_t threads = 1;
    std::optional<py::function> progress;
};

/// Runs `work(options)` so that Ctrl-C ends it, and what the listener raises.
template <class Work> auto run_with(const Limits& limits, solve::Options options, Work&& work) {
    if (limits.time_limit)
        options.time_limit =
            std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(*limits.time_limit));
    options.work_limit = limits.work_limit;
    options.gap = limits.gap;
    options.threads = limits.threads;
    Listener listener(limits.progress);
    if (limits.progress) options.progress = [&listener](const solve::Progress& latest) { listener.hear(latest); };
    auto result = run_interruptible(
        [&](const std::stop_token& stop) {
            options.stop = stop;
            return work(options);
        },
        [&listener] { listener.rethrow(); });
    listener.rethrow();
    return result;
}

solve::Result run(const std::shared_ptr<solve::Problem>& problem, std::optional<double> time_limit, std::optional<std::int64_t> work_limit,
                  std::int64_t gap, std::int32_t threads, std::uint64_t seed, const Array<std::int32_t>& start, std::int32_t first_tie_goal,
                  const std::optional<py::function>& progress) {
    const std::vector<std::int32_t> from = to_vector(start);
    solve::Options options;
    options.seed = seed;
    options.start = from;
    options.first_tie_goal = first_tie_goal;
    return run_with({time_limit, work_limit, gap, threads, progress}, options,
                    [&](const solve::Options& all) { return solve::maximise(*problem, all); });
}

using BoundsTuple = std::tuple<std::int32_t, std::optional<std::int64_t>, std::optional<std::int64_t>>;  // limit, lower, upper

solve::Change change_of(const std::vector<BoundsTuple>& limits, const Array<std::int32_t>& forbidden, const Array<std::int32_t>& forced) {
    solve::Change change;
    for (const auto& [limit, lower, upper] : limits) change.limits.push_back({limit, lower, upper});
    change.forbidden = to_vector(forbidden);
    change.forced = to_vector(forced);
    return change;
}

void bind_session(py::module_& module) {
    using solve::Session;
    py::class_<Session, std::shared_ptr<Session>>(module, "Session")
        .def(py::init([](const solve::Problem& problem, std::optional<double> time_limit, std::optional<std::int64_t> work_limit,
                         std::int32_t threads, const std::optional<py::function>& progress) {
                 return run_with({time_limit, work_limit, 0, threads, progress}, {},
                                 [&](const solve::Options& all) { return std::make_shared<Session>(problem, all); });
             }),
             py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("progress"))
        .def_property_readonly("result", &Session::result, py::return_value_policy::copy)
        .def(
            "changed",
            [](const Session& session, const std::vector<BoundsTuple>& limits, const Array<std::int32_t>& forbidden,
               const Array<std::int32_t>& forced) {
                return std::make_shared<solve::Problem>(solve::changed(session.problem(), change_of(limits, forbidden, forced)));
            },
            py::arg("limits"), py::arg("forbidden"), py::arg("forced"))
        .def(
            "bound",
            [](const Session& session, const std::vector<BoundsTuple>& limits, const Array<std::int32_t>& forbidden,
               const Array<std::int32_t>& forced) {
                const std::int64_t bound = session.bound(change_of(limits, forbidden, forced));
                return bound == solve::no_upper ? std::nullopt : std::optional(bound);
            },
            py::arg("limits"), py::arg("forbidden"), py::arg("forced"))
        .def(
            "solve",
            [](const Session& session, const std::vector<BoundsTuple>& limits, const Array<std::int32_t>& forbidden,
               const Array<std::int32_t>& forced, std::optional<double> time_limit, std::optional<std::int64_t> work_limit,
               std::int64_t gap, std::int32_t threads, const std::optional<py::function>& progress) {
                const solve::Change change = change_of(limits, forbidden, forced);
                return run_with({time_limit, work_limit, gap, threads, progress}, {},
                                [&](const solve::Options& all) { return session.solve(change, all); });
            },
            py::arg("limits"), py::arg("forbidden"), py::arg("forced"), py::arg("time_limit"), py::arg("work_limit"), py::arg("gap"),
            py::arg("threads"), py::arg("progress"));
}

template <class Write> std::string text_of(Write&& write) {
    std::ostringstream out;
    write(out);
    return std::move(out).str();
}

/// What touches no Python object lets other threads run.
using Released = py::call_guard<py::gil_scoped_release>;

}  // namespace

void bind_solve(py::module_& module) {
    using solve::Problem;
    using solve::Result;
    py::class_<Problem, std::shared_ptr<Problem>>(module, "Problem")
        .def(py::init(&make_problem), py::arg("rows"), py::arg("columns"), py::arg("edge_row"), py::arg("edge_column"), py::arg("weights"),
             py::arg("row_lower"), py::arg("row_upper"), py::arg("column_upper"), py::arg("limit_offsets"), py::arg("limit_edges"),
             py::arg("limit_coefficients"), py::arg("limit_lower"), py::arg("limit_upper"), py::arg("clique_offsets"),
             py::arg("clique_edges"), py::arg("steps"))
        .def_static(
            "from_json",
            [](const std::string& text) {
                std::istringstream in(text);
                return std::make_shared<Problem>(solve::read_problem(in));
            },
            Released())
        .def(
            "to_json", [](const Problem& problem) { return text_of([&](std::ostream& out) { solve::write_problem(out, problem); }); },
            Released())
        .def(
            "to_lp",
            [](const Problem& problem, std::int32_t goal, const std::vector<std::int64_t>& earlier) {
                return text_of([&](std::ostream& out) { solve::write_lp(out, problem, goal, earlier); });
            },
            py::arg("goal"), py::arg("earlier"), Released())
        .def(
            "to_mps",
            [](const Problem& problem, std::int32_t goal, const std::vector<std::int64_t>& earlier) {
                return text_of([&](std::ostream& out) { solve::write_mps(out, problem, goal, earlier); });
            },
            py::arg("goal"), py::arg("earlier"), Released())
        .def_property_readonly("digest", &Problem::digest)
        .def_readonly("rows", &Problem::rows)
        .def_readonly("columns", &Problem::columns)
        .def_readonly("goals", &Problem::goals)
        .def_property_readonly("edges", &Problem::edges)
        .def_property_readonly("limits", &Problem::limits);

    py::class_<solve::Prices>(module, "Prices")
        .def_readonly("goal", &solve::Prices::goal)
        .def_readonly("denominator", &solve::Prices::denominator)
        .def_property_readonly("row", [](const solve::Prices& prices) { return to_array(prices.row); })
        .def_property_readonly("column", [](const solve::Prices& prices) { return to_array(prices.column); })
        .def_property_readonly("limit", [](const solve::Prices& prices) { return to_array(prices.limit); });

    py::class_<Result>(module, "Result")
        .def_property_readonly("status", [](const Result& result) { return std::string(to_string(result.status)); })
        .def_property_readonly("stopped_by", [](const Result& result) { return std::string(to_string(result.stopped_by)); })
        .def_readonly("reproducible", &Result::reproducible)
        .def_property_readonly("chosen", [](const Result& result) { return to_array(result.chosen); })
        .def_readonly("objective", &Result::objective)
        .def_readonly("bound", &Result::bound)
        .def_readonly("proven_goals", &Result::proven_goals)
        .def_readonly("prices", &Result::prices)
        .def_readonly("work", &Result::work)
        .def_readonly("nodes", &Result::nodes)
        .def("certificate", [](const Result& result, const Problem& problem) {
            return text_of([&](std::ostream& out) { solve::write_certificate(out, problem, result); });
        });

    py::class_<solve::Progress>(module, "Progress", "How far a solve has come.")
        .def_readonly("elapsed", &solve::Progress::elapsed_seconds, "Seconds since it began.")
        .def_readonly("goal", &solve::Progress::goal, "The goal that is being proven, by its number; 0 is the first.")
        .def_readonly("chosen", &solve::Progress::chosen, "Edges of the best plan so far.")
        .def_property_readonly(
            "best", [](const solve::Progress& latest) { return latest.has_plan ? std::optional(latest.best) : std::nullopt; },
            "What that plan reaches in this goal; None before there is a plan.")
        .def_readonly("bound", &solve::Progress::bound, "No plan reaches more in this goal, given the goals before it.");

    bind_session(module);
    module.def("maximise", &run, py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("gap"), py::arg("threads"),
               py::arg("seed"), py::arg("start"), py::arg("first_tie_goal"), py::arg("progress"));
    module.def("verify", [](const Problem& problem, const Result& result) { return solve::check(problem, result).objections; });
    module.def("verify_certificate", [](const Problem& problem, const std::string& text) {
        std::istringstream in(text);
        return solve::check(problem, solve::read_certificate(in, problem)).objections;
    });
}

}  // namespace husrom::python
