#include "rules/distance.hpp"

#include <algorithm>

#include "rules/scale.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

/// Beyond every projected system; keeps the sum of two squares within 63 bits together with the digits allowed.
constexpr std::int64_t farthest_metres = 100'000'000;
constexpr std::int32_t most_coordinate_digits = 1;

}  // namespace

std::optional<Distance> Distance::compile(std::string_view left, std::string_view right, const Scope& scope, const Entry& entry,
                                          Unknowns unknowns) {
    Distance distance;
    bool fits = true;
    std::int32_t digits = 0;
    for (const auto end : {left, right})
        for (const auto* axis : {".x", ".y"}) {
            const auto path = std::string(end) + axis;
            auto reader = scope.reader(path, entry, unknowns);
            if (!reader) {
                fits = false;
                continue;
            }
            if ((reader->type() != ColumnType::integer && reader->type() != ColumnType::decimal) ||
                reader->digits() > most_coordinate_digits) {
                scope.error("P203", entry, {entry.id, path, std::string(to_string(reader->type()))});
                fits = false;
                continue;
            }
            digits = std::max(digits, reader->digits());
            distance.coordinates_.push_back(std::move(*reader));
        }
    if (!fits) return std::nullopt;
    for (const auto& reader : distance.coordinates_) {
        distance.factors_.push_back(power_of_ten(digits - reader.digits()));
        const auto farthest = farthest_metres * power_of_ten(reader.digits());
        for (std::int32_t row = 0; row < reader.rows(); ++row) {
            const auto value = reader.read(row).value;
            if (value > farthest || value < -farthest) {
                scope.error("C208", entry, {entry.id, reader.path()});
                return std::nullopt;
            }
        }
    }
    distance.metre_ = power_of_ten(digits);
    return distance;
}

Amount Distance::metres(const Pair& pair) const {
    std::int64_t at[4] = {};
    auto state = CellState::value;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto cell = coordinates_[i].read(pair);
        if (cell.state == CellState::unknown && state == CellState::value) state = CellState::unknown;
        if (cell.state != CellState::unknown && cell.state != CellState::value) state = CellState::not_joined;
        at[i] = cell.value * factors_[i];
    }
    if (state != CellState::value) return {state, 0};
    const auto dx = at[0] - at[2], dy = at[1] - at[3];
    return {CellState::value, core::floor_sqrt(dx * dx + dy * dy) / metre_};
}

}  // namespace husrom::rules
