#include <gtest/gtest.h>

#include <map>

#include <husrom/scenario/conflict.hpp>

#include "plan/every_plan.hpp"
#include "plan/random_case.hpp"

namespace husrom {
namespace {

using scenario::MemberKind;

/// Duties, locks, quotas, caps and people kept apart, often more than can be kept.
model::Case demanding_case(std::uint64_t seed) {
    core::Random random(seed);
    const auto text = [](std::int64_t value) { return std::to_string(value); };
    const auto people = random.between(2, 4), homes = random.between(1, 4);
    std::vector<std::string> participants{"participant_id,application_date,bedrooms_needed,youth,must_house,current_unit"};
    std::vector<std::string> units{"unit_id,site_id,bedrooms"}, pairs{"participant_id,unit_id,require"},
        apart{"participant_id,other_id,per"};
    for (std::int64_t home = 1; home <= homes; ++home)
        units.push_back("SYN-U-" + text(home) + ",SYN-S-" + text(random.between(1, 2)) + "," + text(random.between(0, 2)));
    for (std::int64_t person = 1; person <= people; ++person) {
        const bool mover = person == 1 && random.chance(1, 3);
        participants.push_back("SYN-P-" + text(person) + ",2026-01-01," + text(random.between(0, 3)) + "," +
                               (random.chance(1, 2) ? "true" : "false") + "," + (random.chance(1, 2) ? "true" : "") + "," +
                               (mover ? "SYN-U-1" : ""));
        if (!mover && random.chance(1, 6)) pairs.push_back("SYN-P-" + text(person) + ",SYN-U-" + text(random.between(1, homes)) + ",true");
    }
    if (random.chance(1, 2)) apart.emplace_back("SYN-P-1,SYN-P-2,site");
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", participants);
    sample::add_table(builder, "units", units);
    sample::add_table(builder, "sites",
                      {"site_id,places", "SYN-S-1," + text(random.between(0, 2)), "SYN-S-2," + text(random.between(0, 2))});
    sample::add_table(builder, "pairs", pairs);
    sample::add_table(builder, "apart", apart);
    return builder.build();
}

/// `places`: of what kind the limit on the places of a site is.
std::string demanding_policy(std::string_view places) {
    return R"(
schema = 1
id = "demanding"
[round]
as_of = 2026-11-22
[columns."participant.youth"]
type = "flag"
[columns."site.places"]
type = "integer"
[[eligible]]
id = "bedrooms"
type = "at_least"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
[[eligible]]
id = "adults"
type = "forbids"
conditions = [{ column = "participant.youth", op = "is", value = true }, { column = "unit.bedrooms", op = "is", value = 2 }]
[[limit]]
id = "places"
per = "unit.site"
sum = 1
max = "site.places"
)" + std::string(places) +
           R"([[limit]]
id = "youth-quota"
sum = 1
among = [{ column = "participant.youth", op = "is", value = true }]
min = 1
[[goal]]
id = "house-most"
maximise = "housed"
)" + (places.empty() ? "" : sample::community_goal);
}
constexpr std::string_view one_place_more = "kind = \"soft\"\ngoal = \"community\"\nsteps = [{ width = 1, slope = 1 }]\n";

bool possible(const model::Case& source, const model::Policy& policy) {
    const auto status = allocate(build(source, policy)).status();
    return status == solve::Status::optimal;
}

