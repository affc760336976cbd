#include "io/run_load.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <husrom/core/sha256.hpp>

#include "io/csv.hpp"
#include "io/files.hpp"
#include "io/run_files.hpp"
#include "model/text.hpp"
#include "plan/phrase.hpp"
#include "solve/strict_json.hpp"

namespace husrom {
namespace {

using model::Severity;
using solve::Json;

/// Reads members of one JSON object that `solve::read_object` has read; the first that is not as expected throws.
class Members {
public:
    explicit Members(const Json& json, std::string what) : json_(json), what_(std::move(what)) {
        if (!json.is_object()) fail("");
    }
    [[nodiscard]] const Json& member(const char* key) const {
        const auto found = json_.find(key);
        if (found == json_.end()) fail(key);
        return *found;
    }
    [[nodiscard]] std::string text(const char* key) const { return typed<std::string>(key, member(key).is_string()); }
    [[nodiscard]] bool flag(const char* key) const { return typed<bool>(key, member(key).is_boolean()); }
    [[nodiscard]] std::uint64_t unsigned_integer(const char* key) const {
        return typed<std::uint64_t>(key, member(key).is_number_unsigned());
    }
    [[nodiscard]] std::int64_t integer(const char* key) const { return typed<std::int64_t>(key, member(key).is_number_integer()); }
    [[nodiscard]] std::int32_t small(const char* key) const {
        const std::int64_t value = integer(key);
        if (value < 0 || value > 1'000'000'000) fail(key);
        return static_cast<std::int32_t>(value);
    }
    [[nodiscard]] std::vector<std::int64_t> integers(const char* key) const {
        const Json& list = member(key);
        if (!list.is_array() || !std::ranges::all_of(list, &Json::is_number_integer)) fail(key);
        return list.get<std::vector<std::int64_t>>();
    }
    [[noreturn]] void fail(const std::string& key) const {
        model::Findings findings;
        findings.add({Severity::error, "F031", "result.json", "", 0, key, {what_}});
        throw InvalidInput(std::move(findings), "the run");
    }

private:
    template <typename Value> Value typed(const char* key, bool right) const {
        if (!right) fail(key);
        return member(key).get<Value>();
    }

    const Json& json_;
    std::string what_;
};

[[noreturn]] void refuse(std::string code, std::string file, std::string argument) {
    model::Findings findings;
    findings.add({Severity::error, std::move(code), std::move(file), "", 0, "", {std::move(argument)}});
    throw InvalidInput(std::move(findings), "the run");
}

class RunReader {
public:
    explicit RunReader(const std::filesystem::path& folder) : folder_(folder) {}

    SavedRun read() {
        result();
        assignments();
        waiting();
        limits();
        prices();
        return std::move(run_);
    }

private:
    std::string file(const char* name) const {
        auto text = io::read_file(folder_ / name);
        if (!text) refuse("F030", folder_.filename().string(), name);
        return std::move(*text);
    }

    void result() {
        std::string objection;
        const Json json = solve::read_object(file("result.json"), objection);
        if (!objection.empty()) refuse("F031", "result.json", objection);
        const Members members(json, "a member is missing or of another type");
        const auto schema = members.text("schema");
        if (!schema.starts_with("husrom.run/")) members.fail("schema");
        if (schema != io::run_schema) refuse("F036", "result.json", schema);
        run_.version = members.text("version");
        run_.status = members.text("status");
        run_.stopped_by = members.text("stopped_by");
        run_.canonical = members.flag("canonical");
        run_.reproducible = members.flag("reproducible");
        run_.seed = members.unsigned_integer("seed");
        const Members digests(members.member("digests"), "a digest is missing");
        run_.case_digest = digests.text("case");
        run_.policy_digest = digests.text("policy");
        run_.problem_digest = digests.text("problem");
        run_.plan_digest = digests.text("plan");
        run_.as_of = Members(members.member("policy"), "the policy's day is missing").text("as_of");
        if (json.contains("review_log")) run_.review_head = Members(json["review_log"], "the review's log is not as written").text("head");
        run_.objective = members.integers("objective");
        run_.bound = members.integers("bound");
        run_.proven_goals = members.small("proven_goals");
        if (!members.member("goals").is_array()) members.fail("goals");
        for (const Json& goal : members.member("goals")) {
            run_.goals.push_back(read_goal(goal));
            run_.goal_definitions.push_back(Members(goal, "a goal is not as written").text("definition"));
        }
    }

    static plan::GoalValue read_goal(const Json& json) {
        const Members members(json, "a goal is not as written");
        plan::GoalValue goal;
        goal.id = members.text("id");
        goal.minimise = members.flag("minimise");
        goal.tie = members.flag("tie");
        goal.digits = members.small("digits");
        goal.reached = members.integer("reached");
        goal.proven = members.flag("proven");
        goal.bounded = members.flag("bounded");
        if (goal.bounded) goal.bound = members.integer("bound"), goal.gap = members.integer("gap");
        return goal;
    }

    /// The cells of a file of the run, column by column in the order of `headings`.
    std::vector<std::vector<std::string>> sheet(const char* name, std::initializer_list<std::string_view> headings) const {
        model::Findings findings;
        const io::CsvReading reading = io::read_csv(file(name), "", name, findings);
        if (!reading.readable || !findings.ok()) refuse("F031", name, "not a table");
        std::vector<std::vector<std::string>> columns;
        for (const std::string_view heading : headings) {
            const auto column = reading.table.find(heading);
            if (!column) refuse("F031", name, "no column " + std::string(heading));
            columns.push_back(reading.table.columns[*column]);
        }
        return columns;
    }

