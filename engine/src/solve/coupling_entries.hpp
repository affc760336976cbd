#pragma once

/// The edges of each coupling with their coefficients: in 32 bits where all of a coupling fit, since a pass over them waits for memory.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace husrom::solve {

class CouplingEntries {
public:
    struct Entry {
        std::int32_t edge;  ///< local
        std::int64_t coefficient;
    };

    void reserve(std::size_t entries) { narrow_.reserve(entries); }
    /// Of the next coupling.
    void add(std::span<const Entry> entries) {
        const bool fits = std::ranges::all_of(
            entries, [](const Entry& entry) { return entry.coefficient == static_cast<std::int32_t>(entry.coefficient); });
        const std::size_t begin = fits ? narrow_.size() : wide_.size();
        places_.push_back({begin, begin + entries.size(), fits});
        size_ += entries.size();
        if (!fits) wide_.insert(wide_.end(), entries.begin(), entries.end());
        if (fits)
            for (const Entry& entry : entries) narrow_.push_back({entry.edge, static_cast<std::int32_t>(entry.coefficient)});
    }

    [[nodiscard]] std::size_t size() const { return size_; }  ///< of all couplings
    [[nodiscard]] std::size_t size(std::size_t coupling) const { return places_[coupling].end - places_[coupling].begin; }
    /// Calls `use(edge, coefficient)` for each entry, in their order.
    template <class Use> void for_each(std::size_t coupling, Use&& use) const {
        const Place& place = places_[coupling];
        if (place.is_narrow)
            for (std::size_t i = place.begin; i < place.end; ++i) use(narrow_[i].edge, std::int64_t{narrow_[i].coefficient});
        else
            for (std::size_t i = place.begin; i < place.end; ++i) use(wide_[i].edge, wide_[i].coefficient);
    }

private:
    struct Narrow {
        std::int32_t edge;
        std::int32_t coefficient;
    };
    struct Place {
        std::size_t begin, end;
        bool is_narrow;
    };
    std::vector<Narrow> narrow_;
    std::vector<Entry> wide_;
    std::vector<Place> places_;
    std::size_t size_ = 0;
};

}  // namespace husrom::solve
