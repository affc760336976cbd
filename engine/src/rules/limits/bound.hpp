#pragma once

/// `max` and `min` of a limit: one number for all groups, or a column of the groups' own table.

#include <cstdint>
#include <optional>

#include <husrom/model/policy.hpp>

#include "rules/limits/groups.hpp"

namespace husrom::rules {

class Bound {
public:
    /// Findings when the column does not exist, is no number, or is not of the groups' own table.
    [[nodiscard]] static Bound compile(const std::optional<model::ColumnOrNumber>& declared, const Groups& groups, const Scope& scope,
                                       const Entry& entry);

    [[nodiscard]] std::int32_t digits() const { return digits_; }
    /// Times 10^digits; nothing where the group has no such bound.
    [[nodiscard]] std::optional<std::int64_t> of(std::int32_t group) const {
        return values_.empty() ? std::nullopt : values_[static_cast<std::size_t>(group)];
    }
    /// The column has an unknown here that no default decides.
    [[nodiscard]] bool unknown(std::int32_t group) const { return !unknown_.empty() && unknown_[static_cast<std::size_t>(group)]; }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    void take_column(const Groups& groups, const Scope& scope, const Entry& entry);

    std::int32_t digits_ = 0;
    std::string path_;
    std::vector<std::optional<std::int64_t>> values_;
    std::vector<bool> unknown_;
};

}  // namespace husrom::rules
