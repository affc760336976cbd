#include "bind.hpp"

#include <husrom/core/version.hpp>

PYBIND11_MODULE(_core, module) {
    module.doc() = "The engine of husrom; private to the package.";
    module.attr("__version__") = HUSROM_VERSION;
    husrom::python::bind_errors();
}
