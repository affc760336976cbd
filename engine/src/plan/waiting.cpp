#include <algorithm>
#include <array>
#include <optional>

#include <husrom/core/integers.hpp>

#include "plan/chains.hpp"
#include "plan/parts.hpp"

namespace husrom::plan {

namespace {

using Change = std::vector<std::int64_t>;  ///< of the policy goals, more is better

/// The best way found in which one waiting person could be given a home by an exchange.
class Best {
public:
    Best(const Exchanges& exchanges, std::size_t policy_goals) : exchanges_(exchanges), policy_goals_(policy_goals) {}

    void consider(std::span<const std::int32_t> out, std::span<const std::int32_t> in) {
        // Without charges the weights alone decide, and most exchanges lose by their first goal.
        if (!exchanges_.charges() && change_ && !beats_by_weight(out, in)) return;
        auto change = exchanges_.change(out, in);
        change.resize(policy_goals_);
        if (change_ && change <= *change_) return;
        if (exchanges_.obstruction(out, in).any()) return;
        change_ = std::move(change);
    }
    [[nodiscard]] const std::optional<Change>& change() const { return change_; }
    /// No exchange of a proven plan does better than to change nothing.
    [[nodiscard]] bool is_tie() const {
        return change_ && std::ranges::all_of(*change_, [](auto value) { return value == 0; });
    }

private:
    [[nodiscard]] bool beats_by_weight(std::span<const std::int32_t> out, std::span<const std::int32_t> in) const {
        for (std::size_t goal = 0; goal < policy_goals_; ++goal) {
            const auto value = exchanges_.weight_change(goal, out, in);
            if (value != (*change_)[goal]) return value > (*change_)[goal];
        }
        return false;
    }

    const Exchanges& exchanges_;
    std::size_t policy_goals_;
    std::optional<Change> change_;
};

class Reason {
public:
    Reason(const rules::AllocationProblem& problem, const Exchanges& exchanges, bool proven)
        : problem_(problem), numeric_(problem.numeric), exchanges_(exchanges), proven_(proven) {
        if (Chains::apply_to(numeric_)) chains_.emplace(problem, exchanges);
    }

    [[nodiscard]] Waiting of(std::int32_t row) const {
        Waiting waiting;
        waiting.participant = {row};
        const auto edges = exchanges_.edges_of_row(row);
        waiting.homes_that_fit = static_cast<std::int32_t>(edges.size());
        waiting.homes_that_fail = static_cast<std::int32_t>(problem_.units.size()) - waiting.homes_that_fit;
        if (edges.empty())
            waiting.reason = closed_by_unknown_alone(row) ? WaitingReason::information_missing : WaitingReason::no_home_fits;
        else if (chains_)
            decide_by_chains(row, edges, waiting);
        else if (any_free(edges))
            decide_free(edges, waiting);
        else
            decide_held(row, edges, waiting);
        return waiting;
    }

private:
    [[nodiscard]] std::int32_t column(std::int32_t edge) const { return numeric_.edge_column[static_cast<std::size_t>(edge)]; }
    [[nodiscard]] std::size_t policy_goals() const { return static_cast<std::size_t>(problem_.first_tie_goal); }

    [[nodiscard]] bool any_free(std::span<const std::int32_t> edges) const {
        return std::ranges::any_of(edges, [&](auto edge) { return exchanges_.free(column(edge)); });
    }

    /// Nothing but homes is scarce, so the best chain of any length says all.
    void decide_by_chains(std::int32_t row, std::span<const std::int32_t> edges, Waiting& waiting) const {
        const auto worse = any_free(edges) ? WaitingReason::goals_against : WaitingReason::others_first;
        waiting.reason = worse;
        if (const auto best = chains_->best(row)) compare(*best, worse, waiting);
        if (waiting.reason != WaitingReason::tie) return;
        // Equal in the policy's goals to a home that nobody holds: it is no tie with somebody housed.
        const auto free = best_free(edges);
        if (free.change &&
            std::all_of(free.change->begin(), free.change->begin() + problem_.first_tie_goal, [](auto value) { return value == 0; }))
            compare(*free.change, worse, waiting);
    }

