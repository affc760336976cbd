#include "relaxation.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>

#include <husrom/core/error.hpp>

namespace husrom::solve {
namespace {

using core::int128;
using Kind = Coupling::Kind;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

int bits_of(std::int64_t magnitude) {
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(magnitude)));
}

}  // namespace

void Relaxation::require_weight(const Problem& problem, std::int32_t goal, std::int64_t largest) {
    if (largest > problem.most_weight())
        throw Overflow("goal " + std::to_string(goal) + ": a weight is too large for a graph of this size; use a coarser unit");
}

Relaxation::Relaxation(const ProblemIndex& index, Objective objective, std::int32_t goal, const Proven& proven,
                       std::vector<std::int32_t> edges, std::vector<char> must)
    : index_(index), objective_(objective), goal_(goal), proven_(proven), edges_(std::move(edges)), must_(std::move(must)) {
    const Problem& problem = index.problem();
    local_.assign(static_cast<std::size_t>(problem.edges()), -1);
    objective_weight_.resize(edges_.size());
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        local_[at(edges_[i])] = static_cast<std::int32_t>(i);
        objective_weight_[i] = objective == Objective::nothing ? 0 : objective == Objective::count ? 1 : index.weight(goal, edges_[i]);
    }
    // Of all edges, so that every relaxation of a stage has the same denominator.
    std::int64_t largest = objective == Objective::goal ? 0 : 1;
    if (objective == Objective::goal)
        for (const std::int32_t edge : index.usable_edges()) largest = std::max(largest, std::abs(index.weight(goal, edge)));
    weight_limit_ = problem.most_weight();
    require_weight(problem, goal, largest);
    // A sixteenth of it is left to the objective.
    denominator_ = std::int64_t{1} << std::clamp(bits_of(weight_limit_ / 16) - 1 - bits_of(largest), 0, 30);
    if (objective == Objective::count) add_ties();
    add_couplings(proven);

    part_ = whole();
    weights_.resize(edges_.size());
    multipliers_.assign(couplings_.size(), 0);
}

void Relaxation::add_ties() {
    const std::int64_t most = denominator_ / (100 * std::max<std::int64_t>(index_.problem().rows, 1));
    std::int64_t low = std::numeric_limits<std::int64_t>::max();
    std::int64_t high = std::numeric_limits<std::int64_t>::min();
    for (const std::int32_t edge : index_.usable_edges()) {
        low = std::min(low, index_.weight(goal_, edge));
        high = std::max(high, index_.weight(goal_, edge));
    }
    if (low >= high || most == 0) return;
    const auto range = static_cast<int128>(high) - low;
    ties_.resize(edges_.size());
    for (std::size_t i = 0; i < edges_.size(); ++i)
        ties_[i] = static_cast<std::int64_t>((static_cast<int128>(index_.weight(goal_, edges_[i])) - low) * most / range);
}

void Relaxation::build_matcher() {
    const Problem& problem = index_.problem();
    std::vector<std::int32_t> edge_row(edges_.size());
    std::vector<std::int32_t> edge_column(edges_.size());
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        edge_row[i] = index_.row_of(edges_[i]);
        edge_column[i] = index_.column_of(edges_[i]);
    }
    std::vector<std::int32_t> row_lower(must_.begin(), must_.end());
    std::vector<std::int32_t> column_upper(at(problem.columns));
    for (std::int32_t c = 0; c < problem.columns; ++c) column_upper[at(c)] = index_.column_upper(c);
    matcher_ = std::make_unique<matching::Matcher<std::int64_t>>(
        problem.rows, problem.columns, edge_row, edge_column, matching::Capacities{.row_lower = row_lower, .column_upper = column_upper});
    for (std::size_t i = 0; i < edges_.size(); ++i)
        if (!part_.edges.test(static_cast<std::int32_t>(i))) matcher_->set_enabled(static_cast<std::int32_t>(i), false);
    for (std::size_t r = 0; r < must_.size(); ++r)
        if (part_.must.test(static_cast<std::int32_t>(r)) && must_[r] == 0) matcher_->set_row_bounds(static_cast<std::int32_t>(r), 1, 1);
}

void Relaxation::forget_matching() {
    if (!matcher_) return;
    work_ += matcher_->work();
    matcher_.reset();
}

