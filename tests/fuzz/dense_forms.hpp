#pragma once

/// Rule: whatever matrix comes in, the answer is an error in words or a matching that the separate check accepts.
/// Bytes choose type, shape, stride, mask, sense, cardinality and instruction set, then a few entries, anything among them, that are spread
/// over the matrix.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <husrom/core/random.hpp>
#include <husrom/matching/dense_batch.hpp>
#include <husrom/matching/instruction_set.hpp>

namespace husrom::matching::fuzz {

class DenseForms {
public:
    DenseForms(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    void run() {
        switch (take<std::uint8_t>() % 4) {
            case 0:
                return solve<std::int32_t>();
            case 1:
                return solve<std::int64_t>();
            case 2:
                return solve<float>();
            default:
                return solve<double>();
        }
    }

private:
    template <class Number> Number take() {
        Number value{};
        const std::size_t count = size_ < sizeof value ? size_ : sizeof value;
        if (count > 0) std::memcpy(&value, data_, count);
        data_ += count;
        size_ -= count;
        return value;
    }

    /// Small integers, small steps around 1, or any bits at all.
    template <class Weight> Weight entry(std::uint8_t manner) {
        if (manner == 0) return static_cast<Weight>(take<std::int8_t>());
        if (manner == 1) return static_cast<Weight>(1) + static_cast<Weight>(take<std::int8_t>()) * static_cast<Weight>(0x1p-50);
        return take<Weight>();
    }

    template <class Weight> void solve() {
        const auto shape = take<std::uint8_t>();
        const std::int32_t most = shape % 3 == 0 ? 90 : 9;  // with lists and without
        const std::int32_t rows = take<std::uint8_t>() % most;
        const std::int32_t columns = shape % 2 == 0 ? rows : take<std::uint8_t>() % most;
        const std::ptrdiff_t stride = columns + take<std::uint8_t>() % 3;
        const auto choice = take<std::uint8_t>();
        const MatchingOptions options{.cardinality = static_cast<Cardinality>(choice % 3)};
        const Sense sense = choice / 3 % 2 == 0 ? Sense::minimise : Sense::maximise;
        const auto set = static_cast<InstructionSet>(choice / 6 % 3);
        set_instruction_set(set < widest_instruction_set() ? set : widest_instruction_set());
        const auto manner = static_cast<std::uint8_t>(choice / 18 % 3);
        const std::size_t holes = take<std::uint8_t>() % 8;
        core::Random random(take<std::uint16_t>());
        std::vector<Weight> known(1 + take<std::uint8_t>() % 40U);
        for (Weight& weight : known) weight = entry<Weight>(manner);
        std::vector<Weight> weights(static_cast<std::size_t>(stride) * static_cast<std::size_t>(rows));
        std::vector<std::uint8_t> allowed(weights.size(), 1);
        for (Weight& weight : weights) weight = known[random.below(known.size())];
        if (holes > 0)
            for (std::uint8_t& pair : allowed) pair = random.below(8) < holes ? 0 : 1;
        const DenseView<Weight> view{weights.data(), rows, columns, stride, holes > 0 ? allowed.data() : nullptr, stride};
        try {
            const auto found = sense == Sense::minimise ? minimum_cost(view, options) : maximum_weight(view, options);
            if (found.status == Outcome::optimal && !verify(view, found).accepted) std::abort();
        } catch (const Error&) {
            // Refused in words.
        }
    }

    const std::uint8_t* data_;
    std::size_t size_;
};

}  // namespace husrom::matching::fuzz
