#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/solve/problem.hpp>
#include <husrom/solve/solve.hpp>

namespace husrom::solve::testing {
namespace {

Problem small() {
    Problem p;
    p.rows = 2;
    p.columns = 2;
    p.edge_row = {0, 0, 1};
    p.edge_column = {0, 1, 0};
    p.weights = {{5, 4, 6}};
    p.row_lower = {0, 1};
    p.row_upper = {1, 1};
    p.column_upper = {1, 2};
    p.add_limit(std::vector<std::int32_t>{0, 2}, std::vector<std::int64_t>{3, 4}, 1, 6);
    p.add_clique(std::vector<std::int32_t>{0, 2});
    p.steps = {{0, Side::upper, 0, 2, 1}, {0, Side::upper, 0, unbounded, 3}};
    return p;
}

struct Fault {
    std::string names;  ///< must stand in the message
    std::function<void(Problem&)> plant;
};

TEST(Problem, EveryBrokenArrayIsNamed) {
    // Each fault throws InvalidArgument and its message names the array and the place.
    const std::vector<Fault> faults{
        {"rows", [](Problem& p) { p.rows = -1; }},
        {"columns", [](Problem& p) { p.columns = -1; }},
        {"goals", [](Problem& p) { p.goals = 0; }},
        {"weights", [](Problem& p) { p.goals = 2; }},
        {"weights[0]", [](Problem& p) { p.weights[0].pop_back(); }},
        {"edge_column", [](Problem& p) { p.edge_column.pop_back(); }},
        {"edge_row[2]", [](Problem& p) { p.edge_row[2] = 2; }},
        {"edge_row[0]", [](Problem& p) { p.edge_row[0] = -1; }},
        {"edge_column[1]", [](Problem& p) { p.edge_column[1] = 9; }},
        {"row_lower", [](Problem& p) { p.row_lower.pop_back(); }},
        {"row_lower[1]", [](Problem& p) { p.row_lower[1] = 2; }},
        {"row_lower[1]", [](Problem& p) { p.row_upper[1] = 0; }},
        {"row_upper[0]", [](Problem& p) { p.row_upper[0] = 2; }},
        {"column_upper[0]", [](Problem& p) { p.column_upper[0] = -1; }},
        {"column_upper", [](Problem& p) { p.column_upper.pop_back(); }},
        {"limit_lower", [](Problem& p) { p.limit_lower.clear(); }},
        {"limit_lower[0]", [](Problem& p) { p.limit_lower[0] = 7; }},
        {"limit_lower[0]", [](Problem& p) { p.limit_lower[0] = no_upper; }},
        {"limit_upper[0]", [](Problem& p) { p.limit_upper[0] = no_lower; }},
        {"limit_offsets", [](Problem& p) { p.limit_offsets.pop_back(); }},
        {"limit_offsets[1]", [](Problem& p) { p.limit_offsets[1] = 1; }},
        {"limit_edges[1]", [](Problem& p) { p.limit_edges[1] = 3; }},
        {"limit_edges[1]", [](Problem& p) { p.limit_edges[1] = 0; }},
        {"limit_coefficients[0]", [](Problem& p) { p.limit_coefficients[0] = 0; }},
        {"limit_coefficients", [](Problem& p) { p.limit_coefficients.pop_back(); }},
        {"clique_offsets", [](Problem& p) { p.clique_offsets.clear(); }},
        {"clique_offsets[0]", [](Problem& p) { p.clique_offsets[0] = 1; }},
        {"clique_edges[0]", [](Problem& p) { p.clique_edges[0] = -4; }},
        {"steps[0]", [](Problem& p) { p.steps[0].limit = 1; }},
        {"steps[0]", [](Problem& p) { p.steps[0].goal = 1; }},
        {"steps[0]", [](Problem& p) { p.steps[0].width = 0; }},
        {"steps[1]", [](Problem& p) { p.steps[1].slope = 0; }},
        {"steps[0]", [](Problem& p) { p.steps[0].slope = -1; }},
        {"steps[1]", [](Problem& p) { p.steps[0].width = unbounded; }},
        {"steps[0]", [](Problem& p) { p.limit_upper[0] = no_upper; }},
    };
    EXPECT_NO_THROW(small().validate());
    for (std::size_t i = 0; i < faults.size(); ++i) {
        Problem problem = small();
        faults[i].plant(problem);
        try {
            problem.validate();
            ADD_FAILURE() << "fault " << i << ", " << faults[i].names;
        } catch (const InvalidArgument& error) {
            EXPECT_NE(std::string(error.what()).find(faults[i].names), std::string::npos) << "fault " << i << ": " << error.what();
        }
    }
}

TEST(Problem, SumsThatCouldLeaveTheirRangeAreRefused) {
    // Weights, coefficients, bounds and charges whose sums could pass 2^62.
    const std::int64_t huge = std::int64_t{1} << 62;
    Problem weights = small();
    weights.weights[0][0] = weights.weights[0][2] = huge;
    EXPECT_THROW(weights.validate(), Overflow);
    Problem coefficients = small();
    coefficients.limit_coefficients = {huge, -huge};
    EXPECT_THROW(coefficients.validate(), Overflow);
    Problem bound = small();
    bound.limit_upper[0] = no_upper - 1;
    EXPECT_THROW(bound.validate(), Overflow);
    // The distance from a sum to a bound on the other side is then within 64 bits as well.
    for (const bool upper : {true, false}) {
        Problem far = small();
        far.steps.clear();
        far.limit_lower[0] = upper ? no_lower : huge;
        far.limit_upper[0] = upper ? -huge : no_upper;
        EXPECT_THROW(far.validate(), Overflow);
    }
    Problem charge = small();
    charge.steps[1].slope = huge;
    EXPECT_THROW(charge.validate(), Overflow);
}

TEST(Problem, AWeightBeyondWhatPathsCanSumIsRefused) {
    // A weight that sums of alternating paths could not hold throws Overflow before anything is searched.
    Problem p;
    p.rows = p.columns = 2;
    p.edge_row = {0, 0, 1, 1};
    p.edge_column = {0, 1, 0, 1};
    p.weights = {{std::int64_t{1} << 59, 1, 2, 3}};
    p.add_limit(std::vector<std::int32_t>{0, 1, 2}, std::vector<std::int64_t>{2, 3, 2}, no_lower, 4);
    p.validate();
    EXPECT_THROW((void)maximise(p), Overflow);
    // Nor is a goal before it searched for, whose plan would be lost.
    p.goals = 2;
    p.weights.insert(p.weights.begin(), {5, 4, 6, 2});
    p.validate();
    int told = 0;
    EXPECT_THROW((void)maximise(p, {.progress = [&](const Progress&) { ++told; }}), Overflow);
    EXPECT_EQ(told, 0);
    // What has no plan needs no sum of weights.
    p.row_lower = {1, 1};
    p.add_limit(std::vector<std::int32_t>{0, 1, 2, 3}, std::vector<std::int64_t>{1, 1, 1, 1}, no_lower, 1);
    EXPECT_EQ(maximise(p).status, Status::infeasible);
}

TEST(Problem, SizesBelowZeroHaveNoDigest) {
    Problem p = small();
    p.rows = -1;
    EXPECT_THROW((void)p.digest(), InvalidArgument);
    p.rows = 2;
    p.columns = -1;
    EXPECT_THROW((void)p.digest(), InvalidArgument);
}

TEST(Problem, TheDigestSeesEveryNumber) {
    // Changing any one number changes it; spelling out a default does not.
    const std::string digest = small().digest();
    Problem spelled = small();
    spelled.row_upper = {};
    EXPECT_EQ(spelled.digest(), digest);
    for (const auto& change : std::vector<std::function<void(Problem&)>>{
             [](Problem& p) { ++p.rows; },
             [](Problem& p) { p.edge_column[0] = 1; },
             [](Problem& p) { ++p.weights[0][1]; },
             [](Problem& p) { p.row_lower[0] = 1; },
             [](Problem& p) { p.column_upper[1] = 1; },
             [](Problem& p) { ++p.limit_coefficients[0]; },
             [](Problem& p) { p.limit_lower[0] = no_lower; },
             [](Problem& p) { p.clique_edges[1] = 1; },
             [](Problem& p) { p.steps[0].side = Side::lower; },
             [](Problem& p) { ++p.steps[1].slope; },
         }) {
        Problem changed = small();
        change(changed);
        EXPECT_NE(changed.digest(), digest);
    }
}

}  // namespace
}  // namespace husrom::solve::testing
