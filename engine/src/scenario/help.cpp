#include <husrom/scenario/help.hpp>

#include <algorithm>
#include <functional>
#include <set>

#include <husrom/solve/check.hpp>

#include "plan/lookup.hpp"
#include "plan/plan_values.hpp"
#include "plan/price_bound.hpp"

namespace husrom::scenario {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

using Problem = std::shared_ptr<const rules::AllocationProblem>;

class HelpSearch {
public:
    HelpSearch(const plan::Plan& plan, const model::Case& source, const model::Policy& policy, std::string_view participant,
               const HelpOptions& options)
        : plan_(plan), source_(source), policy_(policy), options_(options) {
        help_.participant = participant;
        for (const auto& one : plan.assignments())
            start_.emplace_back(plan.problem().participants[one.participant.position()], plan.problem().units[one.unit.position()]);
    }

    Help run() {
        menu_ = menu_for(plan_.problem(), source_, policy_, help_.participant);
        help_.menu = static_cast<std::int32_t>(menu_.size());
        for (std::size_t index = 0; index < menu_.size(); ++index)
            if (!menu_[index].only_cap) last_other_ = static_cast<std::int64_t>(index);
        help_.complete = true;
        for (std::int32_t size = 1; size <= std::min(options_.most_changes, static_cast<std::int32_t>(menu_.size())) && help_.sets.empty();
             ++size) {
            std::vector<std::size_t> chosen;
            if (!each_set(size, 0, chosen)) {
                help_.complete = false;
                return std::move(help_);
            }
            help_.looked_at = size;
            help_.size = help_.sets.empty() ? 0 : size;
        }
        return std::move(help_);
    }

private:
    /// False when the number of sets to look at is used up, or it was asked to stop.
    bool each_set(std::int32_t size, std::size_t next, std::vector<std::size_t>& chosen) {
        if (options_.stop.stop_requested()) return false;
        if (std::cmp_greater_equal(help_.sets.size(), options_.most_sets)) return true;
        if (std::cmp_equal(chosen.size(), size)) {
            if (++tried_ > options_.most_tried) return false;
            try_set(chosen);
            return true;
        }
        for (auto index = next; index < menu_.size(); ++index) {
            chosen.push_back(index);
            // With nothing but caps to come, every set that begins so is as idle.
            const bool full = std::cmp_equal(chosen.size(), size);
            const bool stays_idle = is_idle(chosen) && (full || std::cmp_greater(index, last_other_));
            if (stays_idle) ++help_.ruled_out;
            const bool go_on = stays_idle || each_set(size, index + 1, chosen);
            chosen.pop_back();
            if (!go_on) return false;
        }
        return true;
    }

    /// A cap that cannot bind is raised, and nothing in the set could make it bind: a smaller set does the same.
    [[nodiscard]] bool is_idle(const std::vector<std::size_t>& chosen) const {
        return std::ranges::any_of(chosen, [&](std::size_t index) { return menu_[index].idle; }) &&
               std::ranges::all_of(chosen, [&](std::size_t index) { return menu_[index].only_cap; });
    }

    void try_set(const std::vector<std::size_t>& chosen) {
        std::vector<Change> changes;
        for (const auto index : chosen) changes.push_back(menu_[index]);
        Problem changed;
        try {
            auto applied = apply(source_, policy_, changes);
            changed = build(applied.source, applied.policy);
        } catch (const InvalidInput& error) {
            ++help_.ruled_out;
            note(chosen, error.findings());
            return;
        }
        if (decided_.contains(changed->problem_digest) || ruled_out(*changed)) {
            ++help_.ruled_out;
            return;
        }
        AllocateOptions options;
        options.work_limit = options_.work_limit;
        options.start = start_;
        options.stop = options_.stop;
        const auto found = allocate(changed, options);
        ++help_.solved;
        if (found.status() != solve::Status::optimal && found.status() != solve::Status::infeasible) help_.complete = false;
        if (!found.has_allocation()) return;
        const auto person = changed->find_participant(help_.participant);
        const auto given = std::ranges::find(found.assignments(), person, &plan::Assignment::participant);
        if (given == found.assignments().end()) {
            if (found.canonical())
                decided_.insert(changed->problem_digest);
            else
                help_.complete = false;  // another plan, equal in every goal, may house the person
            return;
        }
        HelpfulSet set;
        set.changes = std::move(changes);
        set.unit = changed->units[given->unit.position()];
        set.comparison = compare(plan_, found);
        set.proven = found.canonical();
        for (const auto& goal : found.goals())
            if (!goal.tie) set.goals.push_back(goal);
        help_.sets.push_back(std::move(set));
    }

    /// Told once of a set and not again of larger ones, nor of other places of the same changes.
    void note(const std::vector<std::size_t>& chosen, const model::Findings& faults) {
        if (std::ranges::any_of(unmade_, [&](const auto& smaller) { return std::ranges::includes(chosen, smaller); })) return;
        unmade_.push_back(chosen);
        std::string place;
        for (const auto index : chosen) place += (place.empty() ? "change " : ", change ") + menu_[index].id;
        if (std::ranges::find(help_.findings.list(), place, &model::Finding::source) != help_.findings.list().end()) return;
        for (auto finding : faults.list()) {
            if (finding.severity != model::Severity::error) continue;
            finding.source = place;
            help_.findings.add(std::move(finding));
        }
    }

