#include "bind.hpp"
#include "findings.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include <husrom/scenario/scenario.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using scenario::Scenario;

/// Each edit appends itself; names and order are those of scenario.hpp.
template <class Edit> void append(Scenario& scenario, Edit edit) {
    scenario.edits.emplace_back(std::move(edit));
}

void add_rows(Scenario& scenario, const model::Case& rows, const std::string& table) {
    const auto* found = rows.find(table);
    if (found == nullptr) throw InvalidArgument("there are no rows for the table \"" + table + "\"");
    append(scenario, scenario::AddRows{*found});
}

py::dict compare(const plan::Plan& a, const plan::Plan& b) {
    const auto found = scenario::compare(a, b);
    py::dict row;
    py::list goals;
    for (const auto& goal : found.goals)
        goals.append(py::make_tuple(goal.id, goal.minimise, goal.digits, goal.a, goal.b, goal.counted_alike));
    py::list other_home;
    for (const auto& change : found.other_home) other_home.append(py::make_tuple(change.participant, change.unit_a, change.unit_b));
    row["goals"] = goals;
    row["housed_only_in_a"] = found.housed_only_in_a;
    row["housed_only_in_b"] = found.housed_only_in_b;
    row["people_only_in_a"] = found.people_only_in_a;
    row["people_only_in_b"] = found.people_only_in_b;
    row["as_of"] = py::make_tuple(found.as_of_a, found.as_of_b);
    row["same_case"] = found.same_case;
    row["other_home"] = other_home;
    row["binds_only_in_a"] = found.binds_only_in_a;
    row["binds_only_in_b"] = found.binds_only_in_b;
    row["binds_in_both"] = found.binds_in_both;
    return row;
}

}  // namespace

void bind_scenario(py::module_& module) {
    py::class_<Scenario>(module, "Scenario")
        .def(py::init([](std::string name) {
                 return Scenario{std::move(name), {}};
             }),
             py::arg("name"))
        .def_readonly("name", &Scenario::name)
        .def("__len__", [](const Scenario& scenario) { return scenario.edits.size(); })
        .def("add_rows", &add_rows, py::arg("case"), py::arg("table"))
        .def(
            "close", [](Scenario& s, std::string unit) { append(s, scenario::CloseUnit{std::move(unit)}); }, py::arg("unit"))
        .def(
            "move",
            [](Scenario& s, std::string unit, std::string site) {
                append(s, scenario::MoveUnit{std::move(unit), std::move(site)});
            },
            py::arg("unit"), py::arg("site"))
        .def(
            "scale_limit",
            [](Scenario& s, std::string limit, std::string group, std::int64_t value, std::int32_t digits) {
                append(s, scenario::ScaleLimit{std::move(limit), std::move(group), {value, digits}});
            },
            py::arg("limit"), py::arg("group"), py::arg("value"), py::arg("digits"))
        .def(
            "shift_limit",
            [](Scenario& s, std::string limit, std::string group, std::int64_t value, std::int32_t digits) {
                append(s, scenario::ShiftLimit{std::move(limit), std::move(group), {value, digits}});
            },
            py::arg("limit"), py::arg("group"), py::arg("value"), py::arg("digits"))
        .def(
            "limit_max",
            [](Scenario& s, std::string limit, std::string group, std::int64_t value, std::int32_t digits) {
                append(s, scenario::SetLimitMax{std::move(limit), std::move(group), {value, digits}});
            },
            py::arg("limit"), py::arg("group"), py::arg("value"), py::arg("digits"))
        .def(
            "switch",
            [](Scenario& s, std::string id, bool on) {
                append(s, scenario::SwitchRule{std::move(id), on});
            },
            py::arg("id"), py::arg("on"))
        .def(
            "lock",
            [](Scenario& s, std::string who, std::string unit) {
                append(s, scenario::Lock{std::move(who), std::move(unit)});
            },
            py::arg("participant"), py::arg("unit"))
        .def(
            "forbid",
            [](Scenario& s, std::string who, std::string unit) {
                append(s, scenario::Forbid{std::move(who), std::move(unit)});
            },
            py::arg("participant"), py::arg("unit"))
        .def(
            "set_cell",
            [](Scenario& s, std::string table, std::string id, std::string column, std::string value) {
                append(s, scenario::SetCell{std::move(table), std::move(id), std::move(column), std::move(value)});
            },
            py::arg("table"), py::arg("id"), py::arg("column"), py::arg("value"))
        .def(
            "goal_weight",
            [](Scenario& s, std::string goal, std::string term, std::int64_t value, std::int32_t digits) {
                append(s, scenario::SetGoalWeight{std::move(goal), std::move(term), {value, digits}});
            },
            py::arg("goal"), py::arg("term"), py::arg("value"), py::arg("digits"));

    module.def(
        "apply",
        [](const model::Case& source, const model::Policy& policy, const Scenario& edits) {
            auto applied = scenario::apply(source, policy, edits);
            return std::make_pair(std::make_shared<model::Case>(std::move(applied.source)),
                                  std::make_shared<model::Policy>(std::move(applied.policy)));
        },
        py::arg("case"), py::arg("policy"), py::arg("scenario"), py::call_guard<py::gil_scoped_release>());
    module.def(
        "problem_of",
        [](const model::Case& source, const model::Policy& policy, const std::string& scenario) {
            return std::const_pointer_cast<rules::AllocationProblem>(scenario::problem_of(source, policy, scenario));
        },
        py::arg("case"), py::arg("policy"), py::arg("scenario"), py::call_guard<py::gil_scoped_release>());
    module.def("compare", &compare, py::arg("a"), py::arg("b"));
    module.def(
        "comparison_text",
        [](const plan::Plan& a, const plan::Plan& b, const std::string& lang) {
            return scenario::text(scenario::compare(a, b), language(lang));
        },
        py::arg("a"), py::arg("b"), py::arg("lang"));
}

}  // namespace husrom::python
