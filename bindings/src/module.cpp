#include "bind.hpp"
#include "decide.hpp"

#include <husrom/core/version.hpp>

namespace py = pybind11;

PYBIND11_MODULE(_core, module) {
    module.doc() = "The engine of husrom; private to the package.";
    module.attr("__version__") = HUSROM_VERSION;

    using namespace husrom::python;
    bind_errors();
    const auto bind = [&](void (*floor)(py::module_&), const char* name) {
        py::module_ submodule = module.def_submodule(name);
        floor(submodule);
    };
    // In the order of the floors: a signature may name the classes of the floors below.
    bind(bind_matching, "matching");
    bind(bind_matching_dense, "matching_dense");
    bind(bind_solve, "solve");
    bind(bind_model, "model");
    bind(bind_rules, "rules");
    bind(bind_plan, "plan");
    bind(bind_scenario, "scenario");
    bind(bind_io, "io");
    bind(bind_decide, "decide");
}
