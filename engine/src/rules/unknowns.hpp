#pragma once

/// What is said about cells that nobody has filled in, where a number is needed: which default counted, or that none is declared.

#include <span>
#include <string_view>
#include <vector>

#include "rules/eligibility/list.hpp"
#include "rules/limits/limit.hpp"

namespace husrom::rules {

/// A term scores nothing for an unknown without a default: a warning. A default that counted: a note.
void report_unknown_points(std::span<const Reader> readers, const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope,
                           const Entry& entry);

/// A load must be a number: an unknown without a default is an error. A default that counted: a note.
void report_unknown_loads(std::span<const Reader> readers, const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope,
                          const Entry& entry);
/// The same for tenants: `concerns` says, by reader and tenant, which cells count.
void report_unknown_loads_of_tenants(std::span<const Reader> readers, const std::vector<std::vector<bool>>& concerns, const Scope& scope,
                                     const Entry& entry);
/// The same for the rows that given pairs read.
void report_unknown_loads(std::span<const Reader> readers, std::span<const Pair> pairs, const std::vector<bool>& concerns,
                          const Scope& scope, const Entry& entry);

/// A filter of a term or goal that cannot be judged for some rows: a note that these are left out, or a warning where it holds for nobody
/// else, or for no other home.
void report_left_out(const Filter& filter, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry);
/// A filter of a limit that cannot be judged for some people, tenants or homes: a note that these are counted in, as far as they fall under
/// a group.
void report_counted_in(const Limit& limit, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry);

/// Whoever waits since a day that is still to come has not waited: a warning, since as_of or the dates are wrong. `left_out` says whom the
/// column does not matter for; it may be empty.
void report_days_to_come(const Reader& reader, const std::vector<bool>& left_out, const Scope& scope, const Entry& entry);

/// People of unknown waiting time stand last, or count by a default: a note.
void report_unknown_ties(const Reader& reader, const std::vector<bool>& left_out, const Scope& scope, const Entry& entry);

/// A rule that reads a column which the case does not have cannot be judged for anybody; nor where nothing stands in a column that it
/// hangs on for some pair of the pool.
void report_absent_columns(const Eligibility& rule, std::string_view code, model::Severity severity, std::span<const std::int32_t> pool,
                           const Scope& scope, const Entry& entry);

}  // namespace husrom::rules
