#pragma once

// The tables of the Housing First example.

#include <husrom/core/random.hpp>
#include "examples/sheet.hpp"

namespace husrom::examples {

[[nodiscard]] Sheet bodo_participants(core::Random& random);
[[nodiscard]] Sheet bodo_wishes(core::Random& random, const Sheet& participants);
[[nodiscard]] Sheet bodo_units(core::Random& random);
[[nodiscard]] Sheet bodo_sites();
[[nodiscard]] Sheet bodo_neighbourhoods();
[[nodiscard]] Sheet bodo_landlords(core::Random& random);
[[nodiscard]] Sheet bodo_teams();
[[nodiscard]] Sheet bodo_budgets();
[[nodiscard]] Sheet bodo_tenants();

}  // namespace husrom::examples
