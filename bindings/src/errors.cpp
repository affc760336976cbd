#include "bind.hpp"
#include "findings.hpp"

#include <exception>

#include <husrom/model/finding.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

/// The classes are plain Python, so that they are typed and documented like the rest of the package.
py::module_ errors_module() {
    return py::module_::import("husrom.errors");
}

void raise(const char* name, const char* message) {
    const py::object type = errors_module().attr(name);
    PyErr_SetObject(type.ptr(), type(message).ptr());
}

}  // namespace

void bind_errors() {
    py::register_local_exception_translator([](std::exception_ptr pointer) {
        try {
            if (pointer) std::rethrow_exception(pointer);
        } catch (const InvalidInput& error) {
            const py::object type = errors_module().attr("InvalidInput");
            PyErr_SetObject(type.ptr(), type(error.what(), to_list(error.findings())).ptr());
        } catch (const InvalidArgument& error) {
            raise("InvalidArgument", error.what());
        } catch (const Overflow& error) {
            raise("Overflow", error.what());
        } catch (const InternalError& error) {
            raise("InternalError", error.what());
        } catch (const Error& error) {
            raise("Error", error.what());
        }
    });
}

}  // namespace husrom::python
