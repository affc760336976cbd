#pragma once

/// A part of the space of plans: the edges that are left and the rows that must have one, as bits over a relaxation's own numbering.

#include <cstdint>
#include <vector>

namespace husrom::solve {

class Bits {
public:
    Bits() = default;
    Bits(std::size_t size, bool value) : words_((size + 63) / 64, value ? ~std::uint64_t{0} : 0) {
        if (value && size % 64 != 0) words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
    }
    [[nodiscard]] bool test(std::int32_t i) const { return (words_[word(i)] >> (static_cast<std::uint32_t>(i) & 63) & 1) != 0; }
    void set(std::int32_t i) { words_[word(i)] |= mask(i); }
    void reset(std::int32_t i) { words_[word(i)] &= ~mask(i); }
    [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }
    friend bool operator==(const Bits&, const Bits&) = default;

private:
    static std::size_t word(std::int32_t i) { return static_cast<std::size_t>(i) >> 6; }
    static std::uint64_t mask(std::int32_t i) { return std::uint64_t{1} << (static_cast<std::uint32_t>(i) & 63); }
    std::vector<std::uint64_t> words_;
};

struct Part {
    Bits edges;  ///< local edges that are left
    Bits must;   ///< rows that must have an edge
};

}  // namespace husrom::solve
