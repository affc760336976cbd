#include <algorithm>
#include <array>
#include <optional>

#include <husrom/model/typed_case.hpp>

#include "model/text.hpp"

namespace husrom::model {
namespace {

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0;;) {
        const auto end = path.find('.', begin);
        parts.emplace_back(path.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

const TypedTable* rooted(const TypedCase& typed, std::string_view name) {
    const TableKind* kind = table_kind(name);
    return kind ? &typed.table(kind->name) : nullptr;
}

const TypedTable* keyed(const TypedCase& typed, std::string_view singular) {
    for (const TableKind& kind : table_kinds())
        if (kind.singular == singular && !kind.key.empty()) return &typed.table(kind.name);
    return nullptr;
}

/// Where else a row may say what it does not say itself: a home lies where its site lies, a tenant where their home is.
struct Detour {
    std::string_view table, join, through;
};
constexpr std::array<Detour, 9> detours{{{"units", "neighbourhood", "site"},
                                         {"units", "district", "neighbourhood"},
                                         {"sites", "district", "neighbourhood"},
                                         {"tenants", "site", "unit"},
                                         {"tenants", "landlord", "unit"},
                                         {"tenants", "neighbourhood", "site"},
                                         {"tenants", "neighbourhood", "unit"},
                                         {"tenants", "district", "neighbourhood"},
                                         {"participants", "district", "neighbourhood"}}};

bool has_detour(std::string_view table, std::string_view join) {
    return std::ranges::any_of(detours, [&](const Detour& detour) { return detour.table == table && detour.join == join; });
}

/// One step from a table: for each row, the row of the table joined by the column `join`_id (or by a column of ids named `join`).
std::optional<PathJoin> step(const TypedCase& typed, const TypedTable& table, const std::string& join) {
    const TypedTable* target = keyed(typed, join);
    const Column* column = target ? table.find(join + "_id") : nullptr;
    if (!target && join == "current_unit") target = &typed.table("units"), column = table.find(join);
    if (!target && join == "parent_" + table.singular) target = &table, column = table.find(join + "_id");
    if (target == &table && join == table.singular) return std::nullopt;
    if (!target || (!column && !has_detour(table.name, join))) return std::nullopt;
    PathJoin result{target, std::vector<std::int32_t>(static_cast<std::size_t>(table.rows()), -1)};
    if (column && column->declaration.type != ColumnType::text) return std::nullopt;
    for (std::size_t row = 0; column && row < result.rows.size(); ++row)
        if (column->states[row] == CellState::value) result.rows[row] = target->find_row(typed.pool.text(column->values[row]));
    for (const Detour& detour : detours) {
        if (detour.table != table.name || detour.join != join) continue;
        const auto first = step(typed, table, std::string(detour.through));
        const auto second = first ? step(typed, *first->table, join) : std::nullopt;
        if (!second) continue;
        for (std::size_t row = 0; row < result.rows.size(); ++row)
            if (result.rows[row] < 0 && first->rows[row] >= 0) result.rows[row] = second->rows[static_cast<std::size_t>(first->rows[row])];
    }
    return result;
}

/// Follows joins from a root. A path that goes by way of the site falls back to what the home itself says.
std::optional<PathJoin> follow(const TypedCase& typed, const TypedTable& root, std::span<const std::string> joins) {
    PathJoin at{&root, std::vector<std::int32_t>(static_cast<std::size_t>(root.rows()))};
    for (std::size_t row = 0; row < at.rows.size(); ++row) at.rows[row] = static_cast<std::int32_t>(row);
    std::optional<PathJoin> before_site;
    for (const std::string& join : joins) {
        const auto next = step(typed, *at.table, join);
        if (!next) return std::nullopt;
        PathJoin reached{next->table, std::vector<std::int32_t>(at.rows.size(), -1)};
        for (std::size_t row = 0; row < at.rows.size(); ++row)
            if (at.rows[row] >= 0) reached.rows[row] = next->rows[static_cast<std::size_t>(at.rows[row])];
        if (before_site && (join == "neighbourhood" || join == "district")) {
            if (const auto own = step(typed, *before_site->table, join)) {
                for (std::size_t row = 0; row < at.rows.size(); ++row)
                    if (reached.rows[row] < 0 && before_site->rows[row] >= 0)
                        reached.rows[row] = own->rows[static_cast<std::size_t>(before_site->rows[row])];
            }
        }
        before_site.reset();
        if (join == "site") before_site = at;
        at = std::move(reached);
    }
    return at;
}

void candidates(const TypedCase& typed, const TypedTable& table, const std::string& prefix, int depth, std::vector<std::string>& paths) {
    for (const auto& [heading, column] : table.columns) paths.push_back(prefix + "." + heading);
    if (depth == 0) return;
    for (const TableKind& kind : table_kinds()) {
        if (kind.key.empty() || kind.name == table.name) continue;
        if (!table.find(kind.key) && !has_detour(table.name, kind.singular)) continue;
        paths.push_back(prefix + "." + std::string(kind.singular));
        candidates(typed, typed.table(kind.name), prefix + "." + std::string(kind.singular), depth - 1, paths);
    }
}

}  // namespace

PathJoin TypedCase::join(std::string_view path) const {
    const std::vector<std::string> parts = parts_of(path);
    const TypedTable* root = rooted(*this, parts.front());
    if (!root) return {};
    auto reached = follow(*this, *root, std::span(parts).subspan(1));
    return reached ? std::move(*reached) : PathJoin{};
}

PathColumn TypedCase::column(std::string_view path) const {
    const std::vector<std::string> parts = parts_of(path);
    const TypedTable* root = rooted(*this, parts.front());
    if (!root || parts.size() < 2) return {};
    const std::string& heading = parts.back();
    const auto joins = std::span(parts).subspan(1, parts.size() - 2);
    const auto reached = follow(*this, *root, joins);
    if (!reached) return {};
    // An id that the home may say itself or through its site is read at the end of the join, so that `unit.site.neighbourhood_id` and
    // `unit.site.neighbourhood` never differ.
    if (heading.ends_with("_id")) {
        const std::string join = heading.substr(0, heading.size() - 3);
        const bool by_site = !joins.empty() && joins.back() == "site" && join == "neighbourhood";
        if (by_site || has_detour(reached->table->name, join)) {
            std::vector<std::string> whole(joins.begin(), joins.end());
            whole.push_back(join);
            const auto target = follow(*this, *root, whole);
            if (target && target->table->find(heading)) return {target->table->find(heading), target->table, target->rows};
        }
    }
    const Column* column = reached->table->find(heading);
    if (!column) return {};
    return {column, reached->table, reached->rows};
}

std::string nearest_path(const TypedCase& typed, std::string_view path) {
    const std::vector<std::string> parts = parts_of(path);
    std::vector<std::string> paths, roots;
    const TypedTable* root = rooted(typed, parts.front());
    for (const TableKind& kind : table_kinds()) roots.emplace_back(kind.singular);
    std::string corrected(path);
    if (!root) {
        const std::string near = nearest(parts.front(), roots);
        if (near.empty()) return {};
        corrected = near + corrected.substr(parts.front().size());
        root = &typed.table(near);
    } else {
        corrected = root->singular + corrected.substr(parts.front().size());
    }
    candidates(typed, *root, root->singular, 3, paths);
    if (std::ranges::find(paths, corrected) != paths.end() && corrected != path) return corrected;
    std::erase(paths, std::string(path));
    // A right column behind wrong joins is more likely than a far-off spelling.
    std::string best;
    std::size_t least = 20;
    for (const std::string& candidate : paths) {
        if (parts.size() < 2 || !candidate.ends_with("." + parts.back())) continue;
        const std::size_t distance = edit_distance(candidate, corrected);
        if (distance < least) least = distance, best = candidate;
    }
    if (!best.empty()) return best;
    return nearest(corrected, paths);
}

}  // namespace husrom::model
