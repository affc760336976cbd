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
using Prices = Matcher<std::int64_t>;

/// A matching that knows whether it is solved as it stands.
class Followed {
public:
    template <class... Arguments> explicit Followed(Arguments&&... arguments) : matching_(std::forward<Arguments>(arguments)...) {}

    template <class Edit> auto edit(const Edit& work) {
        const bool before = std::exchange(solved_, false);
        try {
            return work(matching_);
        } catch (...) {
            solved_ = before;  // an edit that throws changes nothing
            throw;
        }
    }
    const char* solve() {
        solved_ = false;
        const Outcome outcome = matching_.solve();
        solved_ = outcome == Outcome::optimal;
        return name_of(outcome);
    }
    void snapshot() {
        matching_.snapshot();
        marks_.push_back(solved_);
    }
    void undo() {
        matching_.undo();
        solved_ = marks_.back();
        marks_.pop_back();
    }
    [[nodiscard]] const Dynamic& matching() const { return matching_; }
    /// The searches for a range of prices end only where the duals are of this very matching.
    std::pair<std::int64_t, std::optional<std::int64_t>> range(Prices::PriceRange (Prices::*of)(std::int32_t), std::int32_t node) {
        if (!solved_)
            throw InvalidArgument("prices are known after a solve() that found the optimum, until the next edit; call solve() first");
        const auto found = (matching_.matcher().*of)(node);
        return {found.smallest, found.largest};
    }

private:
    Dynamic matching_;
    bool solved_ = false;
    std::vector<bool> marks_;  ///< by snapshot: whether it was solved
};

using Shared = OneAtATime<Followed>;

template <class Number> std::vector<Number> copy(std::span<const Number> values) {
    return {values.begin(), values.end()};
}

template <class R, class... Arguments> auto edit(R (Dynamic::*method)(Arguments...)) {
    return [method](Shared& self, Arguments... arguments) {
        return self.released(
            [&](Followed& followed) { return followed.edit([&](Dynamic& matching) { return (matching.*method)(arguments...); }); });
    };
}

/// The arrays of a caller are copied while the GIL is held: another thread may write them.
auto add(std::int32_t (Dynamic::*method)(std::span<const std::int32_t>, std::span<const std::int64_t>)) {
    return [method](Shared& self, const Array<std::int32_t>& ends, const Array<std::int64_t>& weights) {
        return self.released([method, to = copy(view(ends)), worth = copy(view(weights))](Followed& followed) {
            return followed.edit([&](Dynamic& matching) { return (matching.*method)(to, worth); });
        });
    };
}

template <class R, class... Arguments> auto ask(R (Dynamic::*method)(Arguments...) const) {
    return [method](Shared& self, Arguments... arguments) {
        return self.released([&](const Followed& followed) { return (followed.matching().*method)(arguments...); });
    };
}

auto mates(std::int32_t (Dynamic::*count)() const, std::int32_t (Dynamic::*mate)(std::int32_t) const) {
    return [count, mate](Shared& self) {
        return give(self.released([&](const Followed& followed) {
            std::vector<std::int32_t> found;
            for (std::int32_t node = 0; node < (followed.matching().*count)(); ++node) found.push_back((followed.matching().*mate)(node));
            return found;
        }));
    };
}

auto duals(std::span<const std::int64_t> (Prices::*of)() const) {
    return [of](Shared& self) {
        return give(self.released([of](const Followed& followed) { return copy((followed.matching().matcher().*of)()); }));
    };
}

auto range(Prices::PriceRange (Prices::*of)(std::int32_t)) {
    return [of](Shared& self, std::int32_t node) { return self.released([&](Followed& followed) { return followed.range(of, node); }); };
}

void bind_dynamic(py::module_& module) {
    using Indices = Array<std::int32_t>;
    using Weights = Array<std::int64_t>;
    py::class_<Shared>(module, "DynamicMatching")
        .def(py::init(
                 [](std::int32_t rows, std::int32_t columns, const Indices& edge_row, const Indices& edge_column, const Weights& weights) {
                     return std::make_unique<Shared>(EdgeList<>(rows, columns, view(edge_row), view(edge_column)), view(weights));
                 }),
             py::arg("rows"), py::arg("columns"), py::arg("edge_row").noconvert(), py::arg("edge_column").noconvert(),
             py::arg("weights").noconvert())
        .def("set_weight", edit(&Dynamic::set_weight), py::arg("row"), py::arg("column"), py::arg("weight"))
        .def("forbid", edit(&Dynamic::forbid), py::arg("row"), py::arg("column"))
        .def("allow", edit(&Dynamic::allow), py::arg("row"), py::arg("column"))
        .def("lock", edit(&Dynamic::lock), py::arg("row"), py::arg("column"))
        .def("unlock", edit(&Dynamic::unlock), py::arg("row"))
        .def("add_row", add(&Dynamic::add_row), py::arg("columns").noconvert(), py::arg("weights").noconvert())
        .def("add_column", add(&Dynamic::add_column), py::arg("rows").noconvert(), py::arg("weights").noconvert())
        .def("remove_row", edit(&Dynamic::remove_row), py::arg("row"))
        .def("remove_column", edit(&Dynamic::remove_column), py::arg("column"))
        .def("set_row_capacity", edit(&Dynamic::set_row_capacity), py::arg("row"), py::arg("lower"), py::arg("upper"))
        .def("set_column_capacity", edit(&Dynamic::set_column_capacity), py::arg("column"), py::arg("upper"))
        .def("snapshot", [](Shared& self) { self.released([](Followed& followed) { followed.snapshot(); }); })
        .def("undo", [](Shared& self) { self.released([](Followed& followed) { followed.undo(); }); })
        .def("solve", [](Shared& self) { return self.released([](Followed& followed) { return followed.solve(); }); })
        .def_property_readonly("weight", ask(&Dynamic::weight))
        .def("row_mate", ask(&Dynamic::row_mate), py::arg("row"))
        .def("column_mate", ask(&Dynamic::column_mate), py::arg("column"))
        .def_property_readonly("row_mates", mates(&Dynamic::rows, &Dynamic::row_mate))
        .def_property_readonly("column_mates", mates(&Dynamic::columns, &Dynamic::column_mate))
        .def_property_readonly("row_duals", duals(&Prices::row_duals))
        .def_property_readonly("column_duals", duals(&Prices::column_duals))
        .def("row_price_range", range(&Prices::row_price_range), py::arg("row"))
        .def("column_price_range", range(&Prices::column_price_range), py::arg("column"));
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
