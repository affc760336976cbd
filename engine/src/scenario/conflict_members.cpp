#include "scenario/conflict_members.hpp"

#include <algorithm>
#include <set>

namespace husrom::scenario {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// The two people of a clique: the engine writes one for each `apart` row and place.
std::pair<std::string, std::string> people_of(const rules::AllocationProblem& problem, std::int32_t clique) {
    std::set<std::int32_t> rows;
    for (auto entry = at(problem.numeric.clique_offsets[at(clique)]); entry < at(problem.numeric.clique_offsets[at(clique) + 1]); ++entry)
        rows.insert(problem.numeric.edge_row[at(problem.numeric.clique_edges[entry])]);
    return {problem.participants[at(*rows.begin())], problem.participants[at(*rows.rbegin())]};
}

/// The home that `pairs` requires for a person: the column `require` of the typed table.
std::string locked_home(const rules::AllocationProblem& problem, const std::string& participant) {
    const auto& pairs = problem.typed->table("pairs");
    const auto* required = pairs.find("require");
    const auto *people = pairs.find("participant_id"), *homes = pairs.find("unit_id");
    if (required == nullptr || people == nullptr || homes == nullptr) return "";
    for (std::size_t row = 0; row < at(pairs.rows()); ++row)
        if (required->states[row] == model::CellState::value && required->values[row] != 0 &&
            problem.typed->pool.text(people->values[row]) == participant)
            return problem.typed->pool.text(homes->values[row]);
    return "";
}

Member duty(const rules::AllocationProblem& problem, std::size_t row) {
    Member member;
    member.participant = problem.participants[row];
    member.other = locked_home(problem, member.participant);
    member.kind = !member.other.empty() ? MemberKind::locked : problem.mover[row] ? MemberKind::mover : MemberKind::must_house;
    return member;
}

Member limit_end(const rules::LimitInfo& info, MemberKind kind) {
    Member member;
    member.kind = kind;
    member.id = info.id;
    member.group = info.group;
    member.fix.digits = info.digits;
    return member;
}

bool is_duty(const Member& member) {
    return member.kind == MemberKind::must_house || member.kind == MemberKind::locked || member.kind == MemberKind::mover;
}

}  // namespace

std::vector<Member> numeric_members(const rules::AllocationProblem& problem) {
    const auto& numeric = problem.numeric;
    std::vector<Member> members;
    for (std::size_t row = 0; row < at(numeric.rows); ++row)
        if (!numeric.row_lower.empty() && numeric.row_lower[row] > 0) members.push_back(duty(problem, row));
    std::set<std::pair<std::string, std::string>> apart;
    for (std::int32_t clique = 0; clique < numeric.cliques(); ++clique) apart.insert(people_of(problem, clique));
    for (const auto& [first, second] : apart) {
        Member member;
        member.kind = MemberKind::apart;
        member.participant = first;
        member.other = second;
        members.push_back(std::move(member));
    }
    for (const auto& info : problem.limits)
        if (info.numeric >= 0 && numeric.limit_lower[at(info.numeric)] != solve::no_lower)
            members.push_back(limit_end(info, MemberKind::limit_min));
    for (const auto& info : problem.limits)
        if (info.numeric >= 0 && numeric.limit_upper[at(info.numeric)] != solve::no_upper)
            members.push_back(limit_end(info, MemberKind::limit_max));
    return members;
}

std::int32_t numeric_limit(const rules::AllocationProblem& problem, const Member& member) {
    const auto found = std::ranges::find_if(
        problem.limits, [&](const rules::LimitInfo& info) { return info.id == member.id && info.group == member.group; });
    return found == problem.limits.end() ? -1 : found->numeric;
}

plan::Demands only(const rules::AllocationProblem& problem, const std::vector<Member>& members) {
    const auto& numeric = problem.numeric;
    const auto has = [&](const auto& is) { return std::ranges::any_of(members, is); };
    plan::Demands demands;
    for (std::int32_t row = 0; row < numeric.rows; ++row) {
        const auto& id = problem.participants[at(row)];
        if (!numeric.row_lower.empty() && numeric.row_lower[at(row)] > 0 &&
            !has([&](const Member& one) { return is_duty(one) && one.participant == id; }))
            demands.may_wait.push_back({row});
    }
    for (std::int32_t clique = 0; clique < numeric.cliques(); ++clique) {
        const auto people = people_of(problem, clique);
        if (!has([&](const Member& one) {
                return one.kind == MemberKind::apart && one.participant == people.first && one.other == people.second;
            }))
            demands.without_cliques.push_back(clique);
    }
    for (std::int32_t limit = 0; limit < numeric.limits(); ++limit) {
        plan::Demands::Room room;
        room.limit = limit;
        if (!has([&](const Member& one) { return one.kind == MemberKind::limit_min && numeric_limit(problem, one) == limit; }))
            room.lower = solve::no_lower;
        if (!has([&](const Member& one) { return one.kind == MemberKind::limit_max && numeric_limit(problem, one) == limit; }))
            room.upper = solve::no_upper;
        if (room.lower || room.upper) demands.rooms.push_back(room);
    }
    return demands;
}

}  // namespace husrom::scenario
