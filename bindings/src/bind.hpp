#pragma once

/// One function a floor registers what Python sees of it. Bindings translate and nothing else; `husrom._core` is private to the package.

#include <chrono>

#include <pybind11/pybind11.h>

namespace husrom::python {

/// The exception family of core/error.hpp becomes that of husrom/errors.py.
void bind_errors();

/// Each floor gets a submodule of its own: `husrom._core.model`, …
void bind_matching(pybind11::module_& module);
void bind_matching_dense(pybind11::module_& module);
void bind_solve(pybind11::module_& module);
void bind_model(pybind11::module_& module);
void bind_rules(pybind11::module_& module);
void bind_plan(pybind11::module_& module);
void bind_scenario(pybind11::module_& module);
void bind_io(pybind11::module_& module);

/// Seconds as the engine's clock counts them.
[[nodiscard]] inline std::chrono::steady_clock::duration clock_time(double seconds) {
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace husrom::python
