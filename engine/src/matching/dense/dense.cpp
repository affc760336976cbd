#include <husrom/matching/dense.hpp>

#include "free_as_full.hpp"
#include "solve_integers.hpp"
#include "solve_reals.hpp"

namespace husrom::matching {

namespace {

template <class Weight> DenseMatching<Weight> solve_in_place(const DenseView<Weight>& matrix, const MatchingOptions& options, Sense sense) {
    const auto solve = [sense](const DenseView<Weight>& view, const MatchingOptions& wanted) {
        if constexpr (std::is_integral_v<Weight>)
            return dense::solve_integers(view, wanted, sense);
        else
            return dense::RealSolve<Weight>(view, wanted, sense).solve();
    };
    try {
        return solve(matrix, options);
    } catch (const dense::BetterFull&) {
        const std::vector<Weight> weights = dense::without_holes(matrix, sense);
        const DenseView<Weight> filled{weights.data(), matrix.rows, matrix.columns, matrix.columns, nullptr, 0};
        DenseMatching<Weight> matching = solve(filled, {.cardinality = Cardinality::full, .budget = options.budget});
        dense::make_free(matrix, matching);
        return matching;
    }
}

/// What the mask rules out decides nothing, but is read along with the rest: where that cannot be, since it is no number or too large, a
/// copy in which it is 0 is solved.
template <class Weight> DenseMatching<Weight> best_matching(const DenseView<Weight>& matrix, const MatchingOptions& options, Sense sense) {
    if (matrix.rows < 0 || matrix.columns < 0) throw InvalidArgument("a matrix cannot have fewer than 0 rows or columns");
    if (matrix.rows > 0 && matrix.columns > 0 && matrix.weights == nullptr) throw InvalidArgument("the matrix has no memory");
    try {
        return solve_in_place(matrix, options, sense);
    } catch (const Error&) {
        if (matrix.allowed == nullptr) throw;
    }
    std::vector<Weight> weights;
    weights.reserve(static_cast<std::size_t>(matrix.rows) * static_cast<std::size_t>(matrix.columns));
    for (std::int32_t row = 0; row < matrix.rows; ++row)
        for (std::int32_t column = 0; column < matrix.columns; ++column)
            weights.push_back(matrix.is_allowed(row, column) ? matrix.weight(row, column) : Weight{0});
    const DenseView<Weight> blanked{weights.data(), matrix.rows, matrix.columns, matrix.columns, matrix.allowed, matrix.allowed_stride};
    return solve_in_place(blanked, options, sense);
}

}  // namespace

template <class Weight> DenseMatching<Weight> maximum_weight(const DenseView<Weight>& matrix, const MatchingOptions& options) {
    return best_matching(matrix, options, Sense::maximise);
}

template <class Weight> DenseMatching<Weight> minimum_cost(const DenseView<Weight>& matrix, const MatchingOptions& options) {
    return best_matching(matrix, options, Sense::minimise);
}

template DenseMatching<std::int32_t> maximum_weight(const DenseView<std::int32_t>&, const MatchingOptions&);
template DenseMatching<std::int64_t> maximum_weight(const DenseView<std::int64_t>&, const MatchingOptions&);
template DenseMatching<float> maximum_weight(const DenseView<float>&, const MatchingOptions&);
template DenseMatching<double> maximum_weight(const DenseView<double>&, const MatchingOptions&);
template DenseMatching<std::int32_t> minimum_cost(const DenseView<std::int32_t>&, const MatchingOptions&);
template DenseMatching<std::int64_t> minimum_cost(const DenseView<std::int64_t>&, const MatchingOptions&);
template DenseMatching<float> minimum_cost(const DenseView<float>&, const MatchingOptions&);
template DenseMatching<double> minimum_cost(const DenseView<double>&, const MatchingOptions&);

}  // namespace husrom::matching