Part Relaxation::whole() const {
    Part part{Bits(edges_.size(), true), Bits(must_.size(), false)};
    for (std::size_t r = 0; r < must_.size(); ++r)
        if (must_[r] != 0) part.must.set(static_cast<std::int32_t>(r));
    return part;
}

void Relaxation::add_coupling(Kind kind, std::int32_t index, std::int64_t low_side, std::int64_t high_side, double right_hand_side,
                              std::int64_t widest) {
    entries_.close();
    std::int64_t largest = 1;
    double sum = 0;
    entries_.for_each(couplings_.size(), [&](std::int32_t, std::int64_t coefficient) {
        largest = std::max(largest, std::abs(coefficient));
        sum += std::abs(static_cast<double>(coefficient));
    });
    const std::size_t count = entries_.size(couplings_.size());
    const double mean = count > 0 ? sum / static_cast<double>(count) : 1.0;
    const std::int64_t reach = std::max<std::int64_t>(weight_limit_ / 2 / largest, 1);
    Coupling coupling{kind, index, std::max(low_side, -reach), std::min(high_side, reach)};
    const std::int64_t wide_reach = std::max(widest / largest, reach);
    coupling.lowest = std::max(low_side, -wide_reach);
    coupling.highest = std::min(high_side, wide_reach);
    // A head count is of many, and moved by few.
    if (kind != Kind::count) coupling.metric = std::max(std::abs(right_hand_side), mean) * std::max(mean, 1e-9);
    couplings_.push_back(coupling);
}

void Relaxation::add_couplings(const Proven& proven) {
    const Problem& problem = index_.problem();
    constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();
    // Such that sums over all couplings of an edge and its share of the objective fit.
    const auto most = static_cast<std::size_t>(problem.limits() + problem.cliques()) + proven.goals.size() + proven.counts.size();
    const std::int64_t widest = widest_weight >> (bits_of(static_cast<std::int64_t>(most)) + 1);
    if (edges_.size() == index_.usable_edges().size()) {
        std::size_t all = (proven.goals.size() + proven.counts.size()) * edges_.size();
        for (std::int32_t k = 0; k < problem.limits(); ++k)
            if (index_.limit_matters(k)) all += static_cast<std::size_t>(problem.limit_offsets[at(k) + 1] - problem.limit_offsets[at(k)]);
        entries_.reserve(all);
    }
    // A few edges of a large problem are asked for their limits; else all limits for their edges.
    const bool few = 8 * edges_.size() < index_.usable_edges().size();
    std::vector<std::ptrdiff_t> of_limit;
    std::vector<std::pair<std::int32_t, std::int64_t>> of_limits;
    if (few) {
        const Incidence& limits = index_.limits_of();
        of_limit.assign(at(problem.limits()) + 1, 0);
        const auto for_entries = [&](auto&& use) {
            for (std::size_t i = 0; i < edges_.size(); ++i)
                for (std::size_t j = limits.begin(edges_[i]); j < limits.end(edges_[i]); ++j) use(i, j);
        };
        for_entries([&](std::size_t, std::size_t j) { ++of_limit[at(limits.sets[j]) + 1]; });
        std::partial_sum(of_limit.begin(), of_limit.end(), of_limit.begin());
        of_limits.resize(static_cast<std::size_t>(of_limit.back()));
        std::vector<std::ptrdiff_t> next(of_limit.begin(), of_limit.end() - 1);
        for_entries([&](std::size_t i, std::size_t j) {
            of_limits[static_cast<std::size_t>(next[at(limits.sets[j])]++)] = {static_cast<std::int32_t>(i), limits.coefficient(j)};
        });
    }
    limit_dimension_.assign(at(problem.limits()), -1);
    clique_dimension_.assign(at(problem.cliques()), -1);
    goal_dimension_.assign(at(problem.goals), -1);
    for (std::int32_t k = 0; k < problem.limits(); ++k) {
        if (!index_.limit_matters(k)) continue;
        if (few) {
            for (std::ptrdiff_t i = of_limit[at(k)]; i < of_limit[at(k) + 1]; ++i)
                entries_.push(of_limits[static_cast<std::size_t>(i)].first, of_limits[static_cast<std::size_t>(i)].second);
        } else {
            for (std::int64_t i = problem.limit_offsets[at(k)]; i < problem.limit_offsets[at(k) + 1]; ++i) {
                const std::int32_t edge = local_[at(problem.limit_edges[static_cast<std::size_t>(i)])];
                if (edge >= 0) entries_.push(edge, problem.limit_coefficients[static_cast<std::size_t>(i)]);
            }
        }
        const LimitSide& up = index_.upper(k);
        const LimitSide& low = index_.lower(k);
        const std::int64_t side = up.can_bind ? up.bound : low.bound;
        limit_dimension_[at(k)] = static_cast<std::int32_t>(couplings_.size());
        add_coupling(Kind::limit, k, low.can_bind ? -far : 0, up.can_bind ? far : 0, static_cast<double>(side), widest);
    }
    for (std::int32_t q = 0; q < problem.cliques(); ++q) {
        if (!index_.clique_matters(q)) continue;
        for (std::int64_t i = problem.clique_offsets[at(q)]; i < problem.clique_offsets[at(q) + 1]; ++i) {
            const std::int32_t edge = local_[at(problem.clique_edges[static_cast<std::size_t>(i)])];
            if (edge >= 0) entries_.push(edge, 1);
        }
        clique_dimension_[at(q)] = static_cast<std::int32_t>(couplings_.size());
        add_coupling(Kind::clique, q, 0, far, 1, widest);
    }
    for (std::size_t h = 0; h < proven.goals.size(); ++h) {
        for (std::size_t i = 0; i < edges_.size(); ++i) {
            const std::int64_t weight = index_.weight(static_cast<std::int32_t>(h), edges_[i]);
            if (weight != 0) entries_.push(static_cast<std::int32_t>(i), -weight);
        }
        goal_dimension_[h] = static_cast<std::int32_t>(couplings_.size());
        add_coupling(Kind::goal, static_cast<std::int32_t>(h), -far, far, static_cast<double>(proven.goals[h]), widest);
    }
    for (const Proven::Count& count : proven.counts) {
        for (std::size_t i = 0; i < edges_.size(); ++i) entries_.push(static_cast<std::int32_t>(i), 1);
        add_coupling(Kind::count, count.stage, 0, far, static_cast<double>(count.bound), widest);
    }
}

