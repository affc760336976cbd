#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <sstream>
#include <utility>

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
#include "plan/phrase.hpp"
#include "plan/plan_values.hpp"
#include "solve/strict_json.hpp"

namespace husrom {
namespace {

using solve::Json;

std::string counted_rows(std::size_t rows, model::Language language) {
    const auto count = static_cast<std::int64_t>(rows);
    return plan::counted(count, plan::pick(language, "row", "rad"), plan::pick(language, "rows", "rader"));
}

class RunCheck {
public:
    RunCheck(const std::filesystem::path& folder, std::string_view head, model::Language language)
        : folder_(folder), head_(head), language_(language) {}

    RunVerdict check(const model::Case* source, const model::Policy* policy) {
        try {
            run_ = io::read_run(folder_);
            std::string objection;
            result_text_ = text_of("result.json");
            result_ = solve::read_object(result_text_, objection);  // `read_run` has refused what is none
            log_and_hashes();
            consistency();
            if (source)
                against_case(*source, policy ? *policy : policy_of(*source));
            else if (io::read_file(folder_ / "problem.json"))
                against_problem();
            else
                checked("the plan and its proof were not re-checked: neither a case nor problem.json is at hand",
                        "planen og beviset er ikke kontrollert på nytt: verken en sak eller problem.json er for hånden");
        } catch (const InvalidInput& error) {
            for (const auto& finding : error.findings().list()) {
                const auto words = model::describe(finding, language_);
                if (finding.severity == model::Severity::error) object(words.where + ": " + words.what);
            }
        } catch (const Error& error) {
            object(error.what());
        }
        verdict_.accepted = verdict_.objections.empty();
        return std::move(verdict_);
    }

private:
    [[nodiscard]] std::string say(std::string_view en, std::string_view nb) const { return plan::say(language_, en, nb); }
    void checked(std::string_view en, std::string_view nb) { verdict_.checked.push_back(say(en, nb)); }
    /// What two checks find is told once.
    void object(std::string text) {
        if (std::ranges::find(verdict_.objections, text) == verdict_.objections.end()) verdict_.objections.push_back(std::move(text));
    }
    void expect(bool holds, const std::string& text) {
        if (!holds) object(text);
    }

    std::string text_of(const std::string& name) {
        auto text = io::read_file(folder_ / name);
        if (!text) object(name + say(" is missing", " mangler"));
        return text.value_or("");
    }

    /// The log is whole, and its first row names the hash of every file as it stands here.
    void log_and_hashes() {
        const std::string log = text_of("audit.jsonl");
        auto chain = io::check_audit(log, language_);
        if (!head_.empty()) io::check_head(chain, head_, verdict_.checked, language_);
        for (std::string& one : chain.objections) object(std::move(one));
        const auto rows = chain.hashes.size();
        if (rows > 0)
            verdict_.checked.push_back(say("hash chain of audit.jsonl (", "hashkjeden i audit.jsonl (") + counted_rows(rows, language_) +
                                       ")");
        for (std::string& one : io::differences_from_log(folder_, run_, log, language_)) object(std::move(one));
        checked("hashes of the files of the run", "hashene til filene i kjøringen");
    }

    /// What the files say together, without the case.
    void consistency() {
        std::set<std::string> people;
        const auto once = [&](const std::string& participant) {
            expect(people.insert(participant).second, participant + say(" stands twice in the run", " står to ganger i kjøringen"));
        };
        for (const auto& home : run_.homes) once(home.participant);
        for (const auto& one : run_.waiting) once(one.participant);
        const bool has_plan = run_.status == "optimal" || run_.status == "feasible";
        expect(has_plan || (run_.homes.empty() && run_.waiting.empty()),
               say("a run without a plan lists people", "en kjøring uten plan nevner personer"));
        goals(has_plan);
        counts(has_plan);
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const auto& home : run_.homes) pairs.emplace_back(home.participant, home.unit);
        const auto status = solve::status_of(run_.status);
        expect(status && plan::digest(run_.problem_digest, run_.seed, *status, run_.objective, pairs) == run_.plan_digest,
               say("the plan digest is not that of these assignments and goals",
                   "planens fingeravtrykk er ikke det som disse tildelingene og målene har"));
        checked("people, goals and plan digest agree", "personer, mål og planens fingeravtrykk stemmer overens");
    }