    [[nodiscard]] bool closed_by_unknown_alone(std::int32_t row) const {
        for (std::int32_t unit = 0; unit < static_cast<std::int32_t>(problem_.units.size()); ++unit) {
            const auto verdicts = problem_.verdicts({row}, {unit});
            const auto is = [&](rules::Verdict verdict) {
                return std::ranges::any_of(verdicts, [&](const auto& one) { return one.verdict == verdict; });
            };
            if (is(rules::Verdict::unknown) && !is(rules::Verdict::fail)) return true;
        }
        return false;
    }

    /// What the homes that nobody holds come to: the best of those with room in every limit, or else the fewest limits in the way.
    struct Free {
        std::optional<Change> change;  ///< of every goal, ties too: nobody else is worse off, so that nothing but these goals decides
        std::int32_t edge = -1;
        std::optional<Exchanges::Obstruction> least;
    };

    [[nodiscard]] Free best_free(std::span<const std::int32_t> edges) const {
        Free free;
        for (const auto edge : edges) {
            if (!exchanges_.free(column(edge))) continue;
            const std::array in{edge};
            auto obstruction = exchanges_.obstruction({}, in);
            if (!obstruction.any()) {
                auto change = exchanges_.change({}, in);
                if (!free.change || change > *free.change) {
                    free.change = std::move(change);
                    free.edge = edge;
                }
            } else if (!free.least || weight(obstruction) < weight(*free.least)) {
                free.least = std::move(obstruction);
            }
        }
        return free;
    }

    void decide_free(std::span<const std::int32_t> edges, Waiting& waiting) const {
        const auto free = best_free(edges);
        if (!free.change) {
            block(*free.least, waiting);
            return;
        }
        compare(*free.change, WaitingReason::goals_against, waiting);
        if (waiting.reason == WaitingReason::goals_against && waiting.goal < problem_.first_tie_goal) blame_charges(free.edge, waiting);
    }

    static std::size_t weight(const Exchanges::Obstruction& obstruction) { return obstruction.limits.size() + (obstruction.apart ? 1 : 0); }

    /// A placement that is a loss only by the charges of soft limits waits for room in those limits.
    void blame_charges(std::int32_t edge, Waiting& waiting) const {
        const std::array in{edge};
        for (std::size_t goal = 0; goal < policy_goals(); ++goal) {
            const auto by_weight = exchanges_.weight_change(goal, {}, in);
            if (by_weight < 0) return;
            if (by_weight > 0) break;
        }
        Exchanges::Obstruction soft;
        for (const auto limit : exchanges_.limits_of_edge(edge))
            if (exchanges_.soft(limit) && exchanges_.info_of(limit) >= 0) soft.limits.push_back(exchanges_.info_of(limit));
        std::ranges::sort(soft.limits);
        block(soft, waiting);
    }

    void block(const Exchanges::Obstruction& obstruction, Waiting& waiting) const {
        waiting.reason = WaitingReason::limit_full;
        waiting.blocking_limits = obstruction.limits;
        for (const auto limit : obstruction.limits)
            waiting.blocking_limit += (waiting.blocking_limit.empty() ? "" : "; ") + name(problem_.limits[static_cast<std::size_t>(limit)]);
        if (obstruction.apart) waiting.blocking_limit += waiting.blocking_limit.empty() ? "apart" : "; apart";
    }

    /// Reads the best change goal by goal: equal is a tie, worse names the goal, better is possible in an unproven plan only.
    void compare(const Change& change, WaitingReason if_worse, Waiting& waiting) const {
        const auto deciding = std::ranges::find_if(change, [](auto value) { return value != 0; });
        if (deciding == change.end()) {
            waiting.reason = WaitingReason::tie;
        } else if (*deciding > 0) {
            waiting.reason = WaitingReason::not_proven;
        } else {
            waiting.reason = if_worse;
            waiting.goal = static_cast<std::int32_t>(deciding - change.begin());
            waiting.margin = core::checked_subtract(std::int64_t{0}, *deciding);
        }
    }

