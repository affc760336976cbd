#include "bind.hpp"
#include "interruptible.hpp"
#include "matching_words.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <husrom/matching/dense_batch.hpp>
#include <husrom/matching/instruction_set.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using namespace husrom::matching;

template <class Number> using Array = py::array_t<Number>;

/// The array itself: rows may lie apart, their entries may not.
template <class Weight> DenseView<Weight> view_of(const Array<Weight>& array, const py::object& allowed) {
    if (array.ndim() != 2) throw InvalidArgument("a matrix is expected");
    constexpr auto size = static_cast<py::ssize_t>(sizeof(Weight));
    if (array.shape(0) > INT32_MAX - 64 || array.shape(1) > INT32_MAX - 64) throw InvalidArgument("a side of the matrix exceeds 2^31");
    if (array.size() > 0 && ((array.shape(1) > 1 && array.strides(1) != size) || array.strides(0) % size != 0))
        throw InvalidArgument("the entries of a row must lie side by side");
    DenseView<Weight> view{array.data(),
                           static_cast<std::int32_t>(array.shape(0)),
                           static_cast<std::int32_t>(array.shape(1)),
                           array.strides(0) / size,
                           nullptr,
                           0};
    if (allowed.is_none()) return view;
    // Read in place: a converted copy would not outlive this function.
    if (!py::isinstance<py::array_t<bool, py::array::c_style>>(allowed))
        throw InvalidArgument("the mask must be a contiguous array of bool");
    const auto mask = py::reinterpret_borrow<py::array_t<bool, py::array::c_style>>(allowed);
    if (mask.ndim() != 2 || mask.shape(0) != array.shape(0) || mask.shape(1) != array.shape(1))
        throw InvalidArgument("the mask must have the shape of the matrix");
    static_assert(sizeof(bool) == 1);
    view.allowed = reinterpret_cast<const std::uint8_t*>(mask.data());
    view.allowed_stride = mask.shape(1);
    return view;
}

/// Below this many entries an answer comes sooner than a thread to wait on it.
constexpr std::int64_t worth_a_thread = std::int64_t{1} << 24;

/// Raises KeyboardInterrupt where it was interrupted.
template <class Weight> DenseMatching<Weight> run(const DenseView<Weight>& view, bool minimise, Cardinality cardinality) {
    const auto solve = [&](const MatchingOptions& options) {
        return minimise ? minimum_cost(view, options) : maximum_weight(view, options);
    };
    if (std::int64_t{view.rows} * view.columns < worth_a_thread) {
        const py::gil_scoped_release release;
        return solve({.cardinality = cardinality});
    }
    auto found = run_interruptible([&](const std::stop_token& stop) {
        core::Budget budget(std::nullopt, std::nullopt, stop);
        return solve({.cardinality = cardinality, .budget = &budget});
    });
    if (found.status != Outcome::stopped) return found;
    PyErr_SetNone(PyExc_KeyboardInterrupt);
    throw py::error_already_set();
}

template <class Weight>
py::dict solve(const Array<Weight>& weights, const py::object& allowed, bool minimise, const std::string& cardinality) {
    auto found = run(view_of(weights, allowed), minimise, cardinality_of(cardinality));
    py::dict result;
    result["status"] = name_of(found.status);
    result["pairs"] = found.pairs;
    result["weight"] = found.weight;
    result["pair_bonus"] = found.pair_bonus;
    result["row_mates"] = give(std::move(found.row_mates));
    result["column_mates"] = give(std::move(found.column_mates));
    result["row_duals"] = give(std::move(found.row_duals));
    result["column_duals"] = give(std::move(found.column_duals));
    result["row_dual_rests"] = give(std::move(found.row_dual_rests));
    result["column_dual_rests"] = give(std::move(found.column_dual_rests));
    return result;
}