void Relaxation::enter(const Part& part) {
    const auto differences = [](const Bits& now, const Bits& then, auto&& change) {
        for (std::size_t w = 0; w < now.words().size(); ++w)
            for (std::uint64_t bits = now.words()[w] ^ then.words()[w]; bits != 0; bits &= bits - 1)
                change(static_cast<std::int32_t>(64 * w + static_cast<std::size_t>(std::countr_zero(bits))));
    };
    if (!matcher_) {
        part_ = part;
        return;
    }
    differences(part_.edges, part.edges, [&](std::int32_t e) { matcher_->set_enabled(e, part.edges.test(e)); });
    differences(part_.must, part.must, [&](std::int32_t r) { matcher_->set_row_bounds(r, part.must.test(r) ? 1 : 0, 1); });
    part_ = part;
}

std::int64_t Relaxation::multiplier_of_goal(std::int32_t goal) const {
    if (objective_ == Objective::goal && goal == goal_) return with_objective_ ? denominator_ : 0;
    const std::int32_t dimension = goal_dimension_[at(goal)];
    return dimension < 0 ? 0 : multipliers_[at(dimension)];
}

int128 Relaxation::constant(std::span<const std::int64_t> multipliers) const {
    int128 sum = 0;
    for (std::size_t d = 0; d < couplings_.size(); ++d) {
        const int128 multiplier = multipliers[d];
        if (multiplier == 0) continue;
        const std::int32_t i = couplings_[d].index;
        switch (couplings_[d].kind) {
            case Kind::limit:
                sum += multiplier * (multiplier > 0 ? index_.upper(i).bound : index_.lower(i).bound);
                break;
            case Kind::clique:
                sum += multiplier;
                break;
            case Kind::goal:
                sum -= multiplier * proven_.goals[at(i)];
                break;
            case Kind::count:
                for (const Proven::Count& count : proven_.counts)
                    if (count.stage == i) sum += multiplier * count.bound;
                break;
        }
    }
    const Problem& problem = index_.problem();
    for (std::int32_t k = 0; k < problem.limits(); ++k)
        for (const LimitSide* side : {&index_.upper(k), &index_.lower(k)}) {
            if (side->parts.empty()) continue;
            const std::int32_t d = limit_dimension_[at(k)];
            const std::int64_t signed_multiplier = d < 0 ? 0 : multipliers[at(d)];
            const std::int64_t own = std::max<std::int64_t>(side == &index_.upper(k) ? signed_multiplier : -signed_multiplier, 0);
            const int128 worth = multiplier_of_goal(side->goal);
            for (const LimitSide::Part& step : side->parts) {
                const int128 gain = own - worth * step.slope;
                if (gain > 0) sum += gain * step.width;
            }
        }
    return sum;
}

