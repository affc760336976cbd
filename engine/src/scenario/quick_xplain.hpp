#pragma once

/// QuickXplain (Junker, AAAI 2004): a minimal subset that still clashes, by halving. `clashes(subset)` must be monotone: a superset of a
/// clashing set clashes. O(k log(n / k)) questions for k members out of n.

#include <cstdint>
#include <vector>

namespace husrom::scenario {

template <class Clashes> class QuickXplain {
public:
    explicit QuickXplain(Clashes clashes) : clashes_(std::move(clashes)) {}

    /// A minimal subset of `candidates` that clashes; `candidates` as a whole must clash.
    [[nodiscard]] std::vector<std::int32_t> minimal(const std::vector<std::int32_t>& candidates) {
        if (clashes_(std::vector<std::int32_t>{})) return {};
        return explain({}, false, candidates);
    }

private:
    std::vector<std::int32_t> explain(const std::vector<std::int32_t>& base, bool base_grew, const std::vector<std::int32_t>& candidates) {
        if (base_grew && clashes_(base)) return {};
        if (candidates.size() <= 1) return candidates;
        const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(candidates.size() / 2);
        const std::vector<std::int32_t> first(candidates.begin(), middle), second(middle, candidates.end());
        const auto of_second = explain(joined(base, first), !first.empty(), second);
        const auto of_first = explain(joined(base, of_second), !of_second.empty(), first);
        return joined(of_first, of_second);
    }
    static std::vector<std::int32_t> joined(std::vector<std::int32_t> a, const std::vector<std::int32_t>& b) {
        a.insert(a.end(), b.begin(), b.end());
        return a;
    }

    Clashes clashes_;
};

}  // namespace husrom::scenario
