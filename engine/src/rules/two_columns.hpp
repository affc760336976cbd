#pragma once

/// Two columns that a rule or a term compares: are they equal, and how far apart are they?

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/linear.hpp"

namespace husrom::rules {

class TwoColumns {
public:
    /// Nothing, with a finding, when a path does not exist, the types cannot be compared or two ordered scales have different steps.
    /// `difference` asks for columns that can be subtracted: numbers, steps and dates.
    [[nodiscard]] static std::optional<TwoColumns> compile(std::string_view left, std::string_view right, bool difference,
                                                           const Scope& scope, const Entry& entry, Unknowns unknowns);

    [[nodiscard]] const Reader& left() const { return left_; }
    [[nodiscard]] const Reader& right() const { return right_; }
    [[nodiscard]] std::int32_t digits() const { return digits_; }

    /// A text or a date that is "none" equals nothing.
    [[nodiscard]] Truth equal(const Pair& pair) const;
    /// left - right, times 10^digits. A date that is "none" has no difference and counts as not joined.
    [[nodiscard]] Amount difference(const Pair& pair) const;

private:
    TwoColumns(Reader left, Reader right) : left_(std::move(left)), right_(std::move(right)) {}

    Reader left_, right_;
    std::int32_t digits_ = 0;
    std::int64_t left_factor_ = 1, right_factor_ = 1;
};

/// May the values of two columns be compared?
[[nodiscard]] bool comparable(const model::ColumnDeclaration& a, const model::ColumnDeclaration& b);

}  // namespace husrom::rules
