#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <thread>
#include <type_traits>

#include <husrom/core/integers.hpp>
#include <husrom/matching/dense_batch.hpp>

#include "small_solver.hpp"

namespace husrom::matching {

namespace {

template <class Price> constexpr double largest_small() {
    return static_cast<double>(dense::PriceRange<Price>::largest) / 64;
}
template <> constexpr double largest_small<double>() {
    return 0x1p900;
}

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
        if (columns_ > dense::SmallSolver<Wide>::most_columns || rows_ == 0) {
            for (std::int64_t k = first; k < last && infeasible < 0; ++k) one_by_one(k);
            return;
        }
        dense::SmallSolver<Wide> wide(rows_, columns_, dense::kernels().rows<Wide, Wide>());
        if constexpr (std::is_same_v<Wide, double>) {
            for (std::int64_t k = first; k < last && infeasible < 0; ++k)
                if (!small(wide, k)) one_by_one(k);
        } else {
            dense::SmallSolver<std::int32_t> narrow(rows_, columns_, dense::kernels().rows<std::int32_t, std::int32_t>());
            for (std::int64_t k = first; k < last && infeasible < 0; ++k)
                if (!small(narrow, k) && !small(wide, k)) one_by_one(k);
        }
    }

    std::int64_t infeasible = -1;
    std::exception_ptr failure;

private:
    using Wide = std::conditional_t<std::is_integral_v<Weight>, std::int64_t, double>;

    [[nodiscard]] const Weight* matrix(std::int64_t k) const { return batch_.weights + k * batch_.rows * batch_.columns; }

    /// False where an entry is not finite or too large for the type.
    template <class Price> bool small(dense::SmallSolver<Price>& solver, std::int64_t k) {
        const Weight* entry = matrix(k);
        const auto bound =
            static_cast<Weight>(std::min(largest_small<Price>(), static_cast<double>(std::numeric_limits<Weight>::max()) / 2));
        bool fits = true;
        for (std::int32_t r = 0; r < batch_.rows; ++r)
            for (std::int32_t c = 0; c < batch_.columns; ++c, ++entry) {
                fits &= *entry <= bound && *entry >= -bound;
                const Weight value = sense_ == Sense::maximise && fits ? static_cast<Weight>(-*entry) : *entry;
                (transposed_ ? solver.cost(c, r) : solver.cost(r, c)) = static_cast<Price>(value);
            }
        if (!fits) return false;
        solver.solve();
        std::int32_t* const mates = result_.row_mates.data() + k * batch_.rows;
        for (std::int32_t row = 0; row < rows_; ++row) {
            if (transposed_)
                mates[solver.column_of(row)] = row;
            else
                mates[row] = solver.column_of(row);
        }
        DualOf<Weight> total{};
        for (std::int32_t row = 0; row < batch_.rows; ++row)
            if (mates[row] >= 0) total += static_cast<DualOf<Weight>>(matrix(k)[row * batch_.columns + mates[row]]);
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
};

}  // namespace

template <class Weight> BatchMatching<Weight> full_batch(const DenseBatch<Weight>& batch, Sense sense, unsigned threads) {
    if (batch.count < 0 || batch.rows < 0 || batch.columns < 0) throw InvalidArgument("a batch cannot have negative sizes");
    BatchMatching<Weight> result;
    result.row_mates.assign(static_cast<std::size_t>(batch.count) * static_cast<std::size_t>(batch.rows), -1);
    result.weights.assign(static_cast<std::size_t>(batch.count), DualOf<Weight>{});
    const std::int64_t blocks = std::clamp<std::int64_t>(threads, 1, std::max<std::int64_t>(batch.count, 1));
    std::vector<Block<Weight>> parts(static_cast<std::size_t>(blocks), Block<Weight>(batch, sense, result));
    const auto work = [&](std::int64_t part) {
        auto& block = parts[static_cast<std::size_t>(part)];
        try {
            block.run(batch.count * part / blocks, batch.count * (part + 1) / blocks);
        } catch (...) {
            block.failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::int64_t part = 1; part < blocks; ++part) others.emplace_back(work, part);
        work(0);
    }
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
