#pragma once

/// Days from a person's date (or the round's) until a home is available; a home that is vacant already is available on the round's day.

#include <optional>
#include <string_view>
#include <vector>

#include "rules/scope.hpp"

namespace husrom::rules {

class DaysToHome {
public:
    /// `from` is a date column, or empty for the round's own day. Nothing, with findings, when it is no date.
    [[nodiscard]] static std::optional<DaysToHome> compile(std::string_view from, const Scope& scope, const Entry& entry);

    /// At least 0. A date that is not there counts as the round's own day.
    [[nodiscard]] std::int64_t days(const Pair& pair) const;
    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }

private:
    std::vector<Reader> readers_;  ///< unit.available_from, then `from` when it is named
    std::int64_t as_of_ = 0;
};

}  // namespace husrom::rules