/// The member's fix made in the case and policy themselves, as an office would.
bool possible_with(const model::Case& source, const model::Policy& policy, const scenario::Member& member) {
    auto changed = source;
    auto rules = policy;
    const auto clear = [&](std::string_view table, std::string_view heading, const auto& is_row) {
        auto* found = changed.find(table);
        const auto place = found->find(heading);
        for (std::size_t row = 0; row < found->rows(); ++row)
            if (is_row(*found, row)) found->columns[*place][row] = "";
    };
    const auto cell = [](const model::Table& table, std::string_view heading, std::size_t row) {
        return table.columns[*table.find(heading)][row];
    };
    switch (member.kind) {
        case MemberKind::limit_max:
            for (auto& limit : rules.limits)
                if (limit.id == member.id) {
                    changed = scenario::apply(source, policy,
                                              {"", {scenario::ShiftLimit{member.id, member.group, {member.fix.by, member.fix.digits}}}})
                                  .source;
                }
            return possible(changed, rules);
        case MemberKind::limit_min:
            for (auto& limit : rules.limits)
                if (limit.id == member.id) limit.min = model::Decimal{std::get<model::Decimal>(*limit.min).value - member.fix.by, 0};
            return possible(changed, rules);
        case MemberKind::must_house:
            clear("participants", "must_house",
                  [&](const auto& table, std::size_t row) { return cell(table, "participant_id", row) == member.participant; });
            return possible(changed, rules);
        case MemberKind::rule: {
            auto& pairs = *changed.find("pairs");
            for (const auto* heading : {"allow", "reason"})
                if (!pairs.find(heading)) {
                    pairs.headings.emplace_back(heading);
                    pairs.columns.emplace_back(pairs.rows());
                }
            for (const auto& [participant, unit] : member.fix.waive) {
                std::size_t row = 0;
                while (row < pairs.rows() && (cell(pairs, "participant_id", row) != participant || cell(pairs, "unit_id", row) != unit))
                    ++row;
                if (row == pairs.rows()) {
                    pairs.row_numbers.push_back(static_cast<std::int64_t>(row) + 2);
                    for (auto& column : pairs.columns) column.emplace_back();
                    pairs.columns[*pairs.find("participant_id")][row] = participant;
                    pairs.columns[*pairs.find("unit_id")][row] = unit;
                }
                pairs.columns[*pairs.find("allow")][row] = member.id;
                pairs.columns[*pairs.find("reason")][row] = "test";
            }
            return possible(changed, rules);
        }
        case MemberKind::apart: {
            auto& apart = *changed.find("apart");
            for (auto& column : apart.columns) column.clear();
            apart.row_numbers.clear();
            return possible(changed, rules);
        }
        case MemberKind::locked:
        case MemberKind::mover:
            return member.fix.suffices;  // giving up the right to a home has no cell of its own
    }
    return false;
}

TEST(Conflict, ImpossibleRoundNamesAMinimalSetAndEachFixIsWhatItSays) {
    std::map<MemberKind, int> seen;
    int impossible = 0, soft = 0;
    for (std::uint64_t seed = 1; seed <= sample::cases(1000); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto source = demanding_case(seed);
        const auto policy = parse_policy(demanding_policy(seed % 3 == 0 ? one_place_more : ""));
        const auto found = scenario::conflict(source, policy);
        const bool is_possible = !sample::every_plan(build(source, policy)->numeric).empty();
        ASSERT_EQ(found.status != solve::Status::infeasible, is_possible);
        EXPECT_EQ(found.members.empty(), is_possible);
        EXPECT_FALSE(scenario::text(found, policy).empty());
        if (is_possible) continue;
        ++impossible;
        EXPECT_TRUE(found.proven) << "each member is needed";
        for (const auto& member : found.members) {
            ++seen[member.kind];
            SCOPED_TRACE(std::string(scenario::code(member.kind)) + " " + member.id + member.group + " " + member.participant);
            EXPECT_EQ(possible_with(source, policy, member), member.fix.suffices);
            if (member.kind == MemberKind::limit_max || member.kind == MemberKind::limit_min) {
                EXPECT_GE(member.fix.by, 1);
                if (member.fix.suffices) {
                    soft += member.id == "places" && seed % 3 == 0 ? 1 : 0;
                    auto smaller = member;
                    smaller.fix.by -= 1;
                    EXPECT_FALSE(possible_with(source, policy, smaller)) << "the least change that helps";
                }
            }
            if (member.kind == MemberKind::rule) {
                EXPECT_FALSE(member.fix.waive.empty());
            }
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(impossible, 50);
    EXPECT_GT(soft, 0) << "a soft limit whose steps end";
    for (const auto kind :
         {MemberKind::must_house, MemberKind::locked, MemberKind::limit_max, MemberKind::limit_min, MemberKind::apart, MemberKind::rule})
        EXPECT_GT(seen[kind], 0) << scenario::code(kind);
}

}  // namespace
}  // namespace husrom
