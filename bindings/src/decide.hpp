#pragma once

/// What Python sees of questions about a plan and of decisions: `husrom._core.decide`.

#include <pybind11/pybind11.h>

namespace husrom::python {

void bind_decide(pybind11::module_& module);
/// Fairness, other mechanisms, near-optimal plans and drafts, in the same submodule.
void bind_judge(pybind11::module_& module);

}  // namespace husrom::python
