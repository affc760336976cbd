#include <husrom/io/review.hpp>

#include <algorithm>
#include <utility>

#include <husrom/model/decimal.hpp>

#include "io/files.hpp"
#include "io/review_log.hpp"
#include "model/text.hpp"
#include "plan/lookup.hpp"

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

/// The table `pairs` under edit: cells by participant and unit.
class Pairs {
public:
    explicit Pairs(model::Case& source) {
        if (source.find("pairs") == nullptr) {
            model::Table created;
            created.name = "pairs";
            created.source = "review";
            created.headings = {"participant_id", "unit_id"};
            created.columns.resize(created.headings.size());
            const auto kinds = model::table_kinds();
            const auto place_of = [&](std::string_view name) {
                return std::ranges::find(kinds, name, &model::TableKind::name) - kinds.begin();
            };
            const auto before =
                std::ranges::find_if(source.tables, [&](const model::Table& table) { return place_of(table.name) > place_of("pairs"); });
            source.tables.insert(before, std::move(created));
        }
        table_ = source.find("pairs");
    }
    std::string& cell(std::string_view participant, std::string_view unit, std::string_view heading) {
        const auto people = column("participant_id"), homes = column("unit_id"), wanted = column(heading);
        std::size_t row = 0;
        const auto holds = [&](std::size_t in, std::string_view id) { return model::trimmed(table_->columns[in][row]) == id; };
        while (row < table_->rows() && (!holds(people, participant) || !holds(homes, unit))) ++row;
        if (row == table_->rows()) {
            table_->row_numbers.push_back(static_cast<std::int64_t>(row) + 2);
            for (auto& cells : table_->columns) cells.emplace_back();
            table_->columns[people][row] = participant;
            table_->columns[homes][row] = unit;
        }
        return table_->columns[wanted][row];
    }
    void require_nothing(std::string_view participant) {
        const auto wanted = table_->find("require"), people = table_->find("participant_id");
        if (!wanted || !people) return;
        for (std::size_t row = 0; row < table_->rows(); ++row)
            if (model::trimmed(table_->columns[*people][row]) == participant) table_->columns[*wanted][row].clear();
    }
    /// What was required of somebody before gives way to what is required now.
    void require(std::string_view participant, std::string_view unit) {
        require_nothing(participant);
        cell(participant, unit, "require") = "true";
    }
    /// Beside the rules that are set aside for the pair already.
    void allow(std::string_view participant, std::string_view unit, std::span<const std::string> rules) {
        auto& allowed = cell(participant, unit, "allow");
        for (const auto& rule : rules) {
            const auto known = model::split(allowed, ';');
            if (std::ranges::find(known, rule) == known.end()) allowed += (allowed.empty() ? "" : ";") + rule;
        }
    }

    void decide(const Decision& decision) {
        if (decision.kind == Decision::Kind::forbid) {
            cell(decision.participant, decision.unit, "forbid") = "true";
            return;
        }
        require(decision.participant, decision.unit);
        if (decision.waived.empty()) return;
        allow(decision.participant, decision.unit, decision.waived);
        cell(decision.participant, decision.unit, "reason") = decision.reason;
    }

private:
    std::size_t column(std::string_view heading) {
        if (const auto found = table_->find(heading)) return *found;
        table_->headings.emplace_back(heading);
        table_->columns.emplace_back(table_->rows());
        return table_->columns.size() - 1;
    }
    model::Table* table_ = nullptr;
};

}  // namespace

Review::Review(model::Case source, model::Policy policy, plan::Plan plan, const std::filesystem::path& log, ReviewOptions options,
               std::string_view time)
    : source_(std::move(source)), policy_(std::move(policy)), plan_(std::move(plan)), options_(std::move(options)), log_(log) {
    static_cast<void>(plan_.assignments());
    if (options_.reasons.empty())
        for (const auto& reason : policy_.overrides) options_.reasons.push_back(reason.code);
    io::require_actor(options_.actor);
    io::require_time(time);
    auto past = io::read_review(io::read_file(log).value_or(""), plan_.digest(), plan_.problem().problem_digest);
    for (auto& decision : past.decisions) take(std::move(decision));
    if (past.current) return;
    opening_ = {{"event", "review"},
                {"actor", options_.actor},
                {"plan", plan_.digest()},
                {"problem", plan_.problem().problem_digest},
                {"policy", plan_.problem().policy_digest}};
    if (!time.empty()) opening_["time"] = std::string(time);
}

/// Who only looks leaves no line.
void Review::append(const AuditLog::Row& row) {
    if (!opening_.empty()) log_.append(std::exchange(opening_, {}));
    log_.append(row);
}

