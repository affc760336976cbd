#include <husrom/plan/mechanism.hpp>

#include <algorithm>
#include <array>
#include <numeric>

#include <husrom/core/integers.hpp>

#include "plan/exchange.hpp"
#include "plan/orders.hpp"
#include "plan/plan_values.hpp"
#include "plan/worst_case.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// An allocation that grows a pair at a time and keeps homes, caps and people apart.
class Growing {
public:
    explicit Growing(const rules::AllocationProblem& problem, const WorstCase& loads)
        : problem_(problem), numeric_(problem.numeric), loads_(loads) {
        room_ = numeric_.column_upper;
        if (room_.empty()) room_.assign(at(numeric_.columns), 1);
        caps_ = numeric_.limit_upper;
        for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit)
            for (const auto& step : numeric_.steps) {
                auto& cap = caps_[at(limit)];
                if (step.limit != limit || step.side != solve::Side::upper || cap == solve::no_upper) continue;
                cap = step.width == solve::unbounded ? solve::no_upper : core::checked_add(cap, step.width);
            }
        settle_tenants();
    }

    /// Nobody but the tenants who may move: each at home, or where they must move.
    void clear() {
        left_ = room_;
        for (const auto unit : kept_) --left_[unit.position()];
        use_.assign(at(numeric_.limits()), 0);
        cliques_.assign(at(numeric_.cliques()), 0);
        home_.assign(at(numeric_.rows), -1);
        for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge)
            if (problem_.stay[at(edge)]) add(edge);
        for (const auto edge : moves_) add(edge);
    }
    [[nodiscard]] bool fits(std::int32_t edge) const {
        if (home_[at(numeric_.edge_row[at(edge)])] >= 0 || left_[at(numeric_.edge_column[at(edge)])] < 1) return false;
        const auto breaks = [&](const WorstCase::Load& one) {
            const auto after = core::checked_add(use_[at(one.limit)], one.load);
            return one.load > 0 && caps_[at(one.limit)] != solve::no_upper && after > caps_[at(one.limit)];
        };
        return std::ranges::none_of(loads_.loads(edge), breaks) &&
               std::ranges::none_of(loads_.cliques(edge), [&](std::int32_t clique) { return cliques_[at(clique)] > 0; });
    }
    void add(std::int32_t edge) {
        home_[at(numeric_.edge_row[at(edge)])] = edge;
        --left_[at(numeric_.edge_column[at(edge)])];
        for (const auto& one : loads_.loads(edge)) use_[at(one.limit)] = core::checked_add(use_[at(one.limit)], one.load);
        for (const auto clique : loads_.cliques(edge)) ++cliques_[at(clique)];
    }
    [[nodiscard]] std::int32_t home(std::int32_t row) const { return home_[at(row)]; }
    [[nodiscard]] std::vector<std::int32_t> chosen() const {
        std::vector<std::int32_t> edges;
        for (const auto edge : home_)
            if (edge >= 0) edges.push_back(edge);
        std::ranges::sort(edges);
        return edges;
    }
    [[nodiscard]] std::int32_t broken_duties() const {
        std::int32_t broken = 0;
        for (std::int32_t row = 0; row < numeric_.rows; ++row)
            if (!numeric_.row_lower.empty() && numeric_.row_lower[at(row)] > 0 && home_[at(row)] < 0) ++broken;
        for (std::int32_t limit = 0; limit < numeric_.limits(); ++limit) {
            const auto lower = numeric_.limit_lower[at(limit)];
            const bool soft = std::ranges::any_of(
                numeric_.steps, [&](const solve::Step& step) { return step.limit == limit && step.side == solve::Side::lower; });
            if (lower != solve::no_lower && !soft && use_[at(limit)] < lower) ++broken;
        }
        return broken;
    }

private:
    /// Tenants who may not stay take the home that they must have, where it fits beside the others'. The home of one for whom it does not
    /// is kept for them, though no pair stands for that; then it is not free for another, so all are seated anew.
    void settle_tenants() {
        clear();
        std::vector<std::int32_t> wanted;
        for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
            const auto row = at(numeric_.edge_row[at(edge)]);
            if (problem_.mover[row] && home_[row] < 0) wanted.push_back(edge);
        }
        std::vector<bool> kept(at(numeric_.rows), false);
        for (bool again = true; again;) {
            again = false;
            clear();
            for (const auto edge : wanted)
                if (!kept[at(numeric_.edge_row[at(edge)])] && fits(edge)) add(edge);
            for (std::size_t row = 0; row < kept.size(); ++row) {
                if (!problem_.mover[row] || home_[row] >= 0 || kept[row]) continue;
                kept[row] = true;
                kept_.push_back(problem_.home_now[row]);
                again = true;
            }
        }
        for (const auto edge : wanted)
            if (home_[at(numeric_.edge_row[at(edge)])] == edge) moves_.push_back(edge);
    }

    const rules::AllocationProblem& problem_;
    const solve::Problem& numeric_;
    const WorstCase& loads_;
    std::vector<std::int32_t> room_, left_, home_, cliques_;
    std::vector<std::int32_t> moves_;     ///< pairs of tenants who may not stay and are seated where they must move
    std::vector<rules::UnitIndex> kept_;  ///< homes of tenants who may not stay and cannot be seated
    std::vector<std::int64_t> caps_, use_;
};

class Market {
public:
    Market(const rules::AllocationProblem& problem, const MechanismOptions& options, std::uint64_t seed)
        : numeric_(problem.numeric),
          orders_(problem, options.preference, options.priority, seed),
          loads_(problem.numeric, problem.first_tie_goal),
          plan_(problem, loads_) {
        wishes_.resize(at(numeric_.rows));
        for (std::int32_t edge = 0; edge < numeric_.edges(); ++edge) {
            const auto row = numeric_.edge_row[at(edge)];
            if (!problem.mover[at(row)]) wishes_[at(row)].push_back(edge);
        }
        for (auto& wishes : wishes_) std::ranges::sort(wishes, [&](auto a, auto b) { return orders_.asks_first(a, b); });
    }

