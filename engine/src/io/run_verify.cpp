#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

#include <husrom/core/sha256.hpp>
#include <husrom/io/io.hpp>
#include <husrom/io/saved_run.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/problem_json.hpp>

#include "io/audit.hpp"
#include "io/files.hpp"
#include "io/run_files.hpp"
#include "io/run_load.hpp"

namespace husrom {
namespace {

using Json = nlohmann::json;

class RunCheck {
public:
    RunCheck(const std::filesystem::path& folder, std::string_view head) : folder_(folder), head_(head) {}

    RunVerdict check(const model::Case* source, const model::Policy* policy) {
        try {
            run_ = io::read_run(folder_);
            log_and_hashes();
            consistency();
            if (source)
                against_case(*source, policy ? *policy : policy_of(*source));
            else if (io::read_file(folder_ / "problem.json"))
                against_problem();
            else
                verdict_.checked.push_back("the plan and its proof were not re-checked: neither a case nor problem.json is at hand");
        } catch (const InvalidInput& error) {
            for (const auto& finding : error.findings().list()) {
                const auto words = model::describe(finding);
                if (finding.severity == model::Severity::error) object(words.where + ": " + words.what);
            }
        } catch (const Error& error) {
            object(error.what());
        }
        verdict_.accepted = verdict_.objections.empty();
        return std::move(verdict_);
    }

private:
    void object(std::string text) { verdict_.objections.push_back(std::move(text)); }
    void expect(bool holds, const std::string& text) {
        if (!holds) object(text);
    }

    std::string text_of(const std::string& name) {
        auto text = io::read_file(folder_ / name);
        if (!text) object(name + " is missing");
        return text.value_or("");
    }

    /// The log is whole, and its first row names the hash of every file as it stands here.
    void log_and_hashes() {
        const std::string log = text_of("audit.jsonl");
        auto chain = io::check_audit(log);
        if (!head_.empty()) io::check_head(chain, head_, verdict_.checked);
        for (std::string& one : chain.objections) object(std::move(one));
        const auto rows = chain.hashes.size();
        if (rows > 0) verdict_.checked.push_back("hash chain of audit.jsonl (" + std::to_string(rows) + (rows == 1 ? " row)" : " rows)"));
        for (std::string& one : io::differences_from_log(folder_, run_, log)) object(std::move(one));
        verdict_.checked.push_back("hashes of the files of the run");
    }

    /// What the files say together, without the case.
    void consistency() {
        std::set<std::string> people;
        for (const auto& home : run_.homes) expect(people.insert(home.participant).second, home.participant + " stands twice in the run");
        for (const auto& one : run_.waiting) expect(people.insert(one.participant).second, one.participant + " stands twice in the run");
        const bool has_plan = run_.status == "optimal" || run_.status == "feasible";
        expect(has_plan || (run_.homes.empty() && run_.waiting.empty()), "a run without a plan lists people");
        expect(!has_plan || run_.goals.size() == run_.objective.size(), "a goal has no value");
        for (const auto& goal : run_.goals) {
            expect(!goal.proven || (goal.bounded && goal.gap == 0), "goal " + goal.id + " is called proven but has a gap");
            expect(!goal.bounded || (goal.minimise ? goal.bound <= goal.reached : goal.bound >= goal.reached),
                   "goal " + goal.id + " is beyond its bound");
        }
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const auto& home : run_.homes) pairs.emplace_back(home.participant, home.unit);
        for (const solve::Status status :
             {solve::Status::optimal, solve::Status::feasible, solve::Status::infeasible, solve::Status::unknown})
            if (solve::to_string(status) == run_.status)
                expect(plan::digest(run_.problem_digest, run_.seed, status, run_.objective, pairs) == run_.plan_digest,
                       "the plan digest is not that of these assignments and goals");
        verdict_.checked.push_back("people, goals and plan digest agree");
    }

