#pragma once

/// Everything a service needs: a case in, a proven and explained plan out.
///
///     auto source = husrom::load_case("case/");
///     auto plan = husrom::allocate(husrom::build(source, husrom::policy_of(source)));

#include <husrom/core/version.hpp>
#include <husrom/io/io.hpp>
#include <husrom/plan/plan.hpp>
#include <husrom/scenario/scenario.hpp>
