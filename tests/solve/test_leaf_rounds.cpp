/// A tree that is searched from several leaves at once.

#include <cstdint>
#include <sstream>
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

std::string certificate_of(const Problem& problem, const Result& result) {
    std::ostringstream text;
    write_certificate(text, problem, result);
    return text.str();
}

TEST(LeafRounds, MakeTheSameProofOnAnyNumberOfThreads) {
    for (const std::uint64_t seed : {1, 2}) {
        const Problem problem = jobs_and_agents(24, 5, seed);
        const Result alone = maximise(problem, {.threads = 1});
        EXPECT_EQ(alone.status, Status::optimal);
        EXPECT_TRUE(check(problem, alone).accepted);
        EXPECT_GT(alone.nodes, 300) << "a tree that grows";
        const std::string expected = certificate_of(problem, alone);
        for (const std::int32_t threads : {2, 3, 9}) {
            const Result together = maximise(problem, {.threads = threads});
            EXPECT_TRUE(certificate_of(problem, together) == expected) << threads << " threads";
            EXPECT_EQ(together.work, alone.work);
            EXPECT_EQ(together.nodes, alone.nodes);
        }
    }
}

TEST(LeafRounds, EndAtTheSamePlaceWhereTheWorkDoes) {
    const Problem problem = jobs_and_agents(24, 5, 2);
    const std::int64_t all = maximise(problem, {}).work;
    for (std::int64_t percent = 40; percent < 100; percent += 6) {
        const std::int64_t limit = all / 100 * percent;
        const Result alone = maximise(problem, {.work_limit = limit, .threads = 1});
        EXPECT_TRUE(check(problem, alone).accepted);
        EXPECT_EQ(alone.stopped_by, StoppedBy::work_limit);
        EXPECT_LT(alone.work, limit + all / 200) << "no more than a node's work beyond it";
        const Result together = maximise(problem, {.work_limit = limit, .threads = 4});
        EXPECT_TRUE(certificate_of(problem, together) == certificate_of(problem, alone)) << percent << " percent of the work";
        EXPECT_EQ(together.work, alone.work);
    }
}

}  // namespace
}  // namespace husrom::solve::testing
