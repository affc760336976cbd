#pragma once

/// Reviews of small cases, each with a log in a folder of its own.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <husrom/io/io.hpp>
#include <husrom/io/review.hpp>
#include <husrom/io/saved_run.hpp>

#include "plan/random_case.hpp"

namespace husrom {

namespace fs = std::filesystem;

class ReviewTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("husrom-review-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    [[nodiscard]] fs::path log() const { return folder_ / "audit.jsonl"; }
    [[nodiscard]] std::string text() const {
        std::ostringstream all;
        all << std::ifstream(log()).rdbuf();
        return all.str();
    }
    Review review(const model::Case& source, std::string_view policy_text = sample::policy) const {
        const auto policy = parse_policy(policy_text);
        return {source, policy, allocate(build(source, policy)), log(), {.actor = "user:2f61"}, "2026-11-22T09:00:00Z"};
    }
    fs::path folder_;
};

/// Two people want one home; a third needs more bedrooms than the homes that are left have.
inline model::Case three_people() {
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1", "SYN-P-3,2026-03-01,2"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,2", "SYN-U-2,1", "SYN-U-3,1"});
    sample::add_table(builder, "wishes", {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-2,1", "SYN-P-2,unit,SYN-U-2,1"});
    return builder.build();
}

/// Three people with two homes each that they may have; each wishes for one that nobody else does.
inline model::Case chain_of_people() {
    model::CaseBuilder builder;
    sample::add_table(
        builder, "participants",
        {"participant_id,application_date,bedrooms_needed", "SYN-P-1,2026-01-01,1", "SYN-P-2,2026-02-01,1", "SYN-P-3,2026-03-01,1"});
    sample::add_table(builder, "units", {"unit_id,bedrooms", "SYN-U-1,1", "SYN-U-2,1", "SYN-U-3,1", "SYN-U-4,1"});
    sample::add_table(builder, "wishes",
                      {"participant_id,kind,value,rank", "SYN-P-1,unit,SYN-U-1,1", "SYN-P-2,unit,SYN-U-2,1", "SYN-P-3,unit,SYN-U-4,1"});
    sample::add_table(builder, "pairs",
                      {"participant_id,unit_id,forbid", "SYN-P-1,SYN-U-2,true", "SYN-P-1,SYN-U-4,true", "SYN-P-2,SYN-U-3,true",
                       "SYN-P-2,SYN-U-4,true", "SYN-P-3,SYN-U-1,true", "SYN-P-3,SYN-U-3,true"});
    return builder.build();
}

using Cells = std::map<std::string, std::string>;

/// What the table `pairs` says, whatever the order of its rows and columns.
inline Cells pairs_of(const model::Case& source) {
    Cells cells;
    const auto* table = source.find("pairs");
    if (table == nullptr) return cells;
    const auto column = [&](std::string_view heading) -> const std::vector<std::string>& { return table->columns[*table->find(heading)]; };
    for (std::size_t i = 0; i < table->headings.size(); ++i)
        for (std::size_t row = 0; row < table->rows(); ++row) {
            const auto& heading = table->headings[i];
            if (heading.ends_with("_id") || table->columns[i][row].empty()) continue;
            cells[column("participant_id")[row] + " " + column("unit_id")[row] + " " + heading] = table->columns[i][row];
        }
    return cells;
}

/// A decision that a random reviewer tries; what refuses it, or "".
inline std::string try_decision(Review& review, core::Random& random) {
    const auto& problem = review.plan().problem();
    const auto any = [&](const std::vector<std::string>& ids) {
        return ids[static_cast<std::size_t>(random.below(static_cast<std::uint64_t>(ids.size())))];
    };
    const auto person = any(problem.participants), home = any(problem.units);
    const auto kind = random.below(4);
    try {
        if (kind == 0) review.accept(person);
        if (kind == 1) review.lock(person, home);
        if (kind == 2) review.forbid(person, home);
        if (kind == 3) review.override_placement(person, home, {.reason = "NEAR_SCHOOL", .reference = "", .time = ""});
    } catch (const InvalidArgument& error) {
        return error.what();
    }
    return "";
}

/// Takes back one of the decisions that stand, if there is one.
inline void withdraw_one(Review& review, core::Random& random) {
    if (review.decisions().empty()) return;
    const auto standing = review.decisions()[static_cast<std::size_t>(random.below(review.decisions().size()))];
    review.withdraw(standing.participant, standing.unit);
}

}  // namespace husrom