    /// Exact reasons why the best plan of the changed problem cannot house the person, without solving it.
    bool ruled_out(const rules::AllocationProblem& changed) const {
        if (plan_.canonical() && changed.problem_digest == plan_.problem().problem_digest) return true;
        const auto person = changed.find_participant(help_.participant);
        if (std::ranges::find(changed.numeric.edge_row, person.value) == changed.numeric.edge_row.end()) return true;
        const auto known = value_of_present_plan(changed);
        if (!known || plan_.result().prices.empty() || changed.first_tie_goal < 1) return false;
        const auto prices = carried(changed);
        const auto bound = plan::bound_with_row(changed.numeric, prices, person.value);
        return bound && *bound < static_cast<core::int128>(*known) * prices.denominator;
    }

    /// The first goal of the present plan in the changed problem, if it is a plan there.
    std::optional<std::int64_t> value_of_present_plan(const rules::AllocationProblem& changed) const {
        std::vector<std::int32_t> chosen;
        for (const auto& [participant, unit] : start_) {
            const auto row = changed.find_participant(participant);
            const auto column = changed.find_unit(unit);
            const auto edge = row.valid() && column.valid() ? changed.find_edge(row, column) : rules::EdgeIndex{};
            if (!edge.valid()) return std::nullopt;
            chosen.push_back(edge.value);
        }
        std::ranges::sort(chosen);
        const auto values = plan::values_of(changed.numeric, chosen);
        return solve::check_plan(changed.numeric, chosen, values).accepted ? std::optional(values.front()) : std::nullopt;
    }

    /// The prices of the present plan's first goal, by the names of homes and limits.
    plan::FirstGoalPrices carried(const rules::AllocationProblem& changed) const {
        const auto& problem = plan_.problem();
        const auto& from = plan_.result().prices.front();
        plan::FirstGoalPrices prices;
        prices.denominator = from.denominator;
        for (const auto& unit : changed.units) {
            const auto column = problem.find_unit(unit);
            prices.column.push_back(column.valid() ? from.column[column.position()] : 0);
        }
        prices.limit.assign(at(changed.numeric.limits()), 0);
        for (const auto& info : changed.limits) {
            if (info.numeric < 0) continue;
            const auto same = std::ranges::find_if(
                problem.limits, [&](const rules::LimitInfo& one) { return one.id == info.id && one.group == info.group; });
            if (same != problem.limits.end() && same->numeric >= 0) prices.limit[at(info.numeric)] = from.limit[at(same->numeric)];
        }
        return prices;
    }

    const plan::Plan& plan_;
    const model::Case& source_;
    const model::Policy& policy_;
    const HelpOptions& options_;
    std::vector<std::pair<std::string, std::string>> start_;
    std::vector<Change> menu_;
    std::int64_t last_other_ = -1;                  ///< the last change of the menu that is more than a cap raised
    std::vector<std::vector<std::size_t>> unmade_;  ///< sets that cannot be built, though every smaller one can
    std::int64_t tried_ = 0;
    std::set<std::string> decided_;  ///< digests of changed problems whose best plan does not house the person
    Help help_;
};

}  // namespace

Help what_would_help(const plan::Plan& plan, const model::Case& source, const model::Policy& policy, std::string_view participant,
                     const HelpOptions& options) {
    const auto person = plan::participant_of(plan.problem(), participant);
    if (policy.digest != plan.problem().policy_digest) throw InvalidArgument("the policy is not the one that the plan was made under");
    if (std::ranges::find(plan.assignments(), person, &plan::Assignment::participant) != plan.assignments().end()) {
        Help help;
        help.participant = participant;
        help.already_housed = help.complete = true;
        return help;
    }
    return HelpSearch(plan, source, policy, participant, options).run();
}

std::string text(const Help& help, model::Language language) {
    const bool nb = language == model::Language::nb;
    if (help.already_housed) return help.participant + (nb ? " får bolig i planen.\n" : " is housed by the plan.\n");
    std::string words = help.participant;
    if (help.menu == 0) {
        words += nb ? ": regelverket har ingen endring ([[change]]) som kan gjøres for denne personen.\n"
                    : ": the policy lists no change ([[change]]) that can be made for this person.\n";
    } else if (help.sets.empty()) {
        words += help.complete
                     ? (nb ? ": ingen endring på listen hjelper, opptil " : ": no change of the menu helps, up to ")
                     : (nb ? ": ingen endring på listen er funnet å hjelpe, opptil " : ": no change of the menu was found to help, up to ");
        words += std::to_string(help.looked_at) + (nb ? " om gangen.\n" : " at a time.\n");
    } else {
        words += nb ? ": dette ville gitt bolig:\n" : ": this would give a home:\n";
    }
    for (const auto& set : help.sets) {
        std::string line;
        for (const auto& change : set.changes)
            line += (line.empty() ? "  " : nb ? " og " : " and ") + change.id + " (" + change.place + ")";
        words += line + ": " + set.unit + (set.proven ? "" : nb ? " (ikke bevist)" : " (not proven)") + "\n";
        for (const auto& loser : set.comparison.housed_only_in_a)
            words += "    " + loser + (nb ? " ville ikke lenger fått bolig\n" : " would no longer be housed\n");
    }
    if (!help.findings.ok()) words += nb ? "Dette på listen kan ikke gjøres:\n" : "These of the menu cannot be made:\n";
    for (const auto& finding : help.findings.list()) {
        const auto said = model::describe(finding, language);
        words += "  " + said.where + ": " + said.what + "  [" + finding.code + "]\n";
    }
    if (!help.complete) words += nb ? "Ikke alle muligheter er avgjort.\n" : "Not every possibility was decided.\n";
    return words;
}

}  // namespace husrom::scenario
