#pragma once

/// Small cases written as CSV-like text, and a policy that most tests of plans and scenarios share.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/io/io.hpp>
#include <husrom/model/case.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom::sample {

/// Words between commas; a table is a list of such lines, the first of which holds the headings.
inline std::vector<std::string> cells(std::string_view line) {
    std::vector<std::string> list;
    for (std::size_t begin = 0; begin <= line.size();) {
        const auto end = std::min(line.find(',', begin), line.size());
        list.emplace_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    return list;
}

inline void add_table(model::CaseBuilder& builder, std::string_view name, const std::vector<std::string>& lines) {
    builder.table(name);
    const auto headings = cells(lines.front());
    for (std::size_t column = 0; column < headings.size(); ++column) {
        std::vector<std::string> values;
        for (std::size_t row = 1; row < lines.size(); ++row) values.push_back(cells(lines[row])[column]);
        builder.text(headings[column], std::move(values));
    }
}

/// Bedrooms and step-free access decide who fits, sites have a cap on conflict, teams have hours; as many as possible, then wishes, then
/// the lowest level.
inline constexpr std::string_view policy = R"(
schema = 1
id = "sample"
title = { en = "Sample", nb = "Prøve" }
[round]
as_of = 2026-11-22
horizon = "60 days"
[[eligible]]
id = "bedrooms"
type = "at_least"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
text = { en = "The home has enough bedrooms.", nb = "Boligen har soverom nok." }
[[eligible]]
id = "step-free"
type = "requires"
when = [{ column = "participant.accessibility", op = "any_of", value = ["STEP_FREE"] }]
then = [{ column = "unit.step_free", op = "is", value = true }]
[[term]]
id = "wish"
type = "wish_rank"
kind = "unit"
points = [10, 5]
[[limit]]
id = "conflict-cap"
per = "unit.site"
sum = 1
among = [{ column = "participant.conflict", op = "at_least", value = 2 }]
max = "site.conflict_cap"
kind = "hard"
[[goal]]
id = "house-most"
maximise = "housed"
[[goal]]
id = "wishes"
maximise = "score"
weights = { wish = 1 }
[[goal]]
id = "level"
minimise = "unit.level"
[ties]
order = ["application_date", "lottery"]
lottery_seed = 7
)";

inline plan::Plan solve(const model::Case& source, std::string_view policy_text = policy, const AllocateOptions& options = {}) {
    return allocate(build(source, parse_policy(policy_text)), options);
}

inline const plan::Waiting* find_waiting(const plan::Plan& plan, std::string_view participant) {
    for (const auto& one : plan.waiting())
        if (plan.problem().participants[one.participant.position()] == participant) return &one;
    return nullptr;
}

inline std::string home_of(const plan::Plan& plan, std::string_view participant) {
    for (const auto& one : plan.assignments())
        if (plan.problem().participants[one.participant.position()] == participant) return plan.problem().units[one.unit.position()];
    return "";
}

inline std::string reason(const plan::Plan& plan, std::string_view participant) {
    const auto* waiting = find_waiting(plan, participant);
    return waiting == nullptr ? "" : std::string(plan::code(waiting->reason));
}

}  // namespace husrom::sample
