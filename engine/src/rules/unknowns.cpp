#include "rules/unknowns.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "rules/listed.hpp"

namespace husrom::rules {

using model::CellState;

namespace {

/// Unknown cells of one column among the rows that matter.
struct Count {
    std::int64_t by_default = 0, undecided = 0;

    void look(const Reader& reader, std::int32_t row) {
        if (reader.state(row) != CellState::unknown) return;
        ++(reader.undecided(row) ? undecided : by_default);
    }
};

Count count(const Reader& reader, const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope) {
    Count result;
    if (reader.side() == Side::participant)
        for (std::int32_t row = 0; row < reader.rows(); ++row)
            if (filter.participant(row) != Truth::no) result.look(reader, row);
    if (reader.side() == Side::unit)
        for (const auto row : pool)
            if (filter.unit(row) != Truth::no) result.look(reader, row);
    if (reader.side() == Side::listed)
        for (std::int32_t row = 0; row < scope.rows(Side::listed); ++row)
            if (!only_decides(scope.typed().table("pairs"), row)) result.look(reader, row);
    return result;
}

bool is_absent(const Reader& reader, const Count& count) {
    return !reader.given() && count.undecided > 0;
}

void report(const Reader& reader, const Count& count, std::string_view undecided_code, bool is_error, const Scope& scope,
            const Entry& entry) {
    if (is_absent(reader, count))
        scope.warn("P218", entry, {entry.id, reader.path()});
    else if (count.undecided > 0 && is_error)
        scope.error(undecided_code, entry, {entry.id, reader.path(), std::to_string(count.undecided)});
    else if (count.undecided > 0)
        scope.warn(undecided_code, entry, {entry.id, reader.path(), std::to_string(count.undecided)});
    if (count.by_default > 0)
        scope.note("P217", entry, {entry.id, reader.path(), std::to_string(count.by_default), reader.declaration().default_value});
}

}  // namespace

void report_unknown_points(std::span<const Reader> readers, const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope,
                           const Entry& entry) {
    for (const auto& reader : readers) report(reader, count(reader, filter, pool, scope), "P215", false, scope, entry);
}

void report_unknown_loads(std::span<const Reader> readers, const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope,
                          const Entry& entry) {
    for (const auto& reader : readers) report(reader, count(reader, filter, pool, scope), "P214", true, scope, entry);
}

void report_unknown_loads(std::span<const Reader> readers, std::span<const Pair> pairs, const std::vector<bool>& concerns,
                          const Scope& scope, const Entry& entry) {
    for (const auto& reader : readers) {
        std::vector<bool> seen(static_cast<std::size_t>(reader.rows()), false);
        Count counted;
        for (std::size_t edge = 0; edge < pairs.size(); ++edge) {
            const auto row = reader.row(pairs[edge]);
            if (!concerns[edge] || row < 0 || seen[static_cast<std::size_t>(row)]) continue;
            seen[static_cast<std::size_t>(row)] = true;
            counted.look(reader, row);
        }
        report(reader, counted, "P214", true, scope, entry);
    }
}

void report_unknown_filter(const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry,
                           bool counted_in) {
    std::int64_t people = 0, homes = 0;
    for (std::int32_t row = 0; row < scope.rows(Side::participant); ++row) people += filter.participant(row) == Truth::unknown ? 1 : 0;
    for (const auto row : pool) homes += filter.unit(row) == Truth::unknown ? 1 : 0;
    if (people + homes > 0) scope.note(counted_in ? "P216" : "P219", entry, {entry.id, std::to_string(people), std::to_string(homes)});
}

void report_unknown_ties(const Reader& reader, const Scope& scope, const Entry& entry) {
    std::int64_t people = 0;
    for (std::int32_t row = 0; row < reader.rows(); ++row) people += reader.undecided(row) ? 1 : 0;
    if (people > 0) scope.note("P227", entry, {reader.path(), std::to_string(people)});
}

void report_absent_columns(std::span<const Reader> readers, const Scope& scope, const Entry& entry) {
    for (const auto& reader : readers)
        if (!reader.given() && reader.declaration().empty == model::EmptyMeans::unknown)
            scope.warn("P228", entry, {entry.id, reader.path()});
}

}  // namespace husrom::rules
