#pragma once

/// The edges of each coupling with their coefficients: in 32 bits where all of a coupling fit, since a pass over them waits for memory.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace husrom::solve {

class CouplingEntries {
public:
    void reserve(std::size_t entries) { narrow_.reserve(entries); }
    /// One more of the coupling at hand, by local edge.
    void push(std::int32_t edge, std::int64_t coefficient) {
        if (at_hand_.is_narrow && !std::in_range<std::int32_t>(coefficient)) widen();
        if (at_hand_.is_narrow)
            narrow_.push_back({edge, static_cast<std::int32_t>(coefficient)});
        else
            wide_.push_back({edge, coefficient});
    }
    /// Those pushed since the last time are a coupling.
    void close() {
        at_hand_.end = at_hand_.is_narrow ? narrow_.size() : wide_.size();
        places_.push_back(at_hand_);
        at_hand_ = {narrow_.size(), 0, true};
    }

    [[nodiscard]] std::size_t size() const { return narrow_.size() + wide_.size(); }  ///< of all couplings
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
    struct Wide {
        std::int32_t edge;
        std::int64_t coefficient;
    };
    struct Place {
        std::size_t begin, end;
        bool is_narrow;
    };
    void widen() {
        const std::size_t begin = wide_.size();
        for (std::size_t i = at_hand_.begin; i < narrow_.size(); ++i) wide_.push_back({narrow_[i].edge, narrow_[i].coefficient});
        narrow_.resize(at_hand_.begin);
        at_hand_ = {begin, 0, false};
    }

    std::vector<Narrow> narrow_;
    std::vector<Wide> wide_;
    std::vector<Place> places_;
    Place at_hand_{0, 0, true};
};

}  // namespace husrom::solve
