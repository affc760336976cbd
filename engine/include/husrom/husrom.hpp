#pragma once

/// Everything a service needs: a case in, a proven and explained plan out.
///
///     auto source = husrom::load_case("case/");
///     auto plan = husrom::allocate(husrom::build(source, husrom::policy_of(source)));

#include <husrom/core/version.hpp>
#include <husrom/io/check_tables.hpp>
#include <husrom/io/io.hpp>
#include <husrom/io/offers_file.hpp>
#include <husrom/io/review.hpp>
#include <husrom/plan/draft.hpp>
#include <husrom/plan/fairness.hpp>
#include <husrom/plan/mechanism.hpp>
#include <husrom/plan/near_optimal.hpp>
#include <husrom/plan/offers.hpp>
#include <husrom/plan/plan.hpp>
#include <husrom/plan/why_not.hpp>
#include <husrom/scenario/conflict.hpp>
#include <husrom/scenario/help.hpp>
#include <husrom/scenario/scenario.hpp>
#include <husrom/scenario/stability.hpp>
