#pragma once

/// The best matching of a dense matrix, read in place.
///
/// Problem:  choose entries of a matrix, at most one in each row and column, of greatest total weight (or least cost); see Cardinality
///           for how many. Rectangular matrices, pairs that are not allowed (a mask; or an infinity: +inf as a cost, -inf as a weight).
/// Result:   mates, total, and duals that prove the optimum: `verify` checks them exactly, for doubles too (see DenseMatching).
/// Cost:     on random costs each row is read once, plus short lists; time grows little faster than the matrix. At worst O(n^3).
///           No copy of the matrix, but for a transpose where it has more rows than columns, and one where rows may stay alone and want
///           the same columns. About 1 KiB of working memory a row.
///           One thread: the reading of the matrix, which could be shared, is a fifth to a quarter of the time (uniform costs of side 1000
///           and 2000), so that a second one would gain an eighth at best. Many matrices share threads as a batch (dense_batch.hpp).
///
///     Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> cost = …;
///     const auto best = minimum_cost(dense_view(cost), {.cardinality = Cardinality::full});
///     if (best.status == Outcome::optimal) use(best.row_mates, best.weight);
///
/// The method and its parts are chosen from the numbers (structure, ties, run lengths); there is nothing to set. The vector instructions
/// of the processor are found at run time (instruction_set.hpp); totals are the same with all of them, and so are the mates.
/// Differs from Jonker and Volgenant (1987), whose scheme of reduction and shortest augmenting paths it follows: candidate lists with a
/// bound on what they leave out, bids in queue order, searches with a cap, and auction prices where searches run long.

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <Eigen/Core>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/matching.hpp>

namespace husrom::matching {

/// Floats are computed in double.
template <> struct WeightTraits<float> {
    using Dual = double;
    static constexpr std::size_t goals = 1;
};

/// A row-major matrix of somebody else's, with an optional mask of allowed pairs (bytes, 0 = not allowed). Strides count elements.
template <class Weight> struct DenseView {
    static_assert(std::is_same_v<Weight, std::int32_t> || std::is_same_v<Weight, std::int64_t> || std::is_same_v<Weight, float> ||
                  std::is_same_v<Weight, double>);

    const Weight* weights = nullptr;
    std::int32_t rows = 0;
    std::int32_t columns = 0;
    std::ptrdiff_t stride = 0;  ///< from row to row
    const std::uint8_t* allowed = nullptr;
    std::ptrdiff_t allowed_stride = 0;

    [[nodiscard]] const Weight& weight(std::int32_t row, std::int32_t column) const { return weights[row * stride + column]; }
    /// By the mask alone; infinities are for the solver and the certificate to judge.
    [[nodiscard]] bool is_allowed(std::int32_t row, std::int32_t column) const {
        return allowed == nullptr || allowed[row * allowed_stride + column] != 0;
    }
};

/// Of a row-major Eigen matrix, map or block; nothing is copied.
template <class Derived> [[nodiscard]] DenseView<typename Derived::Scalar> dense_view(const Eigen::MatrixBase<Derived>& matrix) {
    static_assert(Derived::IsRowMajor != 0, "a row-major matrix is expected; a transpose of a column-major one is row-major");
    static_assert((Derived::Flags & Eigen::DirectAccessBit) != 0, "an expression has no memory to read in place; evaluate it first");
    const Derived& m = matrix.derived();
    if (m.innerStride() != 1) throw InvalidArgument("the entries of a row must lie side by side");
    if (m.rows() > INT32_MAX - 64 || m.cols() > INT32_MAX - 64) throw InvalidArgument("a side of the matrix exceeds 2^31");
    return {m.data(), static_cast<std::int32_t>(m.rows()), static_cast<std::int32_t>(m.cols()), m.outerStride(), nullptr, 0};
}

/// Doubles and floats: a dual is the sum of its entry in `row_duals` and its rest, which together are exact, so that the proof is exact
/// although the numbers are not whole. `status` is `optimal` only if the proof holds to the last bit. Where the digits that decide span
/// more than a dual and its rest can hold, as those of 1e-200 and 1 do, status is `unproven`: the mates are then as many as asked for and
/// the best up to rounding, and so are the duals.
template <class Weight> struct DenseMatching : Matching<Weight> {
    std::vector<double> row_dual_rests, column_dual_rests;  ///< empty for integers
    /// After `infeasible`: nodes of the shorter side that together have too few allowed partners.
    std::vector<std::int32_t> without_room;
};

/// Throws InvalidArgument on a NaN or an infinity in the direction that makes no sense, Overflow on integers too large to be summed; what a
/// mask rules out may be anything.
template <class Weight>
[[nodiscard]] DenseMatching<Weight> maximum_weight(const DenseView<Weight>& matrix, const MatchingOptions& options = {});
template <class Weight>
[[nodiscard]] DenseMatching<Weight> minimum_cost(const DenseView<Weight>& matrix, const MatchingOptions& options = {});

/// Judges a matching and its duals from the matrix alone, exactly for every weight type; shares no code with the solver. One pass.
template <class Weight> [[nodiscard]] Verdict verify(const DenseView<Weight>& matrix, const DenseMatching<Weight>& matching);

}  // namespace husrom::matching