    void decide_held(std::int32_t row, std::span<const std::int32_t> edges, Waiting& waiting) const {
        Best best(exchanges_, policy_goals());
        for (const auto edge : edges) {
            for (const auto held : exchanges_.holders(column(edge))) {
                take_from(row, edge, held, best);
                if (proven_ && best.is_tie()) {
                    waiting.reason = WaitingReason::tie;
                    return;
                }
            }
        }
        if (best.change()) {
            compare(*best.change(), WaitingReason::others_first, waiting);
            return;
        }
        waiting.reason = WaitingReason::others_first;
        if (const auto least = least_obstruction(edges)) block(*least, waiting);
    }

    /// `edge` takes the home that `held` has; the holder goes without, or to another home.
    void take_from(std::int32_t row, std::int32_t edge, std::int32_t held, Best& best) const {
        const auto holder = numeric_.edge_row[static_cast<std::size_t>(held)];
        if (exchanges_.may_go_without(holder)) best.consider(std::array{held}, std::array{edge});
        for (const auto other : exchanges_.edges_of_row(holder)) {
            if (other == held || column(other) == column(edge)) continue;
            if (exchanges_.free(column(other))) {
                best.consider(std::array{held}, std::array{edge, other});
                continue;
            }
            for (const auto third : exchanges_.holders(column(other))) {
                const auto third_row = numeric_.edge_row[static_cast<std::size_t>(third)];
                if (third_row != row && third_row != holder && exchanges_.may_go_without(third_row))
                    best.consider(std::array{held, third}, std::array{edge, other});
            }
        }
    }

    /// The fewest limits in the way where the holder could go without; none when every holder must have a home.
    [[nodiscard]] std::optional<Exchanges::Obstruction> least_obstruction(std::span<const std::int32_t> edges) const {
        std::optional<Exchanges::Obstruction> least;
        for (const auto edge : edges) {
            for (const auto held : exchanges_.holders(column(edge))) {
                if (!exchanges_.may_go_without(numeric_.edge_row[static_cast<std::size_t>(held)])) continue;
                auto obstruction = exchanges_.obstruction(std::array{held}, std::array{edge});
                if (obstruction.any() && (!least || weight(obstruction) < weight(*least))) least = std::move(obstruction);
            }
        }
        return least;
    }

    const rules::AllocationProblem& problem_;
    const solve::Problem& numeric_;
    const Exchanges& exchanges_;
    bool proven_;
    std::optional<Chains> chains_;
};

}  // namespace

std::string_view code(WaitingReason reason) {
    switch (reason) {
        case WaitingReason::no_home_fits:
            return "NO_HOME_FITS";
        case WaitingReason::information_missing:
            return "INFORMATION_MISSING";
        case WaitingReason::limit_full:
            return "LIMIT_FULL";
        case WaitingReason::others_first:
            return "OTHERS_FIRST";
        case WaitingReason::tie:
            return "TIE";
        case WaitingReason::goals_against:
            return "GOALS_AGAINST";
        case WaitingReason::not_proven:
            return "NOT_PROVEN";
        case WaitingReason::no_room:
            return "NO_ROOM";
    }
    return "";
}

std::vector<Waiting> waiting_list(const rules::AllocationProblem& problem, const Exchanges& exchanges, const solve::Result& result) {
    std::vector<bool> placed(problem.participants.size(), false);
    for (const auto edge : result.chosen) placed[static_cast<std::size_t>(problem.numeric.edge_row[static_cast<std::size_t>(edge)])] = true;
    const Reason reason(problem, exchanges, result.status == solve::Status::optimal);
    std::vector<Waiting> list;
    for (std::size_t row = 0; row < placed.size(); ++row)
        if (!placed[row]) list.push_back(reason.of(static_cast<std::int32_t>(row)));
    return list;
}

}  // namespace husrom::plan
