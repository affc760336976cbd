#pragma once

/// Typed columns: every cell is a 64-bit integer with a state, so that unknown is never mistaken for false, zero or "none".

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husrom::model {

enum class ColumnType : std::uint8_t { text, integer, decimal, flag, date, set, ordered };
enum class ColumnClass : std::uint8_t { unclassified, need, readiness, protected_ground, personal };

/// What an empty cell of a column means.
enum class EmptyMeans : std::uint8_t {
    unknown,  ///< nobody has said
    none,     ///< there is none: 0, false, no elements, the lowest step; a text or date that equals nothing
    no_bound  ///< no limit on this side
};

/// The state of one cell as a rule sees it.
enum class CellState : std::uint8_t {
    value,
    unknown,
    none,  ///< declared "none": numbers, flags and steps read 0, sets are empty
    no_bound,
    not_joined  ///< the row it would stand in does not exist (a municipal home has no landlord): rules do not apply
};

/// Words in both languages; either may be empty.
struct Words {
    std::string nb;
    std::string en;
    friend bool operator==(const Words&, const Words&) = default;
};

/// Where an entry of a policy stands: a line of the municipality's own file, or of the preset that the file builds on.
struct PolicyLine {
    std::int64_t number = 0;
    bool in_preset = false;
    friend bool operator==(const PolicyLine&, const PolicyLine&) = default;
};

struct ColumnDeclaration {
    std::string table;  ///< singular: "participant"; "pair", "wish" too
    std::string name;   ///< "bedrooms_needed"
    ColumnType type = ColumnType::text;
    std::int32_t digits = 0;  ///< decimals: the value is stored times 10^digits; 0..9
    EmptyMeans empty = EmptyMeans::unknown;
    std::string default_value;  ///< what an unknown counts as in a term or a load; empty: nothing declared
    ColumnClass column_class = ColumnClass::unclassified;
    std::vector<std::string> order;  ///< ordered: steps from lowest to highest
    Words text;
    PolicyLine line;            ///< where the policy declares it; 0 for well-known columns
    bool not_negative = false;  ///< well-known capacities, caps and amounts: a negative number is an error
};

/// One typed column of a table.
struct Column {
    ColumnDeclaration declaration;
    std::vector<std::int64_t>
        values;  ///< integer; decimal x 10^digits; flag 0/1; date: days since 1970-01-01; text: pool code; ordered: step from 0
    std::vector<CellState> states;
    std::vector<std::int64_t> set_offsets;  ///< sets: rows + 1
    std::vector<std::int64_t> set_codes;    ///< sets: pool codes, ascending within a row
    bool given = true;  ///< false: declared (by the policy or as well known), but the table has no such heading; every cell is empty

    [[nodiscard]] std::span<const std::int64_t> set(std::size_t row) const {
        return std::span(set_codes).subspan(static_cast<std::size_t>(set_offsets[row]),
                                            static_cast<std::size_t>(set_offsets[row + 1] - set_offsets[row]));
    }
};

}  // namespace husrom::model
