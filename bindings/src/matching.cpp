#include "bind.hpp"
#include "interruptible.hpp"
#include "matching_tuples.hpp"
#include "matching_words.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <husrom/matching/certificate.hpp>
#include <husrom/matching/dynamic_matching.hpp>
#include <husrom/matching/maximum_weight.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using namespace husrom::matching;

template <class Number> using Array = py::array_t<Number, py::array::c_style>;

template <class Number> std::span<const Number> view(const Array<Number>& array) {
    return {array.data(), static_cast<std::size_t>(array.size())};
}

/// Below this many edges an answer comes sooner than a thread to wait on it.
constexpr std::int64_t worth_a_thread = 200000;

template <class Weight, class G>
py::dict solve(const G& graph, std::span<const Weight> weights, bool minimise, const std::string& cardinality) {
    const MatchingOptions options{.cardinality = cardinality_of(cardinality)};
    const auto run = [&](const MatchingOptions& with) {
        return minimise ? minimum_cost(graph, weights, with) : maximum_weight(graph, weights, with);
    };
    Matching<Weight> found;
    if (graph.edges() < worth_a_thread) {
        const py::gil_scoped_release release;
        found = run(options);
    } else {
        found = run_interruptible([&](const std::stop_token& stop) {
            core::Budget budget(std::nullopt, std::nullopt, stop);
            auto with = options;
            with.budget = &budget;
            return run(with);
        });
    }
    py::dict result;
    result["status"] = name_of(found.status);
    result["pairs"] = found.pairs;
    result["weight"] = found.weight;
    result["pair_bonus"] = found.pair_bonus;
    result["row_mates"] = give(std::move(found.row_mates));
    result["column_mates"] = give(std::move(found.column_mates));
    result["row_duals"] = give(std::move(found.row_duals));
    result["column_duals"] = give(std::move(found.column_duals));
    return result;
}

template <class Weight, class G>
std::string objection(const G& graph, std::span<const Weight> weights, bool minimise, const std::string& cardinality,
                      const py::dict& result) {
    using Dual = DualOf<Weight>;
    Matching<Weight> matching;
    const auto read = [&result]<class Number>(const char* name, std::vector<Number>& to) {
        const auto array = result[name].cast<py::array_t<Number, py::array::c_style | py::array::forcecast>>();
        to.assign(array.data(), array.data() + array.size());
    };
    const auto status = result["status"].cast<std::string>();
    matching.status = status == "optimal" ? Outcome::optimal : status == "infeasible" ? Outcome::infeasible : Outcome::stopped;
    matching.sense = minimise ? Sense::minimise : Sense::maximise;
    matching.cardinality = cardinality_of(cardinality);
    matching.pairs = result["pairs"].cast<std::int64_t>();
    matching.weight = result["weight"].cast<Dual>();
    matching.pair_bonus = result["pair_bonus"].cast<Dual>();
    read("row_mates", matching.row_mates);
    read("column_mates", matching.column_mates);
    read("row_duals", matching.row_duals);
    read("column_duals", matching.column_duals);
    const py::gil_scoped_release release;
    graph.validate();
    return verify(graph, weights, matching).objection;
}

/// The three forms of a graph, each with a solve and a check, for one type of weight.
template <class Weight> void bind_forms(py::module_& module) {
    using Indices = Array<std::int32_t>;
    using Weights = Array<Weight>;
    module.def(
        "solve_csr",
        [](std::int32_t rows, std::int32_t columns, const Indices& offsets, const Indices& indices, const Weights& weights, bool minimise,
           const std::string& cardinality) {
            return solve(Csr<>(rows, columns, view(offsets), view(indices)), view(weights), minimise, cardinality);
        },
        py::arg("rows"), py::arg("columns"), py::arg("offsets").noconvert(), py::arg("indices").noconvert(), py::arg("weights").noconvert(),
        py::arg("minimise"), py::arg("cardinality"));
    module.def(
        "solve_coo",
        [](std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Weights& weights,
           bool minimise, const std::string& cardinality) {
            return solve(EdgeList<>(rows, columns, view(edge_row), view(edge_column)), view(weights), minimise, cardinality);
        },
        py::arg("rows"), py::arg("columns"), py::arg("edge_row").noconvert(), py::arg("edge_column").noconvert(),
        py::arg("weights").noconvert(), py::arg("minimise"), py::arg("cardinality"));
    module.def(
        "solve_full",
        [](std::int32_t rows, std::int32_t columns, const Weights& weights, bool minimise, const std::string& cardinality) {
            return solve(FullGraph(rows, columns), view(weights), minimise, cardinality);
        },
        py::arg("rows"), py::arg("columns"), py::arg("weights").noconvert(), py::arg("minimise"), py::arg("cardinality"));
    module.def(
        "verify_csr",
        [](std::int32_t rows, std::int32_t columns, const Indices& offsets, const Indices& indices, const Weights& weights, bool minimise,
           const std::string& cardinality, const py::dict& result) {
            return objection(Csr<>(rows, columns, view(offsets), view(indices)), view(weights), minimise, cardinality, result);
        },
        py::arg("rows"), py::arg("columns"), py::arg("offsets").noconvert(), py::arg("indices").noconvert(), py::arg("weights").noconvert(),
        py::arg("minimise"), py::arg("cardinality"), py::arg("result"));
    module.def(
        "verify_coo",
        [](std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Weights& weights,
           bool minimise, const std::string& cardinality, const py::dict& result) {
            return objection(EdgeList<>(rows, columns, view(edge_row), view(edge_column)), view(weights), minimise, cardinality, result);
        },
        py::arg("rows"), py::arg("columns"), py::arg("edge_row").noconvert(), py::arg("edge_column").noconvert(),
        py::arg("weights").noconvert(), py::arg("minimise"), py::arg("cardinality"), py::arg("result"));
    module.def(
        "verify_full",
        [](std::int32_t rows, std::int32_t columns, const Weights& weights, bool minimise, const std::string& cardinality,
           const py::dict& result) { return objection(FullGraph(rows, columns), view(weights), minimise, cardinality, result); },
        py::arg("rows"), py::arg("columns"), py::arg("weights").noconvert(), py::arg("minimise"), py::arg("cardinality"),
        py::arg("result"));
}