    /// The certificate's claims are those of the run, and the proof holds.
    std::optional<solve::Result> proof(const solve::Problem& numeric) {
        std::istringstream in(text_of("certificate.jsonl"));
        solve::Result result = solve::read_certificate(in, numeric);
        expect(solve::to_string(result.status) == run_.status, "certificate.jsonl and result.json differ in the status");
        expect(result.objective == run_.objective, "certificate.jsonl and result.json differ in the goals");
        expect(result.bound == run_.bound, "certificate.jsonl and result.json differ in the bounds");
        expect(result.proven_goals == run_.proven_goals, "certificate.jsonl and result.json differ in the proven goals");
        if (result.status == solve::Status::unknown) {
            verdict_.checked.push_back("nothing was found and nothing disproved: there is no plan and no proof to check");
            return std::nullopt;
        }
        const solve::Verdict judged = solve::check(numeric, result);
        for (const std::string& objection : judged.objections) object("proof: " + objection);
        expect(judged.accepted || !judged.objections.empty(), "proof: refused");
        verdict_.checked.push_back("plan and proof by the independent checker");
        if (!judged.accepted) return std::nullopt;
        return result;
    }

    void against_case(const model::Case& source, const model::Policy& policy) {
        const auto problem = build(source, policy);
        expect(problem->case_digest == run_.case_digest, "the case is another one: its digest differs");
        expect(problem->policy_digest == run_.policy_digest, "the policy is another one: its digest differs");
        expect(problem->problem_digest == run_.problem_digest, "the problem is another one: its digest differs");
        verdict_.checked.push_back("digests of case, policy and problem");
        if (problem->problem_digest != run_.problem_digest) return;
        verdict_.rebuilt = true;
        compare_problem(*problem);
        const auto result = proof(problem->numeric);
        if (!result) return;
        // The certificate's plan gives the same files again, reasons and uses of limits included.
        const plan::Plan plan(problem, *result, {true, {}}, run_.seed);
        for (const auto& [name, text] : io::determined_files(plan))
            expect(text == text_of(name), name + " is not what the plan of certificate.jsonl gives");
        compare_result(plan);
        compare_prices(problem, *result);
        verdict_.checked.push_back("assignments, reasons, limits and result made again from the problem");
    }

    /// The problem that is there for an auditor without the case is the one of the case.
    void compare_problem(const rules::AllocationProblem& problem) {
        const auto compare = [&](const char* name, const std::string& text) {
            const auto found = io::read_file(folder_ / name);
            if (!found) return false;
            expect(*found == text, std::string(name) + " is not the problem of the case");
            return true;
        };
        std::ostringstream numeric;
        solve::write_problem(numeric, problem.numeric);
        const bool has_problem = compare("problem.json", numeric.str());
        if (compare("problem_ids.json", io::problem_ids_json(problem)) || has_problem)
            verdict_.checked.emplace_back("problem.json made again from the case");
    }

    /// Every member of result.json but those that tell how the search went.
    void compare_result(const plan::Plan& plan) {
        Json expected = Json::parse(io::result_json(plan)), found = Json::parse(text_of("result.json"), nullptr, false);
        if (!found.is_object()) return object("result.json is not JSON");
        for (const char* key : {"stopped_by", "reproducible", "version", "review_log"}) expected.erase(key), found.erase(key);
        for (const auto& [key, value] : expected.items())
            expect(found.value(key, Json()) == value, "result.json: " + key + " is not what the plan of certificate.jsonl gives");
        for (const auto& [key, value] : found.items()) expect(expected.contains(key), "result.json: " + key + " does not belong there");
    }

    /// Prices are no part of the proof. What stands in the file has to be as it is written, and where the proof holds the multipliers that
    /// a goal's prices of homes and limits are, has to be these.
    void compare_prices(const std::shared_ptr<const rules::AllocationProblem>& problem, solve::Result result) {
        result.prices = io::prices_of(run_, *problem);
        expect(io::prices_csv(plan::Plan(problem, result, {true, {}}, run_.seed)) == text_of("prices.csv"),
               "prices.csv is not as it is written");
        std::string judged;
        for (std::size_t goal = 0; goal < problem->goals.size(); ++goal) {
            const auto number = static_cast<std::int32_t>(goal);
            const auto proven = proven_prices(problem->numeric, *result.certificate, number);
            if (!proven) continue;
            const auto& id = problem->goals[goal].id;
            judged += (judged.empty() ? "" : ", ") + id;
            const auto found = std::ranges::find(result.prices, number, &solve::Prices::goal);
            const bool same = found == result.prices.end() ? std::ranges::count(proven->column, 0) == std::ssize(proven->column) &&
                                                                 std::ranges::count(proven->limit, 0) == std::ssize(proven->limit)
                                                           : found->denominator == proven->denominator && found->column == proven->column &&
                                                                 found->limit == proven->limit;
            expect(same, "prices.csv: the prices of " + id + " are not those of certificate.jsonl");
        }
        if (!judged.empty()) verdict_.checked.push_back("prices of homes and limits as in the proof, of the goals " + judged);
    }

