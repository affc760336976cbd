#include <husrom/scenario/conflict.hpp>

#include <algorithm>
#include <tuple>

#include <husrom/core/integers.hpp>
#include <husrom/model/decimal.hpp>

#include "plan/plan_values.hpp"
#include "scenario/conflict_members.hpp"
#include "scenario/conflict_rules.hpp"
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
        for (const auto index : ascending(search.minimal(numbered(candidates_.size()))))
            numeric_.push_back(candidates_[static_cast<std::size_t>(index)]);
        find_closing();
        found.members = numeric_;
        found.members.insert(found.members.end(), closing_.begin(), closing_.end());
        found.proven = is_minimal();
        for (auto& member : found.members) member.fix = fix(member);
        return found;
    }

private:
    static std::vector<std::int32_t> numbered(std::size_t count) {
        std::vector<std::int32_t> all(count);
        for (std::size_t i = 0; i < count; ++i) all[i] = static_cast<std::int32_t>(i);
        return all;
    }
    static std::vector<std::int32_t> ascending(std::vector<std::int32_t> list) {
        std::ranges::sort(list);
        return list;
    }

    bool clashes(const std::vector<std::int32_t>& chosen) {
        std::vector<Member> members;
        for (const auto index : chosen) members.push_back(candidates_[static_cast<std::size_t>(index)]);
        return resolver_.possible(only(*problem_, members)).status == solve::Status::infeasible;
    }

    [[nodiscard]] Problem without(const std::vector<Member>& off) const {
        return off.empty() ? problem_ : built_without(off, source_, policy_);
    }

    [[nodiscard]] solve::Status status(const std::vector<Member>& numeric, const std::vector<Member>& off) const {
        const auto problem = without(off);
        return plan::Resolver(problem, options_).possible(only(*problem, numeric)).status;
    }

    /// What closes pairs and is needed for the clash of duties and limits. Of several such sets the one that stands last in the policy.
    void find_closing() {
        auto all = closing_members(*problem_, source_);
        std::ranges::reverse(all);
        const auto parted = [&](const std::vector<std::int32_t>& kept) {
            std::pair<std::vector<Member>, std::vector<Member>> parts;
            for (std::size_t i = 0; i < all.size(); ++i) {
                const bool keeps = std::ranges::find(kept, static_cast<std::int32_t>(i)) != kept.end();
                (keeps ? parts.first : parts.second).push_back(all[i]);
            }
            return parts;
        };
        QuickXplain search(
            [&](const std::vector<std::int32_t>& kept) { return status(numeric_, parted(kept).second) == solve::Status::infeasible; });
        std::tie(closing_, off_) = parted(search.minimal(numbered(all.size())));
        std::ranges::reverse(closing_);
    }

    /// The members clash while all else that closes pairs is off, and do not once any one of them is left out.
    bool is_minimal() {
        if (status(numeric_, off_) != solve::Status::infeasible) return false;
        const auto possible = [&](const std::vector<Member>& numeric, const std::vector<Member>& off) {
            const auto answer = status(numeric, off);
            return answer == solve::Status::optimal || answer == solve::Status::feasible;
        };
        for (std::size_t left_out = 0; left_out < numeric_.size(); ++left_out) {
            auto rest = numeric_;
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
            if (!possible(rest, off_)) return false;
        }
        return std::ranges::all_of(closing_, [&](const Member& left_out) { return possible(numeric_, off_and(left_out)); });
    }

    [[nodiscard]] std::vector<Member> off_and(const Member& member) const {
        auto off = off_;
        off.push_back(member);
        return off;
    }

    Fix fix(const Member& member) {
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
                return fix_limit(member, solve::Side::upper);
            case MemberKind::limit_min:
                return fix_limit(member, solve::Side::lower);
            case MemberKind::apart_tenant: {
                const auto open = without({member});
                return outcome(member.fix, plan::Resolver(open, options_).resolve({}), *open);
            }
            case MemberKind::rule:
            case MemberKind::forbidden:
                return fix_pairs(member);
        }
        return {};
    }

    /// The excess that a limit's steps carry in all.
    [[nodiscard]] std::int64_t carried_by_steps(const rules::LimitInfo& info) const {
        const auto rule = std::ranges::find(policy_.limits, info.id, &model::LimitRule::id);
        const auto unit = model::power_of_ten(info.digits);
        std::int64_t carried = 0;
        for (const auto& step : rule->steps) {
            if (!step.width || *step.width >= solve::unbounded / unit - carried / unit) return solve::unbounded;
            carried += *step.width * unit;
        }
        return carried;
    }

    /// How far the limit has to give way for the whole round, or, where another clash is left, for the members alone.
    Fix fix_limit(const Member& member, solve::Side side) {
        const auto limit = numeric_limit(*problem_, member);
        auto fixed = member.fix;
        auto answer = resolver_.least_excess({}, limit, side);
        const bool whole = answer.status == solve::Status::optimal;
        if (!whole) {
            const auto alone = without(off_);
            if (const auto there = numeric_limit(*alone, member); there >= 0)
                answer = plan::Resolver(alone, options_).least_excess(only(*alone, numeric_), there, side);
        }
        if (answer.status != solve::Status::optimal) return fixed;
        const auto excess = -answer.objective.front();
        fixed.by = excess;
        if (side == solve::Side::upper) {
            // What is over the cap already, beyond what its steps carry, the cap must make up for too.
            const auto& info = *std::ranges::find_if(
                problem_->limits, [&](const rules::LimitInfo& one) { return one.id == member.id && one.group == member.group; });
            const auto over = core::checked_add(core::checked_subtract(info.tenants, info.max), info.room);
            fixed.by = core::checked_add(excess, std::max<std::int64_t>(0, core::checked_subtract(over, carried_by_steps(info))));
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

    /// The fewest pairs that the member would have to leave open: in the whole round, or, where another clash is left, for the members
    /// alone with all else that closes pairs off.
    Fix fix_pairs(const Member& member) {
        Fix fixed;
        if (!waive(problem_, without({member}), nullptr, fixed)) waive(without(off_), without(off_and(member)), &numeric_, fixed);
        return fixed;
    }

    /// False when the duties and limits (these members of them, or all) cannot be kept however many of the pairs of `open` that `closed`
    /// does not have are left open.
    bool waive(const Problem& closed, const Problem& open, const std::vector<Member>* members, Fix& fixed) const {
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
    std::vector<Member> numeric_, closing_;  ///< the members found: of the integers, and those that close pairs
    std::vector<Member> off_;                ///< what else closes pairs, and plays no part
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
        case MemberKind::apart_tenant:
            return "APART_TENANT";
        case MemberKind::forbidden:
            return "FORBIDDEN";
        case MemberKind::rule:
            return "RULE";
    }
    return "";
}

Conflict conflict(const model::Case& source, const model::Policy& policy, const plan::ResolveOptions& options) {
    return Search(source, policy, options).run();
}

}  // namespace husrom::scenario
