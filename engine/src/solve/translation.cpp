#include "translation.hpp"

#include <algorithm>

namespace husrom::solve {

Translation::Translation(const Relaxation& relaxation, std::int32_t columns, bool widely)
    : relaxation_(relaxation), widely_(widely), columns_(static_cast<std::size_t>(columns)) {
    for (std::size_t d = 0; d < relaxation.dimensions(); ++d) dimension_[{relaxation.coupling(d).kind, relaxation.coupling(d).index}] = d;
}

void Translation::put(Coupling::Kind kind, std::int32_t index, std::int64_t value) {
    const auto found = dimension_.find({kind, index});
    if (found == dimension_.end()) return;
    const Coupling& coupling = relaxation_.coupling(found->second);
    multipliers[found->second] =
        widely_ ? std::clamp(value, coupling.lowest, coupling.highest) : std::clamp(value, coupling.low, coupling.high);
}

void Translation::read(const Multipliers& from, std::int64_t denominator) {
    multipliers.assign(relaxation_.dimensions(), 0);
    prices.assign(columns_, 0);
    // The same multipliers over the relaxation's own denominator, no further from 0 than sums of them allow.
    constexpr core::int128 furthest = std::int64_t{1} << 61;
    const auto scaled = [&](std::int64_t value) {
        if (from.denominator == 0 || from.denominator == denominator) return value;
        const auto exact = core::floor_divide<core::int128>(static_cast<core::int128>(value) * denominator, from.denominator);
        return static_cast<std::int64_t>(std::clamp(exact, -furthest, furthest));
    };
    for (const Entry& entry : from.columns) prices[static_cast<std::size_t>(entry.index)] = std::max<std::int64_t>(scaled(entry.value), 0);
    for (const Entry& entry : from.limits) put(Coupling::Kind::limit, entry.index, scaled(entry.value));
    for (const Entry& entry : from.cliques) put(Coupling::Kind::clique, entry.index, scaled(entry.value));
    for (const Entry& entry : from.goals) put(Coupling::Kind::goal, entry.index, scaled(entry.value));
    for (const Entry& entry : from.counts) put(Coupling::Kind::count, entry.index, scaled(entry.value));
}

void Translation::read(const Multipliers& from) {
    read(from, relaxation_.denominator());
}

void Translation::read_as_row(const Multipliers& from, std::int32_t goal) {
    read(from, from.denominator);
    put(Coupling::Kind::goal, goal, from.denominator);
}

}  // namespace husrom::solve
