// A round of offers in a file: replaced whole, by one writer after the other, and nothing else is replaced.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <husrom/io/offers_file.hpp>

#include "io/files.hpp"
#include "io/small_case.hpp"

namespace husrom::testing {
namespace {

namespace fs = std::filesystem;

struct ToyRound {
    TemporaryFolder folder;
    model::Case source = load_case(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy");
    std::shared_ptr<const rules::AllocationProblem> problem = build(source, policy_of(source));
    plan::Offers offers{allocate(problem), {.homes = 2}};
    fs::path path = folder.path() / "round.json";
};

TEST(OffersFile, KeepsAnswersThatAreGivenAtOnce) {
    // Rule: who holds a round reads what the one before has written.
    const ToyRound round;
    write_offers(round.offers, round.path);
    std::vector<std::thread> answers;
    for (const auto& set : round.offers.sets()) {
        if (set.state != plan::OfferState::open) continue;
        answers.emplace_back([&] {
            const RoundLock held(round.path);
            const auto read = read_offers(round.path, round.problem);
            const auto& names = *round.problem;
            write_offers(read.accept(names.participants[set.participant.position()], names.units[set.homes.front().unit.position()]),
                         round.path);
        });
    }
    ASSERT_GE(answers.size(), 2u);
    for (auto& one : answers) one.join();
    const auto kept = read_offers(round.path, round.problem);
    for (const auto& set : kept.sets()) EXPECT_NE(set.state, plan::OfferState::open);
}

TEST(OffersFile, ReplacesARoundAndNothingElse) {
    // Rule: what is no round stays; so does what stands beside one under any name.
    const ToyRound round;
    write_files(round.folder.path(), {{"policy.toml", "schema = 1\n"}, {"round.json.writing-1", "mine"}, {"log.jsonl", "{\"seq\":1}\n"}});
    for (const char* name : {"policy.toml", "log.jsonl", ".", "", "nowhere/round.json"}) {
        const auto path = *name == '\0' ? fs::path() : round.folder.path() / name;
        EXPECT_THROW(require_round_file(path), InvalidArgument) << name;
        EXPECT_THROW(write_offers(round.offers, path), Error) << name;
    }
    for (int i = 0; i < 2; ++i) {
        require_round_file(round.path);
        write_offers(round.offers, round.path);
    }
    EXPECT_EQ(io::read_file(round.folder.path() / "policy.toml"), "schema = 1\n");
    EXPECT_EQ(io::read_file(round.folder.path() / "round.json.writing-1"), "mine");
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(round.folder.path())) ++entries;
    EXPECT_EQ(entries, 4u) << "something half-written was left behind";
}

TEST(OffersFile, RemovesWhatDeadWritersLeft) {
    // Rule: a writer that was killed leaves nothing for ever, and what a writer at work holds is not touched.
    const ToyRound round;
    write_offers(round.offers, round.path);
    const auto beside = [&](const char* name) { return round.folder.path() / name; };
    write_files(round.folder.path(), {{"round.json.writing-1", ""}, {"round.json.writing-4", ""}, {"round.json.writing-x", ""}});
    fs::copy(round.path, beside("round.json.writing-2"));
    fs::copy(round.path, beside("round.json.writing-3"));
    fs::create_directory(beside("round.json.writing-5"));
    const int held = ::open(beside("round.json.writing-3").c_str(), O_RDONLY);
    ASSERT_EQ(::flock(held, LOCK_SH), 0);
    write_offers(round.offers, round.path);
    ::close(held);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(round.folder.path())) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    EXPECT_EQ(names, (std::vector<std::string>{"round.json", "round.json.writing-3", "round.json.writing-5", "round.json.writing-x"}));
}

}  // namespace
}  // namespace husrom::testing
