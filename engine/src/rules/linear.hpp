#pragma once

/// A sum of columns with factors, as one integer for each pair: the columns of one side are added up once a row.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/model/policy.hpp>

#include "rules/scope.hpp"

namespace husrom::rules {

/// An amount, or why there is none.
struct Amount {
    model::CellState state = model::CellState::value;  ///< value, unknown, no_bound or not_joined
    std::int64_t value = 0;                            ///< times 10^digits
};

class Linear {
public:
    /// Sums where a column that is missing leaves no amount (rules, terms), or adds nothing (loads).
    enum class Missing : std::uint8_t { no_amount, adds_nothing };
    explicit Linear(Missing missing = Missing::no_amount) : missing_(missing) {}

    /// Adds `operands` times `sign` to what is summed. Findings for paths that do not exist and types that cannot be added.
    void add(std::span<const model::Operand> operands, std::int64_t sign, const Scope& scope, const Entry& entry, Unknowns unknowns,
             People people = People::participants);
    /// A single column as it stands; ordered scales and dates too.
    void add_column(std::string_view path, std::int64_t sign, const Scope& scope, const Entry& entry, Unknowns unknowns,
                    People people = People::participants);
    void add_number(const model::Decimal& number, std::int64_t sign);
    /// The digits that the columns and factors need.
    [[nodiscard]] std::int32_t natural_digits() const;
    /// Fixes the scale (at least `digits`) and sums each side. Overflow when a sum leaves 64 bits.
    void finish(const Scope& scope, People people = People::participants, std::int32_t digits = 0);

    [[nodiscard]] std::int32_t digits() const { return digits_; }
    [[nodiscard]] Amount amount(const Pair& pair) const;
    /// What the columns of one side come to.
    [[nodiscard]] const Amount& of_participant(std::int32_t row) const { return participant_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const Amount& of_unit(std::int32_t row) const { return unit_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }

private:
    void push(Reader reader, model::Decimal times, std::int64_t sign);
    [[nodiscard]] Amount sum(Side side, std::int32_t row) const;

    Missing missing_;
    std::vector<Reader> readers_;
    std::vector<model::Decimal> times_;  ///< of each reader, signed
    std::vector<std::int64_t> factors_;  ///< of each reader on the common scale
    std::vector<model::Decimal> numbers_;
    std::int64_t constant_ = 0;
    std::int32_t digits_ = 0;
    bool reads_listed_ = false;
    std::vector<Amount> participant_, unit_;
};

/// a + b; a row that is not joined outweighs no bound, no bound an unknown.
[[nodiscard]] Amount add(const Amount& a, const Amount& b);

}  // namespace husrom::rules