    /// What the proof holds of a goal's prices of columns and limits: tuples, or the multipliers that rule out edges for later goals.
    static std::optional<solve::Prices> proven_prices(const solve::Problem& numeric, const solve::Certificate& certificate,
                                                      std::int32_t goal) {
        solve::Prices prices{goal, 1, {}, {}, {}};
        prices.column.assign(static_cast<std::size_t>(numeric.columns), 0);
        prices.limit.assign(static_cast<std::size_t>(numeric.limits()), 0);
        if (certificate.tuple) {
            for (const auto& price : certificate.tuple->columns)
                prices.column[static_cast<std::size_t>(price.column)] = price.value[static_cast<std::size_t>(goal)];
            return prices;
        }
        const auto stage = std::ranges::find_if(certificate.stages, [goal](const solve::Stage& one) {
            return one.objective == solve::Objective::goal && one.goal == goal && !one.after.empty();
        });
        if (stage == certificate.stages.end()) return std::nullopt;
        const auto& multipliers = stage->after.back();
        prices.denominator = multipliers.denominator;
        for (const auto& [column, value] : multipliers.columns) prices.column[static_cast<std::size_t>(column)] = value;
        for (const auto& [limit, value] : multipliers.limits)
            if (limit < numeric.limits()) prices.limit[static_cast<std::size_t>(limit)] = value;
        return prices;
    }

    void against_problem() {
        std::istringstream in(text_of("problem.json"));
        const solve::Problem numeric = solve::read_problem(in);
        const Json ids = Json::parse(text_of("problem_ids.json"), nullptr, false);
        verdict_.rebuilt = true;
        const auto result = proof(numeric);
        if (!result) return;
        std::array<std::vector<std::string>, 2> names;
        for (std::size_t side = 0; side < 2; ++side) {
            const char* key = side == 0 ? "participants" : "units";
            const bool list = ids.is_object() && ids.contains(key) && ids[key].is_array() &&
                              std::ranges::all_of(ids[key], [](const Json& id) { return id.is_string(); });
            if (!list) return object("problem_ids.json names no " + std::string(key));
            names[side] = ids[key].get<std::vector<std::string>>();
        }
        if (std::cmp_not_equal(names[0].size(), numeric.rows) || std::cmp_not_equal(names[1].size(), numeric.columns))
            return object("problem_ids.json has other sizes than problem.json");
        std::set<std::pair<std::string, std::string>> proven, listed;
        for (const std::int32_t edge : result->chosen)
            proven.emplace(names[0][static_cast<std::size_t>(numeric.edge_row[static_cast<std::size_t>(edge)])],
                           names[1][static_cast<std::size_t>(numeric.edge_column[static_cast<std::size_t>(edge)])]);
        for (const auto& home : run_.homes) listed.emplace(home.participant, home.unit);
        expect(proven == listed, "assignments.csv is not the plan of certificate.jsonl");
        verdict_.checked.push_back("the problem was read from problem.json, not rebuilt from a case");
    }

    std::filesystem::path folder_;
    std::string head_;  ///< that the log had once; empty: not known
    SavedRun run_;
    RunVerdict verdict_;
};

}  // namespace

RunVerdict verify(const std::filesystem::path& run, const model::Case* source, const model::Policy* policy, std::string_view head) {
    return RunCheck(run, head).check(source, policy);
}

RunVerdict verify_log(const std::filesystem::path& log, const std::vector<std::string>& heads) {
    RunVerdict verdict;
    const auto text = io::read_file(log);
    auto chain = text ? io::check_audit(*text) : io::AuditCheck{{log.string() + " cannot be read"}, {}};
    const auto rows = chain.hashes.size();
    if (text) {
        if (rows > 0) verdict.checked.push_back("hash chain (" + std::to_string(rows) + (rows == 1 ? " row)" : " rows)"));
        for (const auto& head : heads) {
            // What a log without a line gave as its head holds for whatever it became.
            if (head == io::first_prev)
                verdict.checked.emplace_back("head of the log: before its first line");
            else
                io::check_head(chain, head, verdict.checked);
        }
    }
    verdict.objections = std::move(chain.objections);
    verdict.accepted = verdict.objections.empty();
    return verdict;
}

}  // namespace husrom
