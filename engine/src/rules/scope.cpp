#include "rules/scope.hpp"

#include <algorithm>

#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>

#include "model/typing.hpp"

namespace husrom::rules {

using model::ColumnType;
using model::PathColumn;
using model::PathJoin;
using model::Severity;

namespace {

/// Codes above every code of a pool.
constexpr std::int64_t first_absent_code = std::int64_t{1} << 40;

/// A tenants' column can stand in for the participants' column when its values mean the same.
bool alike(const model::ColumnDeclaration& participants, const model::ColumnDeclaration& tenants) {
    const auto number = [](ColumnType type) { return type == ColumnType::integer || type == ColumnType::decimal; };
    if (number(participants.type) && number(tenants.type)) return true;
    return participants.type == tenants.type && participants.order == tenants.order;
}

/// Rows of one path, filled up by rows of another that reaches the same table.
template <class Path> void fill_up(Path& path, const Path& other) {
    for (std::size_t row = 0; row < path.rows.size(); ++row)
        if (path.rows[row] < 0) path.rows[row] = other.rows[row];
}

std::vector<std::string_view> parts_of_set(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        auto part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

}  // namespace

std::int64_t Texts::code(std::string_view text) {
    if (const auto code = pool_.find(text); code >= 0) return code;
    const auto next = first_absent_code + static_cast<std::int64_t>(absent_.size());
    return absent_.try_emplace(std::string(text), next).first->second;
}

std::string_view root_of(std::string_view path) {
    return path.substr(0, path.find('.'));
}

std::string_view to_string(ColumnType type) {
    switch (type) {
        case ColumnType::text:
            return "text";
        case ColumnType::integer:
            return "integer";
        case ColumnType::decimal:
            return "decimal";
        case ColumnType::flag:
            return "flag";
        case ColumnType::date:
            return "date";
        case ColumnType::set:
            return "set";
        case ColumnType::ordered:
            return "ordered";
    }
    return "";
}

std::vector<std::string> tenant_paths(std::string_view path) {
    const auto root = root_of(path);
    std::vector<std::string> paths;
    if (root.size() == path.size()) return paths;
    auto rest = path.substr(root.size() + 1);
    if (root == "participant") paths.push_back("tenant." + std::string(rest));
    if (root != "unit") return paths;
    paths.push_back("tenant.unit." + std::string(rest));
    // A tenant's row may name the site, the neighbourhood … itself; a plain column of the home it cannot.
    const bool join = path.find('.', root.size() + 1) == std::string_view::npos;
    if (join) paths.push_back("tenant." + std::string(rest));
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
        paths.push_back("tenant." + std::string(rest));
        rest = rest.substr(dot + 1);
    }
    if (!join) paths.push_back("tenant." + std::string(rest));
    return paths;
}

std::int32_t Scope::rows(Side side, People people) const {
    switch (side) {
        case Side::participant:
            return typed_.table(people == People::participants ? "participants" : "tenants").rows();
        case Side::unit:
            return typed_.table("units").rows();
        case Side::listed:
            return typed_.table("pairs").rows();
    }
    return 0;
}

std::optional<Reader> Scope::reader(std::string_view path, const Entry& entry, Unknowns unknowns, People people) const {
    const auto root = root_of(path);
    const bool pair_root = root == "participant" || root == "unit" || root == "pair";
    const bool defaults = unknowns == Unknowns::defaults;
    PathColumn column = pair_root ? typed_.column(path) : PathColumn{};
    if (people == People::participants) {
        if (column.column == nullptr) {
            no_such_path(path, entry);
            return std::nullopt;
        }
        const auto side = root == "participant" ? Side::participant : root == "unit" ? Side::unit : Side::listed;
        auto fallback = defaults ? default_of(column.column->declaration, column.column->declaration.default_value) : std::nullopt;
        return Reader(std::string(path), side, std::move(column), defaults, std::move(fallback));
    }

    if (column.column == nullptr) return std::nullopt;  // said when the same path was read for participants
    const bool plain_unit_column = root == "unit" && path.find('.', root.size() + 1) == std::string_view::npos;
    PathColumn found;
    for (const auto& candidate : tenant_paths(path)) {
        // The home's own column is not the tenant's column of the same name.
        if (plain_unit_column && !candidate.starts_with("tenant.unit.")) continue;
        auto other = typed_.column(candidate);
        if (other.column == nullptr) continue;
        if (found.column == nullptr)
            found = std::move(other);
        else if (found.column == other.column)
            fill_up(found, other);
    }
    const auto tenants = static_cast<std::size_t>(rows(Side::participant, People::tenants));
    const auto& declaration = column.column->declaration;
    PathColumn not_joined{column.column, column.table, std::vector<std::int32_t>(tenants, -1)};
    if (found.column != nullptr && !alike(declaration, found.column->declaration)) {
        error("P210", entry, {entry.id, std::string(path), std::string(to_string(declaration.type))});
        return Reader(std::string(path), Side::participant, not_joined, defaults, std::nullopt);
    }
    const auto& own = found.column == nullptr ? declaration : found.column->declaration;
    auto fallback = defaults ? default_of(own, own.default_value.empty() ? declaration.default_value : own.default_value) : std::nullopt;
    const bool lacking =
        found.column == nullptr || (found.table->name == "tenants" && !found.column->given && own.empty == model::EmptyMeans::unknown);
    if (lacking) {
        // To a filter such a fact of a tenant is an empty cell. Where a number is needed a default stands in for what is unknown; a missing
        // heading says of nobody that it is none. A place that cannot be reached is no such fact.
        const bool own_fact = root == "participant" && path.find('.', root.size() + 1) == std::string_view::npos;
        if (own_fact && (!defaults || (fallback && own.empty == model::EmptyMeans::unknown))) {
            // The default was read with the digits of the tenants' declaration where there is one.
            if (found.column != nullptr) not_joined = {found.column, found.table, std::move(not_joined.rows)};
            return Reader(tenant_paths(path).front(), Side::participant, std::move(not_joined), defaults, std::move(fallback))
                .nobody_filled_in();
        }
        if (tenants > 0) warn("P213", entry, {entry.id, std::string(path)});
        return Reader(std::string(path), Side::participant, std::move(not_joined), defaults, std::nullopt);
    }
    // Called by its table: tenants reach a place by the columns that they have, and need not have a home.
    auto name = found.table->singular + "." + own.name;
    return Reader(std::move(name), Side::participant, std::move(found), defaults, std::move(fallback));
}

PathJoin Scope::join(std::string_view path, People people) const {
    if (people == People::participants) return typed_.join(path);
    PathJoin found;
    for (const auto& candidate : tenant_paths(path)) {
        auto other = typed_.join(candidate);
        if (other.table == nullptr) continue;
        if (found.table == nullptr)
            found = std::move(other);
        else if (found.table == other.table)
            fill_up(found, other);
    }
    return found;
}

std::optional<DefaultCell> Scope::default_of(const model::ColumnDeclaration& declaration, std::string_view text) const {
    if (text.empty()) return std::nullopt;
    const Entry entry{"column " + declaration.table + "." + declaration.name, declaration.line};
    DefaultCell cell;
    cell.text = text;
    bool fits = true;
    switch (declaration.type) {
        case ColumnType::text:
            cell.value = texts_.code(text);
            break;
        case ColumnType::set:
            for (const auto part : parts_of_set(text)) cell.set.push_back(texts_.code(part));
            std::ranges::sort(cell.set);
            break;
        case ColumnType::integer:
        case ColumnType::decimal: {
            const auto reading = model::read_number(text, declaration.type == ColumnType::decimal ? declaration.digits : 0);
            fits = reading.fault == model::NumberFault::none;
            cell.value = reading.value;
            break;
        }
        case ColumnType::flag:
            fits = text == "true" || text == "false";
            cell.value = text == "true" ? 1 : 0;
            break;
        case ColumnType::date: {
            const auto reading = model::read_date(text);
            fits = reading.fault == model::DateFault::none;
            cell.value = reading.date.day;
            break;
        }
        case ColumnType::ordered: {
            const auto step = std::ranges::find(declaration.order, text);
            fits = step != declaration.order.end();
            cell.value = step - declaration.order.begin();
            break;
        }
    }
    if (!fits) {
        error("P209", entry, {entry.id, std::string(text), std::string(to_string(declaration.type))});
        return std::nullopt;
    }
    return cell;
}

void Scope::report(Severity severity, std::string_view code, const Entry& entry, std::vector<std::string> arguments) const {
    model::Finding finding{.severity = severity,
                           .code = std::string(code),
                           .source = entry.line.in_preset ? "preset " + policy_.preset : policy_.source,
                           .table = "policy",
                           .row = entry.line.number,
                           .column = entry.id,
                           .arguments = std::move(arguments)};
    if (std::ranges::find(findings_.list(), finding) == findings_.list().end()) findings_.add(std::move(finding));
}

void Scope::error(std::string_view code, const Entry& entry, std::vector<std::string> arguments) const {
    report(Severity::error, code, entry, std::move(arguments));
}

void Scope::warn(std::string_view code, const Entry& entry, std::vector<std::string> arguments) const {
    report(Severity::warning, code, entry, std::move(arguments));
}

void Scope::note(std::string_view code, const Entry& entry, std::vector<std::string> arguments) const {
    report(Severity::note, code, entry, std::move(arguments));
}

void Scope::no_such_path(std::string_view path, const Entry& entry) const {
    error("P201", entry, {entry.id, std::string(path), model::nearest_path(typed_, path)});
}

std::string Scope::shown_id(std::string_view singular, const std::string& id) const {
    return model::shown(policy_, singular, std::string(singular) + "_id", id);
}

}  // namespace husrom::rules
