#pragma once

/// Why does this person not have this home, and what would it cost? The pair is forced and the problem solved again, so that the answer is
/// the exact loss of every policy goal, and who would move or lose a home; or, for a pair that is ruled out, every rule that says so and
/// which of its facts could change.
///
///     auto answer = plan::why_not(plan, "SYN-P-0412", "SYN-U-0117");
///     std::cout << plan::text(plan.problem(), answer);
///
/// `alternatives` gives the homes that a person could have, best first. Cost: one solve a pair asked for; one solve an alternative, each
/// begun where the one before it ended. `all_alternatives` gives those of everybody.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/plan/resolve.hpp>
#include <husrom/plan/text.hpp>

namespace husrom::plan {

/// The codes are stable.
enum class WhyNotOutcome : std::uint8_t {
    has_it,      ///< HAS_IT: the plan gives this home to this person; of a price, the plan found for the round as decided
    ruled_out,   ///< RULED_OUT: a rule closes the pair
    impossible,  ///< IMPOSSIBLE: no allocation with this pair keeps every limit and everybody's right to a home; proven
    costs,       ///< COSTS: the first goal that changes becomes worse
    tie,         ///< TIE: no policy goal changes; queue days, the lottery or the rules that an override sets aside decided
    /// BETTER: a goal improves, which can be only in a plan that is not proven best, or with rules set aside; without losses, no
    /// allocation is possible until they are
    better,
    /// NOT_KNOWN: the search ended before an allocation with this pair, or to compare it with, was found or disproved
    not_known
};
[[nodiscard]] std::string_view code(WhyNotOutcome outcome);

/// A fact that a rule read.
struct Fact {
    std::string column;  ///< path, such as "participant.bedrooms_needed"
    model::ColumnClass column_class = model::ColumnClass::unclassified;
    bool unknown = false;     ///< nobody has filled it in
    bool may_change = false;  ///< a fact of this person or home that could be corrected or decided; never a protected one
};
struct RuledOutBy {
    std::string rule;
    rules::Verdict verdict = rules::Verdict::fail;
    std::vector<Fact> facts;
};

struct WhyNot {
    /// That edges, limits, goals and their digits are of: the plan's, or in a review perhaps another one of the same people and homes.
    std::shared_ptr<const rules::AllocationProblem> problem;
    rules::ParticipantIndex participant;
    rules::UnitIndex unit;  ///< invalid: outside the pool of this round
    std::string unit_id;
    WhyNotOutcome outcome = WhyNotOutcome::not_known;
    std::vector<RuledOutBy> ruled_out_by;
    bool as_decided = false;  ///< the price of a review: of the round as decided so far, where the plan may be another one

    // Of a pair that is open:
    std::vector<GoalLoss> losses;  ///< every policy goal; empty without an allocation
    /// The losses are proven: both plans are best in every policy goal. Otherwise each is what was found, neither least nor most.
    bool exact = false;
    std::vector<HomeChange> changes;        ///< everybody whose home would be another one, this person among them
    bool fewest_moves = false;              ///< no allocation as good moves fewer; proven
    std::vector<std::int32_t> full_limits;  ///< limits without room for the pair in the plan as it is (positions in `limits`)
    bool apart = false;                     ///< somebody from whom this person is kept apart is in the way
    rules::ParticipantIndex held_by;        ///< who has the home in the plan
    std::vector<rules::EdgeIndex> chosen;   ///< the allocation with the pair

    [[nodiscard]] std::vector<rules::ParticipantIndex> lose_home() const;  ///< housed before, not after
};

/// Throws InvalidArgument for ids that are not there, with the nearest one, and for a plan without an allocation.
[[nodiscard]] WhyNot why_not(const Plan& plan, std::string_view participant, std::string_view unit, const ResolveOptions& options = {});

/// A home that a person could have, and what it would cost.
struct Alternative {
    rules::UnitIndex unit;
    std::vector<GoalLoss> losses;
    bool exact = false;
    std::vector<HomeChange> changes;
    std::vector<rules::EdgeIndex> chosen;
};
struct Alternatives {
    rules::ParticipantIndex participant;
    std::vector<Alternative> list;  ///< best first by the losses told, which are the least there are where each is exact
    /// No further home is possible for this person, rather than not asked for or not found.
    bool complete = false;
    bool asked = true;  ///< false: `all_alternatives` was stopped before this person's turn
};
/// At most `most` homes other than the one that the plan gives. Throws as `why_not` does, and InvalidArgument for `most` below 1.
[[nodiscard]] Alternatives alternatives(const Plan& plan, std::string_view participant, std::int32_t most = 5,
                                        const ResolveOptions& options = {});

/// Those of everybody, in the order of the problem's participants: `options.threads` people at a time (at most 1,024), each on one thread,
/// with the same answer at any number of threads. `on_person` is told how many people are done, by one thread after another. When
/// `options.stop` is requested, whose turn has not come is not `asked`, and who is being asked has what was found by then.
///
/// Cost: time by the people and homes, memory by the threads. Throws as `alternatives` does, and what `on_person` throws, which ends it.
[[nodiscard]] std::vector<Alternatives> all_alternatives(const Plan& plan, std::int32_t most = 5, const ResolveOptions& options = {},
                                                         const std::function<void(std::size_t)>& on_person = {});

/// In words, for a caseworker.
[[nodiscard]] std::string text(const WhyNot& answer, Language language = Language::en);
[[nodiscard]] std::string text(const rules::AllocationProblem& problem, const Alternatives& answer, Language language = Language::en);
/// "house-most: 1 worse (6 instead of 7)"; empty where nothing changes.
[[nodiscard]] std::string text(const rules::AllocationProblem& problem, const GoalLoss& loss, Language language = Language::en);

}  // namespace husrom::plan
