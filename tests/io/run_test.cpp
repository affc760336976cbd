// A saved run: written whole, read back, judged again; every planted change is found.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string_view>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <husrom/core/sha256.hpp>
#include <husrom/io/audit_log.hpp>
#include <husrom/io/saved_run.hpp>
#include <husrom/solve/solve.hpp>

#include "io/audit.hpp"
#include "io/files.hpp"
#include "io/small_case.hpp"

namespace husrom::testing {
namespace {

namespace fs = std::filesystem;

struct ToyRun {
    TemporaryFolder folder;
    model::Case source = load_case(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy");
    model::Policy policy = policy_of(source);
    std::shared_ptr<const rules::AllocationProblem> problem = build(source, policy);
    plan::Plan plan = allocate(problem);
    fs::path path = folder.path() / "run";
};

std::string joined(const RunVerdict& verdict) {
    std::string text;
    for (const std::string& one : verdict.objections) text += one + "\n";
    return text;
}

/// A file of the run made another one, and the log told of it: what nothing but the contents can show.
void forge(const fs::path& run, const std::string& name, const std::string& from, const std::string& to) {
    const auto before = *io::read_file(run / name), after = changed(before, from, to);
    io::write_file(run / name, after);
    if (name != "audit.jsonl")
        io::write_file(run / "audit.jsonl",
                       changed(*io::read_file(run / "audit.jsonl"), core::sha256_hex(before), core::sha256_hex(after)));
}

TEST(SavedRun, HasItsFilesAndIsAccepted) {
    // Rule: a run is accepted against its case, and for what it says alone; only the former rebuilds the problem.
    const ToyRun run;
    save(run.plan, run.path);
    for (const char* name :
         {"result.json", "assignments.csv", "waiting.csv", "limits.csv", "prices.csv", "certificate.jsonl", "audit.jsonl"})
        EXPECT_TRUE(fs::exists(run.path / name)) << name;
    EXPECT_FALSE(fs::exists(run.path / "problem.json"));
    const RunVerdict alone = verify(run.path);
    EXPECT_TRUE(alone.accepted) << joined(alone);
    EXPECT_FALSE(alone.rebuilt);
    const RunVerdict whole = verify(run.path, &run.source);
    EXPECT_TRUE(whole.accepted) << joined(whole);
    EXPECT_TRUE(whole.rebuilt);
    EXPECT_TRUE(verify_log(run.path / "audit.jsonl").accepted);
}

TEST(SavedRun, IsCheckedInOneLanguage) {
    // Rule: what was looked at and what is wrong is told in the language asked for, by the run and by its log alone.
    const ToyRun run;
    const auto head = save(run.plan, run.path, {.with_problem = true});
    using enum model::Language;
    for (const auto* source : {static_cast<const model::Case*>(nullptr), &run.source}) {
        const RunVerdict english = verify(run.path, source, nullptr, head), norwegian = verify(run.path, source, nullptr, head, nb);
        EXPECT_TRUE(norwegian.accepted) << joined(norwegian);
        ASSERT_EQ(norwegian.checked.size(), english.checked.size());
        for (std::size_t i = 0; i < english.checked.size(); ++i) EXPECT_NE(norwegian.checked[i], english.checked[i]);
    }
    EXPECT_EQ(verify_log(run.path / "audit.jsonl", {head}, nb).checked,
              (std::vector<std::string>{"hashkjeden (1 rad)", "hashen til loggen: linje 1, den siste"}));
    fs::remove(run.path / "prices.csv");
    EXPECT_EQ(verify(run.path, nullptr, nullptr, {}, nb).objections.front().find("is missing"), std::string::npos);
    std::ofstream(run.path / "audit.jsonl") << "{}\n";
    const RunVerdict broken = verify_log(run.path / "audit.jsonl", {}, nb);
    ASSERT_EQ(broken.objections.size(), 2U);
    EXPECT_EQ(broken.objections[0], "loggen, linje 1: nummeret er ikke 1");
}

TEST(SavedRun, IsNotTakenForACase) {
    // Rule: who names a run where a case is wanted is told so, and is told nothing of its files.
    const ToyRun run;
    save(run.plan, run.path);
    const auto read = load_case(run.path);
    const auto& found = read.notes.list();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.front().code, "F034");
    try {
        static_cast<void>(policy_of(read));
        FAIL() << "a run has no policy";
    } catch (const InvalidInput& error) {
        EXPECT_EQ(error.findings().list().front().code, "F034") << "not that a policy is missing";
    }
}

TEST(SavedRun, IsTheSameBytesEveryTime) {
    // Rule: no clock, no thread count and no folder name enters a run.
    const ToyRun run;
    save(run.plan, run.path);
    const plan::Plan again = allocate(run.problem, {.threads = 2});
    save(again, run.folder.path() / "other");
    for (const auto& entry : fs::directory_iterator(run.path))
        EXPECT_EQ(io::read_file(entry.path()), io::read_file(run.folder.path() / "other" / entry.path().filename())) << entry.path();
}

TEST(SavedRun, AnAuditorNeedsNoCase) {
    // Rule: with the problem saved, plan and proof are re-checked without the case.
    const ToyRun run;
    save(run.plan, run.path, {.with_problem = true});
    const RunVerdict verdict = verify(run.path);
    EXPECT_TRUE(verdict.accepted) << joined(verdict);
    EXPECT_TRUE(verdict.rebuilt);
}

TEST(SavedRun, IsLoadedWithItsProof) {
    // Rule: a plan loaded from its run is the plan that was saved, proof included: saved again it is the same bytes.
    const ToyRun run;
    save(run.plan, run.path);
    const plan::Plan loaded = load_plan(run.path, run.problem);
    EXPECT_TRUE(loaded.verified());
    save(loaded, run.folder.path() / "again");
    for (const auto& entry : fs::directory_iterator(run.path))
        EXPECT_EQ(io::read_file(entry.path()), io::read_file(run.folder.path() / "again" / entry.path().filename())) << entry.path();
    auto text = io::read_file(run.path / "certificate.jsonl").value();
    io::write_file(run.path / "certificate.jsonl", text.substr(0, text.size() / 2));
    EXPECT_THROW(static_cast<void>(load_plan(run.path, run.problem)), InvalidInput);
}

TEST(SavedRun, IsNamedByAllThatDecidesIt) {
    // Rule: what can change the plan changes the key; threads do not.
    const ToyRun run;
    std::vector<std::string> keys;
    for (const AllocateOptions& options : std::vector<AllocateOptions>{{},
                                                                       {.seed = 1},
                                                                       {.time_limit = std::chrono::seconds(0)},
                                                                       {.time_limit = std::chrono::seconds(1)},
                                                                       {.work_limit = 0},
                                                                       {.work_limit = 1},
                                                                       {.gap = 1},
                                                                       {.start = {{"SYN-P-A", "SYN-U-1"}}}})
        keys.push_back(run_key(*run.problem, options));
    std::ranges::sort(keys);
    EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
    EXPECT_EQ(run_key(*run.problem, {}), run_key(*run.problem, {.threads = 4}));
}

TEST(SavedRun, ReadsBackAsThePlan) {
    // Rule: what was saved is what is read; the plan restored in its problem is the plan, reasons included.
    const ToyRun run;
    save(run.plan, run.path);
    const SavedRun saved = load_run(run.path);
    EXPECT_EQ(saved.plan_digest, run.plan.digest());
    EXPECT_EQ(saved.status, "optimal");
    ASSERT_EQ(saved.goals.size(), run.plan.goals().size());
    for (std::size_t i = 0; i < saved.goals.size(); ++i) EXPECT_EQ(saved.goals[i].reached, run.plan.goals()[i].reached);
    EXPECT_EQ(saved.homes.size(), run.plan.assignments().size());
    EXPECT_EQ(saved.waiting.size(), run.plan.waiting().size());
    const plan::Plan plan = restore(saved, run.problem);
    EXPECT_EQ(plan.digest(), run.plan.digest());
    EXPECT_EQ(plan.assignments().size(), run.plan.assignments().size());
    try {
        static_cast<void>(load_run(run.folder.path()));
        ADD_FAILURE() << "a folder that holds no run was read";
    } catch (const InvalidInput& error) {
        // Rule: what was read is named in the language of the rest.
        EXPECT_TRUE(std::string_view(error.what()).starts_with("1 error and 0 warnings in the run\n"));
        const auto norwegian = error.findings().text(error.title(), model::Language::nb);
        EXPECT_TRUE(norwegian.starts_with("1 feil og 0 advarsler i kjøringen\n")) << norwegian;
    }
}

TEST(SavedRun, IsNotReadWhenItWasEdited) {
    // Rule: a file that is not the one that the log names is refused, whichever it is, and so is a run without its log.
    const ToyRun run;
    save(run.plan, run.path, {.with_problem = true});
    for (const auto& entry : fs::directory_iterator(run.path)) {
        const auto whole = *io::read_file(entry.path());
        io::write_file(entry.path(), "\n" + whole);
        EXPECT_THROW(static_cast<void>(load_run(run.path)), InvalidInput) << entry.path();
        io::write_file(entry.path(), whole);
    }
    EXPECT_EQ(load_run(run.path).plan_digest, run.plan.digest());
    fs::remove(run.path / "audit.jsonl");
    EXPECT_THROW(static_cast<void>(load_run(run.path)), InvalidInput);
}

TEST(SavedRun, ReplacesARunAndNothingElse) {
    // Rule: a run may be written over a run; a folder that is no run is left as it is.
    const ToyRun run;
    save(run.plan, run.path);
    save(run.plan, run.path);
    EXPECT_TRUE(verify(run.path).accepted);
    write_files(run.folder.path() / "mine", {{"notes.txt", "keep"}});
    EXPECT_THROW(save(run.plan, run.folder.path() / "mine"), InvalidArgument);
    EXPECT_EQ(io::read_file(run.folder.path() / "mine" / "notes.txt"), "keep");
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(run.folder.path())) ++entries;
    EXPECT_EQ(entries, 2u) << "something half-written was left behind";
}

TEST(SavedRun, ReplacesNothingThatIsNotOfARun) {
    // Rule: a run goes only where nothing else would be lost: neither what somebody put beside it, nor a log of decisions, nor a link.
    const ToyRun run;
    const auto refused = [&](const char* named) {
        try {
            save(run.plan, run.path);
            ADD_FAILURE() << "replaced in spite of " << named;
        } catch (const InvalidArgument& error) {
            EXPECT_NE(std::string_view(error.what()).find(named), std::string_view::npos) << error.what();
        }
        EXPECT_THROW(require_run_folder(run.path), InvalidArgument) << named;
        EXPECT_TRUE(fs::exists(run.path / "result.json"));
    };
    write_files(run.path, {{"result.json", "{\"of\": \"another program\"}"}});
    refused("result.json");
    fs::remove_all(run.path);
    save(run.plan, run.path);
    write_files(run.path, {{"review.jsonl", "{}\n"}});
    refused("review.jsonl");
    fs::remove(run.path / "review.jsonl");
    fs::create_directory(run.path / "prices.csv.d");
    refused("prices.csv.d");
    fs::remove(run.path / "prices.csv.d");
    {
        const AuditLog in_use(run.path / "audit.jsonl");
        refused("audit.jsonl");
    }
    AuditLog(run.path / "audit.jsonl").append({{"event", "accept"}});
    refused("audit.jsonl");
    fs::remove_all(run.path);

    fs::create_directory(run.folder.path() / "place");
    fs::create_directory_symlink(run.folder.path() / "place", run.path);
    save(run.plan, run.path);
    EXPECT_TRUE(fs::is_symlink(run.path));
    EXPECT_TRUE(verify(run.folder.path() / "place").accepted);
    fs::create_directory_symlink(run.folder.path() / "nothing", run.folder.path() / "dangling");
    EXPECT_THROW(save(run.plan, run.folder.path() / "dangling"), InvalidArgument);
    EXPECT_THROW(save(run.plan, ""), InvalidArgument);
}

TEST(SavedRun, IsWrittenBesideWhatOthersWrite) {
    // Rule: what a dead writer left is removed, and what is somebody else's is not; many writers at once leave one whole run.
    const ToyRun run;
    save(run.plan, run.path);
    const auto beside = [&](const char* name) { return run.folder.path() / name; };
    write_files(beside("run.writing-1"), {{"assignments.csv", "half"}});
    write_files(beside("run.writing-2"), {{"thesis.txt", "mine"}});
    write_files(beside("run.old"), {{"result.json", "mine"}});
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i)
        writers.emplace_back([&] {
            for (int k = 0; k < 5; ++k) save(run.plan, run.path);
        });
    for (auto& writer : writers) writer.join();
    save(run.plan, run.path);
    EXPECT_TRUE(verify(run.path).accepted);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(run.folder.path())) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    EXPECT_EQ(names, (std::vector<std::string>{"run", "run.old", "run.writing-2"}));
}

