#pragma once

/// What the sparse, dense and tuple matchings share on their way to Python.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/numpy.h>

#include <husrom/core/error.hpp>
#include <husrom/matching/matcher.hpp>
#include <husrom/matching/matching.hpp>

namespace husrom::python {

/// Hands a vector to NumPy without a copy; the array keeps it alive.
template <class Number> pybind11::array_t<Number> give(std::vector<Number>&& values) {
    auto owned = std::make_unique<std::vector<Number>>(std::move(values));
    auto* const vector = owned.release();
    const pybind11::capsule keeper(vector, [](void* pointer) { delete static_cast<std::vector<Number>*>(pointer); });
    return pybind11::array_t<Number>(static_cast<pybind11::ssize_t>(vector->size()), vector->data(), keeper);
}

inline matching::Cardinality cardinality_of(const std::string& name) {
    if (name == "free") return matching::Cardinality::free;
    if (name == "maximum") return matching::Cardinality::maximum;
    if (name == "full") return matching::Cardinality::full;
    throw InvalidArgument("cardinality is \"" + name + "\", expected \"free\", \"maximum\" or \"full\"");
}

inline const char* name_of(matching::Outcome outcome) {
    switch (outcome) {
        case matching::Outcome::optimal:
            return "optimal";
        case matching::Outcome::infeasible:
            return "infeasible";
        case matching::Outcome::stopped:
            return "stopped";
        case matching::Outcome::unproven:
            return "unproven";
    }
    return "";
}

}  // namespace husrom::python
