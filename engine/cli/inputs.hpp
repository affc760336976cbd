#pragma once

/// What several commands read: a case, its policy, and the problem they come to.

#include <filesystem>
#include <memory>
#include <string>

#include <husrom/io/io.hpp>

#include "command.hpp"

namespace husrom::cli {

/// A whole number that fits, or InvalidArgument naming the option.
[[nodiscard]] std::int64_t whole_number(const std::string& text, std::string_view option, std::int64_t least);

/// Whether two names lead to one file or folder, which need not exist.
[[nodiscard]] bool is_same_place(const std::filesystem::path& one, const std::filesystem::path& other);
/// Whether a name leads to the folder or to something in it, which need not exist.
[[nodiscard]] bool is_within(const std::filesystem::path& folder, const std::filesystem::path& path);

/// --threads.
void add_threads(po::options_description& options);
/// At least 1.
[[nodiscard]] std::int32_t threads(const Context& context);

struct Inputs {
    model::Case source;
    model::Policy policy;
};
void add_policy_options(po::options_description& options);
/// The case at `path`, and the policy of --policy or of the case, on the day of --as-of when that is given.
[[nodiscard]] Inputs load_inputs(const Context& context, const std::string& path);
/// Builds the problem and says its warnings.
[[nodiscard]] std::shared_ptr<const rules::AllocationProblem> build_inputs(const Context& context, const Inputs& inputs);

}  // namespace husrom::cli