TEST(SavedCase, IsRefusedWhereTheSystemOpensNoMoreFiles) {
    // Rule: a save that the system refuses is refused with its reason, and leaves nothing behind.
    const TemporaryFolder folder;
    write_files(folder.path() / "a", small_case());
    const model::Case source = load_case(folder.path() / "a");
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        ::alarm(5);
        const int next = ::dup(0);
        const rlimit most{static_cast<rlim_t>(next), static_cast<rlim_t>(next)};
        ::close(next);
        ::setrlimit(RLIMIT_NOFILE, &most);
        try {
            save_case(source, folder.path() / "b");
        } catch (const Error& error) {
            ::_exit(std::string_view(error.what()).find("Too many open files") == std::string_view::npos ? 2 : 0);
        }
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename().string());
    EXPECT_EQ(names, std::vector<std::string>{"a"});
}

TEST(SavedCase, ReplacesACaseAndNotWhatStandsBesideIt) {
    // Rule: a case may be written over a case, a link is followed, and what husrom does not write is not lost.
    const ToyRun run;
    const auto place = run.folder.path() / "place", link = run.folder.path() / "link";
    fs::create_directory(place);
    fs::create_directory_symlink(place, link);
    save_case(run.source, link);
    save_case(run.source, link);
    EXPECT_TRUE(fs::is_symlink(link));
    EXPECT_TRUE(load_case(place).notes.ok());
    write_files(place, {{"README.md", "what this case is about"}});
    EXPECT_THROW(save_case(run.source, place), InvalidArgument);
    EXPECT_THROW(require_case_folder(link), InvalidArgument);
    EXPECT_TRUE(fs::exists(place / "README.md"));
}