using Dynamic = DynamicMatching<std::int64_t>;
using PriceRange = Matcher<std::int64_t>::PriceRange;

std::pair<std::int64_t, std::optional<std::int64_t>> pair_of(const PriceRange& range) {
    return {range.smallest, range.largest};
}

template <class Number> py::array_t<Number> copy(std::span<const Number> values) {
    return py::array_t<Number>(static_cast<py::ssize_t>(values.size()), values.data());
}

void bind_dynamic(py::module_& module) {
    using Indices = Array<std::int32_t>;
    using Weights = Array<std::int64_t>;
    py::class_<Dynamic>(module, "DynamicMatching")
        .def(py::init(
                 [](std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Weights& weights) {
                     return Dynamic(EdgeList<>(rows, columns, view(edge_row), view(edge_column)), view(weights));
                 }),
             py::arg("rows"), py::arg("columns"), py::arg("edge_row").noconvert(), py::arg("edge_column").noconvert(),
             py::arg("weights").noconvert())
        .def("set_weight", &Dynamic::set_weight, py::arg("row"), py::arg("column"), py::arg("weight"))
        .def("forbid", &Dynamic::forbid, py::arg("row"), py::arg("column"))
        .def("allow", &Dynamic::allow, py::arg("row"), py::arg("column"))
        .def("lock", &Dynamic::lock, py::arg("row"), py::arg("column"))
        .def("unlock", &Dynamic::unlock, py::arg("row"))
        .def(
            "add_row",
            [](Dynamic& self, const Indices& columns, const Weights& weights) { return self.add_row(view(columns), view(weights)); },
            py::arg("columns").noconvert(), py::arg("weights").noconvert())
        .def(
            "add_column",
            [](Dynamic& self, const Indices& rows, const Weights& weights) { return self.add_column(view(rows), view(weights)); },
            py::arg("rows").noconvert(), py::arg("weights").noconvert())
        .def("remove_row", &Dynamic::remove_row, py::arg("row"))
        .def("remove_column", &Dynamic::remove_column, py::arg("column"))
        .def("set_row_capacity", &Dynamic::set_row_capacity, py::arg("row"), py::arg("lower"), py::arg("upper"))
        .def("set_column_capacity", &Dynamic::set_column_capacity, py::arg("column"), py::arg("upper"))
        .def("snapshot", &Dynamic::snapshot)
        .def("undo", &Dynamic::undo)
        .def("solve",
             [](Dynamic& self) {
                 const py::gil_scoped_release release;
                 return name_of(self.solve());
             })
        .def_property_readonly("weight", &Dynamic::weight)
        .def("row_mate", &Dynamic::row_mate, py::arg("row"))
        .def("column_mate", &Dynamic::column_mate, py::arg("column"))
        .def_property_readonly("row_mates",
                               [](const Dynamic& self) {
                                   std::vector<std::int32_t> mates;
                                   for (std::int32_t row = 0; row < self.rows(); ++row) mates.push_back(self.row_mate(row));
                                   return give(std::move(mates));
                               })
        .def_property_readonly("column_mates",
                               [](const Dynamic& self) {
                                   std::vector<std::int32_t> mates;
                                   for (std::int32_t column = 0; column < self.columns(); ++column)
                                       mates.push_back(self.column_mate(column));
                                   return give(std::move(mates));
                               })
        .def_property_readonly("row_duals", [](const Dynamic& self) { return copy(self.matcher().row_duals()); })
        .def_property_readonly("column_duals", [](const Dynamic& self) { return copy(self.matcher().column_duals()); })
        .def(
            "row_price_range", [](Dynamic& self, std::int32_t row) { return pair_of(self.matcher().row_price_range(row)); }, py::arg("row"),
            py::call_guard<py::gil_scoped_release>())
        .def(
            "column_price_range", [](Dynamic& self, std::int32_t column) { return pair_of(self.matcher().column_price_range(column)); },
            py::arg("column"), py::call_guard<py::gil_scoped_release>());
}

}  // namespace

void bind_matching(py::module_& module) {
    module.doc() = "Weighted bipartite matching; used through husrom.matching.";
    bind_forms<std::int32_t>(module);
    bind_forms<std::int64_t>(module);
    bind_forms<double>(module);
    bind_matching_tuples(module);
    bind_dynamic(module);
}

}  // namespace husrom::python
