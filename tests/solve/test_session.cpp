/// A change asked of a session is answered as the changed problem is from nothing, with a proof that the checker accepts.

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/core/random.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/session.hpp>

#include "random_problem.hpp"

namespace husrom::solve::testing {
namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// People and homes, most pairs possible, a team's hours and a cap for each site; so many pairs that most are not worth a thought.
Problem housing(core::Random& random) {
    Problem problem;
    problem.rows = 60;
    problem.columns = 60;
    problem.weights.resize(1);
    for (std::int32_t row = 0; row < problem.rows; ++row)
        for (std::int32_t column = 0; column < problem.columns; ++column) {
            if (random.below(10) == 0) continue;
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(10'000 + static_cast<std::int64_t>(random.below(1000)));
        }
    std::vector<std::int32_t> all, site;
    std::vector<std::int64_t> hours;
    for (std::int32_t edge = 0; edge < problem.edges(); ++edge) {
        all.push_back(edge);
        hours.push_back(1 + problem.edge_row[at(edge)] % 3);
    }
    problem.add_limit(all, hours, no_lower, 70);
    for (std::int32_t number = 0; number < 5; ++number) {
        site.clear();
        for (const std::int32_t edge : all)
            if (problem.edge_column[at(edge)] % 5 == number) site.push_back(edge);
        problem.add_limit(site, std::vector<std::int64_t>(site.size(), 1), number == 0 ? 2 : no_lower, 8);
    }
    const std::vector<std::int32_t> apart{0, 60, 120};
    problem.add_clique(apart);
    return problem;
}

Change drawn_change(const Problem& problem, const Result& result, core::Random& random) {
    Change change;
    const auto any_edge = [&] { return static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(problem.edges()))); };
    if (problem.limits() > 0 && random.below(2) == 0) {
        const auto limit = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(problem.limits())));
        const std::int64_t lower = problem.limit_lower[at(limit)];
        std::int64_t upper = problem.limit_upper[at(limit)];
        if (upper != no_upper) upper += static_cast<std::int64_t>(random.below(7)) - 3;
        if (problem.steps.empty() && random.below(8) == 0) upper = no_upper;
        Change::Bounds bounds{.limit = limit};
        bounds.upper = upper;
        if (lower > upper) bounds.lower = upper;
        change.limits.push_back(bounds);
    }
    if (!result.chosen.empty() && random.below(2) == 0) change.forbidden.push_back(result.chosen[random.below(result.chosen.size())]);
    if (problem.edges() > 0 && random.below(2) == 0)
        if (const std::int32_t edge = any_edge(); std::ranges::find(change.forbidden, edge) == change.forbidden.end() &&
                                                  (problem.row_upper.empty() || problem.row_upper[at(problem.edge_row[at(edge)])] > 0))
            change.forced.push_back(edge);
    return change;
}

/// The same by all that counts, and proven for the changed problem, also when written and read.
void expect_as_from_nothing(const Session& session, const Change& change, const Result& answer) {
    const Problem problem = changed(session.problem(), change);
    const Result cold = maximise(problem);
    ASSERT_EQ(answer.status, cold.status);
    ASSERT_EQ(answer.objective, cold.objective);
    ASSERT_EQ(answer.bound, cold.bound);
    const Verdict verdict = check(problem, answer);
    ASSERT_TRUE(verdict.accepted) << verdict.objections.front();
    std::stringstream file;
    write_certificate(file, problem, answer);
    ASSERT_TRUE(check(problem, read_certificate(file, problem)).accepted);
    if (cold.has_plan()) {
        ASSERT_GE(session.bound(change), cold.objective.front());
        ASSERT_LE(answer.prices.front().limit.size(), at(problem.limits()));
    }
}

TEST(Session, AnswersOnTheCoreWhatTheWholeDoes) {
    // Rule: where the problem's own bound rules most pairs out, a change is answered without them, and nothing is lost.
    int on_core = 0, with_ruled_out = 0, with_both = 0, with_tree = 0, asked = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Session session(housing(random));
        for (int i = 0; i < 3; ++i) {
            const Change change = drawn_change(session.problem(), session.result(), random);
            const Result answer = session.solve(change);
            ASSERT_NO_FATAL_FAILURE(expect_as_from_nothing(session, change, answer));
            ++asked;
            if (answer.warm_start) continue;
            ++on_core;
            const bool rules_out = !change.forbidden.empty() || !change.forced.empty();
            with_ruled_out += rules_out ? 1 : 0;
            with_both += rules_out && !answer.certificate->derived.empty() ? 1 : 0;
            with_tree += answer.nodes > 0 ? 1 : 0;
            // The same bytes again.
            const Result again = session.solve(change);
            EXPECT_EQ(again.chosen, answer.chosen);
            EXPECT_EQ(again.work, answer.work);
        }
    }
    EXPECT_GT(on_core, asked / 2);
    EXPECT_GT(with_ruled_out, 40);
    EXPECT_GT(with_both, 5);
    EXPECT_GT(with_tree, 10);
}