TEST(SavedRun, EveryPlantedChangeIsFound) {
    // Rule: changing, removing or swapping anything in a run is an objection, with and without the case.
    const ToyRun run;
    const auto& kept = run.plan.assignments();
    ASSERT_GE(kept.size(), 2u);
    const std::string unit_a = run.problem->units[kept[0].unit.position()], unit_b = run.problem->units[kept[1].unit.position()];
    const auto edit = [](std::string file, std::function<std::string(std::string)> change) {
        return [=](const fs::path& path) { io::write_file(path / file, change(*io::read_file(path / file))); };
    };
    const auto swap_units = [&](std::string text) {
        const auto a = text.find(unit_a), b = text.find(unit_b);
        text.replace(b, unit_b.size(), unit_a);
        return text.replace(a, unit_a.size(), unit_b);
    };
    const auto first = [](std::string from, std::string to) {
        return [=](std::string text) {
            const auto at = text.find(from);
            if (at == std::string::npos) throw std::logic_error("the run does not hold " + from);
            return text.replace(at, from.size(), to);
        };
    };
    const std::vector<std::pair<std::string, std::function<void(const fs::path&)>>> faults{
        {"two homes swapped", edit("assignments.csv", swap_units)},
        {"an assignment removed",
         edit("assignments.csv", [](std::string text) { return text.substr(0, text.find_last_of("\r", text.size() - 3)) + "\r\n"; })},
        {"a reason changed", edit("assignments.csv", first(",new,", ",moves,"))},
        {"a goal changed", edit("result.json", first("\"reached\": 6", "\"reached\": 7"))},
        {"a status changed", edit("result.json", first("\"optimal\"", "\"feasible\""))},
        {"a seed changed", edit("result.json", first("\"seed\": 0", "\"seed\": 1"))},
        {"a digest changed", edit("result.json", first("\"case\": \"", "\"case\": \"0"))},
        {"a limit changed", edit("limits.csv", first("conflict-cap", "conflict-map"))},
        {"a proof line removed", edit("certificate.jsonl", [](std::string text) { return text.substr(0, text.find('\n') + 1); })},
        {"the log changed", edit("audit.jsonl", first("\"event\":\"run\"", "\"event\":\"ran\""))},
        {"the log emptied", edit("audit.jsonl", [](std::string) { return std::string(); })},
        {"a log row added without its hash",
         edit("audit.jsonl", [](std::string text) { return text + "{\"event\":\"x\",\"prev\":\"0\",\"seq\":2}\n"; })},
        {"a file removed", [](const fs::path& path) { fs::remove(path / "prices.csv"); }},
        {"the result removed", [](const fs::path& path) { fs::remove(path / "result.json"); }},
        {"no JSON", edit("result.json", [](std::string text) { return text.substr(1); })},
    };
    for (const auto& [what, plant] : faults) {
        save(run.plan, run.path);
        plant(run.path);
        EXPECT_FALSE(verify(run.path).accepted) << what;
        EXPECT_FALSE(verify(run.path, &run.source).accepted) << what;
        fs::remove_all(run.path);
    }
    // Somebody who makes a log of their own to fit a changed file is found by the case.
    save(run.plan, run.path);
    forge(run.path, "result.json", "\"units\": ", "\"units\": 1");
    EXPECT_TRUE(verify(run.path).accepted) << "nothing but the case can tell";
    EXPECT_FALSE(verify(run.path, &run.source).accepted);
    fs::remove_all(run.path);

    // Neither may the problem be another one, of which the proof would hold as well.
    for (const char* name : {"problem.json", "problem_ids.json"}) {
        save(run.plan, run.path, {.with_problem = true});
        const std::string whole = *io::read_file(run.path / name);
        for (const std::string& forged : {std::string(), whole + " "}) {
            save(run.plan, run.path, {.with_problem = true});
            io::write_file(run.path / name, forged);
            const auto its_log = *io::read_file(run.path / "audit.jsonl");
            io::write_file(run.path / "audit.jsonl", changed(its_log, core::sha256_hex(whole), core::sha256_hex(forged)));
            EXPECT_FALSE(verify(run.path, &run.source).accepted) << name;
        }
    }
    fs::remove_all(run.path);

    // The prices of homes and limits are those of the proof.
    for (const char* kind : {",unit,", ",limit,"}) {
        save(run.plan, run.path);
        const auto whole = *io::read_file(run.path / "prices.csv");
        auto forged = whole;
        const auto at = forged.find(kind), digit = forged.rfind(',', forged.find('\r', at)) - 1;
        ASSERT_NE(at, std::string::npos) << kind;
        forged[digit] = forged[digit] == '1' ? '2' : '1';
        const auto its_log = *io::read_file(run.path / "audit.jsonl");
        for (const std::string& text : {forged, whole.substr(0, whole.find('\r') + 2), whole.substr(0, at) + "x"}) {
            io::write_file(run.path / "prices.csv", text);
            io::write_file(run.path / "audit.jsonl", changed(its_log, core::sha256_hex(whole), core::sha256_hex(text)));
            EXPECT_FALSE(verify(run.path, &run.source).accepted) << text;
        }
    }
    fs::remove_all(run.path);

    save(run.plan, run.path);
    model::Case other = run.source;
    other.find("participants")->columns[1][0] = "2020-01-01";
    const RunVerdict verdict = verify(run.path, &other);
    EXPECT_FALSE(verdict.accepted);
    EXPECT_FALSE(verdict.rebuilt);
}

