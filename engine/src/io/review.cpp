#include <husrom/io/review.hpp>

#include <algorithm>
#include <utility>

#include <husrom/model/decimal.hpp>

#include "io/decided_pairs.hpp"
#include "io/review_log.hpp"
#include "model/text.hpp"
#include "plan/facts.hpp"
#include "plan/lookup.hpp"
#include "plan/plan_values.hpp"

namespace husrom {

namespace {

std::string home_of(const plan::Plan& plan, rules::ParticipantIndex person) {
    const auto held = std::ranges::find(plan.assignments(), person, &plan::Assignment::participant);
    return held == plan.assignments().end() ? "" : plan.problem().units[held->unit.position()];
}

std::map<std::string, std::string> loss_by_goal(const plan::WhyNot& price) {
    std::map<std::string, std::string> losses;
    for (const auto& loss : price.losses) {
        const auto& goal = price.problem->goals[static_cast<std::size_t>(loss.goal)];
        losses[goal.id] = model::to_text(model::Decimal{loss.loss, goal.digits});
    }
    return losses;
}

/// Unless they begin elsewhere.
AllocateOptions begun_at(const plan::Plan& plan, AllocateOptions options) {
    if (options.start.empty())
        for (const auto& one : plan.assignments())
            options.start.emplace_back(plan.problem().participants[one.participant.position()], plan.problem().units[one.unit.position()]);
    return options;
}

/// Whether an override may set a rule aside; being kept apart may not be, as it protects somebody else.
bool can_be_set_aside(const model::Policy& policy, std::string_view rule) {
    return rule == "risk" || std::ranges::find(policy.eligible, rule, &model::EligibleRule::id) != policy.eligible.end();
}

std::vector<plan::RuledOutBy> ruled_out_by(const rules::AllocationProblem& problem, rules::ParticipantIndex person, rules::UnitIndex home) {
    std::vector<plan::RuledOutBy> closing;
    if (problem.find_edge(person, home).valid()) return closing;
    for (const auto& verdict : problem.verdicts(person, home))
        if (rules::closes(verdict.verdict)) closing.push_back({verdict.rule, verdict.verdict, plan::facts_of(problem, verdict)});
    return closing;
}

/// The first of them that no decision can set aside; empty: each can be.
std::string closed_for_good(const model::Policy& policy, const std::vector<plan::RuledOutBy>& closing) {
    const auto found = std::ranges::find_if(closing, [&](const plan::RuledOutBy& by) { return !can_be_set_aside(policy, by.rule); });
    return found == closing.end() ? "" : found->rule;
}

[[noreturn]] void refuse_closed(std::string_view rule, std::string_view participant, std::string_view unit) {
    throw InvalidArgument("no decision can set \"" + std::string(rule) + "\" aside, which keeps \"" + std::string(participant) +
                          "\" from \"" + std::string(unit) + "\"" +
                          (rule == "forbidden" ? ": it stands in the case, table pairs, column forbid" : ""));
}

/// Of a pair that is closed in the round as decided, held in the best plan of the round with its rules set aside: what that plan costs
/// against the best one without the pair. Where there is none without it, nothing can be compared: the pair alone makes the round possible.
void compare_with_closed(const plan::Plan& open, const plan::ResolveOptions& options, plan::WhyNot& answer) {
    const auto& problem = open.problem();
    const auto edge = problem.find_edge(answer.participant, answer.unit);
    const auto closed = plan::Resolver(open, options).resolve({.forbidden = {edge}});
    for (const auto one : open.result().chosen) answer.chosen.push_back({one});
    if (!closed.found()) {
        answer.exact = closed.status == solve::Status::infeasible;
        answer.outcome = answer.exact ? plan::WhyNotOutcome::better : plan::WhyNotOutcome::not_known;
        return;
    }
    answer.losses = plan::losses(problem, closed.objective, open.result().objective);
    std::vector<std::int32_t> before;
    for (const auto one : closed.chosen) before.push_back(one.value);
    answer.changes = plan::home_changes(problem, before, answer.chosen);
    answer.exact = open.status() == solve::Status::optimal && closed.status == solve::Status::optimal;
    answer.fewest_moves = closed.fewest_moves;
    answer.outcome = plan::outcome_by(answer.losses);
}

/// The codes that an override may give: those of the policy, or those of them that were named; where it has none, those named.
std::vector<std::string> codes_of(const model::Policy& policy, std::vector<std::string> named) {
    if (policy.overrides.empty()) return named;
    std::vector<std::string> codes, others;
    for (const auto& reason : policy.overrides) codes.push_back(reason.code);
    for (const auto& one : named)
        if (std::ranges::find(codes, one) == codes.end()) others.push_back(one);
    if (!others.empty())
        throw InvalidArgument("reasons: " + model::join(others, ", ") + " is not among the policy's [overrides], which are " +
                              model::join(codes, ", "));
    return named.empty() ? codes : named;
}

}  // namespace

Review::Review(model::Case source, model::Policy policy, plan::Plan plan, const std::filesystem::path& log, ReviewOptions options,
               std::string_view time)
    : source_(std::move(source)),
      policy_(std::move(policy)),
      plan_(std::move(plan)),
      options_(std::move(options)),
      log_(log, options_.read_only ? AuditLog::Use::read : AuditLog::Use::write) {
    static_cast<void>(plan_.assignments());
    options_.reasons = codes_of(policy_, std::move(options_.reasons));
    io::require_actor(options_.actor);
    io::require_time(time);
    if (read_decisions()) return;
    opening_ = {{"event", "review"},
                {"actor", options_.actor},
                {"plan", plan_.digest()},
                {"problem", plan_.problem().problem_digest},
                {"policy", plan_.problem().policy_digest}};
    if (!time.empty()) opening_["time"] = std::string(time);
}

/// Whether the log speaks of the plan under review.
bool Review::read_decisions() {
    const auto& problem = plan_.problem();
    auto past = io::read_review(log_.text(), {plan_.digest(), problem.problem_digest, problem.policy_digest});
    made_.clear();
    decisions_.clear();
    for (auto& decision : past.decisions) take(std::move(decision));
    withdrawn_ = std::move(past.withdrawn);
    log_went_on_ = past.went_on;
    about_other_plans_ = past.about_other_plans;
    return past.current;
}

/// Who only looks leaves no line.
void Review::append(const AuditLog::Row& row) {
    if (!opening_.empty()) log_.append(std::exchange(opening_, {}));
    log_.append(row);
}

void Review::check_note(const DecisionNote& note, bool needs_reason) const {
    if (needs_reason && note.reason.empty())
        throw InvalidArgument("an override needs a reason code" +
                              (options_.reasons.empty() ? ", such as NEAR_SCHOOL" : ": " + model::join(options_.reasons, ", ")));
    if (!note.reason.empty()) {
        if (options_.reasons.empty()) io::require_reason_code(note.reason);
        if (!options_.reasons.empty() && std::ranges::find(options_.reasons, note.reason) == options_.reasons.end())
            throw InvalidArgument("the reason is not one of the codes " + model::join(options_.reasons, ", "));
    }
    if (!io::is_reference(note.reference))
        throw InvalidArgument("a reference is one word of at most 80 letters a to z, digits and signs, such as sak:2026/4411-8");
    io::require_time(note.time);
}

/// People decided for one home before may fill it; whoever lives there has no part in that.
void Review::require_place(std::string_view participant, std::string_view unit) const {
    const auto& problem = plan_.problem();
    const auto home = plan::unit_of(problem, unit);
    const auto lives_there = [&](std::string_view id) { return problem.home_now[plan::participant_of(problem, id).position()] == home; };
    if (lives_there(participant)) return;
    const auto& places = problem.numeric.column_upper;
    std::int32_t left = places.empty() ? 1 : places[home.position()];
    std::string others;
    for (const auto& decision : decisions_) {
        if (decision.kind == Decision::Kind::forbid || decision.unit != unit || decision.participant == participant) continue;
        if (lives_there(decision.participant)) continue;
        --left;
        others += (others.empty() ? "\"" : "\", \"") + decision.participant;
    }
    if (left <= 0 && !others.empty())
        throw InvalidArgument("\"" + std::string(unit) + "\" is decided for " + others +
                              "\" already; decide another home for them, or forbid them this one, first");
}

/// What an override set aside for the pair stays so, until the pair is forbidden.
Decision Review::as_taken(Decision decision) const {
    if (decision.kind == Decision::Kind::forbid) return decision;
    const auto earlier = std::find_if(made_.rbegin(), made_.rend(),
                                      [&](const Decision& one) { return io::is_about(one, decision.participant, decision.unit); });
    if (earlier == made_.rend() || earlier->kind == Decision::Kind::forbid) return decision;
    for (const auto& rule : earlier->waived)
        if (std::ranges::find(decision.waived, rule) == decision.waived.end()) decision.waived.push_back(rule);
    if (decision.reason.empty()) decision.reason = earlier->reason;
    return decision;
}

/// In this round or before, so that the problem of the plan may hold it: what was taken back too.
template <class Wanted> bool Review::was_decided(Wanted wanted) const {
    return std::ranges::any_of(made_, wanted) || std::ranges::any_of(withdrawn_, wanted);
}

/// The rules allow it in the round as decided; where nothing was decided about the person, as in the plan.
void Review::require_open(const Decision& decision) const {
    const auto& participant = decision.participant;
    const auto& unit = decision.unit;
    const auto person = plan::participant_of(plan_.problem(), participant);
    const auto home = plan::unit_of(plan_.problem(), unit);
    const bool decided = was_decided([&](const Decision& one) { return one.participant == participant; });
    if (!decided && plan_.problem().find_edge(person, home).valid()) return;
    const auto problem = build(case_without(decision, as_taken(decision).waived), policy_);
    const auto closing = ruled_out_by(*problem, person, home);
    if (closing.empty()) return;
    if (const auto rule = closed_for_good(policy_, closing); !rule.empty()) refuse_closed(rule, participant, unit);
    throw InvalidArgument("the rules do not allow \"" + participant + "\" in \"" + unit + "\"; an override could");
}

AuditLog::Row Review::row_of(std::string_view event, std::string_view participant, std::string_view unit, const DecisionNote& note) const {
    AuditLog::Row row{
        {"event", std::string(event)}, {"actor", options_.actor}, {"participant", std::string(participant)}, {"unit", std::string(unit)}};
    if (!note.reason.empty()) row["reason"] = note.reason;
    if (!note.reference.empty()) row["reference"] = note.reference;
    if (!note.time.empty()) row["time"] = note.time;
    return row;
}

void Review::decide(Decision decision, const DecisionNote& note, AuditLog::Row row) {
    row.merge(row_of(to_string(decision.kind), decision.participant, decision.unit, note));
    append(row);
    // A decision counts from the moment that its line is on the disk.
    take(std::move(decision));
}

/// A later decision about the same person and home goes before an earlier one.
void Review::take(Decision decision) {
    decision = as_taken(std::move(decision));
    made_.push_back(decision);
    std::erase_if(decisions_, [&](const Decision& earlier) { return io::gives_way(earlier, decision); });
    decisions_.push_back(std::move(decision));
}

void Review::accept(std::string_view participant, const DecisionNote& note) {
    const auto person = plan::participant_of(plan_.problem(), participant);
    check_note(note, false);
    const auto home = home_of(plan_, person);
    if (home.empty()) throw InvalidArgument("\"" + std::string(participant) + "\" waits in the plan: there is no home to accept");
    Decision decision{Decision::Kind::accept, std::string(participant), home, note.reason, {}};
    require_open(decision);
    require_place(participant, home);
    decide(std::move(decision), note, {});
}

/// Of a problem that differs from the plan's by decisions alone. What was solved last is kept, as the next price is most often asked under
/// the same decisions.
const plan::Plan& Review::best_of(std::shared_ptr<const rules::AllocationProblem> problem) {
    if (problem->problem_digest == plan_.problem().problem_digest) return plan_;
    if (!decided_round_ || decided_round_->problem().problem_digest != problem->problem_digest) {
        const auto& limits = options_.resolve;
        decided_round_ =
            allocate(std::move(problem), begun_at(plan_, {.seed = limits.seed,
                                                          .threads = limits.threads,
                                                          .work_limit = limits.work_limit.value_or(plan::default_question_work),
                                                          .stop = limits.stop}));
    }
    return *decided_round_;
}

plan::WhyNot Review::price(std::string_view participant, std::string_view unit) {
    const auto& outside = plan_.problem().outside_pool;
    if (std::ranges::find(outside, unit) != outside.end()) return plan::why_not(plan_, participant, unit, options_.resolve);
    const auto person = plan::participant_of(plan_.problem(), participant);
    const auto home = plan::unit_of(plan_.problem(), unit);
    require_place(participant, unit);
    if (made_.empty() && withdrawn_.empty() && plan_.problem().find_edge(person, home).valid())
        return plan::why_not(plan_, participant, unit, options_.resolve);

    const Decision wanted{Decision::Kind::override_placement, std::string(participant), std::string(unit), {}, {}};
    auto problem = build(case_without(wanted, {}), policy_);
    const bool as_planned = decisions_.empty() && problem->problem_digest == plan_.problem().problem_digest;
    plan::WhyNot answer;
    answer.problem = problem;
    answer.participant = person;
    answer.unit = home;
    answer.unit_id = unit;
    auto closing = ruled_out_by(*problem, person, home);
    if (!closed_for_good(policy_, closing).empty()) {
        answer.outcome = plan::WhyNotOutcome::ruled_out;
        answer.ruled_out_by = std::move(closing);
        return answer;
    }
    if (!closing.empty()) {
        std::vector<std::string> aside;
        for (const auto& by : closing) aside.push_back(by.rule);
        problem = build(case_without(wanted, aside), policy_);
    }
    const auto& round = best_of(std::move(problem));
    if (round.has_allocation()) {
        answer = plan::why_not(round, participant, unit, options_.resolve);
        if (!closing.empty() && answer.outcome == plan::WhyNotOutcome::has_it) compare_with_closed(round, options_.resolve, answer);
    } else if (round.status() == solve::Status::infeasible) {
        // What was decided so far cannot be kept as it is.
        answer.outcome = plan::WhyNotOutcome::impossible;
        answer.exact = true;
    }
    answer.ruled_out_by = std::move(closing);
    answer.as_decided = !as_planned;
    return answer;
}

plan::WhyNot Review::override_placement(std::string_view participant, std::string_view unit, const DecisionNote& note) {
    check_note(note, true);
    auto cost = price(participant, unit);
    if (const auto rule = closed_for_good(policy_, cost.ruled_out_by); !rule.empty()) refuse_closed(rule, participant, unit);
    Decision decision{Decision::Kind::override_placement, std::string(participant), std::string(unit), note.reason, {}};
    for (const auto& by : cost.ruled_out_by) decision.waived.push_back(by.rule);
    AuditLog::Row row{{"from_unit", home_of(plan_, plan::participant_of(plan_.problem(), participant))},
                      {"outcome", std::string(plan::code(cost.outcome))}};
    if (!cost.losses.empty()) row["loss"] = loss_by_goal(cost);
    if (!decision.waived.empty()) row["waived"] = model::join(decision.waived, ";");
    decide(std::move(decision), note, std::move(row));
    return cost;
}

void Review::lock(std::string_view participant, std::string_view unit, const DecisionNote& note) {
    check_note(note, false);
    Decision decision{Decision::Kind::lock, std::string(participant), std::string(unit), note.reason, {}};
    require_open(decision);
    require_place(participant, unit);
    decide(std::move(decision), note, {});
}

void Review::forbid(std::string_view participant, std::string_view unit, const DecisionNote& note) {
    const auto person = plan::participant_of(plan_.problem(), participant);
    const auto home = plan::unit_of(plan_.problem(), unit);
    check_note(note, false);
    if (plan_.problem().home_now[person.position()] == home) throw InvalidArgument("nobody can be forbidden the home they live in");
    // What the case says is no decision of this review, which a later one could take back.
    const bool decided = was_decided([&](const Decision& one) { return io::is_about(one, participant, unit); });
    const auto closing = ruled_out_by(plan_.problem(), person, home);
    if (!decided && std::ranges::find(closing, "forbidden", &plan::RuledOutBy::rule) != closing.end())
        throw InvalidArgument("the case forbids \"" + std::string(participant) + "\" \"" + std::string(unit) + "\" already");
    decide({Decision::Kind::forbid, std::string(participant), std::string(unit), note.reason, {}}, note, {});
}

void Review::withdraw(std::string_view participant, std::string_view unit, const DecisionNote& note) {
    static_cast<void>(plan::participant_of(plan_.problem(), participant));
    static_cast<void>(plan::unit_of(plan_.problem(), unit));
    check_note(note, false);
    if (std::ranges::none_of(decisions_, [&](const Decision& one) { return io::is_about(one, participant, unit); }))
        throw InvalidArgument("no decision about \"" + std::string(participant) + "\" and \"" + std::string(unit) + "\" stands");
    append(row_of("withdraw", participant, unit, note));
    read_decisions();
}

model::Case Review::decided_case() const {
    auto decided = source_;
    if (made_.empty() && withdrawn_.empty()) return decided;
    io::DecidedPairs pairs(decided);
    for (const auto& decision : withdrawn_) pairs.undo(decision);
    for (const auto& decision : made_) pairs.undo(decision);
    for (const auto& decision : decisions_) pairs.decide(decision);
    pairs.tidy();
    return decided;
}

model::Case Review::case_without(const Decision& wanted, std::span<const std::string> aside) const {
    auto decided = source_;
    io::DecidedPairs pairs(decided);
    for (const auto& decision : withdrawn_) pairs.undo(decision);
    for (const auto& decision : made_) pairs.undo(decision);
    for (const auto& decision : decisions_)
        if (!io::gives_way(decision, wanted)) pairs.decide(decision);
    pairs.require_nothing(wanted.participant);
    pairs.allow(wanted.participant, wanted.unit, aside, "review");
    pairs.tidy();
    return decided;
}

const plan::Plan& Review::resolve(std::string_view time, const AllocateOptions& options) {
    if (!try_resolve(time, options).has_allocation())
        throw InvalidArgument("no allocation keeps every decision; ask for the conflict of the decided case");
    return plan_;
}

plan::Plan Review::try_resolve(std::string_view time, const AllocateOptions& options) {
    io::require_time(time);
    auto next = allocate(build(decided_case(), policy_), begun_at(plan_, options));
    AuditLog::Row row{{"event", "resolve"},
                      {"actor", options_.actor},
                      {"status", std::string(solve::to_string(next.status()))},
                      {"problem", next.problem().problem_digest},
                      {"plan", next.digest()}};
    if (!time.empty()) row["time"] = std::string(time);
    append(row);
    if (!next.has_allocation()) return next;
    plan_ = next;
    read_decisions();
    return next;
}

std::string Review::save(const std::filesystem::path& folder, SaveOptions options) const {
    if (log_.rows() > 0) options.review_head = log_.head();
    return husrom::save(plan_, folder, options);
}

}  // namespace husrom
