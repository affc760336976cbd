#pragma once

#include <pybind11/pybind11.h>

namespace husrom::python {

/// Matchings by several goals at once, for bind_matching.
void bind_matching_tuples(pybind11::module_& module);

}  // namespace husrom::python