TEST(SavedRun, IsOptimalByTheGoalsOfThePolicy) {
    // Rule: how many goals have to be proven for a plan to be called optimal stands in the policy; a certificate cannot make them fewer.
    const ToyRun run;
    ASSERT_EQ(run.problem->first_tie_goal, 2);
    for (const std::int32_t goals : {1, 3}) {
        auto result = solve::maximise(run.problem->numeric, {.first_tie_goal = goals});
        ASSERT_EQ(result.status, solve::Status::optimal);
        save(plan::Plan(run.problem, std::move(result), {true, {}}, 0), run.path, {.with_problem = true});
        EXPECT_NE(joined(verify(run.path, &run.source)).find("policy's: " + std::to_string(goals) + ", not 2"), std::string::npos);
        EXPECT_NE(joined(verify(run.path)).find("policy's: " + std::to_string(goals) + ", not 2"), std::string::npos);
        EXPECT_THROW(static_cast<void>(load_plan(run.path, run.problem)), InvalidInput);
        fs::remove_all(run.path);
    }
}

TEST(SavedRun, WithoutAPlanIsJudgedToo) {
    // Rule: a run that found nothing is accepted as it was saved, and as nothing else.
    const ToyRun run;
    solve::Result result;
    result.status = solve::Status::unknown;
    result.stopped_by = solve::StoppedBy::work_limit;
    result.policy_goals = run.problem->first_tie_goal;
    const plan::Plan nothing(run.problem, result, {true, {}}, 0);
    for (const auto* source : {static_cast<const model::Case*>(nullptr), &run.source}) {
        save(nothing, run.path, {.with_problem = true});
        EXPECT_TRUE(verify(run.path, source).accepted) << joined(verify(run.path, source));
        EXPECT_EQ(load_plan(run.path, run.problem).status(), solve::Status::unknown);
        forge(run.path, "certificate.jsonl", "\"chosen\":[]", "\"chosen\":[987654]");
        EXPECT_FALSE(verify(run.path, source).accepted);
        EXPECT_THROW(static_cast<void>(load_plan(run.path, run.problem)), InvalidInput);
        save(nothing, run.path, {.with_problem = true});
        forge(run.path, "result.json", "\"units\": ", "\"units\": 1");
        EXPECT_FALSE(verify(run.path, source).accepted);
    }
}

