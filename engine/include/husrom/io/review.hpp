#pragma once

/// A person decides. A review goes through a plan: placements are accepted, overridden with a reason code, locked or forbidden, and
/// decisions withdrawn; each is a line of a log that shows tampering, and `resolve` solves again around those that stand.
///
///     Review review(source, policy, plan, "audit.jsonl", {.actor = "user:2f61"});
///     auto price = review.price("SYN-P-0412", "SYN-U-0090");        // before an override: what it costs, exactly
///     review.override_placement("SYN-P-0412", "SYN-U-0090", {.reason = "NEAR_SCHOOL", .time = "2026-11-22T09:31:40Z"});
///     auto next = review.resolve();
///
/// A review goes on where its log ends: opened again for the same plan under the same policy, with the same log, it holds the decisions
/// that stand there, also after a writer was killed, and also those of earlier rounds that led to this plan. The plan that `resolve` found
/// is reviewed on with its own case, `decided_case()`.
///
/// A home decided for somebody goes before what was decided of their home, or required in the case, and forbidding a pair before all that
/// was decided, required or allowed of it: for good. What an override sets aside for a pair stays so until the pair is forbidden.
///
/// A decision becomes an edit of the case (the table `pairs`), so that the new plan can be saved and verified like any other. The log holds
/// pseudonymous ids, codes and references, never a value of the case; the time is the caller's, the library reads no clock.

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/io/audit_log.hpp>
#include <husrom/io/io.hpp>
#include <husrom/plan/why_not.hpp>
#include <husrom/scenario/scenario.hpp>

namespace husrom {

struct ReviewOptions {
    std::string actor;  ///< a pseudonym, such as "user:2f61"
    /// Codes that a decision may give, of the policy's `[overrides]`; empty: all of those. Where the policy has none: these alone, and any
    /// code of capitals, digits and underscores where these are empty too.
    std::vector<std::string> reasons = {};
    plan::ResolveOptions resolve = {};
    /// Decisions and prices are only looked at: the log may be another writer's, or not be there. To decide then throws InvalidArgument.
    bool read_only = false;
};

struct DecisionNote {
    std::string reason = {};     ///< a code, required for an override
    std::string reference = {};  ///< free, such as "sak:2026/4411-8": at most 80 printable characters of ASCII without spaces
    std::string time = {};       ///< as it shall stand in the log, such as "2026-11-22T09:31:40Z"; may be empty
};

struct Decision {
    enum class Kind : std::uint8_t { accept, override_placement, lock, forbid } kind = Kind::accept;
    std::string participant, unit;
    std::string reason;
    std::vector<std::string> waived;  ///< rules that an override sets aside
};

/// "accept", "override", "lock", "forbid": as the log holds it.
[[nodiscard]] std::string_view to_string(Decision::Kind kind);

class Review {
public:
    /// Opens the log (see AuditLog). Where it speaks of this plan last, its decisions about it are taken over; otherwise a line with the
    /// digests of plan, problem and policy, and this time, goes before the first decision or new plan: looking and asking for prices writes
    /// nothing. `source` and `policy` are those that the plan's problem was built from. Throws InvalidArgument for an actor that is no
    /// code, for `reasons` that the policy does not have, or without an allocation.
    Review(model::Case source, model::Policy policy, plan::Plan plan, const std::filesystem::path& log, ReviewOptions options,
           std::string_view time = {});

    /// What the plan says of a person is decided: the home of the plan. Throws InvalidArgument when the person waits in the plan. This,
    /// a price, an override and a lock throw it too where others are decided for the home already and no place in it is left; this and a
    /// lock where the rules do not allow the pair.
    void accept(std::string_view participant, const DecisionNote& note = {});
    /// What an override would cost in the round as decided so far. Before: the best plan under all decisions but what the override takes
    /// the place of (what was decided or required of the person's home, or decided of this pair), which is the plan under review only where
    /// nothing stands that it does not hold. After: the best plan with the pair beside them. A pair that rules close is priced as allowed:
    /// `ruled_out_by` names the rules that are set aside, and the outcome tells the cost, which may be BETTER, without losses where no
    /// allocation is possible until they are; RULED_OUT says that no override can set them aside, IMPOSSIBLE also that the decisions so
    /// far cannot all be kept.
    ///
    /// Cost: one question, and an allocation where the plan under review is not the one before, unless the last price solved for the same
    /// decisions. Each pair that rules close is a round of its own, with these rules set aside: an allocation and two questions.
    [[nodiscard]] plan::WhyNot price(std::string_view participant, std::string_view unit);
    /// Gives the person this home, whatever the plan and the rules say, and logs what it costs. Throws InvalidArgument without a reason
    /// code, or when the pair is forbidden in the case, a tenant there is in the way, or the home lies outside the pool.
    plan::WhyNot override_placement(std::string_view participant, std::string_view unit, const DecisionNote& note);
    void lock(std::string_view participant, std::string_view unit, const DecisionNote& note = {});
    /// Throws InvalidArgument where the person lives there, and where the case itself forbids the pair.
    void forbid(std::string_view participant, std::string_view unit, const DecisionNote& note = {});