bool Relaxation::weigh(std::span<const std::int64_t> multipliers, bool with_objective, std::int64_t limit) {
    with_objective_ = with_objective;
    nothing_left_ = false;
    multipliers_.assign(multipliers.begin(), multipliers.end());
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i] = with_objective ? denominator_ * objective_weight_[i] : 0;
    for (std::size_t d = 0; d < couplings_.size(); ++d) {
        const std::int64_t multiplier = multipliers_[d];
        if (multiplier == 0) continue;
        entries_.for_each(d, [&](std::int32_t edge, std::int64_t coefficient) { weights_[at(edge)] -= multiplier * coefficient; });
        work_ += static_cast<std::int64_t>(entries_.size(d));
    }
    work_ += static_cast<std::int64_t>(weights_.size());
    return std::ranges::all_of(weights_, [&](std::int64_t weight) { return weight <= limit && weight >= -limit; });
}

Relaxation::Answer Relaxation::evaluate(std::span<const std::int64_t> multipliers, bool with_objective) {
    if (!weigh(multipliers, with_objective, weight_limit_)) return Answer::out_of_range;
    if (!matcher_) {
        build_matcher();
        if (!first_prices_.empty()) matcher_->set_column_prices(first_prices_);
    }
    if (with_objective)
        for (std::size_t i = 0; i < ties_.size(); ++i) weights_[i] += ties_[i];
    matcher_->set_weights(weights_);
    nothing_left_ = matcher_->solve() == matching::Outcome::infeasible;
    if (nothing_left_) return Answer::nothing_left;
    const auto prices = matcher_->column_duals();
    prices_.assign(prices.begin(), prices.end());
    matched_ = matcher_->value();
    total_ = static_cast<int128>(matched_) + constant(multipliers_);
    return Answer::bound;
}

Relaxation::Answer Relaxation::price(std::span<const std::int64_t> multipliers, std::span<const std::int64_t> prices, bool with_objective,
                                     std::int64_t limit) {
    if (!weigh(multipliers, with_objective, limit)) return Answer::out_of_range;
    prices_.assign(prices.begin(), prices.end());
    int128 sum = 0;
    for (std::size_t c = 0; c < prices_.size(); ++c)
        sum += static_cast<int128>(prices_[c]) * index_.column_upper(static_cast<std::int32_t>(c));
    constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min() / 2;
    std::vector<std::int64_t> best(must_.size(), 0);
    for (std::size_t r = 0; r < best.size(); ++r)
        if (part_.must.test(static_cast<std::int32_t>(r))) best[r] = lowest;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        if (!part_.edges.test(static_cast<std::int32_t>(i))) continue;
        std::int64_t& own = best[at(index_.row_of(edges_[i]))];
        own = std::max(own, weights_[i] - prices_[at(index_.column_of(edges_[i]))]);
    }
    work_ += static_cast<std::int64_t>(edges_.size());
    for (const std::int64_t value : best) {
        if (value == lowest) return Answer::out_of_range;
        sum += value;
    }
    constexpr int128 furthest = std::numeric_limits<std::int64_t>::max();
    matched_ = static_cast<std::int64_t>(std::clamp(sum, -furthest, furthest));
    total_ = sum + constant(multipliers_);
    return Answer::bound;
}

std::vector<std::int32_t> Relaxation::chosen() const {
    std::vector<std::int32_t> result;
    for (const std::int32_t edge : matcher_->chosen()) result.push_back(edges_[at(edge)]);
    return result;
}