TEST(SavedRun, ThatNoPlanExistsIsJudgedToo) {
    // Rule: a run that proves that there is no plan is accepted as it was saved; it has no counts of people.
    const TemporaryFolder folder;
    fs::copy(fs::path(HUSROM_SOURCE_DIR) / "examples" / "toy", folder.path() / "case");
    write_files(folder.path() / "case", {{"pairs.csv", "participant_id,unit_id,require\nSYN-P-A,SYN-U-1,true\nSYN-P-B,SYN-U-1,true\n"}});
    const auto source = load_case(folder.path() / "case");
    const auto problem = build(source, policy_of(source));
    const auto plan = allocate(problem);
    ASSERT_EQ(plan.status(), solve::Status::infeasible);
    const auto path = folder.path() / "run";
    for (const auto* given : {static_cast<const model::Case*>(nullptr), &source}) {
        save(plan, path, {.with_problem = true});
        EXPECT_TRUE(verify(path, given).accepted) << joined(verify(path, given));
        EXPECT_EQ(load_plan(path, problem).digest(), plan.digest());
        forge(path, "result.json", "\"proven_goals\": 0", "\"proven_goals\": 0,\n  \"housed\": 6");
        EXPECT_FALSE(verify(path, given).accepted);
    }
}

TEST(SavedRun, IsWhatItsLogSaysOfIt) {
    // Rule: the first row of the log says what `save` writes of this run, no more and no less, and names every file that is there.
    const ToyRun run;
    for (const auto& [from, to] : std::vector<std::pair<const char*, const char*>>{{"\"status\":\"optimal\"", "\"status\":\"infeasible\""},
                                                                                   {"\"version\":\"", "\"version\":\"9"},
                                                                                   {"\"event\":", "\"approved\":\"yes\",\"event\":"},
                                                                                   {"\"limits.csv\":", "\"limits.csx\":"},
                                                                                   {"\"problem.json\":", "\"problem.jsom\":"},
                                                                                   {"\"problem_ids.json\":", "\"problem_ids.jsom\":"}}) {
        SCOPED_TRACE(to);
        save(run.plan, run.path, {.with_problem = true});
        forge(run.path, "audit.jsonl", from, to);
        EXPECT_FALSE(verify(run.path).accepted);
        EXPECT_FALSE(verify(run.path, &run.source).accepted);
        EXPECT_THROW(static_cast<void>(load_run(run.path)), InvalidInput);
    }
    // A file that the log does not name is not of the run.
    save(run.plan, run.path);
    io::write_file(run.path / "problem.json", "{}");
    EXPECT_THROW(static_cast<void>(load_run(run.path)), InvalidInput);
}