TEST(Session, AnswersForProblemsOfAllKinds) {
    // Rule: several goals, steps, cliques, musts, parts, problems without limits and infeasible ones are answered as a whole.
    int infeasible = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Problem problem = random_problem(
            90'000 + seed, seed % 3 == 0 ? Shape{.most_rows = 12, .most_columns = 9, .most_goals = 2, .density = 50} : Shape{});
        core::Random random(seed);
        const Session session(problem);
        const Change change = drawn_change(problem, session.result(), random);
        const Result answer = session.solve(change);
        ASSERT_NO_FATAL_FAILURE(expect_as_from_nothing(session, change, answer));
        infeasible += answer.status == Status::infeasible ? 1 : 0;
    }
    EXPECT_GT(infeasible, 15);
}

TEST(Session, StoppedEarlyItsPlanAndBoundAreProven) {
    // Rule: a work limit ends a change's solve with what is there, proven as far as it goes.
    int stopped = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Session session(housing(random));
        const Change change = drawn_change(session.problem(), session.result(), random);
        for (const std::int64_t work : {std::int64_t{0}, std::int64_t{20'000}, std::int64_t{400'000}}) {
            const Result answer = session.solve(change, {.work_limit = work});
            const Problem problem = changed(session.problem(), change);
            const Verdict verdict = check(problem, answer);
            ASSERT_TRUE(verdict.accepted) << verdict.objections.front();
            stopped += answer.status == Status::feasible ? 1 : 0;
            if (answer.has_plan()) {
                EXPECT_LE(answer.objective.front(), session.bound(change));
            }
        }
    }
    EXPECT_GT(stopped, 5);
}

TEST(Session, StoppedAtOnceWithMuchMoreRoomItsBoundStillHolds) {
    // Rule: where a stop comes before anything is bounded, and the change moves the bound far, the answer is what is known without a
    // search.
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Session session(housing(random));
        for (std::int32_t limit = 0; limit < session.problem().limits(); ++limit) {
            const Change change{.limits = {{limit, no_lower, 1'000'000}}};
            const Result answer = session.solve(change, {.work_limit = 0});
            const Verdict verdict = check(changed(session.problem(), change), answer);
            ASSERT_TRUE(verdict.accepted) << verdict.objections.front();
            ASSERT_TRUE(answer.has_plan());
        }
    }
}

TEST(Session, BoundsFarAwayAreAnsweredOrRefused) {
    // Rule: a bound as large as a problem may have is answered, whatever was derived from the limit; a larger one is refused.
    const auto large = std::int64_t{3} * 1'000'000'000 * 1'000'000'000;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        const Session session(housing(random));
        for (const std::int64_t upper : {large, -large}) {
            const Change change{.limits = {{0, no_lower, upper}}};
            const Result answer = session.solve(change);
            EXPECT_EQ(answer.status, upper > 0 ? Status::optimal : Status::infeasible);
            EXPECT_TRUE(check(changed(session.problem(), change), answer).accepted);
        }
    }
    core::Random random(1);
    const Session session(housing(random));
    for (const std::int64_t beyond : {no_lower, no_lower + 1, no_upper - 1}) {
        EXPECT_THROW((void)session.solve({.limits = {{0, no_lower, beyond}}}), InvalidArgument);
        EXPECT_THROW((void)session.bound({.limits = {{0, no_lower, beyond}}}), InvalidArgument);
        EXPECT_THROW((void)changed(session.problem(), {.limits = {{0, no_lower, beyond}}}), InvalidArgument);
    }
}

