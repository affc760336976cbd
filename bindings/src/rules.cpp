#include "bind.hpp"
#include "findings.hpp"
#include "problem.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <husrom/io/check_tables.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

template <class Number> py::array_t<Number> copy(const std::vector<Number>& values) {
    return py::array_t<Number>(static_cast<py::ssize_t>(values.size()), values.data());
}

/// Every open pair: positions of its participant and its unit, whether it is a stay, and its weight in each goal.
py::dict pairs(const rules::AllocationProblem& problem) {
    py::dict columns;
    columns["participant"] = copy(problem.numeric.edge_row);
    columns["unit"] = copy(problem.numeric.edge_column);
    columns["stay"] = copy(std::vector<std::uint8_t>(problem.stay.begin(), problem.stay.end()));
    py::list weights;
    for (const auto& goal : problem.numeric.weights) weights.append(copy(goal));
    columns["weights"] = weights;
    return columns;
}

py::list limits(const rules::AllocationProblem& problem) {
    py::list rows;
    for (const auto& limit : problem.limits) {
        py::dict row;
        row["id"] = limit.id;
        row["group"] = limit.group;
        row["group_table"] = limit.group_table;
        row["digits"] = limit.digits;
        row["max"] = limit.has_max ? py::object(py::int_(limit.max)) : py::none();
        row["min"] = limit.has_min ? py::object(py::int_(limit.min)) : py::none();
        row["tenants"] = limit.tenants;
        row["stays"] = limit.stays;
        row["room"] = limit.has_max ? py::object(py::int_(limit.room)) : py::none();
        row["already_over"] = limit.already_over;
        row["soft"] = limit.soft;
        row["numeric"] = limit.numeric;
        rows.append(row);
    }
    return rows;
}

py::list goals(const rules::AllocationProblem& problem) {
    py::list rows;
    for (const auto& goal : problem.goals) {
        py::dict row;
        row["id"] = goal.id;
        row["kind"] = to_string(goal.kind);
        row["minimise"] = goal.minimise;
        row["digits"] = goal.digits;
        row["nb"] = goal.text.nb;
        row["en"] = goal.text.en;
        rows.append(row);
    }
    return rows;
}

model::Findings check_released(const model::Case& source, const model::Policy& policy) {
    const py::gil_scoped_release release;
    return check(source, policy);
}

model::Findings check_tables_released(const model::Case& source) {
    const py::gil_scoped_release release;
    return check_tables(source);
}

rules::ParticipantIndex participant(const rules::AllocationProblem& problem, const std::string& id) {
    const auto index = problem.find_participant(id);
    if (!index.valid()) throw InvalidArgument("no participant has the id \"" + id + "\"");
    return index;
}

rules::UnitIndex unit(const rules::AllocationProblem& problem, const std::string& id) {
    const auto index = problem.find_unit(id);
    if (!index.valid()) throw InvalidArgument("no home of the pool has the id \"" + id + "\"");
    return index;
}

}  // namespace

py::list to_list(const std::vector<rules::RuleVerdict>& verdicts) {
    py::list rows;
    for (const auto& verdict : verdicts) rows.append(py::make_tuple(verdict.rule, to_string(verdict.verdict), verdict.unknown_columns));
    return rows;
}

py::list to_list(const std::vector<rules::TermScore>& scores) {
    py::list rows;
    for (const auto& score : scores) rows.append(py::make_tuple(score.term, score.points, score.digits, score.used_default));
    return rows;
}

void bind_rules(py::module_& module) {
    using rules::AllocationProblem;
    py::class_<AllocationProblem, std::shared_ptr<AllocationProblem>>(module, "AllocationProblem")
        .def_readonly("participants", &AllocationProblem::participants)
        .def_readonly("units", &AllocationProblem::units)
        .def_readonly("outside_pool", &AllocationProblem::outside_pool)
        .def_readonly("mover", &AllocationProblem::mover)
        .def_readonly("first_tie_goal", &AllocationProblem::first_tie_goal)
        .def_readonly("case_digest", &AllocationProblem::case_digest)
        .def_readonly("policy_digest", &AllocationProblem::policy_digest)
        .def_readonly("problem_digest", &AllocationProblem::problem_digest)
        .def_property_readonly("findings", [](const AllocationProblem& problem) { return to_list(problem.findings); })
        .def_property_readonly("goals", &goals)
        .def_property_readonly("edges", [](const AllocationProblem& problem) { return problem.numeric.edges(); })
        .def_property_readonly(
            "numeric",
            [](const std::shared_ptr<AllocationProblem>& problem) { return std::shared_ptr<solve::Problem>(problem, &problem->numeric); })
        .def("pairs", &pairs)
        .def("limits", &limits)
        .def(
            "verdicts",
            [](const AllocationProblem& problem, const std::string& who, const std::string& home) {
                return to_list(problem.verdicts(participant(problem, who), unit(problem, home)));
            },
            py::arg("participant"), py::arg("unit"), "(rule, verdict, unknown columns) in policy order.")
        .def(
            "scores",
            [](const AllocationProblem& problem, const std::string& who, const std::string& home) {
                return to_list(problem.scores(participant(problem, who), unit(problem, home)));
            },
            py::arg("participant"), py::arg("unit"), "(term, points x 10^digits, digits, used a default).");

    module.def(
        "check", [](const model::Case& source, const model::Policy& policy) { return to_list(check_released(source, policy)); },
        py::arg("case"), py::arg("policy"));
    module.def(
        "check_tables", [](const model::Case& source) { return to_list(check_tables_released(source)); }, py::arg("case"),
        "Where the policy has errors or there is none.");
    module.def(
        "build",
        [](const model::Case& source, const model::Policy& policy) {
            return std::const_pointer_cast<AllocationProblem>(build(source, policy));
        },
        py::arg("case"), py::arg("policy"), py::call_guard<py::gil_scoped_release>());
}

}  // namespace husrom::python
