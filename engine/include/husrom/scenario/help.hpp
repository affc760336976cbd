#pragma once

/// What would help a person who waits: the smallest sets of changes, from the menu that the policy declares in `[[change]]`, with which the
/// best plan houses this person. Every set that is told has been solved; every smaller set has been ruled out, by a solve or exactly
/// without one (the person still fits no home; a bound from prices shows that the first goal would lose).
///
///     auto help = scenario::what_would_help(plan, source, policy, "SYN-P-0412");
///     for (const auto& set : help.sets) …
///
/// Cost: one build a set, and one solve a set that is not ruled out by bounds.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/plan/resolve.hpp>
#include <husrom/scenario/scenario.hpp>

namespace husrom::scenario {

/// One change of the menu, made in one place.
struct Change {
    std::string id;     ///< of the menu
    std::string place;  ///< "conflict-cap SYN-S-3", "participant SYN-P-7 deposit_status", "wishes area SYN-N-2", "unit"
    std::vector<Edit> edits = {};
    /// Rows of a relation to be left out, by their place in the case's table.
    std::string table;
    std::vector<std::size_t> drop = {};
    bool only_cap = false;  ///< raises a cap and changes nothing else that the policy reads
    bool idle = false;      ///< such a cap, which cannot bind as things are: of use only with a change of something else
};
/// Every place in which a change of the policy's menu can be made for this person. Protected facts are never among them.
[[nodiscard]] std::vector<Change> menu_for(const rules::AllocationProblem& problem, const model::Case& source, const model::Policy& policy,
                                           std::string_view participant);
/// The case and policy with these changes. Throws InvalidInput when one does not fit, InvalidArgument when a row to be left out is not
/// there.
[[nodiscard]] Applied apply(const model::Case& source, const model::Policy& policy, std::span<const Change> changes);

struct HelpfulSet {
    std::vector<Change> changes;
    std::string unit;                         ///< the home that the person is given then
    std::vector<plan::GoalValue> goals = {};  ///< of the plan with the changes; policy goals
    Comparison comparison;                    ///< with the plan as it is
    bool proven = false;                      ///< that plan is proven best, ties included
};
struct Help {
    std::string participant;
    bool already_housed = false;
    std::vector<HelpfulSet> sets;  ///< all of one size, the smallest; in the order of the menu
    std::int32_t size = 0;         ///< of the sets; 0 when none was found
    std::int32_t menu = 0;         ///< changes that the policy's menu holds for the person, each place counted
    std::int32_t looked_at = 0;    ///< sets of up to this many changes were looked at
    bool complete = false;         ///< every set of up to `looked_at` changes was decided, by proof
    std::int64_t solved = 0, ruled_out = 0;
    /// Why changes that were looked at cannot be made, such as a home that is added without a place: each once, with "change ID" as its
    /// source, or "change ID, change ID" where each of them can be made and together they cannot. They help nobody.
    model::Findings findings;
};

struct HelpOptions {
    std::int32_t most_changes = 2;                          ///< in a set
    std::int32_t most_sets = 5;                             ///< to tell
    std::int64_t most_tried = 2000;                         ///< sets to look at; the answer says when this ended it
    std::optional<std::int64_t> work_limit = std::nullopt;  ///< of each solve
    std::stop_token stop = {};
};
/// `source` and `policy` are those that the plan's problem was built from. Throws InvalidArgument when they are not, for an unknown
/// participant, and without an allocation.
[[nodiscard]] Help what_would_help(const plan::Plan& plan, const model::Case& source, const model::Policy& policy,
                                   std::string_view participant, const HelpOptions& options = {});

/// In words.
[[nodiscard]] std::string text(const Help& help, model::Language language = model::Language::en);

}  // namespace husrom::scenario
