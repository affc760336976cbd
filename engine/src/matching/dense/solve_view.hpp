#pragma once

/// From the caller's view to the solver's matrix and back: orientation, sense, cardinality, price type, duals.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/matching/dense.hpp>

#include "solver.hpp"

namespace husrom::matching::dense {

/// A view whose rows are the shorter side; owns the transpose where there is one.
template <class Weight> struct Oriented {
    explicit Oriented(const DenseView<Weight>& given) : view(given), transposed(given.rows > given.columns) {
        if (!transposed) return;
        const auto size = static_cast<std::size_t>(given.rows) * static_cast<std::size_t>(given.columns);
        weights.resize(size);
        transpose(given.weights, given.stride, weights);
        if (given.allowed != nullptr) {
            allowed.resize(size);
            transpose(given.allowed, given.allowed_stride, allowed);
        }
        view = {weights.data(), given.columns, given.rows, given.rows, given.allowed != nullptr ? allowed.data() : nullptr, given.rows};
    }
    Oriented(const Oriented&) = delete;
    Oriented& operator=(const Oriented&) = delete;

    DenseView<Weight> view;
    bool transposed;

private:
    /// By tiles that stay in the cache.
    template <class Entry> void transpose(const Entry* from, std::ptrdiff_t stride, std::vector<Entry>& to) const {
        constexpr std::int32_t tile = 32;
        for (std::int32_t top = 0; top < view.rows; top += tile)
            for (std::int32_t left = 0; left < view.columns; left += tile)
                for (std::int32_t c = left; c < std::min(left + tile, view.columns); ++c)
                    for (std::int32_t r = top; r < std::min(top + tile, view.rows); ++r)
                        to[static_cast<std::size_t>(c) * static_cast<std::size_t>(view.rows) + static_cast<std::size_t>(r)] =
                            from[r * stride + c];
    }

    std::vector<Weight> weights;
    std::vector<std::uint8_t> allowed;
};

/// What a run of the solver leaves, in its own orientation and sign: net costs are minimised, `least` is a row's least net cost.
template <class Price> struct Solved {
    Ending ending = Ending::stopped;
    Price outside = PriceRange<Price>::infinite;
    std::vector<std::int32_t> column_of;
    std::vector<Price> least;
    std::vector<Price> price;
    std::vector<std::int32_t> without_room;
};

/// `Cost` says how the kernels read the weights.
template <class Price, class Cost, class Weight> Matrix<Price> matrix_read_as(const DenseView<Weight>& view, Sense sense) {
    static_assert(sizeof(Cost) == sizeof(Weight));
    Matrix<Price> matrix;
    matrix.costs = reinterpret_cast<const std::byte*>(view.weights);
    matrix.cost_stride = view.stride * static_cast<std::ptrdiff_t>(sizeof(Weight));
    matrix.allowed = view.allowed;
    matrix.allowed_stride = view.allowed_stride;
    matrix.rows = view.rows;
    matrix.columns = view.columns;
    matrix.negate = sense == Sense::maximise;
    matrix.row_kernels = &kernels().rows<Cost, Price>();
    matrix.list_kernels = &kernels().lists<Price>();
    return matrix;
}

template <class Price, class Weight> Matrix<Price> matrix_of(const DenseView<Weight>& view, Sense sense) {
    return matrix_read_as<Price, Weight>(view, sense);
}

/// Throws TooWide where the price type is too narrow, NotANumber on a NaN.
template <class Price> Solved<Price> run(const Matrix<Price>& matrix, Price outside, core::Budget* budget) {
    constexpr Price infinite = PriceRange<Price>::infinite;
    Solver<Price> solver(matrix, outside);
    Solved<Price> solved;
    solved.ending = solver.solve(budget);
    solved.outside = outside;
    const State<Price>& state = solver.state();
    solved.column_of = state.column_of;
    solved.price.assign(state.price.begin(), state.price.begin() + matrix.columns);
    if (state.free_prices() && matrix.columns > 0) {
        // All prices may move together: the least at 0 is what a matching that may leave rows alone asks for.
        const Price least = *std::ranges::min_element(solved.price);
        for (Price& price : solved.price) price -= least;
    }
    solved.without_room = solver.rows_without_room();
    for (std::size_t row = 0; row < solved.column_of.size(); ++row) {
        const std::int32_t column = solved.column_of[row];
        solved.least.push_back(column >= 0 ? static_cast<Price>(state.paid[row] + solved.price[static_cast<std::size_t>(column)])
                                           : (outside < infinite ? outside : Price{0}));
    }
    return solved;
}

template <class Price, class Weight> Solved<Price> run(const DenseView<Weight>& view, Sense sense, Price outside, core::Budget* budget) {
    return run(matrix_of<Price>(view, sense), outside, budget);
}

}  // namespace husrom::matching::dense
