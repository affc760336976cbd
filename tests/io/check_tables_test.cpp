#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <husrom/io/check_tables.hpp>

#include "io/small_case.hpp"

namespace husrom::testing {
namespace {

std::set<std::string> codes(const model::Findings& findings) {
    std::set<std::string> found;
    for (const auto& finding : findings.list())
        if (finding.severity != model::Severity::note) found.insert(finding.code);
    return found;
}

TEST(CheckTables, WhatIsWrongWithTablesIsToldWhateverThePolicyIs) {
    // Rule: a broken or missing policy hides no error of the tables and adds none.
    for (const std::string policy : {"", "[[", "schema = 1\nhorizn = 3\n", "\xff"}) {
        SCOPED_TRACE(policy);
        auto files = small_case();
        files["policy.toml"] = policy;
        if (policy.empty()) files.erase("policy.toml");
        const TemporaryFolder right, wrong;
        write_files(right.path(), files);
        EXPECT_EQ(codes(check_tables(load_case(right.path()))), std::set<std::string>());
        files.at("participants.csv") = changed(files.at("participants.csv"), "2026-03-10", "SYN-SOON");
        files.at("units.csv") = changed(files.at("units.csv"), "SYN-L-1", "SYN-SECRET");
        write_files(wrong.path(), files);
        const auto findings = check_tables(load_case(wrong.path()));
        EXPECT_EQ(codes(findings), (std::set<std::string>{"R001", "T015"}));
        EXPECT_EQ(findings.text("case").find("SECRET"), std::string::npos);
    }
}

}  // namespace
}  // namespace husrom::testing
