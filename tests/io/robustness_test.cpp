// Damage at random: whatever comes in, reading ends with a case or findings, never with a crash or an exception that is not ours.

#include <gtest/gtest.h>

#include <cstdlib>

#include <husrom/core/random.hpp>

#include "io/csv.hpp"
#include "io/small_case.hpp"

namespace husrom::testing {
namespace {

/// HUSROM_CAMPAIGN=N multiplies the number of cases.
int times(int quick) {
    const char* campaign = std::getenv("HUSROM_CAMPAIGN");
    return quick * (campaign ? std::max(1, std::atoi(campaign)) : 1);
}

constexpr std::string_view fragments[] = {
    "",     "\"",     ",",          ";", "\n",    "\r\n", "NaN",      "1e400", "-1", "9223372036854775808", "æ",
    "\xff", "[[",     "]]",         "{", "}",     "= ",   "SYN-P-1",  "true",  "\t", "0.1234567890123",     "#",
    "'",    "\"\"\"", "2026-02-30", ".", "unit.", "id",   "\xc2\xa0", "null",  "[",  "[[goal]]\n"};

std::string damaged(std::string text, core::Random& random) {
    const auto edits = random.between(1, 4);
    for (std::int64_t edit = 0; edit < edits && !text.empty(); ++edit) {
        const auto at = static_cast<std::size_t>(random.below(text.size()));
        const auto size = std::min<std::size_t>(static_cast<std::size_t>(random.between(0, 12)), text.size() - at);
        switch (random.below(4)) {
            case 0:
                text.erase(at, size);
                break;
            case 1:
                text.replace(at, size, fragments[random.below(std::size(fragments))]);
                break;
            case 2:
                text[at] = static_cast<char>(random.below(256));
                break;
            default:
                text.insert(at, text.substr(static_cast<std::size_t>(random.below(text.size())), size));
        }
    }
    return text;
}

/// Types the case under the policy and says every finding in words.
void read_whole(const model::Case& source, const model::Policy& policy, model::Findings findings) {
    (void)model::type_case(source, policy, findings);
    (void)findings.text("case", model::Language::nb);
}

TEST(Robustness, DamagedTablesEndInFindings) {
    // Rule: any bytes in any table give a case or findings.
    const model::Policy policy = parse_policy(small_case().at("policy.toml"));
    for (int seed = 1; seed <= times(400); ++seed) {
        core::Random random(static_cast<std::uint64_t>(seed));
        model::Case source;
        for (const model::TableKind& kind : model::table_kinds()) {
            const std::string file = std::string(kind.name) + ".csv";
            if (!small_case().contains(file)) continue;
            const bool hit = random.chance(1, 3);
            const std::string text = hit ? damaged(small_case().at(file), random) : small_case().at(file);
            io::CsvReading reading = io::read_csv(text, std::string(kind.name), file, source.notes);
            if (reading.readable) source.tables.push_back(std::move(reading.table));
        }
        ASSERT_NO_THROW(read_whole(source, policy, {})) << "seed " << seed;
    }
}

TEST(Robustness, DamagedPoliciesEndInFindings) {
    // Rule: any bytes give a policy or findings, and what is called a policy can be used.
    model::Case source;
    for (const model::TableKind& kind : model::table_kinds()) {
        const std::string file = std::string(kind.name) + ".csv";
        if (!small_case().contains(file)) continue;
        io::CsvReading reading = io::read_csv(small_case().at(file), std::string(kind.name), file, source.notes);
        source.tables.push_back(std::move(reading.table));
    }
    for (int seed = 1; seed <= times(400); ++seed) {
        core::Random random(static_cast<std::uint64_t>(seed));
        model::Findings findings;
        model::Policy policy;
        const std::string text = damaged(small_case().at("policy.toml"), random);
        ASSERT_NO_THROW(policy = parse_policy(text, "policy.toml", findings)) << "seed " << seed;
        ASSERT_NO_THROW(read_whole(source, policy, findings)) << "seed " << seed;
    }
}

TEST(Robustness, DamagedJsonEndsInFindings) {
    // Rule: any bytes give a case or findings.
    const std::string json = R"({"name": "x", "participants": [{"participant_id": "SYN-P-1", "age": 34, "segments": ["MH"]}],
        "units": {"unit_id": ["SYN-U-1"], "rent_month": [9000.5], "step_free": [true], "site_id": [null]}})";
    for (int seed = 1; seed <= times(1000); ++seed) {
        core::Random random(static_cast<std::uint64_t>(seed));
        model::Case source;
        ASSERT_NO_THROW(source = parse_case(damaged(json, random))) << "seed " << seed;
        ASSERT_NO_THROW(read_whole(source, {}, {})) << "seed " << seed;
    }
}

}  // namespace
}  // namespace husrom::testing