TEST(Session, AClosedColumnsEdgesAreRuledOutOnce) {
    // Rule: the problem that is answered is the one that changed() gives, with the same limits, closed columns or not.
    int on_core = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        core::Random random(seed);
        Problem problem = housing(random);
        // A person with one open home, and a closed one.
        problem.column_upper.assign(at(problem.columns), 1);
        problem.column_upper[3] = 0;
        const std::int32_t row = problem.rows++;
        problem.edge_row.insert(problem.edge_row.end(), {row, row});
        problem.edge_column.insert(problem.edge_column.end(), {3, 7});
        problem.weights[0].insert(problem.weights[0].end(), {10'500, 10'100});
        const Session session(problem);
        const Change change{.forced = {static_cast<std::int32_t>(problem.edges()) - 1}};
        const Result answer = session.solve(change);
        ASSERT_NO_FATAL_FAILURE(expect_as_from_nothing(session, change, answer));
        on_core += answer.warm_start ? 0 : 1;
    }
    EXPECT_GT(on_core, 5);
}

TEST(Session, TellsItsBoundFirst) {
    // Rule: the first that is told of a change is its bound, without a plan; no bound that is told later is above it, or below the value.
    core::Random random(3);
    const Session session(housing(random));
    const Change change{.limits = {}, .forbidden = {session.result().chosen.front()}, .forced = {}};
    std::vector<Progress> told;
    Options options;
    options.progress = [&](const Progress& so_far) { told.push_back(so_far); };
    const Result answer = session.solve(change, options);
    ASSERT_FALSE(answer.warm_start) << "answered as a whole";
    ASSERT_FALSE(told.empty());
    EXPECT_FALSE(told.front().has_plan);
    EXPECT_EQ(told.front().bound, session.bound(change));
    for (const Progress& so_far : told) {
        EXPECT_LE(so_far.bound, told.front().bound);
        EXPECT_GE(so_far.bound, answer.objective.front());
    }
}

TEST(Session, PricesHoldTheLimitThatAChangeMakes) {
    // Rule: an edge that is ruled out is a limit more, with a price of its own, also where the problem has none.
    Problem problem;
    problem.rows = 3;
    problem.columns = 4;
    problem.edge_row = {1, 2, 2, 0, 2, 1};
    problem.edge_column = {0, 1, 1, 0, 3, 2};
    problem.weights = {{907, 328, 976, 401, 899, 764}};
    problem.add_clique(std::vector<std::int32_t>{0, 2, 3, 5});
    const Change change{.forbidden = {0}, .forced = {1}};
    const Result answer = Session(problem).solve(change);
    ASSERT_EQ(answer.prices.size(), 1U);
    EXPECT_EQ(answer.prices.front().limit.size(), at(changed(problem, change).limits()));
}

TEST(Session, ChangesThatCannotBeAreRefused) {
    // Rule: what is wrong with a change is said, with its number, before anything is solved.
    core::Random random(1);
    const Session session(housing(random));
    const Problem& problem = session.problem();
    const auto edges = static_cast<std::int32_t>(problem.edges());
    const auto is_refused = [&](const Change& change, const std::string& what) {
        for (const bool whole : {false, true}) try {
                if (whole)
                    (void)changed(problem, change);
                else
                    (void)session.solve(change);
                return false;
            } catch (const InvalidArgument& refusal) {
                if (std::string(refusal.what()).find(what) == std::string::npos) return false;
            }
        return true;
    };
    EXPECT_TRUE(is_refused({.limits = {{problem.limits(), no_lower, 3}}}, "limits: limit 6"));
    EXPECT_TRUE(is_refused({.limits = {{-1, no_lower, 3}}}, "limits: limit -1"));
    EXPECT_TRUE(is_refused({.limits = {{0, 4, 3}}}, "limit 0 would have the lower bound 4 above its upper bound 3"));
    EXPECT_TRUE(is_refused({.limits = {{0, no_lower, 3}, {0, no_lower, 4}}}, "limit 0 stands twice"));
    EXPECT_TRUE(is_refused({.forbidden = {edges}}, "forbidden: edge " + std::to_string(edges)));
    EXPECT_TRUE(is_refused({.forced = {-1}}, "forced: edge -1"));
    EXPECT_TRUE(is_refused({.forbidden = {5}, .forced = {5}}, "edge 5 is forbidden and forced"));
    EXPECT_TRUE(is_refused({.forced = {0, 1}}, "row 0 has two forced edges"));
    EXPECT_EQ(session.solve({.forced = {0, 0}}).objective, session.solve({.forced = {0}}).objective) << "said twice";
}

}  // namespace
}  // namespace husrom::solve::testing
