#pragma once

/// Identical rows: people (or homes) that agree in every column a rule reads are judged once.

#include <cstdint>
#include <span>
#include <vector>

#include "rules/cell.hpp"

namespace husrom::rules {

struct Classes {
    std::vector<std::int32_t> of_row;    ///< class of each row, numbered by first appearance
    std::vector<std::int32_t> examples;  ///< a row of each class

    [[nodiscard]] std::int32_t count() const { return static_cast<std::int32_t>(examples.size()); }
};

/// The classes of `rows` rows of one side under the columns that hang on it. O(rows x columns).
[[nodiscard]] Classes classify(std::span<const Reader> readers, Side side, std::int32_t rows);

}  // namespace husrom::rules
