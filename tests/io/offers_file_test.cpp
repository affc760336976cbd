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

/// The first finding of a round read with a problem: its code and its text.
std::pair<std::string, std::string> refusal(const fs::path& path, const std::shared_ptr<const rules::AllocationProblem>& problem) {
    try {
        static_cast<void>(read_offers(path, problem));
    } catch (const InvalidInput& error) {
        return {error.findings().list().front().code, error.findings().text("")};
    }
    return {};
}

TEST(OffersFile, IsOfOneCaseAndOnePolicy) {
    // Rule: a round is answered under the case and policy that it was made from, and a later day is named and not called damage.
    const ToyRound round;
    write_offers(round.offers, round.path);
    auto later = policy_of(round.source);
    later.round.as_of = {later.round.as_of.day + 30};
    later.digest = model::digest_of(later);
    const auto [code, words] = refusal(round.path, build(round.source, later));
    EXPECT_EQ(code, "F032");
    EXPECT_NE(words.find("as of " + model::to_text(later.round.as_of)), std::string::npos) << words;

    auto refusals = policy_of(round.source);
    refusals.refusals.push_back({"TOO_FAR", 90, ""});
    refusals.digest = model::digest_of(refusals);
    EXPECT_EQ(refusal(round.path, build(round.source, refusals)).first, "F032") << "what follows from a refusal is the policy's";

    auto source = round.source;
    source.find("participants")->columns[0][0] += "-2";
    EXPECT_EQ(refusal(round.path, build(source, policy_of(source))).first, "F032");
}

TEST(OffersFile, ARoundWithoutTheDigestsOfCaseAndPolicyIsReadByItsProblem) {
    const ToyRound round;
    write_offers(round.offers, round.path);
    auto text = *io::read_file(round.path);
    for (const char* key : {" \"case\": ", " \"policy\": ", " \"as_of\": "}) {
        const auto from = text.find(key);
        text.erase(from, text.find('\n', from) + 1 - from);
    }
    write_files(round.folder.path(), {{"round.json", text}});
    EXPECT_EQ(read_offers(round.path, round.problem).sets().size(), round.offers.sets().size());

    // Whatever policy it is answered under is not taken for the one that made it.
    auto refusals = policy_of(round.source);
    refusals.refusals.push_back({"TOO_FAR", 90, ""});
    refusals.digest = model::digest_of(refusals);
    write_offers(read_offers(round.path, build(round.source, refusals)), round.path);
    EXPECT_EQ(refusal(round.path, round.problem).second, "");
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