    /// Takes back what was decided of the pair: nothing is decided of it any more, nor of the person's home where it was a home for them,
    /// and what had given way to it does not come back. In the round in which it was made it is as if it had not been; later the case loses
    /// what the decision wrote into it, and with it what it required of the person, or allowed of a forbidden pair, itself. Throws
    /// InvalidArgument where no decision about the pair stands.
    void withdraw(std::string_view participant, std::string_view unit, const DecisionNote& note = {});

    /// Throws InvalidArgument where no decision could be made with this note.
    void check_note(const DecisionNote& note, bool needs_reason) const;

    /// Those that stand, of this round and of the earlier ones, in the order made.
    [[nodiscard]] const std::vector<Decision>& decisions() const { return decisions_; }
    /// The case with the decisions made so far.
    [[nodiscard]] model::Case decided_case() const;
    /// Solves the decided case, from the plan so far; the result becomes the plan of the review and a line of the log. Throws InvalidInput
    /// when the decisions contradict each other or the case.
    const plan::Plan& resolve(std::string_view time = {}, const AllocateOptions& options = {});
    /// As resolve, for a caller who wants the status instead of an exception when no allocation was found; the plan of the review then
    /// stays.
    plan::Plan try_resolve(std::string_view time = {}, const AllocateOptions& options = {});
    /// Saves the plan of the review as a run that names the head of the log as it is, where it has a line, so that a log whose end was cut
    /// off later does not pass. Returns the head of the run's own log.
    std::string save(const std::filesystem::path& folder, SaveOptions options = {}) const;

    [[nodiscard]] const plan::Plan& plan() const { return plan_; }
    [[nodiscard]] const AuditLog& log() const { return log_; }
    /// How many decisions of the log are none of this plan and of those that it came from.
    [[nodiscard]] std::int64_t about_other_plans() const { return about_other_plans_; }
    /// When it was read, the log spoke of another plan last: of a later round, or of another run.
    [[nodiscard]] bool log_went_on() const { return log_went_on_; }

private:
    /// The case as decided, but for what this decision takes the place of; with these rules set aside for its pair.
    [[nodiscard]] model::Case case_without(const Decision& wanted, std::span<const std::string> aside) const;
    [[nodiscard]] const plan::Plan& best_of(std::shared_ptr<const rules::AllocationProblem> problem);
    [[nodiscard]] Decision as_taken(Decision decision) const;
    bool read_decisions();
    template <class Wanted> [[nodiscard]] bool was_decided(Wanted wanted) const;
    [[nodiscard]] AuditLog::Row row_of(std::string_view event, std::string_view participant, std::string_view unit,
                                       const DecisionNote& note) const;
    void decide(Decision decision, const DecisionNote& note, AuditLog::Row row);
    void take(Decision decision);
    void require_open(const Decision& decision) const;
    void require_place(std::string_view participant, std::string_view unit) const;
    void append(const AuditLog::Row& row);

    model::Case source_;
    model::Policy policy_;
    plan::Plan plan_;
    ReviewOptions options_;
    AuditLog log_;
    AuditLog::Row opening_;            ///< of this review, when the log does not have it yet
    std::vector<Decision> decisions_;  ///< that stand
    std::vector<Decision> made_;       ///< all, of the earlier rounds too
    std::vector<Decision> withdrawn_;  ///< taken back, but solved with once
    std::int64_t about_other_plans_ = 0;
    bool log_went_on_ = false;
    std::optional<plan::Plan> decided_round_;  ///< that the last price spoke of
};

}  // namespace husrom
