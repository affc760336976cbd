#include "rules/unknowns.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <husrom/model/date.hpp>

#include "rules/classes.hpp"
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

/// Nobody is known by a column that is not there, unless its empty cells mean something.
bool is_absent(const Reader& reader) {
    return !reader.given() && reader.declaration().empty == model::EmptyMeans::unknown;
}

/// Its cells are there to be filled in, and nothing stands in any of them.
bool is_blank(const Reader& reader) {
    bool blank = false;
    for (std::int32_t row = 0; row < reader.rows(); ++row) {
        const auto state = reader.state(row);
        if (state != CellState::unknown && state != CellState::not_joined) return false;
        blank = blank || state == CellState::unknown;
    }
    return blank;
}

/// The blank columns of a rule that alone keep some pair of the pool from being judged. Others close or open nothing: the rule is not about
/// anybody, or stands on other cells.
std::set<std::string> deciding_blanks(const Eligibility& rule, std::span<const std::int32_t> pool, const Scope& scope) {
    std::set<std::string> blank, deciding;
    for (const auto& reader : rule.readers())
        if (!is_absent(reader) && is_blank(reader)) blank.insert(reader.path());
    if (blank.empty()) return deciding;
    const auto people = classify(rule.readers(), Side::participant, scope.rows(Side::participant));
    const auto homes = classify(rule.readers(), Side::unit, scope.rows(Side::unit));
    std::set<std::int32_t> kinds;
    for (const auto unit : pool) kinds.insert(homes.of_row[static_cast<std::size_t>(unit)]);
    for (const auto person : people.examples)
        for (const auto kind : kinds) {
            const Pair pair{.participant = person, .unit = homes.examples[static_cast<std::size_t>(kind)]};
            const auto verdict = rule.judge(pair);
            if (verdict != Verdict::unknown && verdict != Verdict::ask && verdict != Verdict::pass_unknown) continue;
            const auto unknown = rule.unknown_columns(pair);
            if (std::ranges::all_of(unknown, [&blank](const std::string& path) { return blank.contains(path); }))
                deciding.insert(unknown.begin(), unknown.end());
            if (deciding.size() == blank.size()) return deciding;
        }
    return deciding;
}

bool is_left_out(const std::vector<bool>& left_out, std::int32_t row) {
    return !left_out.empty() && left_out[static_cast<std::size_t>(row)];
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
    if (count.by_default > 0) scope.note("P217", entry, {entry.id, reader.path(), std::to_string(count.by_default), reader.default_text()});
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

void report_unknown_loads_of_tenants(std::span<const Reader> readers, const std::vector<std::vector<bool>>& concerns, const Scope& scope,
                                     const Entry& entry) {
    for (std::size_t i = 0; i < readers.size(); ++i) {
        const auto& reader = readers[i];
        Count counted;
        std::set<std::int32_t> seen;  // a cell of a place is one row, however many tenants live there
        for (std::int32_t row = 0; row < reader.rows(); ++row) {
            if (!concerns[i][static_cast<std::size_t>(row)]) continue;
            const auto reached = reader.reached_row(row);
            if (reached < 0 || seen.insert(reached).second) counted.look(reader, row);
        }
        // A column that a place lacks is said of the homes.
        if (!is_absent(reader, counted)) report(reader, counted, "P214", true, scope, entry);
    }
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

void report_left_out(const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry) {
    std::int64_t people = 0, known_people = 0, homes = 0, known_homes = 0;
    for (std::int32_t row = 0; row < scope.rows(Side::participant); ++row) {
        people += filter.participant(row) == Truth::unknown ? 1 : 0;
        known_people += filter.participant(row) == Truth::yes ? 1 : 0;
    }
    for (const auto row : pool) {
        homes += filter.unit(row) == Truth::unknown ? 1 : 0;
        known_homes += filter.unit(row) == Truth::yes ? 1 : 0;
    }
    if (people + homes == 0) return;
    const bool about_nothing = (people > 0 && known_people == 0) || (homes > 0 && known_homes == 0);
    scope.report(about_nothing ? model::Severity::warning : model::Severity::note, "P219", entry,
                 {entry.id, std::to_string(people), std::to_string(homes)});
}

void report_counted_in(const Limit& limit, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry) {
    const auto& groups = limit.groups();
    const auto grouped = [&groups](Side side, std::int32_t row) { return groups.side() != side || groups.of_row(row) >= 0; };
    std::int64_t people = 0, homes = 0;
    for (std::int32_t row = 0; row < scope.rows(Side::participant); ++row)
        people += grouped(Side::participant, row) && limit.filter().participant(row) == Truth::unknown ? 1 : 0;
    for (const auto row : pool) homes += grouped(Side::unit, row) && limit.filter().unit(row) == Truth::unknown ? 1 : 0;
    const auto counted = limit.counted_tenants(scope);
    for (std::size_t row = 0; row < counted.size(); ++row)
        people += counted[row] && limit.tenant_filter().participant(static_cast<std::int32_t>(row)) == Truth::unknown ? 1 : 0;
    if (people + homes > 0) scope.note("P216", entry, {entry.id, std::to_string(people), std::to_string(homes)});
}

void report_days_to_come(const Reader& reader, const std::vector<bool>& left_out, const Scope& scope, const Entry& entry) {
    std::int64_t people = 0;
    for (std::int32_t row = 0; row < reader.rows(); ++row) {
        if (is_left_out(left_out, row)) continue;
        const auto cell = reader.read(row);
        people += cell.state == CellState::value && cell.value > scope.as_of() ? 1 : 0;
    }
    if (people > 0)
        scope.warn("P236", entry, {entry.id, reader.path(), std::to_string(people), model::to_text(model::Date{scope.as_of()})});
}

void report_unknown_ties(const Reader& reader, const std::vector<bool>& left_out, const Scope& scope, const Entry& entry) {
    Count people;
    for (std::int32_t row = 0; row < reader.rows(); ++row)
        if (!is_left_out(left_out, row)) people.look(reader, row);
    if (people.undecided > 0) scope.note("P227", entry, {reader.path(), std::to_string(people.undecided)});
    if (people.by_default > 0)
        scope.note("P217", entry, {entry.id, reader.path(), std::to_string(people.by_default), reader.default_text()});
}

void report_absent_columns(const Eligibility& rule, std::string_view code, model::Severity severity, std::span<const std::int32_t> pool,
                           const Scope& scope, const Entry& entry) {
    const auto blank = deciding_blanks(rule, pool, scope);
    for (const auto& reader : rule.readers())
        if (is_absent(reader) || blank.contains(reader.path())) scope.report(severity, code, entry, {entry.id, reader.path()});
}

}  // namespace husrom::rules
