#include "bind.hpp"

#include <exception>

#include <husrom/core/error.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

/// Raises husrom.errors.NAME(message). The classes are plain Python, so that they are typed and documented like the rest of the package.
void raise(const char* name, const char* message) {
    const py::object type = py::module_::import("husrom.errors").attr(name);
    PyErr_SetObject(type.ptr(), type(message).ptr());
}

}  // namespace

void bind_errors() {
    py::register_local_exception_translator([](std::exception_ptr pointer) {
        try {
            if (pointer) std::rethrow_exception(pointer);
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
