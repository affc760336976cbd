// Rule: whatever arrays come in, the answer is an error in words or a matching that the separate check accepts.
// Bytes choose a form, a type of weight and a cardinality, then fill small arrays with anything, indices out of range among it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <vector>

#include <husrom/matching/certificate.hpp>
#include <husrom/matching/maximum_weight.hpp>

namespace {

using namespace husrom::matching;

class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
    template <class Number> Number take() {
        Number value{};
        const std::size_t count = size_ < sizeof value ? size_ : sizeof value;
        std::memcpy(&value, data_, count);
        data_ += count;
        size_ -= count;
        return value;
    }
    [[nodiscard]] bool empty() const { return size_ == 0; }

private:
    const std::uint8_t* data_;
    std::size_t size_;
};

template <class Weight, class G> void solve(const G& graph, const std::vector<Weight>& weights, Cardinality cardinality, bool minimise) {
    try {
        const auto found = minimise ? minimum_cost(graph, weights, {.cardinality = cardinality})
                                    : maximum_weight(graph, weights, {.cardinality = cardinality});
        if (found.status == Outcome::optimal && !verify(graph, weights, found).accepted) std::abort();
    } catch (const husrom::Error&) {
        // Refused in words.
    }
}

template <class Weight> void run(Bytes& bytes, std::uint8_t form) {
    const auto cardinality = static_cast<Cardinality>(bytes.take<std::uint8_t>() % 3);
    const bool minimise = bytes.take<std::uint8_t>() % 2 != 0;
    const std::int32_t rows = bytes.take<std::int8_t>() % 12, columns = bytes.take<std::int8_t>() % 12;
    const std::size_t edges = bytes.take<std::uint8_t>() % 64;
    const auto indices = [&](std::size_t count) {
        std::vector<std::int32_t> values(count);
        for (auto& value : values) value = bytes.take<std::int8_t>();
        return values;
    };
    const auto first = indices(form == 0 ? static_cast<std::size_t>(rows > 0 ? rows : 0) + 1 : edges), second = indices(edges);
    std::vector<Weight> weights(form == 2 ? static_cast<std::size_t>(rows > 0 && columns > 0 ? rows * columns : 0) : edges);
    for (auto& weight : weights) weight = bytes.take<Weight>();
    if (form == 0) solve(Csr<>(rows, columns, first, second), weights, cardinality, minimise);
    if (form == 1) solve(EdgeList<>(rows, columns, first, second), weights, cardinality, minimise);
    if (form == 2) solve(FullGraph(rows, columns), weights, cardinality, minimise);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(data, size);
    const auto choice = bytes.take<std::uint8_t>();
    const auto form = static_cast<std::uint8_t>(choice % 3);
    switch (choice / 3 % 3) {
        case 0:
            run<std::int32_t>(bytes, form);
            break;
        case 1:
            run<std::int64_t>(bytes, form);
            break;
        default:
            run<double>(bytes, form);
            break;
    }
    return 0;
}