TEST(SavedRun, FollowsFromWhatItSays) {
    // Rule: what one file of a run says twice, or what two of them say, is the same, also when the log was made to fit.
    const ToyRun run;
    struct Forgery {
        const char *file, *from, *to;
        bool needs_problem = false;
    };
    const std::vector<Forgery> forgeries{
        {"result.json", "\"reached\": 6", "\"reached\": 7"},
        {"result.json", "\"housed\": 6", "\"housed\": 7"},
        {"result.json", "\"waiting\": ", "\"waiting\": 1"},
        {"result.json", "\"canonical\": true", "\"canonical\": false"},
        {"result.json", "\"verified\": true", "\"verified\": false"},
        {"result.json", "\"participants\": ", "\"participants\": 1"},
        {"result.json", "\"proven_goals\": 4", "\"proven_goals\": 3"},
        {"result.json", "\"status\": \"optimal\"", "\"status\": \"feasible\",\n  \"status\": \"optimal\""},
        {"result.json", "\"status\": \"optimal\",", "\"status\": \"optimal\", "},
        {"result.json", "\"status\": \"optimal\"", "\"status\": \"feasible\""},
        {"result.json", "\"units\": ", "\"units\": 1", true},
        {"result.json", "\"integers\": \"", "\"integers\": \"0", true},
        {"problem_ids.json", "\"participants\"", "\"participants\": [],\n \"participants\"", true},
        {"problem_ids.json", "\"SYN-P-A\"", "\"SYN-P-Z\"", true},
    };
    for (const auto& [file, from, to, needs_problem] : forgeries) {
        SCOPED_TRACE(std::string(file) + ": " + to);
        save(run.plan, run.path, {.with_problem = true});
        forge(run.path, file, from, to);
        EXPECT_FALSE(verify(run.path).accepted);
        EXPECT_FALSE(verify(run.path, &run.source).accepted);
        EXPECT_THROW(static_cast<void>(load_plan(run.path, run.problem)), InvalidInput);
        if (needs_problem) continue;
        save(run.plan, run.path);
        forge(run.path, file, from, to);
        EXPECT_FALSE(verify(run.path).accepted) << "without problem.json";
    }
    // Somebody is put on the list who is not in the problem, and the counts are made to fit.
    save(run.plan, run.path, {.with_problem = true});
    forge(run.path, "waiting.csv", "blocking_limit\r\n", "blocking_limit\r\nSYN-P-Z,NO_HOME_FITS,0,6,\r\n");
    forge(run.path, "result.json", "\"waiting\": 0", "\"waiting\": 1");
    forge(run.path, "result.json", "\"participants\": 6", "\"participants\": 7");
    EXPECT_FALSE(verify(run.path).accepted);
}

