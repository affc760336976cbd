#include "bind.hpp"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include <husrom/io/io.hpp>
#include <husrom/io/saved_run.hpp>
#include <husrom/solve/mps.hpp>

namespace py = pybind11;

namespace husrom::python {

void bind_io(py::module_& module) {
    module.def(
        "save",
        [](const plan::Plan& plan, const std::string& folder, bool with_problem, std::string review_head) {
            return save(plan, folder, {.with_problem = with_problem, .review_head = std::move(review_head)});
        },
        py::arg("plan"), py::arg("folder"), py::arg("with_problem"), py::arg("review_head"), py::call_guard<py::gil_scoped_release>());
    module.def(
        "require_run_folder", [](const std::string& folder) { require_run_folder(folder); }, py::arg("folder"),
        py::call_guard<py::gil_scoped_release>());
    module.def(
        "load_plan",
        [](const std::string& folder, const std::shared_ptr<rules::AllocationProblem>& problem) { return load_plan(folder, problem); },
        py::arg("folder"), py::arg("problem"), py::call_guard<py::gil_scoped_release>());
    module.def(
        "run_key",
        [](const rules::AllocationProblem& problem, std::uint64_t seed, std::optional<double> time_limit,
           std::optional<std::int64_t> work_limit, std::int64_t gap, std::vector<std::pair<std::string, std::string>> start) {
            AllocateOptions options;
            options.seed = seed;
            if (time_limit) options.time_limit = clock_time(*time_limit);
            options.work_limit = work_limit;
            options.gap = gap;
            options.start = std::move(start);
            return run_key(problem, options);
        },
        py::arg("problem"), py::arg("seed"), py::arg("time_limit"), py::arg("work_limit"), py::arg("gap"), py::arg("start"));
    module.def(
        "write_mps",
        [](const rules::AllocationProblem& problem, const std::string& path, std::int32_t goal, const std::vector<std::int64_t>& earlier) {
            std::ofstream out(path);
            solve::write_mps(out, problem.numeric, goal, earlier);
            if (!out.flush()) throw Error("could not write " + path);
        },
        py::arg("problem"), py::arg("path"), py::arg("goal"), py::arg("earlier"), py::call_guard<py::gil_scoped_release>());
    module.def(
        "verify",
        [](const std::string& run, const std::shared_ptr<model::Case>& source, const std::shared_ptr<model::Policy>& policy,
           const std::string& head) {
            RunVerdict verdict;
            {
                const py::gil_scoped_release release;
                verdict = verify(run, source.get(), policy.get(), head);
            }
            return py::make_tuple(verdict.accepted, verdict.rebuilt, verdict.objections, verdict.checked);
        },
        py::arg("run"), py::arg("case"), py::arg("policy"), py::arg("head"), "(accepted, rebuilt, objections, what was checked)");
    module.def(
        "verify_log",
        [](const std::string& log, const std::vector<std::string>& heads) {
            const auto verdict = verify_log(log, heads);
            return py::make_tuple(verdict.accepted, verdict.rebuilt, verdict.objections, verdict.checked);
        },
        py::arg("log"), py::arg("heads"));
}

}  // namespace husrom::python
