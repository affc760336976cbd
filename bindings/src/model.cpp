#include "bind.hpp"
#include "findings.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <husrom/io/io.hpp>
#include <husrom/model/case.hpp>
#include <husrom/model/policy.hpp>
#include <husrom/model/policy_words.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using Integers = py::array_t<std::int64_t, py::array::c_style>;
using Decimals = py::array_t<double, py::array::c_style>;
using Flags = py::array_t<std::uint8_t, py::array::c_style>;

template <class Number> std::span<const Number> view(const py::array_t<Number, py::array::c_style>& array) {
    if (array.ndim() != 1) throw InvalidArgument("a column is an array with one dimension");
    return {array.data(), static_cast<std::size_t>(array.size())};
}

void bind_case(py::module_& module) {
    py::class_<model::Case, std::shared_ptr<model::Case>>(module, "Case")
        .def_static(
            "load", [](const std::string& path) { return load_case(path); }, py::arg("path"), py::call_guard<py::gil_scoped_release>())
        .def_static(
            "parse", [](const std::string& json, const std::string& source) { return parse_case(json, source); }, py::arg("json"),
            py::arg("source"), py::call_guard<py::gil_scoped_release>())
        .def(
            "save", [](const model::Case& source, const std::string& folder) { save_case(source, folder); }, py::arg("folder"),
            py::call_guard<py::gil_scoped_release>())
        .def_readonly("name", &model::Case::name)
        .def_readonly("policy_text", &model::Case::policy_text)
        .def_readonly("policy_source", &model::Case::policy_source)
        .def_property_readonly("notes", [](const model::Case& source) { return to_list(source.notes); })
        .def_property_readonly("tables",
                               [](const model::Case& source) {
                                   std::vector<std::string> names;
                                   for (const auto& table : source.tables) names.push_back(table.name);
                                   return names;
                               })
        .def(
            "rows",
            [](const model::Case& source, const std::string& name) {
                const auto* table = source.find(name);
                return table == nullptr ? std::size_t{0} : table->rows();
            },
            py::arg("table"))
        .def(
            "columns",
            [](const model::Case& source, const std::string& name) {
                py::dict columns;
                if (const auto* table = source.find(name))
                    for (std::size_t i = 0; i < table->headings.size(); ++i)
                        columns[py::str(table->headings[i])] = py::cast(table->columns[i]);
                return columns;
            },
            py::arg("table"), "Heading to text cells; empty for a table that the case does not hold.");

    py::class_<model::CaseBuilder>(module, "CaseBuilder")
        .def(py::init<>())
        .def(
            "table", [](model::CaseBuilder& builder, const std::string& name, const std::string& source) { builder.table(name, source); },
            py::arg("name"), py::arg("source"))
        .def(
            "text",
            [](model::CaseBuilder& builder, const std::string& heading, std::vector<std::string> values) {
                builder.text(heading, std::move(values));
            },
            py::arg("heading"), py::arg("values"))
        .def(
            "integers",
            [](model::CaseBuilder& builder, const std::string& heading, const Integers& values, const Flags& known) {
                builder.integers(heading, view(values), view(known));
            },
            py::arg("heading"), py::arg("values").noconvert(), py::arg("known").noconvert())
        .def(
            "decimals",
            [](model::CaseBuilder& builder, const std::string& heading, const Decimals& values, const Flags& known) {
                builder.decimals(heading, view(values), view(known));
            },
            py::arg("heading"), py::arg("values").noconvert(), py::arg("known").noconvert())
        .def(
            "flags",
            [](model::CaseBuilder& builder, const std::string& heading, const Flags& values, const Flags& known) {
                builder.flags(heading, view(values), view(known));
            },
            py::arg("heading"), py::arg("values").noconvert(), py::arg("known").noconvert())
        .def(
            "policy",
            [](model::CaseBuilder& builder, std::string text, std::string source) { builder.policy(std::move(text), std::move(source)); },
            py::arg("text"), py::arg("source"))
        .def(
            "build",
            [](model::CaseBuilder& builder, std::string name) {
                model::Case built = builder.build();
                built.name = std::move(name);
                return built;
            },
            py::arg("name"));

    module.def("table_kinds", [] {
        py::list kinds;
        for (const auto& kind : model::table_kinds())
            kinds.append(py::make_tuple(std::string(kind.name), std::string(kind.singular), std::string(kind.key)));
        return kinds;
    });
}

void bind_policy(py::module_& module) {
    py::class_<model::Policy, std::shared_ptr<model::Policy>>(module, "Policy")
        .def_readonly("id", &model::Policy::id)
        .def_readonly("preset", &model::Policy::preset)
        .def_readonly("source", &model::Policy::source)
        .def_readonly("digest", &model::Policy::digest)
        .def_property_readonly("as_of_day", [](const model::Policy& policy) { return policy.round.as_of.day; })
        .def_property_readonly("horizon_days", [](const model::Policy& policy) { return policy.round.horizon_days; })
        .def(
            "words", [](const model::Policy& policy, const std::string& lang) { return model::policy_words(policy, language(lang)); },
            py::arg("lang"))
        .def_property_readonly("title", [](const model::Policy& policy) { return py::make_tuple(policy.title.nb, policy.title.en); })
        .def_property_readonly("rule_ids",
                               [](const model::Policy& policy) {
                                   std::vector<std::string> ids;
                                   for (const auto& rule : policy.eligible) ids.push_back(rule.id);
                                   return ids;
                               })
        .def_property_readonly("limit_ids",
                               [](const model::Policy& policy) {
                                   std::vector<std::string> ids;
                                   for (const auto& limit : policy.limits) ids.push_back(limit.id);
                                   return ids;
                               })
        .def_property_readonly("goal_ids", [](const model::Policy& policy) {
            std::vector<std::string> ids;
            for (const auto& goal : policy.goals) ids.push_back(goal.id);
            return ids;
        });

    module.def(
        "parse_policy",
        [](const std::string& toml, const std::string& source) {
            model::Findings findings;
            auto policy = parse_policy(toml, source, findings);
            py::object parsed = py::none();
            if (findings.ok()) parsed = py::cast(std::make_shared<model::Policy>(std::move(policy)));
            return py::make_tuple(parsed, to_list(findings));
        },
        py::arg("toml"), py::arg("source"), "(the policy, or None when it has errors; every finding)");
    module.def(
        "policy_of", [](const model::Case& source) { return std::make_shared<model::Policy>(policy_of(source)); }, py::arg("case"));
    module.def(
        "preset_text", [](const std::string& name) { return std::string(preset_text(name)); }, py::arg("name"));
}

}  // namespace

void bind_model(py::module_& module) {
    bind_findings(module);
    bind_case(module);
    bind_policy(module);
}

}  // namespace husrom::python
