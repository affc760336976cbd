#include "rules/days_to_home.hpp"

#include <algorithm>

namespace husrom::rules {

std::optional<DaysToHome> DaysToHome::compile(std::string_view from, const Scope& scope, const Entry& entry) {
    DaysToHome result;
    result.as_of_ = scope.as_of();
    std::vector<std::string> paths{"unit.available_from"};
    if (!from.empty() && from != "as_of") paths.emplace_back(from);
    for (const auto& path : paths) {
        auto reader = scope.reader(path, entry, Unknowns::defaults);
        if (!reader) return std::nullopt;
        if (reader->type() != model::ColumnType::date) {
            scope.error("P212", entry, {entry.id, path, std::string(to_string(reader->type()))});
            return std::nullopt;
        }
        result.readers_.push_back(std::move(*reader));
    }
    return result;
}

std::int64_t DaysToHome::days(const Pair& pair) const {
    const auto day_of = [&](const Reader& reader) {
        const auto cell = reader.read(pair);
        return cell.state == model::CellState::value ? cell.value : as_of_;
    };
    const auto available = std::max(as_of_, day_of(readers_.front()));
    const auto first = readers_.size() > 1 ? day_of(readers_.back()) : as_of_;
    return std::max<std::int64_t>(0, available - first);
}

}  // namespace husrom::rules
