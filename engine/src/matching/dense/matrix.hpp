#pragma once

/// The caller's matrix as the solver reads it: in place, searched from its rows, never with more rows than columns.

#include <cstddef>
#include <cstdint>

#include "kernels.hpp"

namespace husrom::matching::dense {

template <class Price> struct Matrix {
    const std::byte* costs = nullptr;
    std::ptrdiff_t cost_stride = 0;  ///< bytes from row to row
    const std::uint8_t* allowed = nullptr;
    std::ptrdiff_t allowed_stride = 0;
    std::int32_t rows = 0;
    std::int32_t columns = 0;
    /// Rows from this one on are blank: every column costs them nothing. They stand for columns that stay without mate.
    std::int32_t first_blank = INT32_MAX;
    const std::byte* blank = nullptr;
    bool negate = false;
    bool rounded = false;  ///< real costs, read as `rounding` says
    Rounding rounding{};
    const RowKernels<Price>* row_kernels = nullptr;
    const ListKernels<Price>* list_kernels = nullptr;

    [[nodiscard]] Row row(std::int32_t r) const {
        if (r >= first_blank) return {blank, nullptr, columns, false, {}, blank, 0, 0};
        const std::int32_t turn = r % Row::block;
        return {costs + r * cost_stride,
                allowed == nullptr ? nullptr : allowed + r * allowed_stride,
                columns,
                negate,
                rounding,
                costs + (r - turn + Row::block) * cost_stride,
                cost_stride,
                turn};
    }
    /// Signed cost of a pair, infinite where it is not allowed.
    [[nodiscard]] Price cost(std::int32_t r, std::int32_t column) const { return row_kernels->cost(row(r), column); }
};

}  // namespace husrom::matching::dense
