#include <husrom/io/offers_file.hpp>

#include <array>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include <husrom/core/error.hpp>
#include <husrom/model/finding.hpp>

#include "io/files.hpp"
#include "io/opened.hpp"
#include "plan/origin.hpp"

namespace husrom {

namespace {

using Json = nlohmann::ordered_json;
using plan::OffersRecord;
using plan::OfferState;

constexpr std::array states{std::pair{OfferState::open, "open"}, std::pair{OfferState::accepted, "accepted"},
                            std::pair{OfferState::stays, "stays"}};

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
    Json list = Json::array();
    for (const auto& [participant, unit] : pairs) list.push_back({{"participant", participant}, {"unit", unit}});
    return list;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const Json& list) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& one : list) pairs.emplace_back(one.at("participant").get<std::string>(), one.at("unit").get<std::string>());
    return pairs;
}

/// A whole number in 64 bits; the parser would let one with decimals pass for it.
std::int64_t whole(const Json& value) {
    if (!value.is_number_integer() ||
        (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())))
        throw InvalidArgument("a number is not a whole one of 64 bits");
    return value.get<std::int64_t>();
}

std::vector<std::int64_t> numbers_of(const Json& list) {
    std::vector<std::int64_t> numbers;
    for (const auto& one : list) numbers.push_back(whole(one));
    return numbers;
}

OffersRecord record_of(const Json& json) {
    if (json.at("schema") != "husrom.offers/1") throw InvalidArgument("schema");
    OffersRecord record;
    record.problem_digest = json.at("problem").get<std::string>();
    record.case_digest = json.value("case", "");
    record.policy_digest = json.value("policy", "");
    record.as_of = json.value("as_of", "");
    record.homes = whole(json.at("homes"));
    record.work_limit = whole(json.at("work_limit"));
    record.max_loss = numbers_of(json.at("max_loss"));
    record.reference = numbers_of(json.at("reference"));
    for (const auto& from : json.at("sets")) {
        OffersRecord::Set set;
        set.participant = from.at("participant").get<std::string>();
        const auto word = from.at("state").get<std::string>();
        bool known = false;
        for (const auto& [state, name] : states) {
            if (word != name) continue;
            set.state = state;
            known = true;
        }
        if (!known) throw InvalidArgument("a state \"" + word + "\"");
        for (const auto& home : from.at("homes")) set.homes.push_back({home.at("unit").get<std::string>(), home.at("planned").get<bool>()});
        record.sets.push_back(std::move(set));
    }
    record.refused = pairs_of(json.at("refused"));
    for (const auto& one : json.at("parked"))
        record.parked.push_back({one.at("participant").get<std::string>(), whole(one.at("days")), one.at("reason").get<std::string>()});
    record.withdrawn = pairs_of(json.at("withdrawn"));
    record.duties_broken = json.at("duties_broken").get<bool>();
    return record;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string code, std::vector<std::string> arguments) {
    model::Findings findings;
    findings.add({model::Severity::error, std::move(code), path.filename().string(), "", 0, "", std::move(arguments)});
    throw InvalidInput(std::move(findings), "the offers");
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string code, std::string why) {
    refuse(path, std::move(code), std::vector{std::move(why)});
}

bool is_round(const std::filesystem::path& path) {
    const auto text = io::read_file(path);
    const auto json = text ? Json::parse(*text, nullptr, false) : Json();
    return json.is_object() && json.value("schema", Json()) == "husrom.offers/1";
}

}  // namespace

std::string offers_text(const plan::Offers& offers) {
    const auto record = offers.record();
    Json sets = Json::array(), parked = Json::array();
    for (const auto& set : record.sets) {
        Json homes = Json::array();
        for (const auto& home : set.homes) homes.push_back({{"unit", home.unit}, {"planned", home.planned}});
        const char* word = "";
        for (const auto& [state, name] : states)
            if (state == set.state) word = name;
        sets.push_back({{"participant", set.participant}, {"state", word}, {"homes", std::move(homes)}});
    }
    for (const auto& one : record.parked) parked.push_back({{"participant", one.participant}, {"days", one.days}, {"reason", one.reason}});
    const Json json{{"schema", "husrom.offers/1"},
                    {"problem", record.problem_digest},
                    {"case", record.case_digest},
                    {"policy", record.policy_digest},
                    {"as_of", record.as_of},
                    {"homes", record.homes},
                    {"work_limit", record.work_limit},
                    {"max_loss", record.max_loss},
                    {"reference", record.reference},
                    {"sets", std::move(sets)},
                    {"refused", pairs_json(record.refused)},
                    {"parked", std::move(parked)},
                    {"withdrawn", pairs_json(record.withdrawn)},
                    {"duties_broken", record.duties_broken}};
    return json.dump(1) + "\n";
}

void write_offers(const plan::Offers& offers, const std::filesystem::path& path) {
    io::replace_file(path, "round of offers", is_round, offers_text(offers));
}

void require_round_file(const std::filesystem::path& path) {
    io::require_replaceable_file(path, "round of offers", is_round);
}

plan::Offers read_offers(const std::filesystem::path& path, std::shared_ptr<const rules::AllocationProblem> problem) {
    if (std::filesystem::is_directory(path)) refuse(path, "F031", "a folder, where the file of a round is wanted");
    const auto text = io::read_file(path);
    if (!text) refuse(path, "F001", "");
    try {
        const auto record = record_of(Json::parse(*text));
        if (problem) {
            const plan::Origin origin{record.case_digest, record.policy_digest, record.problem_digest, record.as_of};
            if (auto difference = plan::difference_from(origin, *problem); !difference.empty()) refuse(path, "F032", std::move(difference));
        }
        return plan::Offers::restore(std::move(problem), record);
    } catch (const nlohmann::json::exception&) {
        refuse(path, "F031", "a member is missing or of another type");
    } catch (const InvalidArgument& error) {
        refuse(path, "F031", error.what());
    }
}

RoundLock::RoundLock(const std::filesystem::path& path) {
    for (;;) {
        // Some network file systems lock only what is open for writing.
        io::Opened file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
        if (!file.is_open()) file = io::Opened(path);
        if (!file.is_open()) return;
        while (!file.lock(LOCK_EX)) {
            if (errno == EINTR) continue;
            throw Error("cannot lock " + path.string() + ": " + std::error_code(errno, std::generic_category()).message());
        }
        // Whoever held it may have put another file in its place.
        if (!file.is_at(path)) continue;
        file_ = file.release();
        return;
    }
}

RoundLock::~RoundLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace husrom