void Review::check_note(const DecisionNote& note, bool needs_reason) const {
    if (needs_reason && note.reason.empty()) throw InvalidArgument("an override needs a reason code");
    if (!note.reason.empty()) {
        if (options_.reasons.empty()) io::require_reason_code(note.reason);
        if (!options_.reasons.empty() && std::ranges::find(options_.reasons, note.reason) == options_.reasons.end()) {
            const auto nearest = model::nearest(note.reason, options_.reasons);
            throw InvalidArgument("\"" + note.reason + "\" is not among the reason codes" +
                                  (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
        }
    }
    if (!io::is_reference(note.reference))
        throw InvalidArgument("a reference is one word of at most 80 characters, such as sak:2026/4411-8");
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

void Review::decide(Decision decision, const DecisionNote& note, AuditLog::Row row) {
    row["event"] = std::string(to_string(decision.kind));
    row["actor"] = options_.actor;
    row["participant"] = decision.participant;
    row["unit"] = decision.unit;
    if (!note.reason.empty()) row["reason"] = note.reason;
    if (!note.reference.empty()) row["reference"] = note.reference;
    if (!note.time.empty()) row["time"] = note.time;
    append(row);
    // A decision counts from the moment that its line is on the disk.
    take(std::move(decision));
}

/// A later decision about the same person and home goes before an earlier one.
void Review::take(Decision decision) {
    std::erase_if(decisions_, [&](const Decision& earlier) {
        if (earlier.participant != decision.participant) return false;
        const bool both_place = earlier.kind != Decision::Kind::forbid && decision.kind != Decision::Kind::forbid;
        const bool same_home = earlier.unit == decision.unit;
        if (both_place && same_home) {
            // What was set aside for the pair stays so.
            for (const auto& rule : earlier.waived)
                if (std::ranges::find(decision.waived, rule) == decision.waived.end()) decision.waived.push_back(rule);
            if (decision.reason.empty()) decision.reason = earlier.reason;
        }
        return both_place || same_home;
    });
    decisions_.push_back(std::move(decision));
}

void Review::accept(std::string_view participant, const DecisionNote& note) {
    const auto person = plan::participant_of(plan_.problem(), participant);
    check_note(note, false);
    const auto home = home_of(plan_, person);
    if (home.empty()) throw InvalidArgument("\"" + std::string(participant) + "\" waits in the plan: there is no home to accept");
    require_place(participant, home);
    decide({Decision::Kind::accept, std::string(participant), home, note.reason, {}}, note, {});
}

plan::WhyNot Review::price(std::string_view participant, std::string_view unit) const {
    auto cost = plan::why_not(plan_, participant, unit, options_.resolve);
    const auto is_decided = [](const plan::RuledOutBy& by) { return by.rule == "required" || by.rule == "forbidden"; };
    if (std::ranges::none_of(cost.ruled_out_by, is_decided)) return cost;
    const auto& limits = options_.resolve;
    const auto undecided =
        allocate(build(case_without(participant), policy_),
                 begun_at(plan_, {.seed = limits.seed, .threads = limits.threads, .work_limit = limits.work_limit, .stop = limits.stop}));
    return undecided.has_allocation() ? plan::why_not(undecided, participant, unit, options_.resolve) : cost;
}

plan::WhyNot Review::override_placement(std::string_view participant, std::string_view unit, const DecisionNote& note) {
    check_note(note, true);
    require_place(participant, unit);
    auto cost = price(participant, unit);
    Decision decision{Decision::Kind::override_placement, std::string(participant), std::string(unit), note.reason, {}};
    for (const auto& by : cost.ruled_out_by) {
        if (by.rule == "required") continue;  // an earlier lock of the same person, which this one replaces
        const auto& rules = policy_.eligible;
        if (std::ranges::find(rules, by.rule, &model::EligibleRule::id) == rules.end() && by.rule != "risk")
            throw InvalidArgument("an override cannot set \"" + by.rule + "\" aside");
        decision.waived.push_back(by.rule);
    }
    AuditLog::Row row{{"from_unit", home_of(plan_, cost.participant)}, {"outcome", std::string(plan::code(cost.outcome))}};
    if (!cost.losses.empty()) row["loss"] = loss_by_goal(cost);
    if (!decision.waived.empty()) row["waived"] = model::join(decision.waived, ";");
    decide(std::move(decision), note, std::move(row));
    return cost;
}

void Review::lock(std::string_view participant, std::string_view unit, const DecisionNote& note) {
    const auto person = plan::participant_of(plan_.problem(), participant);
    const auto home = plan::unit_of(plan_.problem(), unit);
    check_note(note, false);
    if (!plan_.problem().find_edge(person, home).valid() && !build(case_without(participant), policy_)->find_edge(person, home).valid())
        throw InvalidArgument("the rules do not allow \"" + std::string(participant) + "\" in \"" + std::string(unit) +
                              "\"; an override could");
    require_place(participant, unit);
    decide({Decision::Kind::lock, std::string(participant), std::string(unit), note.reason, {}}, note, {});
}

void Review::forbid(std::string_view participant, std::string_view unit, const DecisionNote& note) {
    const auto person = plan::participant_of(plan_.problem(), participant);
    const auto home = plan::unit_of(plan_.problem(), unit);
    check_note(note, false);
    if (plan_.problem().home_now[person.position()] == home) throw InvalidArgument("nobody can be forbidden the home they live in");
    decide({Decision::Kind::forbid, std::string(participant), std::string(unit), note.reason, {}}, note, {});
}

model::Case Review::decided_case() const {
    auto decided = source_;
    if (decisions_.empty()) return decided;
    Pairs pairs(decided);
    for (const auto& decision : decisions_) pairs.decide(decision);
    return decided;
}

model::Case Review::case_without(std::string_view participant) const {
    auto decided = source_;
    Pairs pairs(decided);
    pairs.require_nothing(participant);
    for (const auto& decision : decisions_)
        if (decision.participant != participant) pairs.decide(decision);
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
    if (next.has_allocation()) plan_ = next;
    return next;
}

std::string Review::save(const std::filesystem::path& folder, SaveOptions options) const {
    if (log_.rows() > 0) options.review_head = log_.head();
    return husrom::save(plan_, folder, options);
}

}  // namespace husrom
