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
    std::vector<std::string> units{"unit_id,site_id,bedrooms"}, pairs{"participant_id,unit_id,require,forbid"},
        apart{"participant_id,other_id,per"};
    for (std::int64_t home = 1; home <= homes; ++home)
        units.push_back("SYN-U-" + text(home) + ",SYN-S-" + text(random.between(1, 2)) + "," + text(random.between(0, 2)));
    for (std::int64_t person = 1; person <= people; ++person) {
        const bool mover = person == 1 && random.chance(1, 3);
        participants.push_back("SYN-P-" + text(person) + ",2026-01-01," + text(random.between(0, 3)) + "," +
                               (random.chance(1, 2) ? "true" : "false") + "," + (random.chance(1, 2) ? "true" : "") + "," +
                               (mover ? "SYN-U-1" : ""));
        if (!mover && random.chance(1, 6))
            pairs.push_back("SYN-P-" + text(person) + ",SYN-U-" + text(random.between(1, homes)) + ",true,");
        else if (!mover && random.chance(1, 3))
            pairs.push_back("SYN-P-" + text(person) + ",SYN-U-" + text(random.between(1, homes)) + ",,true");
    }
    if (random.chance(1, 2)) apart.emplace_back("SYN-P-1,SYN-P-2,site");
    if (random.chance(1, 3)) apart.emplace_back("SYN-P-2,SYN-R-1,site");
    model::CaseBuilder builder;
    sample::add_table(builder, "participants", participants);
    sample::add_table(builder, "units", units);
    sample::add_table(builder, "sites",
                      {"site_id,places,drug", "SYN-S-1," + text(random.between(0, 2)) + "," + (random.chance(1, 3) ? "1" : "0"),
                       "SYN-S-2," + text(random.between(0, 2)) + ",0"});
    sample::add_table(builder, "tenants", {"tenant_id,site_id,youth", "SYN-R-1,SYN-S-2,false"});
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
[columns."site.drug"]
type = "integer"
[risk]
traits = ["participant.youth"]
factors = ["unit.site.drug"]
points = [["forbid"]]
source = { text = "test", date = 2026-01-01 }
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
    const auto drop = [&](std::string_view table, const auto& is_row) {
        auto* found = changed.find(table);
        for (auto row = found->rows(); row-- > 0;) {
            if (!is_row(*found, row)) continue;
            const auto at = static_cast<std::ptrdiff_t>(row);
            for (auto& column : found->columns) column.erase(column.begin() + at);
            found->row_numbers.erase(found->row_numbers.begin() + at);
        }
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
                if (cell(pairs, "forbid", row) == "true") return false;  // a waiver does not open it
                pairs.columns[*pairs.find("allow")][row] = member.id;
                pairs.columns[*pairs.find("reason")][row] = "test";
            }
            return possible(changed, rules);
        }
        case MemberKind::forbidden: {
            for (const auto& [participant, unit] : member.fix.waive)
                drop("pairs", [&](const auto& table, std::size_t row) {
                    return cell(table, "participant_id", row) == participant && cell(table, "unit_id", row) == unit;
                });
            return possible(changed, rules);
        }
        case MemberKind::apart:
        case MemberKind::apart_tenant:
            drop("apart", [&](const auto& table, std::size_t row) {
                return cell(table, "participant_id", row) == member.participant && cell(table, "other_id", row) == member.other;
            });
            return possible(changed, rules);
        case MemberKind::locked:
        case MemberKind::mover:
            return member.fix.suffices;  // giving up the right to a home has no cell of its own
    }
    return false;
}

TEST(Conflict, ImpossibleRoundNamesAMinimalSetAndEachFixIsWhatItSays) {
    std::map<MemberKind, int> seen;
    int impossible = 0, soft = 0, risk = 0;
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
            risk += member.id == "risk" ? 1 : 0;
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
            if (member.kind == MemberKind::rule || member.kind == MemberKind::forbidden) {
                EXPECT_FALSE(member.fix.waive.empty());
            }
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(impossible, 50);
    EXPECT_GT(soft, 0) << "a soft limit whose steps end";
    EXPECT_GT(risk, 0) << "the entries of [risk] that forbid";
    for (const auto kind : {MemberKind::must_house, MemberKind::locked, MemberKind::limit_max, MemberKind::limit_min, MemberKind::apart,
                            MemberKind::apart_tenant, MemberKind::rule, MemberKind::forbidden})
        EXPECT_GT(seen[kind], 0) << scenario::code(kind);
}

TEST(Conflict, WhateverClosesTheOnlyHomeIsAMember) {
    // Rule: a person who must be housed and fits one home alone: what closes it, in the policy or in the tables, is named with its fix.
    const auto found_with = [](std::string_view points, const std::vector<std::string>& pairs, const std::vector<std::string>& apart) {
        const auto policy = parse_policy(sample::policy_head("closed") + R"([columns."neighbourhood.drug"]
type = "integer"
[risk]
traits = ["participant.conflict"]
factors = ["neighbourhood.drug"]
points = [[)" + std::string(points) + R"(]]
source = { text = "test", date = 2026-01-01 }
)" + sample::house_most);
        model::CaseBuilder builder;
        sample::add_table(builder, "participants", {"participant_id,application_date,must_house,conflict", "SYN-P-1,2026-01-01,true,2"});
        sample::add_table(builder, "neighbourhoods", {"neighbourhood_id,drug", "SYN-N-1,1"});
        sample::add_table(builder, "units", {"unit_id,neighbourhood_id", "SYN-U-1,SYN-N-1"});
        sample::add_table(builder, "tenants", {"tenant_id,neighbourhood_id,conflict", "SYN-R-1,SYN-N-1,0"});
        sample::add_table(builder, "pairs", pairs);
        sample::add_table(builder, "apart", apart);
        const auto found = scenario::conflict(builder.build(), policy);
        EXPECT_TRUE(found.proven);
        EXPECT_EQ(found.members.size(), 2U);
        EXPECT_EQ(found.members.front().kind, MemberKind::must_house);
        const auto& closing = found.members.back();
        EXPECT_TRUE(closing.fix.suffices);
        EXPECT_EQ(closing.fix.housed, 1);
        for (const auto language : {model::Language::en, model::Language::nb})
            EXPECT_NE(scenario::text(found, policy, language).find(closing.kind == MemberKind::apart_tenant ? "SYN-R-1" : "SYN-U-1"),
                      std::string::npos);
        return closing;
    };
    const std::vector<std::string> no_pairs{"participant_id,unit_id"}, no_apart{"participant_id,other_id,per"};
    const std::vector<std::pair<std::string, std::string>> only_home{{"SYN-P-1", "SYN-U-1"}};

    const auto risk = found_with("\"forbid\"", no_pairs, no_apart);
    EXPECT_EQ(risk.kind, MemberKind::rule);
    EXPECT_EQ(risk.id, "risk");
    EXPECT_EQ(risk.fix.waive, only_home);

    const auto forbidden = found_with("0", {"participant_id,unit_id,forbid", "SYN-P-1,SYN-U-1,true"}, no_apart);
    EXPECT_EQ(forbidden.kind, MemberKind::forbidden);
    EXPECT_EQ(forbidden.fix.waive, only_home);

    const auto apart = found_with("0", no_pairs, {no_apart.front(), "SYN-P-1,SYN-R-1,neighbourhood"});
    EXPECT_EQ(apart.kind, MemberKind::apart_tenant);
    EXPECT_EQ(apart.participant, "SYN-P-1");
    EXPECT_EQ(apart.other, "SYN-R-1");
}

}  // namespace
}  // namespace husrom