    /// What is told of each goal is what the integers of the solver say, and the goals of the policy stand before the ties.
    void goals(bool has_plan) {
        const std::size_t count = has_plan ? run_.objective.size() : 0;
        expect(run_.goals.size() == count, say("a goal has no value", "et mål har ingen verdi"));
        expect(run_.bound.size() == count && (has_plan || run_.objective.empty()), say("a goal has no bound", "et mål har ingen skranke"));
        expect(std::ranges::is_sorted(run_.goals, {}, &plan::GoalValue::tie),
               say("a goal of the policy stands after queue days or the lottery", "et mål i policyen står etter køtid eller loddtrekning"));
        if (run_.goals.size() != count || run_.bound.size() != count) return;
        for (std::size_t i = 0; i < count; ++i) {
            const auto& goal = run_.goals[i];
            const auto told = plan::with_values(goal, i, run_.objective, run_.bound, run_.proven_goals);
            expect(goal == told && told.gap >= 0 && (!told.proven || (told.bounded && told.gap == 0)),
                   say("goal ", "målet ") + goal.id +
                       say(" is not told as objective, bound and proven_goals have it",
                           " er ikke fortalt slik objective, bound og proven_goals har det"));
        }
    }

    /// What result.json counts and concludes follows from the rest of the run.
    void counts(bool has_plan) {
        const auto policy_goals = std::ranges::count(run_.goals, false, &plan::GoalValue::tie);
        expect(!has_plan || (run_.status == "optimal") == std::cmp_greater_equal(run_.proven_goals, policy_goals),
               say("result.json: the status is not that of the goals proven", "result.json: statusen er ikke den de beviste målene gir"));
        Json expected = result_;
        expected["canonical"] = run_.status == "optimal" && std::cmp_equal(run_.proven_goals, run_.goals.size());
        expected["verified"] = true;
        if (has_plan) {
            expected["participants"] = run_.homes.size() + run_.waiting.size();
            expected["housed"] = std::ranges::count_if(run_.homes, [](const auto& home) { return !home.stays && !home.moves; });
            expected["waiting"] = run_.waiting.size();
        } else {
            expected.erase("housed");
            expected.erase("waiting");
        }
        compare_result(expected, say(" does not follow from the files of the run", " følger ikke av filene i kjøringen"));
    }

    /// The certificate's claims are those of the run, the policy's goals decide the status, and the proof holds.
    std::optional<solve::Result> proof(const solve::Problem& numeric, std::optional<std::int32_t> policy_goals) {
        std::istringstream in(text_of("certificate.jsonl"));
        solve::Result result = solve::read_certificate(in, numeric);
        const auto same = [&](bool holds, std::string_view en, std::string_view nb) {
            expect(holds, say("certificate.jsonl and result.json differ in the ", "certificate.jsonl og result.json har ulik verdi for ") +
                              say(en, nb));
        };
        same(solve::to_string(result.status) == run_.status, "status", "status");
        same(result.objective == run_.objective, "goals", "målene");
        same(result.bound == run_.bound, "bounds", "skrankene");
        same(result.proven_goals == run_.proven_goals, "proven goals", "bevist mål");
        expect(!policy_goals || result.policy_goals == *policy_goals, say("certificate.jsonl calls another number of goals the policy's: ",
                                                                          "certificate.jsonl har et annet antall mål i policyen: ") +
                                                                          std::to_string(result.policy_goals) + say(", not ", ", ikke ") +
                                                                          std::to_string(policy_goals.value_or(0)));
        const solve::Verdict judged = solve::check(numeric, result);
        for (const std::string& objection : judged.objections) object(say("proof: ", "beviset: ") + objection);
        expect(judged.accepted || !judged.objections.empty(), say("proof: refused", "beviset: ikke godtatt"));
        if (result.status == solve::Status::unknown)
            checked("nothing was found and nothing disproved: there is no plan and no proof to check",
                    "ingenting er funnet og ingenting motbevist: det er ingen plan og intet bevis å kontrollere");
        else
            checked("plan and proof by the independent checker", "plan og bevis, av den uavhengige kontrollen");
        if (!judged.accepted) return std::nullopt;
        return result;
    }

