#pragma once

/// One function a floor registers what Python sees of it. Bindings translate and nothing else; `husrom._core` is private to the package.

#include <pybind11/pybind11.h>

namespace husrom::python {

/// The exception family of core/error.hpp becomes that of husrom/errors.py.
void bind_errors();

}  // namespace husrom::python
