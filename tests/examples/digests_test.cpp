// Rule: an example has the digests that are written down here, whichever compiler, machine, clock or thread count it is made with.
// A change of an example, a preset, a digest's definition or a best plan is meant to change them; a failure prints the new row.

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <husrom/examples/examples.hpp>
#include <husrom/io/io.hpp>

namespace husrom {
namespace {

struct Expected {
    std::string_view name;
    std::uint64_t seed;
    /// The first 16 digits each; no plan where the best one takes long to prove.
    std::string_view source, policy, problem, plan;
};

constexpr std::array table{
    Expected{"toy", examples::shipped_seed, "125fb08524fd6ecf", "f5745e38bafbc7d2", "027967a0eeb098b4", "86df1b7b03e73bf6"},
    Expected{"nordstrand", examples::shipped_seed, "729c8b0da8bb3ecc", "31fd6633c5276ca8", "568f3bd7437d2bf3", "5a7af434e61d1c5f"},
    Expected{"bodo", examples::shipped_seed, "9b811b7abe1f586e", "ac62435792af3ee6", "d9b9e026dfabb730", "6e6c55542a040ab1"},
    Expected{"bodo", 1, "ab26decae6457294", "ac62435792af3ee6", "36dc279faf257c64", "4e7d5120d7b57141"},
    Expected{"baerum", examples::shipped_seed, "449ad49e956ff8a8", "e67156eaf97bfa99", "d02a30f8a7855d90", "none"},
    Expected{"baerum", 1, "0a2fba53c49fd7fc", "e67156eaf97bfa99", "a7a26bc58b9dd991", "none"},
};

TEST(Digests, AreThoseWrittenDown) {
    for (const auto& row : table) {
        const model::Case source = examples::make(row.name, row.seed);
        const auto problem = build(source, policy_of(source));
        const auto start = [](const std::string& digest) { return '"' + digest.substr(0, 16) + '"'; };
        std::string made = std::string(row.name) + ' ' + std::to_string(row.seed) + ": " + start(problem->case_digest) + ", " +
                           start(problem->policy_digest) + ", " + start(problem->problem_digest);
        std::string written = std::string(row.name) + ' ' + std::to_string(row.seed) + ": \"" + std::string(row.source) + "\", \"" +
                              std::string(row.policy) + "\", \"" + std::string(row.problem) + '"';
        if (row.plan != "none") {
            made += ", " + start(allocate(problem).digest());
            written += ", \"" + std::string(row.plan) + '"';
        }
        EXPECT_EQ(made, written);
    }
}

}  // namespace
}  // namespace husrom
