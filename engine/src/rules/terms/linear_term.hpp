#pragma once

/// The sum behind `column`, `pair` and `slack`.

#include <memory>

#include "rules/linear.hpp"
#include "rules/terms/term.hpp"

namespace husrom::rules {

enum class Below : std::uint8_t { counts, scores_nothing };

/// The amount as it is, or only as far as it is above 0; nothing where a column is not joined.
[[nodiscard]] std::unique_ptr<ScoreTerm> linear_term(Linear sum, model::Decimal points_each, Below below_zero);

}  // namespace husrom::rules
