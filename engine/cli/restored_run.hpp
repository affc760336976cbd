#pragma once

/// What every question about a saved run reads: the case that the run was made from, and the plan.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <husrom/model/policy.hpp>
#include <husrom/plan/resolve.hpp>

#include "inputs.hpp"
#include "interrupt.hpp"

namespace husrom::cli {

/// --case, --policy, --as-of.
void add_run_options(po::options_description& options);
/// --work-limit.
void add_work_limit(po::options_description& options);
[[nodiscard]] std::optional<std::int64_t> work_limit(const Context& context);
[[nodiscard]] plan::ResolveOptions resolve_options(const Context& context, const Interrupt& interrupt);

/// A count given by an option, cut down to a million.
[[nodiscard]] std::int32_t count(const Context& context, const char* option, std::int64_t least);

/// "GOAL=LOSS", any number of times, by goal. Throws InvalidArgument naming the option.
void add_losses(po::options_description& options, const char* option, const char* about);
[[nodiscard]] std::map<std::string, model::Decimal> losses(const Context& context, const char* option);

struct Restored {
    Inputs inputs;
    plan::Plan plan;
};
/// The case of --case and the run of DIR. Throws InvalidArgument without --case.
[[nodiscard]] Restored restored(const Context& context);

}  // namespace husrom::cli