TEST(SavedRun, OfAnotherVersionIsSaidToBe) {
    // Rule: what another version wrote is no sign of tampering, and says so.
    const ToyRun run;
    save(run.plan, run.path);
    const std::string whole = *io::read_file(run.path / "result.json");
    const auto definition = whole.find("\"definition\": \"") + 15;
    forge(run.path, "result.json", whole.substr(definition, 20), std::string(20, '0'));
    EXPECT_NE(joined(verify(run.path, &run.source)).find("another version of husrom may have saved the run"), std::string::npos);
    forge(run.path, "result.json", "husrom.run/2", "husrom.run/1");
    try {
        static_cast<void>(load_run(run.path));
        ADD_FAILURE();
    } catch (const InvalidInput& error) {
        EXPECT_NE(std::string(error.what()).find("F036"), std::string::npos) << error.what();
    }
}

TEST(SavedRun, HoldsNoValueOfTheCase) {
    // Rule: ids, rules, limits and numbers of the plan are in a run; cells of the case are not.
    const ToyRun run;
    save(run.plan, run.path, {.with_problem = true});
    for (const auto& entry : fs::directory_iterator(run.path)) {
        const std::string text = *io::read_file(entry.path());
        for (const char* value : {"PRISON_RELEASE", "ACUTE_TEMP", "2026-10-23", "FAMILY"})
            EXPECT_EQ(text.find(value), std::string::npos) << entry.path() << " holds " << value;
    }
}

TEST(AuditLog, BreaksWhereItWasChanged) {
    // Rule: each row holds the hash of the row before; a changed, moved or removed row is found.
    std::string log;
    for (int i = 0; i < 4; ++i) log = io::append_audit(log, {{"event", std::string("e") + std::to_string(i)}, {"count", std::int64_t{i}}});
    EXPECT_TRUE(io::check_audit(log).objections.empty());
    EXPECT_EQ(io::check_audit(log).hashes.size(), 4U);
    EXPECT_FALSE(io::check_audit(changed(log, "\"e1\"", "\"e9\"")).objections.empty());
    const auto second = log.find('\n') + 1, third = log.find('\n', second) + 1;
    EXPECT_FALSE(io::check_audit(log.substr(0, second) + log.substr(third)).objections.empty());
    EXPECT_FALSE(io::check_audit(log.substr(second)).objections.empty());
    EXPECT_FALSE(io::check_audit(changed(log, "\"count\":3", "\"count\":3.5")).objections.empty());
    EXPECT_FALSE(io::check_audit(log.substr(0, log.size() - 1)).objections.empty()) << "a line counts with its end";
}

}  // namespace
}  // namespace husrom::testing
