#include "bind.hpp"
#include "interruptible.hpp"
#include "matching_tuples.hpp"
#include "matching_words.hpp"
#include "one_at_a_time.hpp"

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

template <class Number> std::vector<Number> copy(std::span<const Number> values) {
    return {values.begin(), values.end()};
}

void bind_dynamic(py::module_& module) {
    using Indices = Array<std::int32_t>;
    using Weights = Array<std::int64_t>;
    using Shared = OneAtATime<Dynamic>;
    // The arrays of a caller are copied while the GIL is held: another thread may write them.
    const auto adding = [](auto method) {
        return [method](Shared& self, const Indices& ends, const Weights& weights) {
            return self.released(
                [&, to = copy(view(ends)), worth = copy(view(weights))](Dynamic& matching) { return (matching.*method)(to, worth); });
        };
    };
    const auto mates = [](auto count, auto mate) {
        return [count, mate](Shared& self) {
            return give(self.released([&](const Dynamic& matching) {
                std::vector<std::int32_t> found;
                for (std::int32_t node = 0; node < (matching.*count)(); ++node) found.push_back((matching.*mate)(node));
                return found;
            }));
        };
    };
    py::class_<Shared>(module, "DynamicMatching")
        .def(py::init(
                 [](std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Weights& weights) {
                     return std::make_unique<Shared>(EdgeList<>(rows, columns, view(edge_row), view(edge_column)), view(weights));
                 }),
             py::arg("rows"), py::arg("columns"), py::arg("edge_row").noconvert(), py::arg("edge_column").noconvert(),
             py::arg("weights").noconvert())
        .def("set_weight", one_at_a_time(&Dynamic::set_weight), py::arg("row"), py::arg("column"), py::arg("weight"))
        .def("forbid", one_at_a_time(&Dynamic::forbid), py::arg("row"), py::arg("column"))
        .def("allow", one_at_a_time(&Dynamic::allow), py::arg("row"), py::arg("column"))
        .def("lock", one_at_a_time(&Dynamic::lock), py::arg("row"), py::arg("column"))
        .def("unlock", one_at_a_time(&Dynamic::unlock), py::arg("row"))
        .def("add_row", adding(&Dynamic::add_row), py::arg("columns").noconvert(), py::arg("weights").noconvert())
        .def("add_column", adding(&Dynamic::add_column), py::arg("rows").noconvert(), py::arg("weights").noconvert())
        .def("remove_row", one_at_a_time(&Dynamic::remove_row), py::arg("row"))
        .def("remove_column", one_at_a_time(&Dynamic::remove_column), py::arg("column"))
        .def("set_row_capacity", one_at_a_time(&Dynamic::set_row_capacity), py::arg("row"), py::arg("lower"), py::arg("upper"))
        .def("set_column_capacity", one_at_a_time(&Dynamic::set_column_capacity), py::arg("column"), py::arg("upper"))
        .def("snapshot", one_at_a_time(&Dynamic::snapshot))
        .def("undo", one_at_a_time(&Dynamic::undo))
        .def("solve", [](Shared& self) { return name_of(self.released([](Dynamic& matching) { return matching.solve(); })); })
        .def_property_readonly("weight", one_at_a_time(&Dynamic::weight))
        .def("row_mate", one_at_a_time(&Dynamic::row_mate), py::arg("row"))
        .def("column_mate", one_at_a_time(&Dynamic::column_mate), py::arg("column"))
        .def_property_readonly("row_mates", mates(&Dynamic::rows, &Dynamic::row_mate))
        .def_property_readonly("column_mates", mates(&Dynamic::columns, &Dynamic::column_mate))
        .def_property_readonly(
            "row_duals",
            [](Shared& self) { return give(self.released([](const Dynamic& matching) { return copy(matching.matcher().row_duals()); })); })
        .def_property_readonly(
            "column_duals",
            [](Shared& self) {
                return give(self.released([](const Dynamic& matching) { return copy(matching.matcher().column_duals()); }));
            })
        .def(
            "row_price_range",
            [](Shared& self, std::int32_t row) {
                return self.released([row](Dynamic& matching) { return pair_of(matching.matcher().row_price_range(row)); });
            },
            py::arg("row"))
        .def(
            "column_price_range",
            [](Shared& self, std::int32_t column) {
                return self.released([column](Dynamic& matching) { return pair_of(matching.matcher().column_price_range(column)); });
            },
            py::arg("column"));
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