    void against_case(const model::Case& source, const model::Policy& policy) {
        const auto problem = build(source, policy);
        expect(problem->case_digest == run_.case_digest,
               say("the case is another one: its digest differs", "saken er en annen: fingeravtrykket er ulikt"));
        expect(problem->policy_digest == run_.policy_digest,
               say("the policy is another one: its digest differs", "policyen er en annen: fingeravtrykket er ulikt"));
        expect(problem->problem_digest == run_.problem_digest,
               say("the problem is another one: its digest differs", "problemet er et annet: fingeravtrykket er ulikt"));
        checked("digests of case, policy and problem", "fingeravtrykk av sak, policy og problem");
        if (problem->problem_digest != run_.problem_digest) return;
        verdict_.rebuilt = true;
        compare_problem(*problem);
        const auto result = proof(problem->numeric, problem->first_tie_goal);
        if (!result) return;
        // The certificate's plan gives the same files again, reasons and uses of limits included.
        const plan::Plan plan(problem, *result, {true, {}}, run_.seed);
        for (const auto& [name, text] : io::determined_files(plan)) expect(text == text_of(name), name + not_of_the_plan());
        compare_result(as_saved(plan), not_of_the_plan());
        compare_prices(problem, *result);
        checked("assignments, reasons, limits and result made again from the problem",
                "tildelinger, grunner, grenser og resultat laget på nytt fra problemet");
    }

    [[nodiscard]] std::string not_of_the_plan() const {
        return say(" is not what the plan of certificate.jsonl gives", " er ikke det som planen i certificate.jsonl gir");
    }

    /// The problem that is there for an auditor without the case is the one of the case.
    void compare_problem(const rules::AllocationProblem& problem) {
        const auto compare = [&](const char* name, const std::string& text) {
            const auto found = io::read_file(folder_ / name);
            if (!found) return false;
            expect(*found == text, std::string(name) + say(" is not the problem of the case", " er ikke problemet i saken"));
            return true;
        };
        std::ostringstream numeric;
        solve::write_problem(numeric, problem.numeric);
        const bool has_problem = compare("problem.json", numeric.str());
        if (compare("problem_ids.json", io::problem_ids_json(problem)) || has_problem)
            checked("problem.json made again from the case", "problem.json laget på nytt fra saken");
    }

    /// result.json as `save` writes it for this plan. How the search went, and of which review, is the run's own to tell.
    Json as_saved(const plan::Plan& plan) {
        Json expected = Json::parse(io::result_json(plan, run_.review_head));
        expected["version"] = run_.version;
        expected["stopped_by"] = run_.stopped_by;
        expected["reproducible"] = run_.reproducible;
        return expected;
    }

    /// How goals are told apart from what they count, which each version of husrom writes in its own way.
    static Json without_definitions(Json goals) {
        if (goals.is_array())
            for (Json& goal : goals)
                if (goal.is_object()) goal.erase("definition");
        return goals;
    }

    /// Texts are compared, so that nothing else can stand in the file either.
    void compare_result(const Json& expected, const std::string& what_it_is_not) {
        if (expected.dump(2) + "\n" == result_text_) return;
        bool same = true;
        for (const auto& [key, value] : expected.items()) {
            const Json other = result_.value(key, Json());
            if (other == value) continue;
            same = false;
            object(key == "goals" && without_definitions(other) == without_definitions(value)
                       ? say("result.json: the definition of a goal is another one; another version of husrom may have saved the run",
                             "result.json: definisjonen av et mål er en annen; en annen versjon av husrom kan ha lagret kjøringen")
                       : "result.json: " + key + what_it_is_not);
        }
        for (const auto& [key, value] : result_.items())
            if (!expected.contains(key))
                same = false, object("result.json: " + key + say(" does not belong there", " hører ikke hjemme der"));
        expect(!same, say("result.json is not as it is written", "result.json er ikke slik den skrives"));
    }

