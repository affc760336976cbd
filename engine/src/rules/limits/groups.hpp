#pragma once

/// `per`: the sites, neighbourhoods, teams … that each get a row of a limit, and which of them a pair or a tenant counts under.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/scope.hpp"

namespace husrom::rules {

/// Texts, whole numbers, flags and steps make groups.
[[nodiscard]] bool makes_groups(model::ColumnType type);

/// The group that a cell names; empty where it names none. A cell that is none is a value too, but for a text, which equals nothing.
[[nodiscard]] std::string group_named(const Reader& reader, std::int32_t row, const model::TextPool& pool);

class Groups {
public:
    /// `per` is "all", a path of joins (`unit.site.neighbourhood`) or of a column whose values are the groups. Nothing, with findings,
    /// when there is no such path.
    [[nodiscard]] static std::optional<Groups> compile(const std::string& per, const Scope& scope, const Entry& entry);

    [[nodiscard]] std::size_t size() const { return names_.size(); }
    [[nodiscard]] const std::string& name(std::int32_t group) const { return names_[static_cast<std::size_t>(group)]; }
    /// The table of the groups, whose row numbers are the groups; nullptr for "all" and for columns.
    [[nodiscard]] const model::TypedTable* table() const { return table_; }

    /// -1: under no group, so that the limit does not concern the pair.
    [[nodiscard]] std::int32_t of(const Pair& pair) const {
        return side_ ? of_row_[static_cast<std::size_t>(*side_ == Side::participant ? pair.participant : pair.unit)] : 0;
    }
    /// Of a row of `side()`, which is nothing for "all".
    [[nodiscard]] std::int32_t of_row(std::int32_t row) const { return of_row_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] std::optional<Side> side() const { return side_; }
    [[nodiscard]] std::int32_t of_tenant(std::int32_t row) const { return side_ ? of_tenant_[static_cast<std::size_t>(row)] : 0; }

private:
    [[nodiscard]] bool take_joins(const std::string& per, const Scope& scope);
    [[nodiscard]] bool take_column(const std::string& per, const Scope& scope, const Entry& entry);

    std::optional<Side> side_;  ///< nothing: one group of all
    const model::TypedTable* table_ = nullptr;
    std::vector<std::string> names_;
    std::vector<std::int32_t> of_row_, of_tenant_;
};

}  // namespace husrom::rules