void Relaxation::add_activity(std::int32_t edge, std::vector<std::int64_t>& activity) const {
    const Incidence& limits = index_.limits_of();
    for (std::size_t j = limits.begin(edge); j < limits.end(edge); ++j)
        if (const std::int32_t d = limit_dimension_[at(limits.sets[j])]; d >= 0) activity[at(d)] += limits.coefficient(j);
    const Incidence& cliques = index_.cliques_of();
    for (std::size_t j = cliques.begin(edge); j < cliques.end(edge); ++j)
        if (const std::int32_t d = clique_dimension_[at(cliques.sets[j])]; d >= 0) ++activity[at(d)];
    for (std::size_t goal = 0; goal < proven_.goals.size(); ++goal)
        activity[at(goal_dimension_[goal])] -= index_.weight(static_cast<std::int32_t>(goal), edge);
}

Cut Relaxation::cut() const {
    const Problem& problem = index_.problem();
    Cut cut;
    cut.slack.assign(couplings_.size(), 0);
    std::vector<std::int64_t> activity(couplings_.size(), 0);
    int128 value = 0;
    std::int64_t ties = 0;
    for (const std::int32_t local : matcher_->chosen()) {
        cut.edges.push_back(edges_[at(local)]);
        value += objective_weight_[at(local)];
        if (!ties_.empty()) ties += ties_[at(local)];
        add_activity(edges_[at(local)], activity);
    }
    for (std::size_t d = 0; d < couplings_.size(); ++d) {
        const std::int32_t i = couplings_[d].index;
        switch (couplings_[d].kind) {
            case Kind::limit: {
                const std::int64_t multiplier = multipliers_[d];
                const LimitSide& up = index_.upper(i);
                const LimitSide& low = index_.lower(i);
                if (multiplier > 0 || (multiplier == 0 && up.can_bind && activity[d] > up.bound)) {
                    cut.slack[d] = static_cast<double>(up.bound - activity[d]);
                } else if (multiplier < 0 || (multiplier == 0 && low.can_bind && activity[d] < low.bound)) {
                    cut.slack[d] = static_cast<double>(low.bound - activity[d]);
                }
                break;
            }
            case Kind::clique:
                cut.slack[d] = static_cast<double>(1 - activity[d]);
                break;
            case Kind::goal:
                cut.slack[d] = static_cast<double>(-static_cast<int128>(proven_.goals[at(i)]) - activity[d]);
                break;
            case Kind::count:
                for (const Proven::Count& count : proven_.counts)
                    if (count.stage == i) cut.slack[d] = static_cast<double>(count.bound - static_cast<std::int64_t>(cut.edges.size()));
                break;
        }
    }
    // The excess that soft limits take at these multipliers.
    double charged = 0;
    for (std::int32_t k = 0; k < problem.limits(); ++k)
        for (const LimitSide* side : {&index_.upper(k), &index_.lower(k)}) {
            if (side->parts.empty()) continue;
            const bool is_upper = side == &index_.upper(k);
            const std::int32_t d = limit_dimension_[at(k)];
            const std::int64_t signed_multiplier = d < 0 ? 0 : multipliers_[at(d)];
            const std::int64_t own = std::max<std::int64_t>(is_upper ? signed_multiplier : -signed_multiplier, 0);
            const int128 worth = multiplier_of_goal(side->goal);
            // The slack is that of one side: where the multiplier points, or where a bound is exceeded while it is 0.
            const double slack = d < 0 ? 0 : cut.slack[at(d)];
            const bool is_priced = signed_multiplier != 0 ? own > 0 : is_upper ? slack < 0 : slack > 0;
            // At a multiplier of 0 the excess may take what the activity needs, as long as the charge is free.
            for (const LimitSide::Part& step : side->parts) {
                double taken = 0;
                if (static_cast<int128>(own) > worth * step.slope) {
                    taken = static_cast<double>(step.width);
                } else if (own > 0 || worth * step.slope != own || !is_priced) {
                    continue;
                } else {
                    const double violated = is_upper ? -cut.slack[at(d)] : cut.slack[at(d)];
                    taken = std::clamp(violated, 0.0, static_cast<double>(step.width));
                }
                if (is_priced) cut.slack[at(d)] += is_upper ? taken : -taken;
                if (objective_ == Objective::goal && side->goal == goal_) {
                    charged += taken * static_cast<double>(step.slope);
                } else if (goal_dimension_[at(side->goal)] >= 0) {
                    cut.slack[at(goal_dimension_[at(side->goal)])] -= taken * static_cast<double>(step.slope);
                }
            }
        }
    cut.value = static_cast<double>(value) + static_cast<double>(ties) / static_cast<double>(denominator_) - charged;
    return cut;
}

