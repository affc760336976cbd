#include "io/review_log.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <husrom/core/error.hpp>
#include <husrom/solve/result.hpp>
#include <nlohmann/json.hpp>

#include "model/text.hpp"

namespace husrom {

std::string_view to_string(Decision::Kind kind) {
    switch (kind) {
        case Decision::Kind::accept:
            return "accept";
        case Decision::Kind::override_placement:
            return "override";
        case Decision::Kind::lock:
            return "lock";
        case Decision::Kind::forbid:
            return "forbid";
    }
    return "";
}

namespace io {

namespace {
constexpr std::array kinds{Decision::Kind::accept, Decision::Kind::override_placement, Decision::Kind::lock, Decision::Kind::forbid};

bool found_a_plan(std::string_view status) {
    return status != solve::to_string(solve::Status::infeasible) && status != solve::to_string(solve::Status::unknown);
}

/// What was decided about one plan, by the lines of the log.
class Round {
public:
    void add(std::size_t line, Decision decision) { made_.insert_or_assign(line, Made{std::move(decision), false}); }

    /// Ends what was last decided of the pair, and all that had given way to it.
    void withdraw(std::string_view participant, std::string_view unit) {
        std::vector<Decision> ending;
        for (auto one = made_.rbegin(); one != made_.rend(); ++one) {
            const auto& decision = one->second.decision;
            const bool ends = ending.empty()
                                  ? is_about(decision, participant, unit)
                                  : std::ranges::any_of(ending, [&](const Decision& later) { return gives_way(decision, later); });
            if (!ends) continue;
            ending.push_back(decision);
            ended_.emplace(one->first, one->second);
        }
        for (const auto& [line, one] : ended_) made_.erase(line);
    }

    /// The case of the next plan holds what was made in the rounds before. Where that plan was there already, the round that it is found
    /// from says what stands.
    void comes_from(const Round& before) {
        for (auto one : before.made_) {
            one.second.in_case = true;
            ended_.erase(one.first);
            made_.insert_or_assign(one.first, std::move(one.second));
        }
        for (const auto& [line, one] : before.ended_) {
            made_.erase(line);
            ended_.insert_or_assign(line, one);
        }
    }

    [[nodiscard]] std::size_t lines() const { return made_.size() + ended_.size(); }

    void tell(PastReview& past) const {
        for (const auto& [line, one] : made_) past.decisions.push_back(one.decision);
        for (const auto& [line, one] : ended_)
            if (one.in_case) past.withdrawn.push_back(one.decision);
    }

private:
    struct Made {
        Decision decision;
        bool in_case = false;  ///< a case with it was solved
    };
    std::map<std::size_t, Made> made_, ended_;
};
}  // namespace

bool gives_way(const Decision& earlier, const Decision& later) {
    const bool both_place = earlier.kind != Decision::Kind::forbid && later.kind != Decision::Kind::forbid;
    return earlier.participant == later.participant && (both_place || earlier.unit == later.unit);
}

bool is_about(const Decision& decision, std::string_view participant, std::string_view unit) {
    return decision.participant == participant && decision.unit == unit;
}

PastReview read_review(std::string_view log, const PlanKey& wanted) {
    std::map<PlanKey, Round> about;
    std::optional<PlanKey> current;
    std::size_t decisions = 0;
    for (std::size_t line = 0; !log.empty(); ++line) {
        const auto end = log.find('\n');
        const auto json = nlohmann::json::parse(log.substr(0, end), nullptr, false);
        log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
        if (!json.is_object()) continue;
        const auto text = [&](const char* key) {
            const auto found = json.find(key);
            return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
        };
        const auto event = text("event");
        // The line that opens a review names its policy, under which it also resolves.
        if (event == "review") current = PlanKey{text("plan"), text("problem"), text("policy")};
        if (event == "resolve" && found_a_plan(text("status"))) {
            PlanKey next{text("plan"), text("problem"), current ? current->policy : wanted.policy};
            if (current) about[next].comes_from(Round(about[*current]));
            current = std::move(next);
        }
        if (!current) continue;
        if (event == "withdraw") about[*current].withdraw(text("participant"), text("unit"));
        for (const auto kind : kinds) {
            if (event != to_string(kind)) continue;
            Decision decision{kind, text("participant"), text("unit"), text("reason"), {}};
            const auto waived = text("waived");
            for (const auto rule : model::split(waived, ';')) decision.waived.emplace_back(rule);
            about[*current].add(line, std::move(decision));
            ++decisions;
        }
    }
    PastReview past;
    past.current = current == wanted;
    past.went_on = current && !past.current;
    about[wanted].tell(past);
    past.about_other_plans = static_cast<std::int64_t>(decisions - about[wanted].lines());
    return past;
}

bool is_reference(std::string_view text) {
    return text.size() <= 80 && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127; });
}

void require_actor(std::string_view actor) {
    if (actor.empty() || !is_reference(actor))
        throw InvalidArgument("the actor of a review is a pseudonym of letters a to z, digits and signs, such as \"user:2f61\"");
}

void require_time(std::string_view time) {
    if (!is_reference(time)) throw InvalidArgument("the time of a decision is one word, such as 2026-11-22T09:31:40Z");
}

void require_reason_code(std::string_view reason) {
    const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    if (reason.empty() || reason.size() > 40 || !std::ranges::all_of(reason, allowed))
        throw InvalidArgument(
            "a reason is a code of capitals, digits and underscores, such as NEAR_SCHOOL; words about a person belong in the case file");
}

}  // namespace io
}  // namespace husrom
