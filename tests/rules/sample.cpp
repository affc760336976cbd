#include "rules/sample.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include <husrom/io/io.hpp>

#include "tables.hpp"

namespace husrom::test {

model::Case make_case(const std::vector<Sheet>& sheets) {
    model::CaseBuilder builder;
    for (const auto& [name, text] : sheets) sample::add_table(builder, name, sample::split(text, '\n'));
    return builder.build();
}

model::Policy make_policy(std::string_view entries) {
    const auto text = std::string("schema = 1\nid = \"test\"\n") +
                      (entries.starts_with("preset") ? std::string(entries.substr(0, entries.find('\n') + 1)) : std::string()) +
                      "[round]\nas_of = 2026-11-22\nhorizon = \"60 days\"\n[ties]\nlottery_seed = 7\n" +
                      std::string(entries.starts_with("preset") ? entries.substr(entries.find('\n') + 1) : entries);
    model::Findings findings;
    auto policy = parse_policy(text, "policy.toml", findings);
    EXPECT_TRUE(findings.ok()) << findings.text("policy");
    return policy;
}

std::shared_ptr<const rules::AllocationProblem> make_problem(const std::vector<Sheet>& sheets, std::string_view entries) {
    try {
        return build(make_case(sheets), make_policy(entries));
    } catch (const InvalidInput& error) {
        ADD_FAILURE() << error.findings().text("case");
        throw;
    }
}

rules::Verdict verdict_of(const rules::AllocationProblem& problem, std::string_view rule, std::string_view participant,
                          std::string_view unit) {
    for (const auto& verdict : problem.verdicts(problem.find_participant(participant), problem.find_unit(unit)))
        if (verdict.rule == rule) return verdict.verdict;
    ADD_FAILURE() << "no verdict of " << rule;
    return {};
}

bool is_open(const rules::AllocationProblem& problem, std::string_view participant, std::string_view unit) {
    return problem.find_edge(problem.find_participant(participant), problem.find_unit(unit)).valid();
}

std::vector<std::string> codes_of(const std::vector<Sheet>& sheets, std::string_view entries, model::Severity severity) {
    std::vector<std::string> codes;
    const auto findings = check(make_case(sheets), make_policy(entries));
    for (const auto& finding : findings.list())
        if (finding.severity == severity) codes.push_back(finding.code + " " + finding.column);
    std::ranges::sort(codes);
    return codes;
}

const rules::LimitInfo& limit_of(const rules::AllocationProblem& problem, std::string_view id, std::string_view group) {
    for (const auto& limit : problem.limits)
        if (limit.id == id && limit.group == group) return limit;
    ADD_FAILURE() << "no limit " << id << " " << group;
    return problem.limits.front();
}

std::vector<std::pair<std::string, std::int64_t>> weights_of(const rules::AllocationProblem& problem, std::string_view goal) {
    std::vector<std::pair<std::string, std::int64_t>> weights;
    for (std::size_t g = 0; g < problem.goals.size(); ++g) {
        if (problem.goals[g].id != goal) continue;
        for (std::size_t edge = 0; edge < problem.stay.size(); ++edge)
            weights.emplace_back(problem.participants[static_cast<std::size_t>(problem.numeric.edge_row[edge])] + " " +
                                     problem.units[static_cast<std::size_t>(problem.numeric.edge_column[edge])],
                                 problem.goals[g].minimise ? -problem.numeric.weights[g][edge] : problem.numeric.weights[g][edge]);
    }
    return weights;
}

}  // namespace husrom::test
