#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <husrom/examples/examples.hpp>
#include <husrom/io/io.hpp>
#include <husrom/plan/plan.hpp>

namespace husrom {
namespace {

struct Answer {
    bool active, fits;
    int cap;
    std::int64_t housed, wish, optima;
};

/// Worked out by hand and by enumeration of all assignments, before there was an engine.
constexpr Answer answers[] = {
    {true, true, 1, 6, 0, 4},  {true, true, 2, 6, 1, 2},  {true, false, 1, 5, 1, 8},   {true, false, 2, 6, 1, 2},
    {false, true, 1, 5, 0, 8}, {false, true, 2, 5, 1, 4}, {false, false, 1, 4, 1, 12}, {false, false, 2, 5, 1, 4},
};

void set(model::Case& source, const char* table, std::size_t row, const char* heading, const std::string& value) {
    model::Table& found = *source.find(table);
    found.columns.at(*found.find(heading)).at(row) = value;
}

model::Case variant(const Answer& answer) {
    model::Case source = examples::make("toy");
    set(source, "participants", 1, "activity", answer.active ? "true" : "false");
    set(source, "participants", 4, "need_high", answer.fits ? "4" : "3");
    set(source, "sites", 0, "conflict_cap", std::to_string(answer.cap));
    return source;
}

/// Every assignment of the numeric problem, one participant after another; the best value of the policy's two goals and how many reach it.
class Enumeration {
public:
    explicit Enumeration(const rules::AllocationProblem& problem) : problem_(problem.numeric) {
        taken_.assign(static_cast<std::size_t>(problem_.columns), false);
        choose(0);
    }

    std::pair<std::int64_t, std::int64_t> best{-1, -1};
    std::int64_t optima = 0;

private:
    void choose(std::int32_t row) {
        if (row == problem_.rows) {
            judge();
            return;
        }
        choose(row + 1);
        for (std::size_t edge = 0; edge < problem_.edge_row.size(); ++edge) {
            if (problem_.edge_row[edge] != row) continue;
            const auto column = static_cast<std::size_t>(problem_.edge_column[edge]);
            if (taken_[column]) continue;
            taken_[column] = true;
            chosen_.push_back(edge);
            choose(row + 1);
            chosen_.pop_back();
            taken_[column] = false;
        }
    }

    void judge() {
        for (std::int32_t limit = 0; limit < problem_.limits(); ++limit) {
            const auto at = static_cast<std::size_t>(limit);
            std::int64_t load = 0;
            for (auto entry = static_cast<std::size_t>(problem_.limit_offsets[at]);
                 entry < static_cast<std::size_t>(problem_.limit_offsets[at + 1]); ++entry)
                for (const std::size_t edge : chosen_)
                    if (static_cast<std::int32_t>(edge) == problem_.limit_edges[entry]) load += problem_.limit_coefficients[entry];
            if (load > problem_.limit_upper[at] || load < problem_.limit_lower[at]) return;
        }
        std::pair<std::int64_t, std::int64_t> value{0, 0};
        for (const std::size_t edge : chosen_) {
            value.first += problem_.weights[0][edge];
            value.second += problem_.weights[1][edge];
        }
        if (value > best) {
            best = value;
            optima = 0;
        }
        if (value == best) ++optima;
    }

    const solve::Problem& problem_;
    std::vector<bool> taken_;
    std::vector<std::size_t> chosen_;
};

TEST(Toy, EightAnswersByEnumeration) {
    // Rule: the case and its policy come to the eight answers, the number of optimal plans included.
    for (const Answer& answer : answers) {
        const model::Case source = variant(answer);
        const auto problem = build(source, policy_of(source));
        ASSERT_EQ(problem->first_tie_goal, 2);
        const Enumeration all(*problem);
        EXPECT_EQ(all.best.first, answer.housed) << answer.active << answer.fits << answer.cap;
        EXPECT_EQ(all.best.second, answer.wish) << answer.active << answer.fits << answer.cap;
        EXPECT_EQ(all.optima, answer.optima) << answer.active << answer.fits << answer.cap;
    }
}

TEST(Toy, EightAnswersByTheSolver) {
    // Rule: the plan is proven optimal with the same values, and the ties make it one plan.
    for (const Answer& answer : answers) {
        const model::Case source = variant(answer);
        const auto plan = allocate(build(source, policy_of(source)));
        ASSERT_EQ(plan.status(), solve::Status::optimal);
        EXPECT_TRUE(plan.canonical());
        EXPECT_TRUE(plan.verified());
        EXPECT_EQ(plan.housed(), answer.housed);
        EXPECT_EQ(plan.goals().at(0).reached, answer.housed);
        EXPECT_EQ(plan.goals().at(1).reached, answer.wish);
        EXPECT_EQ(plan.goals().at(1).bound, answer.wish);
    }
}

TEST(Toy, TheReadmeHasTheSameTable) {
    // Rule: the table of answers in the README is the table that the tests hold.
    std::string table;
    for (const Answer& answer : answers)
        table += std::string("| ") + (answer.active ? "yes" : "no") + " | " + (answer.fits ? "yes" : "no") + " | " +
                 std::to_string(answer.cap) + " | " + std::to_string(answer.housed) + " | " + (answer.wish == 1 ? "yes" : "no") + " | " +
                 std::to_string(answer.optima) + " |\n";
    EXPECT_NE(examples::readme("toy").find(table), std::string::npos);
}

}  // namespace
}  // namespace husrom
