#pragma once

/// The two languages of a sentence side by side.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <husrom/plan/plan.hpp>

namespace husrom::plan {

/// In the order in which they are told.
inline constexpr std::array all_reasons{
    WaitingReason::no_home_fits, WaitingReason::information_missing, WaitingReason::limit_full, WaitingReason::others_first,
    WaitingReason::tie,          WaitingReason::goals_against,       WaitingReason::not_proven, WaitingReason::no_room};

[[nodiscard]] constexpr std::string_view pick(model::Language language, std::string_view en, std::string_view nb) {
    return language == model::Language::nb ? nb : en;
}

/// The same as a text that others can be joined to.
[[nodiscard]] inline std::string say(model::Language language, std::string_view en, std::string_view nb) {
    return std::string(pick(language, en, nb));
}

/// One or many: "1 person waits", "2 people wait".
[[nodiscard]] inline std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

/// Said with every outcome of a plan that is not proven best; empty for one that is. `reason` is why somebody waits: where no plan gives
/// them a home, or the reason itself is that nothing is proven, a better plan is not held out.
[[nodiscard]] std::string_view caution(solve::Status status, std::optional<WaitingReason> reason, model::Language language);

/// "bedrooms: The home has enough bedrooms.", where anything says what the id stands for.
[[nodiscard]] std::string with_text(const rules::AllocationProblem& problem, const std::string& id, model::Language language);

/// "max rent (participant.max_rent)": what a column is called, where anything calls it, and its path.
[[nodiscard]] std::string heading(const rules::AllocationProblem& problem, const std::string& path, model::Language language);
[[nodiscard]] std::string heading(const std::string& words, const std::string& path);

/// "2 of 3", the use of a limit of its room; a soft limit says by how much it is exceeded.
[[nodiscard]] std::string use_of_room(const rules::LimitInfo& limit, const LimitUse& use, model::Language language);

}  // namespace husrom::plan
