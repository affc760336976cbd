#pragma once

/// Tables that were put together by hand may not be tables at all: nothing may read their cells before this has been asked.

#include <husrom/model/case.hpp>

namespace husrom::model {

/// What does not fit together in a table: a heading without its column, a column without its heading, a column that has not one cell for
/// each row. Empty for a table that may be read.
[[nodiscard]] Findings misfits(const Table& table);
/// Throws InvalidInput when a table of the case does not fit together.
void require_fit(const Case& source);
/// The same, and for text that files of UTF-8 cannot hold.
void require_writable(const Case& source);

}  // namespace husrom::model