    /// Prices are no part of the proof. What stands in the file has to be as it is written, and where the proof holds the multipliers that
    /// a goal's prices of homes and limits are, has to be these.
    void compare_prices(const std::shared_ptr<const rules::AllocationProblem>& problem, solve::Result result) {
        result.prices = io::prices_of(run_, *problem);
        expect(io::prices_csv(plan::Plan(problem, result, {true, {}}, run_.seed)) == text_of("prices.csv"),
               say("prices.csv is not as it is written", "prices.csv er ikke slik den skrives"));
        if (!result.certificate) return;
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
            expect(same, say("prices.csv: the prices of ", "prices.csv: prisene for ") + id +
                             say(" are not those of certificate.jsonl", " er ikke de som står i certificate.jsonl"));
        }
        if (!judged.empty())
            verdict_.checked.push_back(say("prices of homes and limits as in the proof, of the goals ",
                                           "priser på boliger og grenser som i beviset, for målene ") +
                                       judged);
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
        verdict_.rebuilt = true;
        // The policy is not at hand: which goals are its own is what the run says, where it has a plan.
        std::optional<std::int32_t> policy_goals;
        if (!run_.goals.empty()) policy_goals = static_cast<std::int32_t>(std::ranges::count(run_.goals, false, &plan::GoalValue::tie));
        const auto result = proof(numeric, policy_goals);
        if (!result) return;
        Json expected = result_;
        expected["participants"] = numeric.rows;
        expected["units"] = numeric.columns;
        expected["digests"]["integers"] = numeric.digest();
        compare_result(expected, say(" is not that of problem.json", " er ikke det som problem.json har"));
        const auto names = ids_of(numeric);
        if (!names) return;
        const auto& [participants, units] = *names;
        std::set<std::pair<std::string, std::string>> proven, listed;
        for (const std::int32_t edge : result->chosen)
            proven.emplace(participants[static_cast<std::size_t>(numeric.edge_row[static_cast<std::size_t>(edge)])],
                           units[static_cast<std::size_t>(numeric.edge_column[static_cast<std::size_t>(edge)])]);
        std::set<std::string> people;
        for (const auto& home : run_.homes) listed.emplace(home.participant, home.unit), people.insert(home.participant);
        for (const auto& one : run_.waiting) people.insert(one.participant);
        expect(proven == listed,
               say("assignments.csv is not the plan of certificate.jsonl", "assignments.csv er ikke planen i certificate.jsonl"));
        expect(!result->has_plan() || people == std::set<std::string>(participants.begin(), participants.end()),
               say("assignments.csv and waiting.csv do not name the participants of problem_ids.json",
                   "assignments.csv og waiting.csv nevner ikke deltakerne i problem_ids.json"));
        checked("the problem was read from problem.json, not rebuilt from a case: reasons, limits and prices were not made again",
                "problemet er lest fra problem.json, ikke bygd på nytt fra en sak: grunner, grenser og priser er ikke laget på nytt");
    }

    /// Participants and units by the rows and columns of the problem.
    std::optional<std::array<std::vector<std::string>, 2>> ids_of(const solve::Problem& numeric) {
        std::string objection;
        const Json ids = solve::read_object(text_of("problem_ids.json"), objection);
        std::array<std::vector<std::string>, 2> names;
        for (std::size_t side = 0; side < 2; ++side) {
            const char* key = side == 0 ? "participants" : "units";
            const bool list = objection.empty() && ids.contains(key) && ids[key].is_array() &&
                              std::ranges::all_of(ids[key], [](const Json& id) { return id.is_string(); });
            if (!list) {
                object(say("problem_ids.json names no ", "problem_ids.json nevner ingen ") + key);
                return std::nullopt;
            }
            names[side] = ids[key].get<std::vector<std::string>>();
        }
        if (std::cmp_not_equal(names[0].size(), numeric.rows) || std::cmp_not_equal(names[1].size(), numeric.columns)) {
            object(say("problem_ids.json has other sizes than problem.json", "problem_ids.json har andre størrelser enn problem.json"));
            return std::nullopt;
        }
        return names;
    }

    std::filesystem::path folder_;
    std::string head_;  ///< that the log had once; empty: not known
    model::Language language_;
    SavedRun run_;
    std::string result_text_;  ///< result.json
    Json result_;
    RunVerdict verdict_;
};

}  // namespace

RunVerdict verify(const std::filesystem::path& run, const model::Case* source, const model::Policy* policy, std::string_view head,
                  model::Language language) {
    return RunCheck(run, head, language).check(source, policy);
}

RunVerdict verify_log(const std::filesystem::path& log, const std::vector<std::string>& heads, model::Language language) {
    RunVerdict verdict;
    const auto text = io::read_file(log);
    auto chain = text ? io::check_audit(*text, language)
                      : io::AuditCheck{{log.string() + plan::say(language, " cannot be read", " kan ikke leses")}, {}};
    const auto rows = chain.hashes.size();
    if (text) {
        if (rows > 0) verdict.checked.push_back(plan::say(language, "hash chain (", "hashkjeden (") + counted_rows(rows, language) + ")");
        for (const auto& head : heads) {
            // What a log without a line gave as its head holds for whatever it became.
            if (head == io::first_prev)
                verdict.checked.push_back(
                    plan::say(language, "head of the log: before its first line", "hashen til loggen: før den første linjen"));
            else
                io::check_head(chain, head, verdict.checked, language);
        }
    }
    verdict.objections = std::move(chain.objections);
    verdict.accepted = verdict.objections.empty();
    return verdict;
}

}  // namespace husrom
