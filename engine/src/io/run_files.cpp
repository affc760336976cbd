#include "io/run_files.hpp"

#include <sstream>

#include <nlohmann/json.hpp>

#include <husrom/core/version.hpp>
#include <husrom/model/decimal.hpp>
#include <husrom/solve/certificate.hpp>

#include "io/csv.hpp"
#include "model/goal_definition.hpp"
#include "model/text.hpp"

namespace husrom::io {
namespace {

using Json = nlohmann::ordered_json;

/// A table that grows row by row.
class Sheet {
public:
    explicit Sheet(std::vector<std::string> headings) : headings_(std::move(headings)), columns_(headings_.size()) {}
    void row(std::vector<std::string> cells) {
        for (std::size_t column = 0; column < columns_.size(); ++column) columns_[column].push_back(std::move(cells[column]));
        ++rows_;
    }
    [[nodiscard]] std::string text() const { return write_csv(headings_, columns_, rows_); }

private:
    std::vector<std::string> headings_;
    std::vector<std::vector<std::string>> columns_;
    std::size_t rows_ = 0;
};

std::string decimal(std::int64_t value, std::int32_t digits) {
    return model::to_text(model::Decimal{value, digits});
}

std::string flag(bool value) {
    return value ? "true" : "false";
}

Json goal_json(const plan::GoalValue& goal, const model::Policy& policy) {
    Json json{{"id", goal.id},
              {"definition", model::definition_of_goal(policy, goal.id)},
              {"minimise", goal.minimise},
              {"tie", goal.tie},
              {"digits", goal.digits},
              {"reached", goal.reached},
              {"proven", goal.proven},
              {"bounded", goal.bounded}};
    if (goal.bounded) json["bound"] = goal.bound, json["gap"] = goal.gap;
    return json;
}

}  // namespace

std::string result_json(const plan::Plan& plan, std::string_view review_head) {
    const auto& problem = plan.problem();
    const auto& result = plan.result();
    Json json{{"schema", run_schema},
              {"version", HUSROM_VERSION},
              {"status", solve::to_string(plan.status())},
              {"stopped_by", solve::to_string(plan.stopped_by())},
              {"canonical", plan.canonical()},
              {"reproducible", plan.reproducible()},
              {"verified", plan.verified()},
              {"seed", plan.seed()}};
    json["digests"] = Json{{"case", problem.case_digest},
                           {"policy", problem.policy_digest},
                           {"problem", problem.problem_digest},
                           {"integers", problem.numeric.digest()},
                           {"plan", plan.digest()}};
    json["policy"] = Json{{"id", problem.policy->id}, {"as_of", model::to_text(problem.policy->round.as_of)}};
    json["participants"] = problem.participants.size();
    json["units"] = problem.units.size();
    json["goals"] = Json::array();
    json["objective"] = result.objective;
    json["bound"] = result.bound;
    json["proven_goals"] = result.proven_goals;
    if (plan.has_allocation()) {
        json["housed"] = plan.housed();
        json["waiting"] = plan.waiting().size();
        for (const plan::GoalValue& goal : plan.goals()) json["goals"].push_back(goal_json(goal, *problem.policy));
    }
    if (!review_head.empty()) json["review_log"] = Json{{"head", review_head}};
    return json.dump(2) + "\n";
}

std::string assignments_csv(const plan::Plan& plan) {
    Sheet sheet({"participant_id", "unit_id", "kind", "confirm"});
    if (plan.has_allocation()) {
        const auto& problem = plan.problem();
        for (const plan::Assignment& one : plan.assignments())
            sheet.row({problem.participants[one.participant.position()], problem.units[one.unit.position()],
                       one.stays   ? "stays"
                       : one.moves ? "moves"
                                   : "new",
                       model::join(one.confirm, ";")});
    }
    return sheet.text();
}

std::string waiting_csv(const plan::Plan& plan) {
    Sheet sheet({"participant_id", "reason", "homes_that_fit", "homes_that_fail", "blocking_limit"});
    if (plan.has_allocation())
        for (const plan::Waiting& one : plan.waiting())
            sheet.row({plan.problem().participants[one.participant.position()], std::string(plan::code(one.reason)),
                       std::to_string(one.homes_that_fit), std::to_string(one.homes_that_fail), one.blocking_limit});
    return sheet.text();
}

std::string limits_csv(const plan::Plan& plan) {
    Sheet sheet(
        {"limit", "group", "group_table", "kind", "max", "min", "tenants", "stays", "room", "use", "left", "binds", "already_over"});
    if (plan.has_allocation()) {
        for (const plan::LimitUse& use : plan.limits()) {
            const auto& info = plan.problem().limits[static_cast<std::size_t>(use.limit)];
            const auto number = [&](bool has, std::int64_t value) { return has ? decimal(value, info.digits) : std::string(); };
            sheet.row({info.id, info.group, info.group_table, info.soft ? "soft" : "hard", number(info.has_max, info.max),
                       number(info.has_min, info.min), number(true, info.tenants), number(true, info.stays),
                       number(info.has_max, info.room), number(true, use.use), number(info.has_max || info.has_min, use.left),
                       flag(use.binds), flag(info.already_over)});
        }
    }
    return sheet.text();
}

std::string prices_csv(const plan::Plan& plan) {
    // A price is numerator / denominator in the integers of the proof: 10^-digits of the goal for one person, one home, or 10^-digits of
    // room in a limit more; prices of 0 are left out. Valid, not unique.
    Sheet sheet({"goal", "kind", "id", "group", "numerator", "denominator"});
    const auto& problem = plan.problem();
    for (const solve::Prices& prices : plan.result().prices) {
        const std::string goal = problem.goals[static_cast<std::size_t>(prices.goal)].id;
        const auto denominator = std::to_string(prices.denominator);
        for (std::size_t i = 0; i < prices.row.size(); ++i)
            if (prices.row[i] != 0)
                sheet.row({goal, "participant", problem.participants[i], "", std::to_string(prices.row[i]), denominator});
        for (std::size_t i = 0; i < prices.column.size(); ++i)
            if (prices.column[i] != 0) sheet.row({goal, "unit", problem.units[i], "", std::to_string(prices.column[i]), denominator});
        for (const auto& info : problem.limits) {
            const auto place = static_cast<std::size_t>(info.numeric);
            if (info.numeric >= 0 && place < prices.limit.size() && prices.limit[place] != 0)
                sheet.row({goal, "limit", info.id, info.group, std::to_string(prices.limit[place]), denominator});
        }
    }
    return sheet.text();
}

std::string certificate_jsonl(const plan::Plan& plan) {
    std::ostringstream out;
    solve::write_certificate(out, plan.problem().numeric, plan.result());
    return out.str();
}

std::string problem_ids_json(const rules::AllocationProblem& problem) {
    const Json json{{"schema", "husrom.problem_ids/1"}, {"participants", problem.participants}, {"units", problem.units}};
    return json.dump(1) + "\n";
}

std::map<std::string, std::string> determined_files(const plan::Plan& plan) {
    return {{"assignments.csv", assignments_csv(plan)}, {"waiting.csv", waiting_csv(plan)}, {"limits.csv", limits_csv(plan)}};
}

}  // namespace husrom::io
