#pragma once

/// A second copy of Matcher's weights and duals, narrower and in the order in which a side lists its edges. Searches look at many edges and
/// follow few, at the speed of memory, so that fewer bytes take less time. Where weights are small enough, weight and other end share a
/// word of 32 bits; elsewhere the weight alone has one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include <husrom/core/large_memory.hpp>
#include <husrom/matching/detail/kernels.hpp>
#include <husrom/matching/detail/packed_graph.hpp>
#include <husrom/matching/weight.hpp>

namespace husrom::matching::detail {

/// Numbers below `limit` in magnitude are kept as they are. An edge that is not there nets at most `least_net` at any such dual, every
/// other edge more.
class NarrowCopy {
public:
    static constexpr std::int32_t limit = 1 << 29;

    /// Other types have no copy.
    template <class Dual> static bool holds(const Dual& value) {
        if constexpr (std::is_same_v<Dual, std::int64_t>)
            return value > -limit && value < limit;
        else
            return false;
    }

    /// Whether the side has its weights here, and the other side its duals.
    [[nodiscard]] bool in_use() const { return !weight_.empty() || !word_.empty(); }
    [[nodiscard]] bool has_duals() const { return !dual_.empty(); }
    void clear() {
        weight_.clear();
        word_.clear();
        dual_.clear();
    }

    /// Room for the weights of edges to `others` nodes, of this magnitude at most.
    void resize(std::size_t slots, std::int32_t others, std::int64_t magnitude) {
        bits_ = bits_for(static_cast<std::uint64_t>(std::max(others, 1) - 1));
        most_ = std::min<std::int64_t>((std::int64_t{1} << (32 - bits_)) - 1, limit);
        base_ = -(most_ + 1) / 2;
        if (magnitude < most_ / 2)
            word_.resize(slots);
        else
            weight_.resize(slots);
    }
    /// False where the copy has no room for this weight: it is of no use any more.
    template <class Dual> bool set_weight(std::size_t slot, std::int32_t other, const Dual& weight) {
        if constexpr (std::is_same_v<Dual, std::int64_t>) {
            const bool there = weight > WeightTraits<std::int64_t>::absent();
            if (word_.empty()) {
                weight_[slot] = there ? static_cast<std::int32_t>(weight) : absent;
                return !there || holds(weight);
            }
            const std::int64_t offset = there ? weight - base_ : 0;
            word_[slot] = static_cast<std::uint32_t>(offset) << bits_ | static_cast<std::uint32_t>(other);
            return !there || (offset > 0 && offset <= most_);
        } else {
            return false;
        }
    }
    void prefetch(std::size_t slot) const {
        if (slot < word_.size()) __builtin_prefetch(word_.data() + slot);
        if (slot < weight_.size()) __builtin_prefetch(weight_.data() + slot);
    }

    template <class Dual> void set_duals(const std::vector<Dual>& duals) {
        dual_.resize(duals.size());
        for (std::size_t i = 0; i < duals.size(); ++i) set_dual(i, duals[i]);
    }
    template <class Dual> void set_dual(std::size_t node, const Dual& dual) {
        if constexpr (std::is_same_v<Dual, std::int64_t>) dual_[node] = static_cast<std::int32_t>(dual);
    }
    void add_node() { dual_.push_back(0); }
    void remove_node() { dual_.pop_back(); }

    /// As filter of kernels.hpp, for `count` edges from `begin` on; `to` has the duals of their other ends.
    template <class Dual>
    [[nodiscard]] std::size_t filter(const NarrowCopy& to, std::size_t begin, const std::int32_t* other, std::size_t count,
                                     const Dual& threshold, std::int32_t* out) const {
        if constexpr (std::is_same_v<Dual, std::int64_t>) {
            const std::int64_t least = std::max<std::int64_t>(threshold, 2 * std::int64_t{least_net}) - (word_.empty() ? 0 : base_);
            const auto clamped =
                static_cast<std::int32_t>(std::clamp<std::int64_t>(least, least_net, std::numeric_limits<std::int32_t>::max()));
            if (word_.empty())
                return NetKernels<std::int32_t>::filter({weight_.data() + begin, nullptr, other, count, to.dual_.data()}, clamped, out);
            return kernels().filter_words({word_.data() + begin, count, to.dual_.data(), bits_}, clamped, out);
        } else {
            return 0;
        }
    }

private:
    static constexpr std::int32_t least_net = -2 * limit;
    static constexpr std::int32_t absent = -3 * limit;

    core::LargeVector<std::int32_t> weight_;  ///< or words: weight - base_ above, the other end below; 0 above where there is no edge
    core::LargeVector<std::uint32_t> word_;
    int bits_ = 0;
    std::int64_t base_ = 0, most_ = 0;
    std::vector<std::int32_t> dual_;
};

}  // namespace husrom::matching::detail
