// What a service puts together itself, cases and saved runs, is refused with an exception of ours where it does not fit.

#include <gtest/gtest.h>

#include <limits>

#include <husrom/io/saved_run.hpp>
#include <husrom/plan/offers.hpp>

#include "io/small_case.hpp"

namespace husrom::testing {
namespace {

namespace fs = std::filesystem;

TEST(ByHand, ACaseThatFilesCannotHoldIsNotWritten) {
    // Rule: what is written reads back the same, or nothing is written.
    const TemporaryFolder folder;
    const auto refused = [&](const auto& break_table) {
        auto source = load_case(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy");
        break_table(*source.find("participants"));
        try {
            save_case(source, folder.path() / "case");
        } catch (const InvalidInput& error) {
            EXPECT_FALSE(fs::exists(folder.path() / "case"));
            return error.findings().list().front().code;
        }
        return std::string();
    };
    EXPECT_EQ(refused([](model::Table& people) { people.columns.clear(); }), "T005");
    EXPECT_EQ(refused([](model::Table& people) { people.columns.front().resize(1); }), "T005");
    EXPECT_EQ(refused([](model::Table& people) { people.headings.pop_back(); }), "T024");
    EXPECT_EQ(refused([](model::Table& people) { people.columns.front().front() = "S\xf8rli"; }), "T027");
    EXPECT_EQ(refused([](model::Table& people) { people.headings.back() = "\xe6ra"; }), "T027");
    EXPECT_EQ(refused([](model::Table& people) { people.columns.front().front() = std::string(1, '\0'); }), "T019");
    EXPECT_EQ(refused([](model::Table&) {}), "");
}

TEST(ByHand, ARunNeedsItsProblem) {
    const TemporaryFolder folder;
    const auto source = load_case(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy");
    save(allocate(build(source, policy_of(source))), folder.path() / "run");
    EXPECT_THROW(static_cast<void>(restore(SavedRun{}, nullptr)), InvalidArgument);
    EXPECT_THROW(static_cast<void>(load_plan(folder.path() / "run", nullptr)), InvalidArgument);
}

TEST(ByHand, ARunNamesNoHeadThatIsNone) {
    const TemporaryFolder folder;
    const auto source = load_case(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy");
    const auto plan = allocate(build(source, policy_of(source)));
    for (const char* head : {"\xff", "abc"})
        EXPECT_THROW(save(plan, folder.path() / "run", {.with_problem = false, .review_head = head}), InvalidArgument);
    EXPECT_FALSE(fs::exists(folder.path() / "run"));
}

TEST(ByHand, ThereIsNoFolderWithoutAName) {
    const auto source = load_case(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy");
    EXPECT_THROW(save(allocate(build(source, policy_of(source))), ""), InvalidArgument);
    EXPECT_THROW(save_case(source, ""), InvalidArgument);
    EXPECT_THROW(require_run_folder(""), InvalidArgument);
}

TEST(ByHand, ARoundOfOffersHasValuesThatAPlanCanHave) {
    const auto source = load_case(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy");
    const auto plan = allocate(build(source, policy_of(source)));
    auto record = plan::Offers(plan, {.homes = 2}).record();
    EXPECT_EQ(plan::Offers::restore(plan.shared_problem(), record).guarantees().size(), record.reference.size());
    record.reference.front() = std::numeric_limits<std::int64_t>::min();
    EXPECT_THROW(static_cast<void>(plan::Offers::restore(plan.shared_problem(), record)), InvalidArgument);
}

}  // namespace
}  // namespace husrom::testing
