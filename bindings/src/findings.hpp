#pragma once

/// Findings as Python lists.

#include <pybind11/pybind11.h>

#include <husrom/model/finding.hpp>

namespace husrom::python {

/// A list of husrom._core.model.Finding.
[[nodiscard]] pybind11::list to_list(const model::Findings& findings);

/// "en" or "nb"; InvalidArgument for anything else.
[[nodiscard]] model::Language language(std::string_view name);

void bind_findings(pybind11::module_& module);

}  // namespace husrom::python
