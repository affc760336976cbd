#pragma once

/// A second copy of Matcher's weights and duals, in 32 bits and in the order in which a side lists its edges. Searches look at many edges
/// and follow few, at the speed of memory: half the width takes half the time.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include <husrom/core/large_memory.hpp>
#include <husrom/matching/detail/kernels.hpp>

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
    [[nodiscard]] bool in_use() const { return !weight_.empty(); }
    [[nodiscard]] bool has_duals() const { return !dual_.empty(); }
    void clear() {
        weight_.clear();
        dual_.clear();
    }

    void resize_weights(std::size_t slots) { weight_.resize(slots); }
    template <class Dual> void set_weight(std::size_t slot, const Dual& weight) {
        if constexpr (std::is_same_v<Dual, std::int64_t>) weight_[slot] = static_cast<std::int32_t>(std::max<std::int64_t>(weight, absent));
    }
    void prefetch(std::size_t slot) const {
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
            const auto clamped = std::clamp<std::int64_t>(threshold, least_net, std::numeric_limits<std::int32_t>::max());
            return NetKernels<std::int32_t>::filter({weight_.data() + begin, nullptr, other, count, to.dual_.data()},
                                                    static_cast<std::int32_t>(clamped), out);
        } else {
            return 0;
        }
    }

private:
    static constexpr std::int32_t least_net = -2 * limit;
    static constexpr std::int32_t absent = -3 * limit;

    core::LargeVector<std::int32_t> weight_;
    std::vector<std::int32_t> dual_;
};

}  // namespace husrom::matching::detail
