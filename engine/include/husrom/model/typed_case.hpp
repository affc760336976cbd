#pragma once

/// The case with types: what rules read. Built from a Case by the policy's column declarations; every finding at once.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <husrom/model/case.hpp>
#include <husrom/model/column.hpp>
#include <husrom/model/policy.hpp>

namespace husrom::model {

/// One store of texts for the whole case, so that equal texts have equal codes in every column.
class TextPool {
public:
    std::int64_t add(std::string_view text);
    [[nodiscard]] std::int64_t find(std::string_view text) const;  ///< -1 when absent
    [[nodiscard]] const std::string& text(std::int64_t code) const { return texts_[static_cast<std::size_t>(code)]; }

private:
    std::vector<std::string> texts_;
    std::unordered_map<std::string, std::int64_t> codes_;
};

/// One table, rows in ascending order of key (relations: of all their columns), so that shuffled input gives the same case.
struct TypedTable {
    std::string name;
    std::string singular;
    std::string source;
    std::vector<std::string> ids;                            ///< the key of each row; empty for relations
    std::unordered_map<std::string, std::int32_t> position;  ///< id -> row
    std::map<std::string, Column, std::less<>> columns;      ///< by heading, the key column too
    std::vector<std::int64_t> row_numbers;

    [[nodiscard]] std::int32_t rows() const { return static_cast<std::int32_t>(row_numbers.size()); }
    [[nodiscard]] std::int32_t find_row(std::string_view id) const;  ///< -1 when absent
    [[nodiscard]] const Column* find(std::string_view heading) const;
};

/// A column seen from another table: `unit.site.neighbourhood.drug_scene` seen from units. Row r of the root reads row `rows[r]` of the
/// column's own table; -1 is "not joined".
struct PathColumn {
    const Column* column = nullptr;
    const TypedTable* table = nullptr;  ///< the table that holds the column
    std::vector<std::int32_t> rows;

    [[nodiscard]] CellState state(std::int32_t root_row) const {
        const auto row = rows[static_cast<std::size_t>(root_row)];
        return row < 0 ? CellState::not_joined : column->states[static_cast<std::size_t>(row)];
    }
    /// The integer of a cell in state `value`, or 0 in state `none`.
    [[nodiscard]] std::int64_t value(std::int32_t root_row) const {
        return column->values[static_cast<std::size_t>(rows[static_cast<std::size_t>(root_row)])];
    }
    [[nodiscard]] std::span<const std::int64_t> set(std::int32_t root_row) const {
        return column->set(static_cast<std::size_t>(rows[static_cast<std::size_t>(root_row)]));
    }
};

/// The rows of another table that a path of joins reaches: `unit.site.neighbourhood` seen from units -> rows of neighbourhoods.
struct PathJoin {
    const TypedTable* table = nullptr;
    std::vector<std::int32_t> rows;  ///< -1: not joined
};

struct TypedCase {
    std::string name;
    std::map<std::string, TypedTable, std::less<>> tables;  ///< by name; every table of table_kinds() is there, empty ones too
    TextPool pool;
    std::string digest;  ///< SHA-256: typed tables, rows by key, columns by name, canonical decimals

    [[nodiscard]] const TypedTable& table(std::string_view name_or_singular) const;

    /// Resolves `ROOT.join.join.column`; a join `x` follows the column `x_id` (from units, `neighbourhood` is the unit's own or else its
    /// site's, and `site.neighbourhood` falls back to the unit's own). nullopt-like: `column == nullptr` when the path does not exist.
    [[nodiscard]] PathColumn column(std::string_view path) const;
    /// Resolves `ROOT.join.join`; `table == nullptr` when the path does not exist.
    [[nodiscard]] PathJoin join(std::string_view path) const;
};

/// Types, checks references (duplicates, dangling ids, cycles), and digests. Adds every finding; the result is usable only when no error
/// was added.
[[nodiscard]] std::shared_ptr<const TypedCase> type_case(const Case& source, const Policy& policy, Findings& findings);

/// A path that does not exist, with the nearest that does ("Did you mean …?"); empty when nothing is near.
[[nodiscard]] std::string nearest_path(const TypedCase& typed, std::string_view path);

}  // namespace husrom::model
