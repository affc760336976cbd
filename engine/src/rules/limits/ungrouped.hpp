#pragma once

/// Whom and what a limit cannot count because no cell says under which group.

#include <cstdint>
#include <span>

#include "rules/limits/limit.hpp"

namespace husrom::rules {

/// Findings where nobody of the round falls under a group of the limit, where the group of people, homes or tenants is unknown, and where
/// no tenant's row says anything of it. `pool` holds the homes of the round, as rows of the typed units.
void report_ungrouped(const Limit& limit, std::span<const std::int32_t> pool, const Scope& scope, const Entry& entry);

}  // namespace husrom::rules