    void deferred_acceptance() {
        std::vector<std::size_t> next(wishes_.size(), 0);
        std::vector<std::int32_t> held;
        for (std::size_t row = 0; row < wishes_.size();) {
            if (plan_.home(static_cast<std::int32_t>(row)) >= 0 || next[row] >= wishes_[row].size()) {
                ++row;
                continue;
            }
            held.push_back(wishes_[row][next[row]++]);
            std::ranges::sort(held, [&](auto a, auto b) { return orders_.goes_before(numeric_, a, b); });
            plan_.clear();
            std::erase_if(held, [&](std::int32_t edge) {
                if (!plan_.fits(edge)) return true;
                plan_.add(edge);
                return false;
            });
            row = 0;
        }
    }
    void serial_dictatorship() {
        for (const auto person : order())
            for (const auto edge : wishes_[person.position()])
                if (plan_.fits(edge)) {
                    plan_.add(edge);
                    break;
                }
    }
    void hardest_first() {
        std::vector<std::vector<std::int32_t>> takers(at(numeric_.columns));
        for (const auto& wishes : wishes_)
            for (const auto edge : wishes) takers[at(numeric_.edge_column[at(edge)])].push_back(edge);
        std::vector<std::size_t> homes(takers.size());
        std::iota(homes.begin(), homes.end(), 0);
        std::ranges::stable_sort(homes, {}, [&](std::size_t home) { return takers[home].size(); });
        for (const auto home : homes) {
            std::ranges::sort(takers[home], [&](auto a, auto b) { return orders_.goes_before(numeric_, a, b); });
            for (const auto edge : takers[home])
                if (plan_.fits(edge)) plan_.add(edge);
        }
    }

    [[nodiscard]] std::vector<rules::ParticipantIndex> order() const {
        std::vector<rules::ParticipantIndex> people;
        for (std::int32_t row = 0; row < numeric_.rows; ++row) people.push_back({row});
        std::ranges::stable_sort(people, {}, [&](rules::ParticipantIndex person) { return orders_.number[person.position()]; });
        return people;
    }
    [[nodiscard]] const Growing& plan() const { return plan_; }

private:
    const solve::Problem& numeric_;
    Orders orders_;
    WorstCase loads_;
    Growing plan_;
    std::vector<std::vector<std::int32_t>> wishes_;
};

}  // namespace

std::string_view to_string(Mechanism mechanism) {
    switch (mechanism) {
        case Mechanism::deferred_acceptance:
            return "deferred_acceptance";
        case Mechanism::serial_dictatorship:
            return "serial_dictatorship";
        case Mechanism::hardest_first:
            return "hardest_first";
    }
    return "";
}

MechanismOutcome run(const rules::AllocationProblem& problem, Mechanism mechanism, const MechanismOptions& options) {
    const auto seed = options.seed.value_or(problem.policy->ties.lottery_seed);
    Market market(problem, options, seed);
    if (mechanism == Mechanism::deferred_acceptance) market.deferred_acceptance();
    if (mechanism == Mechanism::serial_dictatorship) market.serial_dictatorship();
    if (mechanism == Mechanism::hardest_first) market.hardest_first();
    MechanismOutcome outcome;
    outcome.mechanism = mechanism;
    outcome.seed = seed;
    outcome.order = market.order();
    const auto chosen = market.plan().chosen();
    outcome.objective = values_of(problem.numeric, chosen);
    outcome.objective.resize(at(problem.first_tie_goal));
    for (const auto edge : chosen) {
        outcome.chosen.push_back({edge});
        if (!problem.mover[at(problem.numeric.edge_row[at(edge)])]) ++outcome.housed;
    }
    outcome.broken_duties = market.plan().broken_duties();
    return outcome;
}

std::vector<Envy> justified_envy(const rules::AllocationProblem& problem, std::span<const rules::EdgeIndex> chosen,
                                 const EnvyOptions& options) {
    const auto& numeric = problem.numeric;
    const Orders orders(problem, options.preference, options.priority, options.lottery_seed);
    std::vector<std::int32_t> edges;
    for (const auto edge : chosen) {
        if (edge.value < 0 || edge.value >= numeric.edges())
            throw InvalidArgument("chosen holds an edge that the problem does not have: " + std::to_string(edge.value));
        edges.push_back(edge.value);
    }
    std::ranges::sort(edges);
    const Exchanges exchanges(problem, edges);
    std::vector<std::int32_t> home(at(numeric.rows), -1);
    for (const auto edge : edges) home[at(numeric.edge_row[at(edge)])] = edge;
    std::vector<Envy> list;
    for (std::int32_t edge = 0; edge < numeric.edges(); ++edge) {
        const auto row = numeric.edge_row[at(edge)];
        const auto own = home[at(row)];
        if (own == edge || problem.mover[at(row)] || (own >= 0 && !orders.prefers(edge, own))) continue;
        for (const auto held : exchanges.holders(numeric.edge_column[at(edge)])) {
            const auto holder = numeric.edge_row[at(held)];
            if (problem.mover[at(holder)] || !orders.goes_before(numeric, edge, held)) continue;
            std::vector<std::int32_t> out{held};
            if (own >= 0) out.push_back(own);
            if (exchanges.obstruction(out, std::array{edge}).any()) continue;
            list.push_back({{row}, {holder}, {numeric.edge_column[at(edge)]}});
        }
    }
    return list;
}

}  // namespace husrom::plan
