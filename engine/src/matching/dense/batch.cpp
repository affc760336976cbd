#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <type_traits>

#include <husrom/core/integers.hpp>
#include <husrom/matching/dense_batch.hpp>

#include "core/on_threads.hpp"
#include "kernels.hpp"

namespace husrom::matching {

namespace {

using dense::PriceRange;
using dense::SmallMatrix;

/// Of a cost, so that sums along any path stay inside the type; see SmallMatrix.
template <class Price> constexpr Price largest_small = PriceRange<Price>::largest / SmallMatrix<Price>::most_columns;
template <> constexpr double largest_small<double> = 0x1p900;

/// The matrices of one thread, first to last.
template <class Weight> class Block {
public:
    Block(const DenseBatch<Weight>& batch, Sense sense, BatchMatching<Weight>& result)
        : batch_(batch),
          sense_(sense),
          result_(result),
          rows_(std::min(batch.rows, batch.columns)),
          columns_(std::max(batch.rows, batch.columns)),
          transposed_(batch.rows > batch.columns) {}

    void run(std::int64_t first, std::int64_t last) {
        const bool small = columns_ <= SmallMatrix<Wide>::most_columns && rows_ > 0;
        if (small) {
            padded_.resize(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_) + dense::lanes);
            narrow_.rows = wide_.rows = rows_;
            narrow_.columns = wide_.columns = columns_;
        }
        for (std::int64_t k = first; k < last && infeasible < 0; ++k)
            if (!small || !(solve(narrow_, k) || (!std::is_same_v<Narrow, Wide> && solve(wide_, k)))) one_by_one(k);
    }

    std::int64_t infeasible = -1;
    std::exception_ptr failure;

private:
    using Wide = std::conditional_t<std::is_integral_v<Weight>, std::int64_t, double>;
    using Narrow = std::conditional_t<std::is_same_v<Weight, std::int32_t>, std::int32_t, Wide>;  // half the width, twice the speed

    [[nodiscard]] const Weight* matrix(std::int64_t k) const { return batch_.weights + k * batch_.rows * batch_.columns; }

    /// The entries with the shorter side as rows, and room to read beyond the last.
    [[nodiscard]] const Weight* oriented(std::int64_t k) {
        const Weight* entry = matrix(k);
        const std::int64_t behind = (batch_.count - 1 - k) * batch_.rows * batch_.columns;
        if (!transposed_ && behind >= dense::lanes) return entry;
        for (std::int32_t r = 0; r < batch_.rows; ++r)
            for (std::int32_t c = 0; c < batch_.columns; ++c)
                padded_[static_cast<std::size_t>(transposed_ ? c * columns_ + r : r * columns_ + c)] = *entry++;
        return padded_.data();
    }

    /// False where an entry is not finite or too large for the type.
    template <class Price> bool solve(SmallMatrix<Price>& small, std::int64_t k) {
        const auto& load = dense::kernels().rows<Weight, Price>().load_small;
        if (!load(oriented(k), rows_, columns_, sense_ == Sense::maximise, largest_small<Price>, small.cost)) return false;
        dense::kernels().lists<Price>().complete_small(small);
        const Weight* const entries = matrix(k);
        std::int32_t* const mates = result_.row_mates.data() + k * batch_.rows;
        DualOf<Weight> total{};
        for (std::int32_t row = 0; row < rows_; ++row) {
            const std::int32_t column = small.column_of[row];
            mates[transposed_ ? column : row] = transposed_ ? row : column;
        }
        for (std::int32_t row = 0; row < batch_.rows; ++row)
            if (mates[row] >= 0) total += static_cast<DualOf<Weight>>(entries[row * batch_.columns + mates[row]]);
        result_.weights[static_cast<std::size_t>(k)] = total;
        return true;
    }

    void one_by_one(std::int64_t k) {
        const DenseView<Weight> view{matrix(k), batch_.rows, batch_.columns, batch_.columns, nullptr, 0};
        const MatchingOptions options{.cardinality = Cardinality::full};
        const auto matching = sense_ == Sense::maximise ? maximum_weight(view, options) : minimum_cost(view, options);
        if (matching.status == Outcome::infeasible) {
            infeasible = k;
            return;
        }
        std::ranges::copy(matching.row_mates, result_.row_mates.begin() + k * batch_.rows);
        result_.weights[static_cast<std::size_t>(k)] = matching.weight;
    }

    const DenseBatch<Weight>& batch_;
    Sense sense_;
    BatchMatching<Weight>& result_;
    std::int32_t rows_, columns_;
    bool transposed_;
    std::vector<Weight> padded_;
    SmallMatrix<Narrow> narrow_;
    SmallMatrix<Wide> wide_;
};

}  // namespace

template <class Weight> BatchMatching<Weight> full_batch(const DenseBatch<Weight>& batch, Sense sense, unsigned threads) {
    if (batch.count < 0 || batch.rows < 0 || batch.columns < 0) throw InvalidArgument("a batch cannot have negative sizes");
    BatchMatching<Weight> result;
    result.row_mates.assign(static_cast<std::size_t>(batch.count) * static_cast<std::size_t>(batch.rows), -1);
    result.weights.assign(static_cast<std::size_t>(batch.count), DualOf<Weight>{});
    const std::int64_t blocks = std::clamp<std::int64_t>(threads, 1, std::max<std::int64_t>(batch.count, 1));
    std::vector<Block<Weight>> parts(static_cast<std::size_t>(blocks), Block<Weight>(batch, sense, result));
    std::atomic<std::int64_t> next = 0;
    core::on_threads(parts.size(), [&] {
        for (std::int64_t part = next++; part < blocks; part = next++) {
            auto& block = parts[static_cast<std::size_t>(part)];
            try {
                block.run(batch.count * part / blocks, batch.count * (part + 1) / blocks);
            } catch (...) {
                block.failure = std::current_exception();
            }
        }
    });
    // The first matrix that fails speaks, whatever thread met it.
    for (const auto& block : parts) {
        if (block.failure) std::rethrow_exception(block.failure);
        if (block.infeasible < 0) continue;
        result.infeasible = block.infeasible;
        break;
    }
    return result;
}

template BatchMatching<std::int32_t> full_batch(const DenseBatch<std::int32_t>&, Sense, unsigned);
template BatchMatching<std::int64_t> full_batch(const DenseBatch<std::int64_t>&, Sense, unsigned);
template BatchMatching<float> full_batch(const DenseBatch<float>&, Sense, unsigned);
template BatchMatching<double> full_batch(const DenseBatch<double>&, Sense, unsigned);

}  // namespace husrom::matching