template <class Weight>
std::string objection(const Array<Weight>& weights, const py::object& allowed, bool minimise, const std::string& cardinality,
                      const py::dict& result) {
    DenseMatching<Weight> matching;
    const auto read = [&result]<class Number>(const char* name, std::vector<Number>& to) {
        const auto array = result[name].cast<py::array_t<Number, py::array::c_style | py::array::forcecast>>();
        to.assign(array.data(), array.data() + array.size());
    };
    const auto status = result["status"].cast<std::string>();
    matching.status = status == "optimal" ? Outcome::optimal : status == "infeasible" ? Outcome::infeasible : Outcome::unproven;
    matching.sense = minimise ? Sense::minimise : Sense::maximise;
    matching.cardinality = cardinality_of(cardinality);
    matching.pairs = result["pairs"].cast<std::int64_t>();
    matching.weight = result["weight"].cast<DualOf<Weight>>();
    matching.pair_bonus = result["pair_bonus"].cast<DualOf<Weight>>();
    read("row_mates", matching.row_mates);
    read("column_mates", matching.column_mates);
    read("row_duals", matching.row_duals);
    read("column_duals", matching.column_duals);
    read("row_dual_rests", matching.row_dual_rests);
    read("column_dual_rests", matching.column_dual_rests);
    const auto view = view_of(weights, allowed);
    const py::gil_scoped_release release;
    return verify(view, matching).objection;
}

/// Rows in order and their columns, as two int64 arrays; nothing where the shorter side cannot be completed.
template <class Weight> py::object assign(const Array<Weight>& weights, bool maximise) {
    const auto found = run(view_of(weights, py::none()), !maximise, Cardinality::full);
    if (found.status == Outcome::infeasible) return py::none();
    py::array_t<std::int64_t> rows(found.pairs);
    py::array_t<std::int64_t> columns(found.pairs);
    std::int64_t* row_to = rows.mutable_data();
    std::int64_t* column_to = columns.mutable_data();
    for (std::size_t row = 0; row < found.row_mates.size(); ++row) {
        if (found.row_mates[row] < 0) continue;
        *row_to++ = static_cast<std::int64_t>(row);
        *column_to++ = found.row_mates[row];
    }
    return py::make_tuple(rows, columns);
}

/// (first impossible matrix or -1, mates of all rows, totals)
template <class Weight> py::tuple assign_batch(const py::array_t<Weight, py::array::c_style>& weights, bool maximise, unsigned threads) {
    if (weights.ndim() != 3) throw InvalidArgument("a stack of matrices is expected");
    if (weights.shape(1) > INT32_MAX - 64 || weights.shape(2) > INT32_MAX - 64)
        throw InvalidArgument("a side of the matrices exceeds 2^31");
    const DenseBatch<Weight> batch{weights.data(), weights.shape(0), static_cast<std::int32_t>(weights.shape(1)),
                                   static_cast<std::int32_t>(weights.shape(2))};
    BatchMatching<Weight> found;
    {
        const py::gil_scoped_release release;
        found = full_batch(batch, maximise ? Sense::maximise : Sense::minimise, threads);
    }
    return py::make_tuple(found.infeasible, give(std::move(found.row_mates)), give(std::move(found.weights)));
}

template <class Weight> void bind_weight(py::module_& module) {
    module.def("solve", solve<Weight>, py::arg("weights").noconvert(), py::arg("allowed"), py::arg("minimise"), py::arg("cardinality"));
    module.def("objection", objection<Weight>, py::arg("weights").noconvert(), py::arg("allowed"), py::arg("minimise"),
               py::arg("cardinality"), py::arg("result"));
    module.def("assign", assign<Weight>, py::arg("weights").noconvert(), py::arg("maximise"));
    module.def("assign_batch", assign_batch<Weight>, py::arg("weights").noconvert(), py::arg("maximise"), py::arg("threads"));
}

}  // namespace

void bind_matching_dense(py::module_& module) {
    bind_weight<std::int32_t>(module);
    bind_weight<std::int64_t>(module);
    bind_weight<float>(module);
    bind_weight<double>(module);
    module.def("instruction_set", [] { return std::string(to_string(instruction_set())); });
}

}  // namespace husrom::python
