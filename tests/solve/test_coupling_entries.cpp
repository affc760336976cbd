/// Entries of couplings come back as they went in, however large their coefficients are.

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/random.hpp>

#include "solve/coupling_entries.hpp"

namespace husrom::solve::testing {
namespace {

using List = std::vector<std::pair<std::int32_t, std::int64_t>>;

List listed(const CouplingEntries& entries, std::size_t coupling) {
    List list;
    entries.for_each(coupling, [&](std::int32_t edge, std::int64_t coefficient) { list.emplace_back(edge, coefficient); });
    return list;
}

TEST(CouplingEntries, ComeBackAsTheyWentIn) {
    constexpr std::int64_t largest_narrow = std::numeric_limits<std::int32_t>::max();
    constexpr std::int64_t least_narrow = std::numeric_limits<std::int32_t>::min();
    const std::vector<std::int64_t> edge_cases{0,
                                               -1,
                                               largest_narrow,
                                               largest_narrow + 1,
                                               least_narrow,
                                               least_narrow - 1,
                                               std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::int64_t>::min()};
    core::Random random(5);
    for (int round = 0; round < 200; ++round) {
        CouplingEntries entries;
        if (round % 2 == 0) entries.reserve(64);
        std::vector<List> expected;
        std::size_t all = 0;
        for (int coupling = 0; coupling < 12; ++coupling) {
            List& list = expected.emplace_back();
            const bool is_small = random.below(2) == 0;  // or may widen amid its entries
            for (std::uint64_t i = random.below(9); i > 0; --i)
                list.emplace_back(static_cast<std::int32_t>(random.below(1'000)),
                                  is_small ? static_cast<std::int64_t>(random.below(9)) - 4 : edge_cases[random.below(edge_cases.size())]);
            for (const auto& [edge, coefficient] : list) entries.push(edge, coefficient);
            entries.close();
            all += list.size();
        }
        ASSERT_EQ(entries.size(), all);
        for (std::size_t coupling = 0; coupling < expected.size(); ++coupling) {
            ASSERT_EQ(entries.size(coupling), expected[coupling].size());
            ASSERT_EQ(listed(entries, coupling), expected[coupling]) << round << " " << coupling;
        }
    }
}

}  // namespace
}  // namespace husrom::solve::testing
