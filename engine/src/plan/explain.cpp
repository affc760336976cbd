#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <utility>

#include <husrom/core/integers.hpp>

#include "plan/lookup.hpp"
#include "plan/participant.hpp"
#include "plan/parts.hpp"
#include "rules/scale.hpp"

namespace husrom::plan {

namespace {

/// The rule that tells of where somebody else lives.
constexpr std::string_view about_others = "apart";

/// All homes of the pool against the rules, for one person.
struct Count {
    std::vector<RuleCount> rules;
    std::int32_t fit = 0, fail = 0;
    bool unknown_alone = false;  ///< some home is closed by unknown facts alone
};

Count count_rules(const rules::AllocationProblem& problem, rules::ParticipantIndex participant, bool with_others) {
    Count count;
    auto& counts = count.rules;
    for (std::int32_t unit = 0; unit < static_cast<std::int32_t>(problem.units.size()); ++unit) {
        auto verdicts = problem.verdicts(participant, {unit});
        if (!with_others) verdicts = for_participant(std::move(verdicts));
        const auto closing = std::ranges::count_if(verdicts, [](const auto& one) { return rules::closes(one.verdict); });
        ++(closing == 0 ? count.fit : count.fail);
        if (closing > 0 && std::ranges::none_of(verdicts, [](const auto& one) { return one.verdict == rules::Verdict::fail; }))
            count.unknown_alone = true;
        for (const auto& verdict : verdicts) {
            auto place = std::ranges::find(counts, verdict.rule, &RuleCount::rule);
            if (place == counts.end()) {
                counts.push_back({verdict.rule});
                place = counts.end() - 1;
            }
            if (verdict.verdict == rules::Verdict::fail) {
                ++place->failed;
                if (closing == 1) ++place->failed_alone;
            }
            if (verdict.verdict == rules::Verdict::unknown) ++place->unknown;
        }
    }
    return count;
}

std::vector<Obstacle> obstacles_of(const rules::AllocationProblem& problem, const Exchanges& exchanges, rules::ParticipantIndex participant,
                                   const std::optional<Assignment>& assignment) {
    std::vector<Obstacle> list;
    std::vector<std::int32_t> given_up;
    if (assignment) given_up.push_back(assignment->edge.value);
    for (const auto edge : exchanges.edges_of_row(participant.value)) {
        if (assignment && assignment->edge.value == edge) continue;
        Obstacle obstacle;
        obstacle.unit = {problem.numeric.edge_column[static_cast<std::size_t>(edge)]};
        auto out = given_up;
        if (!exchanges.free(obstacle.unit.value)) {
            const auto held = exchanges.holders(obstacle.unit.value).front();
            obstacle.held_by = {problem.numeric.edge_row[static_cast<std::size_t>(held)]};
            out.push_back(held);
        }
        auto obstruction = exchanges.obstruction(out, std::array{edge});
        obstacle.full_limits = std::move(obstruction.limits);
        obstacle.apart = obstruction.apart;
        const auto change = exchanges.change(out, std::array{edge});
        for (std::int32_t goal = 0; goal < problem.first_tie_goal && obstacle.goal < 0; ++goal)
            if (const auto value = change[static_cast<std::size_t>(goal)]; value != 0) {
                obstacle.goal = goal;
                obstacle.margin = core::checked_subtract(std::int64_t{0}, value);
            }
        list.push_back(std::move(obstacle));
    }
    return list;
}

/// The proof prices the smallest step of a limit (0.01 of an hour); an office adds whole units (an hour). False where a unit is worth more
/// than any goal can come to, which says nothing.
bool count_in_whole_units(Price& price, std::int32_t digits) {
    auto numerator = static_cast<core::int128>(price.numerator) * rules::power_of_ten(digits);
    auto denominator = price.denominator;
    const auto shrink = [&](std::int64_t by) {
        numerator = numerator < 0 ? core::floor_divide<core::int128>(numerator, by) : core::ceil_divide<core::int128>(numerator, by);
        denominator /= by;
    };
    shrink(std::gcd(static_cast<std::int64_t>(numerator % denominator), denominator));
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    while ((numerator > most || numerator < -most) && denominator > 1) shrink(2);
    if (numerator > most || numerator < -most) return false;
    price.numerator = static_cast<std::int64_t>(numerator);
    price.denominator = denominator;
    return true;
}

std::vector<Price> prices_of(const Plan& plan, const Explanation& told) {
    const auto& problem = plan.problem();
    std::vector<rules::UnitIndex> units;
    auto limits = told.limits;
    if (told.assignment) {
        units.push_back(told.assignment->unit);
    } else {
        for (const auto& obstacle : told.obstacles) {
            units.push_back(obstacle.unit);
            limits.insert(limits.end(), obstacle.full_limits.begin(), obstacle.full_limits.end());
        }
    }
    std::ranges::sort(limits);
    limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
    std::vector<Price> list;
    for (const auto& prices : plan.result().prices) {
        if (prices.goal >= problem.first_tie_goal) continue;
        for (const auto unit : units)
            if (const auto value = prices.column[unit.position()]; value != 0)
                list.push_back({prices.goal, unit, -1, value, prices.denominator});
        for (const auto limit : limits) {
            const auto& info = problem.limits[static_cast<std::size_t>(limit)];
            if (info.numeric < 0) continue;
            const auto value = prices.limit[static_cast<std::size_t>(info.numeric)];
            if (value == 0) continue;
            Price price{prices.goal, {}, limit, value, prices.denominator};
            if (count_in_whole_units(price, info.digits)) list.push_back(price);
        }
    }
    return list;
}

}  // namespace

std::vector<rules::RuleVerdict> for_participant(std::vector<rules::RuleVerdict> verdicts) {
    std::erase_if(verdicts, [](const auto& one) { return one.rule == about_others; });
    return verdicts;
}

Explanation for_participant(const Plan& plan, Explanation told) {
    told.rules = for_participant(std::move(told.rules));
    told.limits.clear();
    told.obstacles.clear();
    told.prices.clear();
    if (told.assignment) std::erase(told.assignment->confirm, about_others);
    auto count = count_rules(plan.problem(), told.participant, false);
    told.rule_counts = std::move(count.rules);
    if (!told.waiting) return told;
    Waiting waiting;
    waiting.participant = told.participant;
    waiting.homes_that_fit = count.fit;
    waiting.homes_that_fail = count.fail;
    if (count.fit == 0)
        waiting.reason = count.unknown_alone ? WaitingReason::information_missing : WaitingReason::no_home_fits;
    else
        waiting.reason = plan.status() == solve::Status::optimal ? WaitingReason::no_room : WaitingReason::not_proven;
    told.waiting = waiting;
    return told;
}

Explanation explanation(const Plan& plan, const Exchanges& exchanges, std::string_view participant) {
    const auto& problem = plan.problem();
    Explanation told;
    told.participant = participant_of(problem, participant);

    const auto& assignments = plan.assignments();
    const auto given = std::ranges::find(assignments, told.participant, &Assignment::participant);
    if (given != assignments.end()) {
        told.housed = true;
        told.assignment = *given;
        told.rules = problem.verdicts(given->participant, given->unit);
        told.scores = problem.scores(given->participant, given->unit);
        for (const auto& [limit, load] : problem.loads(given->edge))
            if (load != 0) told.limits.push_back(limit);
    }
    const auto& waiting = plan.waiting();
    const auto waits = std::ranges::find(waiting, told.participant, &Waiting::participant);
    if (waits != waiting.end()) told.waiting = *waits;
    told.rule_counts = count_rules(problem, told.participant, true).rules;
    told.obstacles = obstacles_of(problem, exchanges, told.participant, told.assignment);
    told.prices = prices_of(plan, told);
    return told;
}

}  // namespace husrom::plan