Multipliers Relaxation::proof() const {
    Multipliers proof;
    if (nothing_left_) {
        for (const std::int32_t column : matcher_->witness().columns) proof.columns.push_back({column, 1});
        std::ranges::sort(proof.columns, {}, &solve::Entry::index);
        return proof;
    }
    proof.denominator = with_objective_ ? denominator_ : 0;
    for (std::size_t c = 0; c < prices_.size(); ++c)
        if (prices_[c] != 0) proof.columns.push_back({static_cast<std::int32_t>(c), prices_[c]});
    for (std::size_t d = 0; d < couplings_.size(); ++d) {
        if (multipliers_[d] == 0) continue;
        auto& list = couplings_[d].kind == Kind::limit    ? proof.limits
                     : couplings_[d].kind == Kind::clique ? proof.cliques
                     : couplings_[d].kind == Kind::goal   ? proof.goals
                                                          : proof.counts;
        list.push_back({couplings_[d].index, multipliers_[d]});
    }
    return proof;
}

Prices Relaxation::prices() const {
    Prices prices;
    prices.denominator = denominator_;
    prices.row = row_bests();
    prices.column = prices_;
    prices.limit.assign(at(index_.own_limits()), 0);
    for (std::size_t d = 0; d < couplings_.size(); ++d)
        if (couplings_[d].kind == Kind::limit && couplings_[d].index < index_.own_limits())
            prices.limit[at(couplings_[d].index)] = multipliers_[d];
    return prices;
}

std::int64_t Relaxation::right_hand_side(std::size_t dimension) const {
    const Coupling& coupling = couplings_[dimension];
    if (coupling.kind == Kind::goal) return -proven_.goals[at(coupling.index)];
    for (const Proven::Count& count : proven_.counts)
        if (count.stage == coupling.index) return count.bound;
    return 0;
}

std::vector<std::vector<std::pair<std::int32_t, std::int64_t>>> Relaxation::entries_of(std::span<const std::int32_t> local) const {
    std::vector<std::int32_t> place(edges_.size(), -1);
    for (std::size_t i = 0; i < local.size(); ++i) place[at(local[i])] = static_cast<std::int32_t>(i);
    std::vector<std::vector<std::pair<std::int32_t, std::int64_t>>> lists(local.size());
    for (std::size_t d = 0; d < couplings_.size(); ++d)
        entries_.for_each(d, [&](std::int32_t edge, std::int64_t coefficient) {
            if (const std::int32_t to = place[at(edge)]; to >= 0) lists[at(to)].emplace_back(static_cast<std::int32_t>(d), coefficient);
        });
    return lists;
}

std::vector<std::int64_t> Relaxation::row_bests() const {
    constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min() / 2;
    std::vector<std::int64_t> bests(at(index_.problem().rows), 0);
    for (std::int32_t r = 0; r < index_.problem().rows; ++r)
        if (part_.must.test(r)) bests[at(r)] = lowest;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        if (!part_.edges.test(static_cast<std::int32_t>(i))) continue;
        std::int64_t& best = bests[at(index_.row_of(edges_[i]))];
        best = std::max(best, worth_of(i));
    }
    return bests;
}

Relaxation::Duals Relaxation::duals() const {
    Duals duals{prices_, row_bests(), std::vector<std::int64_t>(edges_.size())};
    for (std::size_t i = 0; i < edges_.size(); ++i) duals.penalty[i] = duals.row_best[at(index_.row_of(edges_[i]))] - worth_of(i);
    return duals;
}

bool Relaxation::fix(int128 needed, Part& part) const {
    const std::vector<std::int64_t> bests = row_bests();
    bool any = false;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        const auto local = static_cast<std::int32_t>(i);
        if (!part.edges.test(local) || total_ - (bests[at(index_.row_of(edges_[i]))] - worth_of(i)) >= needed) continue;
        part.edges.reset(local);
        any = true;
    }
    for (std::int32_t r = 0; r < index_.problem().rows; ++r)
        if (!part.must.test(r) && total_ - bests[at(r)] < needed) {
            part.must.set(r);
            any = true;
        }
    return any;
}

}  // namespace husrom::solve
