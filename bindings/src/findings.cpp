#include "findings.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <pybind11/stl.h>

namespace py = pybind11;

namespace husrom::python {

namespace {

/// Any object: the words of pybind11 for one of another type would repeat the finding.
py::tuple describe(const model::Finding& finding, const py::object& lang) {
    const auto words = model::describe(finding, language(lang.equal(py::str("nb")) ? "nb" : lang.equal(py::str("en")) ? "en" : ""));
    return py::make_tuple(words.where, words.what, words.advice);
}

/// The same words that the command line prints, for the findings in `list`.
std::string text(const py::list& list, const std::string& title, const std::string& lang) {
    model::Findings findings;
    for (const auto& item : list) findings.add(item.cast<const model::Finding&>());
    return findings.text(title, language(lang));
}

py::tuple state(const model::Finding& finding) {
    return py::make_tuple(static_cast<int>(finding.severity), finding.code, finding.source, finding.table, finding.row, finding.column,
                          finding.arguments);
}

model::Finding restored(const py::tuple& state) {
    if (state.size() != 7) throw InvalidArgument("this is not the state of a finding");
    const auto severity = state[0].cast<int>();
    if (severity < 0 || severity > static_cast<int>(model::Severity::note)) throw InvalidArgument("this is not the state of a finding");
    return {static_cast<model::Severity>(severity),
            state[1].cast<std::string>(),
            state[2].cast<std::string>(),
            state[3].cast<std::string>(),
            state[4].cast<std::int64_t>(),
            state[5].cast<std::string>(),
            state[6].cast<std::vector<std::string>>()};
}

}  // namespace

py::list to_list(const model::Findings& findings) {
    py::list list;
    for (const auto& finding : findings.list()) list.append(py::cast(finding));
    return list;
}

model::Language language(std::string_view name) {
    if (name == "en") return model::Language::en;
    if (name == "nb") return model::Language::nb;
    throw InvalidArgument("lang is \"en\" or \"nb\"");
}

void bind_findings(py::module_& module) {
    py::class_<model::Finding>(module, "Finding", "What is wrong, doubtful or worth saying about an input.")
        .def_property_readonly(
            "severity", [](const model::Finding& finding) { return to_string(finding.severity); }, "\"error\", \"warning\" or \"note\".")
        .def_readonly("code", &model::Finding::code, "Stable, such as \"T004\"; docs/findings.md lists them.")
        .def_readonly("source", &model::Finding::source, "What a person opened: \"units.csv\", \"policy.toml\", \"frame units\".")
        .def_readonly("table", &model::Finding::table, "Such as \"units\" or \"policy\"; empty when about the whole case.")
        .def_readonly("row", &model::Finding::row,
                      "As a spreadsheet shows it (the heading is row 1); a line of a policy; 0 when not about one row.")
        .def_readonly("column", &model::Finding::column, "Heading, or key of a policy; empty when not about one column.")
        .def_readonly("arguments", &model::Finding::arguments, "Facts that the words of the finding hold.")
        .def("describe", &describe, py::arg("lang") = "en", "(where, what, advice) in words.")
        .def("__repr__",
             [](const model::Finding& finding) {
                 const auto words = model::describe(finding);
                 return "<Finding " + finding.code + ": " + words.where + ": " + words.what + ">";
             })
        .def(py::pickle(&state, &restored));
    module.def("findings_text", &text, py::arg("findings"), py::arg("title"), py::arg("lang") = "en");
}

}  // namespace husrom::python
