// Problems that fall apart are solved part by part; what the parts prove adds up, at any number of threads.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <husrom/core/error.hpp>
#include <husrom/core/random.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

#include "no_more_threads.hpp"
#include "random_problem.hpp"
#include "solve/components.hpp"

namespace husrom::solve::testing {
namespace {

constexpr Shape block_shape{.most_rows = 16, .most_columns = 13, .most_goals = 2, .most_limits = 3, .density = 80};

std::string text_of(const Problem& problem, const Result& result) {
    std::ostringstream out;
    write_certificate(out, problem, result);
    return out.str();
}

/// Side by side: nothing of one touches another. Rows are dealt out in turn, so that those of a block do not stand together.
Problem side_by_side(const std::vector<Problem>& blocks, core::Random& random) {
    Problem whole;
    whole.goals = 0;
    for (const Problem& block : blocks) {
        whole.rows += block.rows;
        whole.goals = std::max(whole.goals, block.goals);
    }
    std::vector<std::int32_t> number(static_cast<std::size_t>(whole.rows));
    std::iota(number.begin(), number.end(), 0);
    for (std::size_t i = number.size(); i > 1; --i) std::swap(number[i - 1], number[random.below(i)]);
    whole.weights.resize(static_cast<std::size_t>(whole.goals));
    whole.row_lower.assign(number.size(), 0);
    whole.row_upper.assign(number.size(), 1);
    std::size_t first_row = 0;
    for (const Problem& block : blocks) {
        const auto first_edge = static_cast<std::int32_t>(whole.edges());
        for (std::size_t r = 0; r < static_cast<std::size_t>(block.rows); ++r) {
            const auto row = static_cast<std::size_t>(number[first_row + r]);
            if (!block.row_lower.empty()) whole.row_lower[row] = block.row_lower[r];
            if (!block.row_upper.empty()) whole.row_upper[row] = block.row_upper[r];
        }
        for (std::size_t e = 0; e < block.edge_row.size(); ++e) {
            whole.edge_row.push_back(number[first_row + static_cast<std::size_t>(block.edge_row[e])]);
            whole.edge_column.push_back(whole.columns + block.edge_column[e]);
            for (std::size_t g = 0; g < whole.weights.size(); ++g)
                whole.weights[g].push_back(g < block.weights.size() ? block.weights[g][e] : 0);
        }
        for (std::size_t c = 0; c < static_cast<std::size_t>(block.columns); ++c)
            whole.column_upper.push_back(block.column_upper.empty() ? 1 : block.column_upper[c]);
        const auto moved = [&](const std::vector<std::int32_t>& edges, std::int64_t begin, std::int64_t end) {
            std::vector<std::int32_t> result(edges.begin() + begin, edges.begin() + end);
            for (std::int32_t& edge : result) edge += first_edge;
            return result;
        };
        for (Step step : block.steps) {
            step.limit += whole.limits();
            whole.steps.push_back(step);
        }
        for (std::size_t k = 0; k < block.limit_upper.size(); ++k) {
            const auto begin = block.limit_offsets[k], end = block.limit_offsets[k + 1];
            whole.add_limit(moved(block.limit_edges, begin, end),
                            std::vector<std::int64_t>(block.limit_coefficients.begin() + begin, block.limit_coefficients.begin() + end),
                            block.limit_lower[k], block.limit_upper[k]);
        }
        for (std::size_t q = 0; q + 1 < block.clique_offsets.size(); ++q)
            whole.add_clique(moved(block.clique_edges, block.clique_offsets[q], block.clique_offsets[q + 1]));
        first_row += static_cast<std::size_t>(block.rows);
        whole.columns += block.columns;
    }
    return whole;
}

/// A limit on all edges, as tight as said.
void add_common_limit(Problem& problem, std::int64_t upper) {
    std::vector<std::int32_t> edges(problem.edge_row.size());
    std::iota(edges.begin(), edges.end(), 0);
    problem.add_limit(edges, std::vector<std::int64_t>(edges.size(), 1), no_lower, upper);
}

/// Blocks that are worth a part of their own, and some that are not; none of them impossible unless asked for.
std::vector<Problem> random_blocks(std::uint64_t seed, bool maybe_impossible = false) {
    std::vector<Problem> blocks;
    for (std::uint64_t draw = 0; blocks.size() < 3; ++draw) {
        Problem block = random_problem(1000 * seed + draw, block_shape);
        if (block.edges() >= 80 && (maybe_impossible || maximise(block).has_plan())) blocks.push_back(std::move(block));
    }
    for (std::uint64_t draw = 500; blocks.size() < 7; ++draw) {
        Problem block = random_problem(1000 * seed + draw, {.most_rows = 3, .most_columns = 3, .most_goals = 2});
        if (maybe_impossible || maximise(block).has_plan()) blocks.push_back(std::move(block));
    }
    return blocks;
}

Result expect_proven(const Problem& problem, const Options& options = {}) {
    Result result = maximise(problem, options);
    const Verdict verdict = check(problem, result);
    EXPECT_TRUE(verdict.accepted) << verdict.objections.front();
    return result;
}

TEST(Components, PartsAddUpAtAnyNumberOfThreads) {
    // Rule: blocks side by side reach together what each reaches alone, goal by goal, or are infeasible where one is; the proof is judged
    // from the file; threads change no byte.
    int split = 0, infeasible = 0;
    for (std::uint64_t seed = 0; seed < 80; ++seed) {
        SCOPED_TRACE(seed);
        core::Random random(seed);
        const auto blocks = random_blocks(seed, seed % 4 == 0);
        Problem problem = side_by_side(blocks, random);
        add_common_limit(problem, problem.rows);  // which cannot bind
        std::vector<std::int64_t> expected(static_cast<std::size_t>(problem.goals), 0);
        bool possible = true;
        for (const Problem& block : blocks) {
            const Result own = expect_proven(block);
            possible = possible && own.has_plan();
            for (std::size_t g = 0; g < own.objective.size(); ++g) expected[g] += own.objective[g];
        }
        const Result result = expect_proven(problem);
        split += result.certificate->components.empty() ? 0 : 1;
        ASSERT_EQ(result.status, possible ? Status::optimal : Status::infeasible);
        infeasible += possible ? 0 : 1;
        if (possible) {
            ASSERT_EQ(result.objective, expected);
        }
        const std::string text = text_of(problem, result);
        std::istringstream in(text);
        const Result read = read_certificate(in, problem);
        ASSERT_TRUE(check(problem, read).accepted);
        ASSERT_EQ(text_of(problem, read), text);
        for (const std::int32_t threads : {2, 5}) ASSERT_EQ(text_of(problem, expect_proven(problem, {.threads = threads})), text);
    }
    EXPECT_GT(split, 20);
    EXPECT_GT(infeasible, 3);
    EXPECT_LT(infeasible, 60);
}

TEST(Components, ThreadsThatTheSystemDoesNotGiveAreDoneWithout) {
    // Rule: asked for more threads than there are, the parts are solved all the same.
    core::Random random(1);
    const Problem problem = side_by_side(random_blocks(1, false), random);
    const Result alone = expect_proven(problem);
    ASSERT_FALSE(alone.certificate->components.empty());
    const husrom::test::NoMoreThreads none;
    EXPECT_EQ(text_of(problem, expect_proven(problem, {.threads = 4})), text_of(problem, alone));
}

TEST(Components, TheLongestTimeIsNoLimit) {
    // Rule: the largest duration means what an absent limit means, for parts too.
    core::Random random(1);
    const Problem problem = side_by_side(random_blocks(1, false), random);
    const Result free = expect_proven(problem);
    EXPECT_EQ(text_of(problem, expect_proven(problem, {.time_limit = std::chrono::steady_clock::duration::max()})), text_of(problem, free));
}

TEST(Components, WorkLimitsEndAtTheSamePlace) {
    // Rule: what a part may spend is its share, whoever solves it; every end is a plan with bounds that hold.
    int unproven = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        SCOPED_TRACE(seed);
        core::Random random(seed);
        std::vector<Problem> blocks;
        for (std::uint64_t b = 0; b < 3; ++b)
            blocks.push_back(random_problem(1000 + 10 * seed + b, {.most_rows = 30, .most_columns = 20, .most_limits = 6, .musts = false}));
        const Problem problem = side_by_side(blocks, random);
        for (const std::int64_t work : {std::int64_t{0}, std::int64_t{3'000}, std::int64_t{300'000}}) {
            const Result one = expect_proven(problem, {.work_limit = work});
            unproven += one.has_plan() && one.status != Status::optimal ? 1 : 0;
            ASSERT_TRUE(one.reproducible);
            ASSERT_EQ(text_of(problem, expect_proven(problem, {.work_limit = work, .threads = 3})), text_of(problem, one));
        }
    }
    EXPECT_GT(unproven, 5);
}

TEST(Components, WhatPartsLeaveGoesToThoseThatNeedMore) {
    // Rule: shares go by edges, and effort does not; a limit well above what the whole takes stops no part for good.
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        SCOPED_TRACE(seed);
        core::Random random(seed);
        std::vector<Problem> blocks = random_blocks(seed);
        for (Problem easy : random_blocks(seed + 500)) {  // many edges, no effort
            easy.limit_upper.assign(easy.limit_upper.size(), 1'000);
            easy.limit_lower.assign(easy.limit_lower.size(), no_lower);
            easy.steps.clear();
            blocks.push_back(std::move(easy));
        }
        const Problem problem = side_by_side(blocks, random);
        const Result free = expect_proven(problem);
        const Result limited = expect_proven(problem, {.work_limit = 10 * free.work + 1'000});
        ASSERT_EQ(limited.status, free.status);
        ASSERT_EQ(limited.objective, free.objective);
    }
}

TEST(Components, WhatMattersToSeveralRowsKeepsThemTogether) {
    // Rule: a common limit that can bind, a clique across and a shared column join parts; a limit that cannot bind does not.
    core::Random random(1);
    Shape shape = block_shape;
    shape.limits = shape.musts = false;
    shape.most_rows = 30;
    std::vector<Problem> blocks;
    for (std::uint64_t seed = 0; blocks.size() < 2; ++seed)
        if (Problem block = random_problem(seed, shape); block.edges() >= 100) blocks.push_back(std::move(block));
    const Problem apart = side_by_side(blocks, random);
    const auto parts = [](const Problem& problem) { return components_of(ProblemIndex(problem)).size(); };
    ASSERT_EQ(parts(apart), 2U);
    Problem changed = apart;
    add_common_limit(changed, changed.rows);
    EXPECT_EQ(parts(changed), 2U);
    changed = apart;
    add_common_limit(changed, 3);
    EXPECT_EQ(parts(changed), 1U);
    changed = apart;
    changed.add_clique(std::vector<std::int32_t>{0, static_cast<std::int32_t>(changed.edges() - 1)});
    EXPECT_EQ(parts(changed), 1U);
    changed = apart;
    changed.edge_column.back() = changed.edge_column.front();
    EXPECT_EQ(parts(changed), 1U);
}

TEST(Components, SmallPartsAreSolvedTogether) {
    // Rule: every row stands in one part, and where there are several, each has edges enough to be worth it.
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(seed);
        core::Random random(seed);
        std::vector<Problem> blocks = random_blocks(seed);
        for (std::uint64_t b = 0; b < 40; ++b) blocks.push_back(random_problem(5000 + 100 * seed + b, {.most_rows = 4, .most_goals = 1}));
        const Problem problem = side_by_side(blocks, random);
        const auto parts = components_of(ProblemIndex(problem));
        ASSERT_GT(parts.size(), 3U);
        ASSERT_LT(parts.size(), 20U);
        std::vector<std::int32_t> rows;
        for (const auto& part : parts) {
            ASSERT_TRUE(std::ranges::is_sorted(part));
            ASSERT_GE(edges_of_component(problem, part).size(), 64U);
            rows.insert(rows.end(), part.begin(), part.end());
        }
        std::ranges::sort(rows);
        for (std::int32_t row = 0; row < problem.rows; ++row) ASSERT_EQ(rows.at(static_cast<std::size_t>(row)), row);
        ASSERT_EQ(rows.size(), static_cast<std::size_t>(problem.rows));
    }
}

TEST(Components, AnAnswerIsABeginningForTheNext) {
    // Rule: begun at another's proof, a changed problem reaches what it reaches from nothing.
    int split = 0;
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        SCOPED_TRACE(seed);
        core::Random random(seed);
        Problem problem = side_by_side(random_blocks(seed), random);
        const Result before = expect_proven(problem);
        if (!before.has_plan() || before.certificate->components.empty()) continue;
        ++split;
        std::vector<std::int32_t> same(problem.edge_row.size());
        std::iota(same.begin(), same.end(), 0);
        for (auto& weight : problem.weights[0]) weight += random.chance(1, 10) ? random.between(-3, 3) : 0;
        if (random.chance(1, 4)) add_common_limit(problem, problem.rows / 3);  // no parts any more
        const Options warm{.start = before.chosen, .warm_start = before.warm_start, .warm_edges = same};
        const Result cold = expect_proven(problem), again = expect_proven(problem, warm);
        ASSERT_EQ(again.status, cold.status);
        ASSERT_EQ(again.objective, cold.objective);
        Options wrong = warm;
        same.pop_back();
        wrong.warm_edges = same;
        ASSERT_THROW((void)maximise(problem, wrong), InvalidArgument);
    }
    EXPECT_GT(split, 8);
}

TEST(Components, PlantedMistakesAreRefused) {
    // Rule: rows left out, taken twice or moved, parts of another problem, claims that do not add up, and proofs side by side or nested.
    const auto changed = [](const Result& from, const std::function<void(Result&, Certificate&)>& change) {
        Result result = from;
        auto certificate = std::make_shared<Certificate>(*from.certificate);
        change(result, *certificate);
        result.certificate = std::move(certificate);
        return result;
    };
    const auto of_part = [](Component& component, const std::function<void(Result&)>& change) {
        auto own = std::make_shared<Result>(*component.result);
        change(*own);
        component.result = std::move(own);
    };
    const auto without_plan = [](const Result& from, Status status) {
        Result result;
        result.status = status;
        result.policy_goals = from.policy_goals;
        result.certificate = from.certificate;
        return result;
    };
    using Change = std::function<void(Result&, Certificate&)>;
    const std::vector<std::pair<const char*, Change>> mistakes{
        {"a part is left out", [](Result&, Certificate& c) { c.components.pop_back(); }},
        {"a part stands twice", [](Result&, Certificate& c) { c.components.push_back(c.components.back()); }},
        {"a row is left out", [](Result&, Certificate& c) { c.components[0].rows.pop_back(); }},
        {"a row stands twice", [](Result&, Certificate& c) { c.components[0].rows.push_back(c.components[1].rows[0]); }},
        {"a row does not exist", [](Result&, Certificate& c) { c.components[0].rows.back() = 1 << 20; }},
        {"parts have each other's rows", [](Result&, Certificate& c) { std::swap(c.components[0].rows, c.components[1].rows); }},
        {"a part has no result", [](Result&, Certificate& c) { c.components[0].result.reset(); }},
        {"the value is one more", [](Result& r, Certificate&) { ++r.objective[0]; }},
        {"the bound is one less", [](Result& r, Certificate&) { --r.bound[0]; }},
        {"the bound is one more", [](Result& r, Certificate&) { ++r.bound[0]; }},
        {"a goal is proven that is not", [](Result& r, Certificate&) { ++r.proven_goals; }},
        {"the plan lacks an edge", [](Result& r, Certificate&) { r.chosen.pop_back(); }},
        {"a part's value is one more", [&](Result&, Certificate& c) { of_part(c.components[0], [](Result& r) { ++r.objective[0]; }); }},
        {"a part's bound is one less", [&](Result&, Certificate& c) { of_part(c.components[0], [](Result& r) { --r.bound[0]; }); }},
        {"a part has no proof",
         [&](Result&, Certificate& c) { of_part(c.components[0], [](Result& r) { r.certificate = std::make_shared<Certificate>(); }); }},
        {"a part has no plan",
         [&](Result&, Certificate& c) { of_part(c.components[0], [&](Result& r) { r = without_plan(r, Status::unknown); }); }},
        {"a part's plan is another's", [](Result&, Certificate& c) { std::swap(c.components[0].result, c.components[1].result); }},
        {"a part decides by other goals",
         [&](Result&, Certificate& c) { of_part(c.components[0], [](Result& r) { r.policy_goals = 0; }); }},
        {"a stage stands beside", [](Result&, Certificate& c) { c.stages.emplace_back(); }},
        {"a part has parts",
         [&](Result&, Certificate& c) {
             of_part(c.components[0], [](Result& r) {
                 auto own = std::make_shared<Certificate>();
                 own->components.push_back({{0}, std::make_shared<Result>(r)});
                 r.certificate = std::move(own);
             });
         }},
        {"no plan is claimed beside plans", [&](Result& r, Certificate&) { r = without_plan(r, Status::infeasible); }},
    };
    int tried = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        core::Random random(seed);
        const Problem problem = side_by_side(random_blocks(seed), random);
        const Result result = expect_proven(problem);
        if (!result.has_plan() || result.certificate->components.size() < 2) continue;
        ++tried;
        for (const auto& [name, change] : mistakes)
            EXPECT_FALSE(check(problem, changed(result, change)).accepted) << "seed " << seed << ": " << name;
    }
    EXPECT_GT(tried, 2);
}

}  // namespace
}  // namespace husrom::solve::testing
