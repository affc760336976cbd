#pragma once

/// What a rule sees of a case: cells of a column, read for one pair of a person and a home.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <husrom/model/typed_case.hpp>

#include "model/empty_cell.hpp"

namespace husrom::rules {

/// The answer to a question that may not be answerable.
enum class Truth : std::uint8_t { no, yes, unknown, not_applicable };

/// Rows of the typed tables; `listed` is the pair's row in `pairs`, -1 when it is not listed there.
struct Pair {
    std::int32_t participant = -1;
    std::int32_t unit = -1;
    std::int32_t listed = -1;
};

/// Which row of a pair a column hangs on.
enum class Side : std::uint8_t { participant, unit, listed };

struct Cell {
    model::CellState state = model::CellState::not_joined;
    std::int64_t value = 0;             ///< 0 unless in state `value`
    std::span<const std::int64_t> set;  ///< of set columns; empty unless in state `value`
};

/// What an unknown cell reads as where a column declares a default.
struct DefaultCell {
    std::int64_t value = 0;
    std::vector<std::int64_t> set;
    std::string text;  ///< as declared
};

/// A column by its path, read for pairs.
class Reader {
public:
    Reader(std::string path, Side side, model::PathColumn column, bool with_default, std::optional<DefaultCell> default_cell)
        : path_(std::move(path)), side_(side), column_(std::move(column)), with_default_(with_default), default_(std::move(default_cell)) {}

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] Side side() const { return side_; }
    [[nodiscard]] const model::ColumnDeclaration& declaration() const { return column_.column->declaration; }
    [[nodiscard]] model::ColumnType type() const { return declaration().type; }
    /// Digits after the decimal point of the stored integers; 0 for all types but decimals.
    [[nodiscard]] std::int32_t digits() const { return type() == model::ColumnType::decimal ? declaration().digits : 0; }
    [[nodiscard]] bool given() const { return column_.column->given; }
    [[nodiscard]] std::int32_t rows() const { return static_cast<std::int32_t>(column_.rows.size()); }
    /// The row of the column's own table that a row reaches; -1: none.
    [[nodiscard]] std::int32_t reached_row(std::int32_t row) const { return column_.rows[static_cast<std::size_t>(row)]; }

    [[nodiscard]] std::int32_t row(const Pair& pair) const {
        return side_ == Side::participant ? pair.participant : side_ == Side::unit ? pair.unit : pair.listed;
    }
    /// The cell's own state, whatever its default.
    [[nodiscard]] model::CellState state(std::int32_t row) const {
        if (row < 0) return model::CellState::not_joined;
        return empty_everywhere_ ? model::state_of_empty(declaration()) : column_.state(row);
    }
    /// The cell as rules see it. Where defaults count, an unknown cell reads as its default, if one is declared.
    [[nodiscard]] Cell read(std::int32_t row) const;
    [[nodiscard]] Cell read(const Pair& pair) const { return read(row(pair)); }
    /// An unknown cell that no default decides.
    [[nodiscard]] bool undecided(std::int32_t row) const { return state(row) == model::CellState::unknown && !(with_default_ && default_); }
    /// Adds nothing to a sum, and is no unknown that only a default makes 0.
    [[nodiscard]] bool known_zero(std::int32_t row) const { return state(row) != model::CellState::unknown && read(row).value == 0; }
    /// The default that counts, as declared; empty where none does.
    [[nodiscard]] std::string default_text() const { return with_default_ && default_ ? default_->text : std::string(); }
    /// The same column where unknown stays unknown.
    [[nodiscard]] Reader without_default() const {
        auto reader = *this;
        reader.with_default_ = false;
        return reader;
    }
    /// Stands for a column that the table lacks.
    [[nodiscard]] bool lacking() const { return empty_everywhere_; }
    /// A column like this one in a table that lacks it: an empty cell in every row.
    [[nodiscard]] Reader nobody_filled_in() const {
        auto reader = *this;
        reader.empty_everywhere_ = true;
        return reader;
    }

private:
    std::string path_;
    Side side_;
    model::PathColumn column_;
    bool with_default_;
    std::optional<DefaultCell> default_;
    bool empty_everywhere_ = false;
};

}  // namespace husrom::rules
