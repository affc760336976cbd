#include "matching_tuples.hpp"

#include "interruptible.hpp"
#include "matching_words.hpp"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using namespace husrom::matching;

using Indices = py::array_t<std::int32_t, py::array::c_style>;
using Goals = py::array_t<std::int64_t, py::array::c_style>;

/// What comes from Python, without the number of goals.
struct Request {
    EdgeList<> graph;
    const Goals& weights;  ///< edges x goals
    bool minimise;
    MatchingOptions options;
};

/// The weights as tuples of N goals; goals that are not there are 0.
template <std::size_t N> std::vector<Tuple<N>> tuples_of(const Goals& rows) {
    std::vector<Tuple<N>> tuples(static_cast<std::size_t>(rows.shape(0)));
    const auto goals = static_cast<std::size_t>(rows.shape(1));
    for (std::size_t i = 0; i < tuples.size(); ++i)
        if (goals > 0) std::memcpy(tuples[i].values.data(), rows.data() + i * goals, goals * sizeof(std::int64_t));
    return tuples;
}

template <std::size_t N> Goals array_of(const std::vector<Tuple<N>>& tuples, std::size_t goals) {
    Goals rows({static_cast<py::ssize_t>(tuples.size()), static_cast<py::ssize_t>(goals)});
    for (std::size_t i = 0; i < tuples.size() && goals > 0; ++i)
        std::memcpy(rows.mutable_data() + i * goals, tuples[i].values.data(), goals * sizeof(std::int64_t));
    return rows;
}

template <std::size_t N> py::dict solve(const Request& request) {
    const auto goals = static_cast<std::size_t>(request.weights.shape(1));
    const auto weights = tuples_of<N>(request.weights);
    const auto found = run_interruptible([&](const std::stop_token& stop) {
        core::Budget budget(std::nullopt, std::nullopt, stop);
        auto options = request.options;
        options.budget = &budget;
        return request.minimise ? minimum_cost(request.graph, weights, options) : maximum_weight(request.graph, weights, options);
    });
    py::tuple total(goals);
    for (std::size_t g = 0; g < goals; ++g) total[g] = found.weight[g];
    py::dict result;
    result["status"] = name_of(found.status);
    result["pairs"] = found.pairs;
    result["weight"] = total;
    result["pair_bonus"] = 0;
    result["row_mates"] = Indices(static_cast<py::ssize_t>(found.row_mates.size()), found.row_mates.data());
    result["column_mates"] = Indices(static_cast<py::ssize_t>(found.column_mates.size()), found.column_mates.data());
    result["row_duals"] = array_of(found.row_duals, goals);
    result["column_duals"] = array_of(found.column_duals, goals);
    return result;
}

template <std::size_t N> std::string objection(const Request& request, const py::dict& result) {
    Matching<Tuple<N>> matching;
    const auto mates = [&](const char* name) {
        const auto array = result[name].cast<py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>>();
        return std::vector<std::int32_t>(array.data(), array.data() + array.size());
    };
    const auto duals = [&](const char* name) {
        const auto array = result[name].cast<py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>>();
        if (array.ndim() != 2 || array.shape(1) != request.weights.shape(1)) throw InvalidArgument("duals need one column a goal");
        return tuples_of<N>(array);
    };
    const auto total = result["weight"].cast<std::vector<std::int64_t>>();
    if (total.size() != static_cast<std::size_t>(request.weights.shape(1))) throw InvalidArgument("a total for each goal is expected");
    for (std::size_t g = 0; g < total.size(); ++g) matching.weight[g] = total[g];
    const auto status = result["status"].cast<std::string>();
    matching.status = status == "optimal" ? Outcome::optimal : status == "infeasible" ? Outcome::infeasible : Outcome::stopped;
    matching.sense = request.minimise ? Sense::minimise : Sense::maximise;
    matching.cardinality = request.options.cardinality;
    matching.pairs = result["pairs"].cast<std::int64_t>();
    matching.row_mates = mates("row_mates");
    matching.column_mates = mates("column_mates");
    matching.row_duals = duals("row_duals");
    matching.column_duals = duals("column_duals");
    const auto weights = tuples_of<N>(request.weights);
    request.graph.validate();
    return verify(request.graph, weights, matching).objection;
}

/// Calls run.template operator()<N>() with the least compiled N that holds the goals.
template <class Run> auto with_goals(py::ssize_t goals, Run&& run) {
    switch (goals) {
        case 1:
        case 2:
            return run.template operator()<2>();
        case 3:
            return run.template operator()<3>();
        case 4:
            return run.template operator()<4>();
        case 5:
        case 6:
            return run.template operator()<6>();
        default:
            if (goals < 1 || goals > 12) throw InvalidArgument("1 to 12 goals are expected, got " + std::to_string(goals));
            return run.template operator()<12>();
    }
}

Request request_of(std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Goals& weights,
                   bool minimise, const std::string& cardinality) {
    if (weights.ndim() != 2) throw InvalidArgument("weights of several goals need two dimensions: edges and goals");
    const auto view = [](const Indices& array) {
        return std::span<const std::int32_t>(array.data(), static_cast<std::size_t>(array.size()));
    };
    Request request{EdgeList<>(rows, columns, view(edge_row), view(edge_column)), weights, minimise, {}};
    if (cardinality == "full")
        request.options.cardinality = Cardinality::full;
    else if (cardinality == "maximum")
        request.options.cardinality = Cardinality::maximum;
    else if (cardinality != "free")
        throw InvalidArgument("cardinality is \"" + cardinality + "\", expected \"free\" or \"full\"");
    return request;
}

}  // namespace

void bind_matching_tuples(py::module_& module) {
    module.def(
        "solve_tuples",
        [](std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Goals& weights,
           bool minimise, const std::string& cardinality) {
            const Request request = request_of(rows, columns, edge_row, edge_column, weights, minimise, cardinality);
            return with_goals(weights.shape(1), [&]<std::size_t N>() { return solve<N>(request); });
        },
        py::arg("rows"), py::arg("columns"), py::arg("edge_row").noconvert(), py::arg("edge_column").noconvert(),
        py::arg("weights").noconvert(), py::arg("minimise"), py::arg("cardinality"));
    module.def(
        "verify_tuples",
        [](std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Goals& weights,
           bool minimise, const std::string& cardinality, const py::dict& result) {
            const Request request = request_of(rows, columns, edge_row, edge_column, weights, minimise, cardinality);
            return with_goals(weights.shape(1), [&]<std::size_t N>() { return objection<N>(request, result); });
        },
        py::arg("rows"), py::arg("columns"), py::arg("edge_row").noconvert(), py::arg("edge_column").noconvert(),
        py::arg("weights").noconvert(), py::arg("minimise"), py::arg("cardinality"), py::arg("result"));
}

}  // namespace husrom::python
