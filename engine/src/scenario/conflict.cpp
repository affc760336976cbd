#include <husrom/scenario/conflict.hpp>

#include <algorithm>
#include <set>

#include <husrom/core/integers.hpp>

#include "plan/plan_values.hpp"
#include "scenario/conflict_members.hpp"
#include "scenario/quick_xplain.hpp"

namespace husrom::scenario {

namespace {

using Problem = std::shared_ptr<const rules::AllocationProblem>;

class Search {
public:
    Search(const model::Case& source, const model::Policy& policy, const plan::ResolveOptions& options)
        : source_(source), policy_(policy), options_(options), problem_(build(source, policy)), resolver_(problem_, options) {}

    Conflict run() {
        Conflict found;
        found.status = resolver_.possible({}).status;
        if (found.status != solve::Status::infeasible) return found;
        candidates_ = numeric_members(*problem_);
        QuickXplain search([&](const std::vector<std::int32_t>& chosen) { return clashes(chosen); });
        std::vector<std::int32_t> all(candidates_.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int32_t>(i);
        auto chosen = search.minimal(all);
        std::ranges::sort(chosen);
        for (const auto index : chosen) found.members.push_back(candidates_[static_cast<std::size_t>(index)]);
        const auto numeric = found.members;
        for (const auto& rule : rules_behind(numeric)) found.members.push_back(rule);
        found.proven = is_minimal(found.members);
        for (auto& member : found.members) member.fix = fix(member, numeric);
        return found;
    }

private:
    bool clashes(const std::vector<std::int32_t>& chosen) {
        std::vector<Member> members;
        for (const auto index : chosen) members.push_back(candidates_[static_cast<std::size_t>(index)]);
        return resolver_.possible(only(*problem_, members)).status == solve::Status::infeasible;
    }

    /// The problem with some rules of the policy switched off.
    [[nodiscard]] Problem without(const std::set<std::string>& off) const {
        if (off.empty()) return problem_;
        auto policy = policy_;
        for (auto& rule : policy.eligible)
            if (off.count(rule.id) > 0) rule.on = false;
        return build(source_, policy);
    }

    [[nodiscard]] solve::Status status(const std::vector<Member>& numeric, const std::set<std::string>& off) const {
        const auto problem = without(off);
        return plan::Resolver(problem, options_).possible(only(*problem, numeric)).status;
    }

    /// The rules without which the clash of duties and limits would not be there: a deletion filter over the rules that are on.
    std::vector<Member> rules_behind(const std::vector<Member>& numeric) {
        std::vector<Member> members;
        for (const auto& rule : policy_.eligible) {
            if (!rule.on) continue;
            off_.insert(rule.id);
            if (status(numeric, off_) == solve::Status::infeasible) continue;
            off_.erase(rule.id);
            Member member;
            member.kind = MemberKind::rule;
            member.id = rule.id;
            members.push_back(std::move(member));
        }
        return members;
    }

    /// The members clash while all other rules are off, and do not once any one of them is left out.
    bool is_minimal(const std::vector<Member>& members) {
        std::vector<Member> numeric;
        for (const auto& member : members)
            if (member.kind != MemberKind::rule) numeric.push_back(member);
        if (status(numeric, off_) != solve::Status::infeasible) return false;
        for (const auto& left_out : members) {
            auto rest = numeric;
            auto off = off_;
            if (left_out.kind == MemberKind::rule)
                off.insert(left_out.id);
            else
                std::erase_if(rest, [&](const Member& one) {
                    return one.kind == left_out.kind && one.participant == left_out.participant && one.other == left_out.other &&
                           one.id == left_out.id && one.group == left_out.group;
                });
            const auto answer = status(rest, off);
            if (answer != solve::Status::optimal && answer != solve::Status::feasible) return false;
        }
        return true;
    }

    Fix fix(const Member& member, const std::vector<Member>& numeric) {
        switch (member.kind) {
            case MemberKind::must_house:
            case MemberKind::locked:
            case MemberKind::mover: {
                plan::Demands demands;
                demands.may_wait.push_back(problem_->find_participant(member.participant));
                return outcome(member.fix, resolver_.resolve(demands), *problem_);
            }
            case MemberKind::apart: {
                auto others = numeric_members(*problem_);
                std::erase_if(others, [&](const Member& one) {
                    return one.kind == MemberKind::apart && one.participant == member.participant && one.other == member.other;
                });
                return outcome(member.fix, resolver_.resolve(only(*problem_, others)), *problem_);
            }
            case MemberKind::limit_max:
                return fix_limit(member, numeric, solve::Side::upper);
            case MemberKind::limit_min:
                return fix_limit(member, numeric, solve::Side::lower);
            case MemberKind::rule:
                return fix_rule(member, numeric);
        }
        return {};
    }

    /// How far the limit has to give way for the whole round, or, where another clash is left, for the members alone.
    Fix fix_limit(const Member& member, const std::vector<Member>& numeric, solve::Side side) {
        const auto limit = numeric_limit(*problem_, member);
        auto fixed = member.fix;
        auto answer = resolver_.least_excess({}, limit, side);
        const bool whole = answer.status == solve::Status::optimal;
        if (!whole) {
            const auto alone = without(off_);
            if (const auto there = numeric_limit(*alone, member); there >= 0)
                answer = plan::Resolver(alone, options_).least_excess(only(*alone, numeric), there, side);
        }
        if (answer.status != solve::Status::optimal) return fixed;
        const auto excess = -answer.objective.front();
        fixed.by = excess;
        if (side == solve::Side::upper) {
            // Where stays already fill more than the cap, the room is larger than the cap says, and the cap must make up for that too.
            const auto& info = *std::ranges::find_if(
                problem_->limits, [&](const rules::LimitInfo& one) { return one.id == member.id && one.group == member.group; });
            fixed.by = core::checked_subtract(core::checked_add(core::checked_add(info.room, excess), info.tenants), info.max);
        }
        if (!whole) return fixed;
        plan::Demands demands;
        plan::Demands::Room room;
        room.limit = limit;
        const auto k = static_cast<std::size_t>(limit);
        if (side == solve::Side::upper)
            room.upper = problem_->numeric.limit_upper[k] + excess;
        else
            room.lower = problem_->numeric.limit_lower[k] - excess;
        demands.rooms.push_back(room);
        return outcome(std::move(fixed), resolver_.resolve(demands), *problem_);
    }

    /// The fewest pairs for which the rule would have to be waived: in the whole round, or, where another clash is left, for the members
    /// alone with the other rules off.
    Fix fix_rule(const Member& member, const std::vector<Member>& numeric) {
        Fix fixed;
        if (waive(member.id, {}, nullptr, fixed)) return fixed;
        waive(member.id, off_, &numeric, fixed);
        return fixed;
    }

    bool waive(const std::string& rule, std::set<std::string> off, const std::vector<Member>* members, Fix& fixed) {
        const auto closed = without(off);
        off.insert(rule);
        const auto open = without(off);
        const auto at_edge = [&](rules::EdgeIndex edge) {
            return std::pair(rules::ParticipantIndex{open->numeric.edge_row[edge.position()]},
                             rules::UnitIndex{open->numeric.edge_column[edge.position()]});
        };
        std::vector<rules::EdgeIndex> opened;
        for (std::int32_t edge = 0; edge < open->numeric.edges(); ++edge) {
            const auto [participant, unit] = at_edge({edge});
            if (!closed->find_edge(participant, unit).valid()) opened.push_back({edge});
        }
        const plan::Resolver resolver(open, options_);
        const auto answer = resolver.possible(members == nullptr ? plan::Demands{} : only(*open, *members), opened);
        if (answer.status != solve::Status::optimal) return false;
        plan::Demands demands;
        for (const auto edge : opened) {
            if (std::ranges::find(answer.chosen, edge) == answer.chosen.end()) {
                demands.forbidden.push_back(edge);
                continue;
            }
            const auto [participant, unit] = at_edge(edge);
            fixed.waive.emplace_back(open->participants[participant.position()], open->units[unit.position()]);
        }
        if (members == nullptr) fixed = outcome(std::move(fixed), resolver.resolve(demands), *open);
        return true;
    }

    static Fix outcome(Fix fixed, const plan::Resolved& resolved, const rules::AllocationProblem& problem) {
        fixed.suffices = resolved.found();
        fixed.proven = resolved.status == solve::Status::optimal;
        if (!resolved.found()) return fixed;
        for (const auto edge : resolved.chosen)
            if (!problem.mover[static_cast<std::size_t>(problem.numeric.edge_row[edge.position()])]) ++fixed.housed;
        for (std::size_t goal = 0; goal < resolved.objective.size(); ++goal) {
            const auto& info = problem.goals[goal];
            plan::GoalValue value;
            value.id = info.id;
            value.minimise = info.minimise;
            value.digits = info.digits;
            value.reached = plan::in_office_direction(info, resolved.objective[goal]);
            value.proven = static_cast<std::int32_t>(goal) < resolved.proven_goals;
            fixed.goals.push_back(std::move(value));
        }
        return fixed;
    }

    const model::Case& source_;
    const model::Policy& policy_;
    plan::ResolveOptions options_;
    Problem problem_;
    plan::Resolver resolver_;
    std::vector<Member> candidates_;
    std::set<std::string> off_;  ///< rules that play no part
};

}  // namespace

std::string_view code(MemberKind kind) {
    switch (kind) {
        case MemberKind::must_house:
            return "MUST_HOUSE";
        case MemberKind::locked:
            return "LOCKED";
        case MemberKind::mover:
            return "MOVER";
        case MemberKind::limit_max:
            return "LIMIT_MAX";
        case MemberKind::limit_min:
            return "LIMIT_MIN";
        case MemberKind::apart:
            return "APART";
        case MemberKind::rule:
            return "RULE";
    }
    return "";
}

Conflict conflict(const model::Case& source, const model::Policy& policy, const plan::ResolveOptions& options) {
    return Search(source, policy, options).run();
}

}  // namespace husrom::scenario