    void assignments() {
        const auto cells = sheet("assignments.csv", {"participant_id", "unit_id", "kind", "confirm"});
        for (std::size_t row = 0; row < cells[0].size(); ++row) {
            SavedRun::Home home{cells[0][row], cells[1][row], cells[2][row] == "stays", cells[2][row] == "moves", {}};
            if (!home.stays && !home.moves && cells[2][row] != "new") refuse("F031", "assignments.csv", "column kind");
            for (const std::string_view rule : model::split(cells[3][row], ';')) home.confirm.emplace_back(rule);
            run_.homes.push_back(std::move(home));
        }
    }

    static std::int64_t whole(const std::string& cell, std::int64_t least, const char* name) {
        std::int64_t value = 0;
        const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), value);
        if (end.ec != std::errc() || end.ptr != cell.data() + cell.size() || value < least) refuse("F031", name, "a whole number");
        return value;
    }
    static std::int64_t count(const std::string& cell) { return whole(cell, 0, "waiting.csv"); }

    void waiting() {
        const auto cells = sheet("waiting.csv", {"participant_id", "reason", "homes_that_fit", "homes_that_fail", "blocking_limit"});
        for (std::size_t row = 0; row < cells[0].size(); ++row)
            run_.waiting.push_back({cells[0][row], cells[1][row], count(cells[2][row]), count(cells[3][row]), cells[4][row]});
    }

    void limits() {
        const auto cells = sheet("limits.csv", {"limit", "group", "binds"});
        for (std::size_t row = 0; row < cells[0].size(); ++row)
            run_.limits.push_back({cells[0][row], cells[1][row], cells[2][row] == "true"});
    }

    void prices() {
        const auto cells = sheet("prices.csv", {"goal", "kind", "id", "group", "numerator", "denominator"});
        for (std::size_t row = 0; row < cells[0].size(); ++row)
            run_.prices.push_back({cells[0][row], cells[1][row], cells[2][row], cells[3][row],
                                   whole(cells[4][row], solve::no_lower, "prices.csv"), whole(cells[5][row], 1, "prices.csv")});
    }

    std::filesystem::path folder_;
    SavedRun run_;
};

}  // namespace

namespace io {

SavedRun read_run(const std::filesystem::path& folder) {
    return RunReader(folder).read();
}

std::vector<std::string> differences_from_log(const std::filesystem::path& folder, const SavedRun& run, std::string_view log,
                                              model::Language language) {
    std::string unread;
    const Json first = solve::read_object(log.substr(0, log.find('\n')), unread);
    if (!unread.empty() || !first.contains("files") || !first["files"].is_object())
        return {plan::say(language, "audit.jsonl names no files", "audit.jsonl nevner ingen filer")};
    const Json& files = first["files"];
    std::vector<std::string> differences;
    const auto expect = [&](bool holds, std::string text) {
        if (!holds) differences.push_back(std::move(text));
    };
    for (const std::string_view one : run_file_names) {
        if (one == "audit.jsonl") continue;
        const std::string name(one);
        const auto text = read_file(folder / name);
        const auto named = files.find(name);
        if (named == files.end())
            expect(!text && name.starts_with("problem"), name + plan::say(language, " is not in the log", " står ikke i loggen"));
        else if (!text)
            expect(false, name + plan::say(language, " is missing", " mangler"));
        else
            expect(*named == core::sha256_hex(*text),
                   name + plan::say(language, " is not the file that the log names", " er ikke den filen som loggen nevner"));
    }
    for (const auto& [name, hash] : files.items())
        expect(name != "audit.jsonl" && std::ranges::find(run_file_names, name) != run_file_names.end(),
               plan::say(language, "the log names a file that is none of a run", "loggen nevner en fil som ikke hører til en kjøring"));
    expect(first.value("event", Json()) == "run",
           plan::say(language, "the first row of the log is no run", "den første linjen i loggen er ingen kjøring"));
    struct Told {
        std::string_view key, value, en, nb;
    };
    const std::array<Told, 6> told{{{"case", run.case_digest, "case digest", "fingeravtrykket av saken"},
                                    {"policy", run.policy_digest, "policy digest", "fingeravtrykket av policyen"},
                                    {"problem", run.problem_digest, "problem digest", "fingeravtrykket av problemet"},
                                    {"plan", run.plan_digest, "plan digest", "fingeravtrykket av planen"},
                                    {"status", run.status, "status", "status"},
                                    {"version", run.version, "version", "versjon"}}};
    for (const Told& one : told)
        expect(first.value(one.key, Json()) == one.value,
               plan::say(language, "result.json and the log differ in the ", "result.json og loggen har ulik verdi for ") +
                   plan::say(language, one.en, one.nb));
    for (const auto& [key, value] : first.items())
        expect(std::ranges::find(told, key, &Told::key) != told.end() || key == "event" || key == "files" || key == "seq" || key == "prev",
               plan::say(language, "the first row of the log: ", "den første linjen i loggen: ") + key +
                   plan::say(language, " does not belong there", " hører ikke hjemme der"));
    return differences;
}

}  // namespace io

SavedRun load_run(const std::filesystem::path& folder) {
    auto run = io::read_run(folder);
    const auto log = io::read_file(folder / "audit.jsonl");
    if (!log) refuse("F030", folder.filename().string(), "audit.jsonl");
    const auto differences = io::differences_from_log(folder, run, *log);
    if (!differences.empty()) refuse("F031", folder.filename().string(), differences.front());
    return run;
}

}  // namespace husrom
