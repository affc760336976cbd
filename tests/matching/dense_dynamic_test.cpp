#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <husrom/core/error.hpp>
#include <husrom/matching/dense_dynamic.hpp>

#include "dense_instance.hpp"
#include "instance.hpp"

namespace husrom::matching::test {
namespace {

template <class Weight> class DenseEdits : public ::testing::Test {};
using Weights = ::testing::Types<std::int32_t, std::int64_t>;
TYPED_TEST_SUITE(DenseEdits, Weights);

/// The matrix as the edits leave it; a closed row or column has nothing allowed.
template <class Weight> struct Edited {
    DenseInstance<Weight> matrix;
    std::vector<std::uint8_t> closed_row, closed_column;

    [[nodiscard]] DenseInstance<Weight> open() const {
        auto result = matrix;
        for (std::int32_t r = 0; r < matrix.rows; ++r)
            for (std::int32_t c = 0; c < matrix.columns; ++c)
                if (closed_row[static_cast<std::size_t>(r)] != 0 || closed_column[static_cast<std::size_t>(c)] != 0)
                    result.mask[static_cast<std::size_t>(r * matrix.columns + c)] = 0;
        return result;
    }
};

template <class Weight>
void expect_cold_answer(const Edited<Weight>& edited, DynamicMatching<Weight>& plan, Sense sense, Cardinality cardinality,
                        const std::string& what) {
    const auto open = edited.open();
    const MatchingOptions options{.cardinality = cardinality};
    const auto cold = sense == Sense::maximise ? maximum_weight(open.view(), options) : minimum_cost(open.view(), options);
    ASSERT_EQ(plan.solve(), cold.status) << what;
    if (cold.status != Outcome::optimal) return;
    const Verdict verdict = verify(open.view(), cold);
    ASSERT_TRUE(verdict.accepted) << verdict.objection << what;
    ASSERT_EQ(plan.weight(), sense == Sense::maximise ? cold.weight : -cold.weight) << what;
}

TYPED_TEST(DenseEdits, LeadToWhatASolveFromNothingFinds) {
    // Rule: after any edit the plan is worth what a dense solve of the edited matrix finds, and undo brings back value and matrix.
    for (std::uint64_t seed = 1; seed <= 60 * testing::campaign(); ++seed) {
        core::Random random(seed);
        const auto columns = static_cast<std::int32_t>(random.between(1, 24));
        const auto rows = random.chance(1, 2) ? columns : static_cast<std::int32_t>(random.between(1, columns));
        const auto kind = static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::count)));
        const Sense sense = random.chance(1, 2) ? Sense::maximise : Sense::minimise;
        const Cardinality cardinality = random.chance(1, 2) ? Cardinality::full : Cardinality::free;
        Edited<TypeParam> edited{random_instance<TypeParam>(rows, columns, kind, 99, random), {}, {}};
        edited.closed_row.assign(static_cast<std::size_t>(rows), 0);
        edited.closed_column.assign(static_cast<std::size_t>(columns), 0);
        auto plan = dynamic_matching(edited.matrix.view(), sense, cardinality);
        std::vector<Edited<TypeParam>> before;
        for (int step = 0; step < 40; ++step) {
            const auto row = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(rows)));
            const auto column = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(columns)));
            const auto place = static_cast<std::size_t>(row * columns + column);
            switch (random.below(6)) {
                case 0:
                    if (edited.matrix.mask[place] == 0) continue;
                    edited.matrix.weights[place] = static_cast<TypeParam>(random.between(-50, 400));
                    plan.set_weight(row, column, sense == Sense::maximise ? edited.matrix.weights[place] : -edited.matrix.weights[place]);
                    break;
                case 1:
                    if (edited.matrix.mask[place] == 0) continue;
                    edited.matrix.mask[place] = 0;
                    plan.forbid(row, column);
                    break;
                case 2:
                    if (cardinality == Cardinality::full && rows == columns) continue;  // a square without a column is infeasible
                    edited.closed_column[static_cast<std::size_t>(column)] = 1;
                    plan.remove_column(column);
                    break;
                case 3:
                    edited.closed_column[static_cast<std::size_t>(column)] = 0;
                    plan.set_column_capacity(column, 1);
                    break;
                case 4:
                    plan.snapshot();
                    before.push_back(edited);
                    break;
                default:
                    if (before.empty()) continue;
                    plan.undo();
                    edited = before.back();
                    before.pop_back();
            }
            expect_cold_answer(
                edited, plan, sense, cardinality,
                " seed " + std::to_string(seed) + " step " + std::to_string(step) + " kind " + std::to_string(static_cast<int>(kind)));
            if (this->HasFatalFailure()) return;
        }
    }
}

TYPED_TEST(DenseEdits, RefuseWhatTheyDoNotKnow) {
    // Rule: most pairs, more rows than columns to complete, and a weight without a negative are errors where the plan is made.
    const std::vector<TypeParam> weights{1, 2, 3, 4, 5, 6};
    const DenseView<TypeParam> tall{weights.data(), 3, 2, 2, nullptr, 0};
    EXPECT_THROW((void)dynamic_matching(tall, Sense::maximise, Cardinality::maximum), InvalidArgument);
    EXPECT_THROW((void)dynamic_matching(tall, Sense::minimise, Cardinality::full), InvalidArgument);
    const std::vector<TypeParam> least{std::numeric_limits<TypeParam>::min()};
    EXPECT_THROW((void)dynamic_matching(DenseView<TypeParam>{least.data(), 1, 1, 1, nullptr, 0}), Overflow);
    EXPECT_THROW((void)dynamic_matching(DenseView<TypeParam>{weights.data(), -1, 1, 1, nullptr, 0}), InvalidArgument);
    EXPECT_THROW((void)dynamic_matching(DenseView<TypeParam>{weights.data(), 1, -1, 1, nullptr, 0}), InvalidArgument);
}

}  // namespace
}  // namespace husrom::matching::test
