/// A tree that is searched from several leaves at once.

#include <cstdint>
#include <sstream>
#include <stop_token>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/solve.hpp>

namespace husrom::solve::testing {
namespace {

/// Every job is done by one of the agents, whose loads are limited; what costs little loads much (generalized assignment, type D).
Problem jobs_and_agents(std::int32_t jobs, std::int32_t agents, std::uint64_t seed) {
    core::Random random(seed);
    Problem problem;
    problem.rows = jobs;
    problem.columns = agents;
    problem.weights.resize(1);
    problem.row_lower.assign(static_cast<std::size_t>(jobs), 1);
    problem.column_upper.assign(static_cast<std::size_t>(agents), jobs);
    std::vector<std::vector<std::int32_t>> edges(static_cast<std::size_t>(agents));
    std::vector<std::vector<std::int64_t>> loads(static_cast<std::size_t>(agents));
    for (std::int32_t job = 0; job < jobs; ++job)
        for (std::int32_t agent = 0; agent < agents; ++agent) {
            const auto load = static_cast<std::int64_t>(1 + random.below(100));
            edges[static_cast<std::size_t>(agent)].push_back(static_cast<std::int32_t>(problem.edge_row.size()));
            loads[static_cast<std::size_t>(agent)].push_back(load);
            problem.edge_row.push_back(job);
            problem.edge_column.push_back(agent);
            problem.weights[0].push_back(load - 111 - static_cast<std::int64_t>(random.below(21)));
        }
    for (std::size_t agent = 0; agent < edges.size(); ++agent) {
        std::int64_t all = 0;
        for (const std::int64_t load : loads[agent]) all += load;
        problem.add_limit(edges[agent], loads[agent], no_lower, all * 8 / (10 * agents));
    }
    return problem;
}

/// Caps that count people, and homes of which one at most is taken: nothing from which a limit could be derived.
Problem capped(std::int32_t people, std::uint64_t seed) {
    core::Random random(seed);
    Problem problem;
    problem.rows = problem.columns = people;
    problem.weights.resize(1);
    for (std::int32_t row = 0; row < people; ++row)
        for (std::int32_t column = 0; column < people; ++column) {
            if (!random.chance(1, 2)) continue;
            problem.edge_row.push_back(row);
            problem.edge_column.push_back(column);
            problem.weights[0].push_back(50 + static_cast<std::int64_t>(random.below(50)));
        }
    const auto some_edges = [&](std::int64_t one_in) {
        std::vector<std::int32_t> edges;
        for (std::int32_t edge = 0; edge < problem.edges(); ++edge)
            if (random.chance(1, one_in)) edges.push_back(edge);
        return edges;
    };
    for (int limit = 0; limit < 25; ++limit) {
        const auto edges = some_edges(4);
        problem.add_limit(edges, std::vector<std::int64_t>(edges.size(), 1), no_lower, people / 6);
    }
    for (int clique = 0; clique < 20; ++clique) problem.add_clique(some_edges(30));
    return problem;
}

std::string certificate_of(const Problem& problem, const Result& result) {
    std::ostringstream text;
    write_certificate(text, problem, result);
    return text.str();
}

/// Nodes that a tree has before it is searched from several leaves.
constexpr std::size_t alone = 480;

TEST(LeafRounds, MakeTheSameProofOnAnyNumberOfThreads) {
    for (const Problem& problem : {jobs_and_agents(24, 5, 1), jobs_and_agents(28, 6, 2), capped(24, 1)}) {
        const auto solved = [&](std::int32_t threads) { return maximise(problem, {.work_limit = 1'500'000'000, .threads = threads}); };
        const Result first = solved(1);
        EXPECT_TRUE(check(problem, first).accepted);
        EXPECT_GT(first.certificate->stages.back().nodes.size(), alone + 200) << "a tree that grows";
        const std::string expected = certificate_of(problem, first);
        for (const std::int32_t threads : {2, 9}) {
            const Result together = solved(threads);
            EXPECT_TRUE(certificate_of(problem, together) == expected) << threads << " threads";
            EXPECT_EQ(together.work, first.work);
            EXPECT_EQ(together.nodes, first.nodes);
        }
    }
}

TEST(LeafRounds, EndAtTheSamePlaceWhereTheWorkDoes) {
    const Problem problem = jobs_and_agents(28, 6, 2);
    const std::int64_t all = maximise(problem, {}).work;
    for (std::int64_t percent = 75; percent < 100; percent += 8) {
        const std::int64_t limit = all / 100 * percent;
        const Result first = maximise(problem, {.work_limit = limit, .threads = 1});
        EXPECT_TRUE(check(problem, first).accepted);
        EXPECT_EQ(first.stopped_by, StoppedBy::work_limit);
        EXPECT_LT(first.work, limit + all / 400) << "no more than a node's work beyond it";
        const Result together = maximise(problem, {.work_limit = limit, .threads = 4});
        EXPECT_TRUE(certificate_of(problem, together) == certificate_of(problem, first)) << percent << " percent of the work";
        EXPECT_EQ(together.work, first.work);
    }
}

TEST(LeafRounds, KeepWhatTheyFoundWhenTheyAreStopped) {
    // Stopped from within, at some place amid the rounds: what was told is still there, and is proven as far as it was.
    const Problem problem = capped(24, 1);
    for (const int after : {2, 4, 8}) {
        std::stop_source stop;
        Progress told;
        int calls = 0;
        const Result result = maximise(
            problem, {.work_limit = 3'000'000'000, .threads = 3, .stop = stop.get_token(), .progress = [&](const Progress& so_far) {
                          told = so_far;
                          if (++calls >= after) stop.request_stop();
                      }});
        EXPECT_TRUE(check(problem, result).accepted);
        ASSERT_TRUE(result.has_plan());
        EXPECT_GE(result.objective[0], told.best);
        EXPECT_LE(result.bound[0], told.bound);
    }
}

}  // namespace
}  // namespace husrom::solve::testing
