/// The tree of a stage where the linear program is small enough to bound it: branching by what was seen and tried, dives along its vertex.

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "stage_search.hpp"

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

constexpr double integral = 1e-6;
constexpr std::int32_t iterations_a_slice = 400;  ///< between two looks at the clock
constexpr std::int32_t most_slices = 25;
constexpr std::int32_t iterations_each = 15;
constexpr std::size_t most_candidates = 60;
constexpr std::int32_t most_trials = 8;
/// A division that closes one of its halves is worth so many others.
constexpr double closing_counts = 10;
/// Trials that bring nothing better before the best so far is taken.
constexpr std::int32_t patience = 4;

}  // namespace

NodeLp::End StageSearch::solve_lp(const NodeLp::Basis& basis, double needed) {
    auto end = NodeLp::End::limit;
    for (std::int32_t slice = 0; slice < most_slices && end == NodeLp::End::limit; ++slice) {
        end = lp_->solve(slice == 0 ? basis : nullptr, needed, iterations_a_slice);
        spend();
        if (meter_.exhausted()) break;
    }
    return end;
}

bool StageSearch::keeps_whole_bases() const {
    constexpr std::int64_t most_bytes = 100'000'000;
    return lp_->basis_bytes() * static_cast<std::int64_t>(searches_ * (open_.size() + 2) + open_beside_) <= most_bytes;
}

bool StageSearch::exact_bound(NodeLp::End end, int128& total, Multipliers& proof) {
    if (end == NodeLp::End::nothing_left) {
        // The longer the ray the less rounding matters, but weights must stay in range.
        for (double length = 1; length > 1e-6; length /= 32) {
            const NodeLp::Duals ray = lp_->ray(length);
            const auto answer = core_->price_without_objective(ray.multipliers, ray.prices);
            if (answer == Relaxation::Answer::out_of_range) continue;
            if (answer != Relaxation::Answer::bound || core_->total() >= 0) break;
            total = lowest_total;
            proof = core_->proof();
            return true;
        }
        // Rows that must have an edge and cannot all have one: the matching shows it.
        const std::vector<std::int64_t> none(core_->dimensions(), 0);
        if (core_->evaluate(none) != Relaxation::Answer::nothing_left) return false;
        total = lowest_total;
        proof = core_->proof();
        return true;
    }
    const auto keep_better = [&](Relaxation::Answer answer) {
        if (answer != Relaxation::Answer::bound) return false;
        if (core_->total() < total) {
            total = core_->total();
            proof = core_->proof();
        }
        return true;
    };
    const NodeLp::Duals duals = lp_->duals();
    const bool exact = keep_better(core_->price(duals.multipliers, duals.prices));
    if (end != NodeLp::End::closed || (exact && total < needed_)) return exact;
    const NodeLp::Duals wide = lp_->wide_duals();
    return keep_better(core_->price_widely(wide.multipliers, wide.prices)) || exact;
}

void StageSearch::offer_vertex(const std::vector<double>& fractional) {
    std::vector<std::int32_t> edges;
    bool whole = true;
    for (std::size_t i = 0; i < fractional.size(); ++i) {
        if (fractional[i] > 0.5) edges.push_back(core_->edges()[i]);
        whole = whole && std::min(fractional[i], 1 - fractional[i]) <= integral;
    }
    looked_at_.load(edges);
    if (looked_at_.broken() == 0) {
        if (incumbent_.offer({looked_at_.chosen(), looked_at_.goals()})) needed_ = needed();
    } else if (!whole) {
        offer(edges, 1);
    }
}

bool StageSearch::process_by_lp(Node& node) {
    core_->enter(node.part);
    lp_->enter(node.part);
    auto end = solve_lp(node.basis, needed_value());
    if (end == NodeLp::End::trouble || end == NodeLp::End::limit) return false;
    Multipliers proof;
    int128 total = node.total;
    bool exact = exact_bound(end, total, proof);
    if (end == NodeLp::End::closed && (!exact || total >= needed_)) {
        // Multipliers that grow without end are beyond what may be written; where the program ends they are not, or a ray shows more.
        end = solve_lp(nullptr, -1e300);
        if (end == NodeLp::End::trouble || end == NodeLp::End::limit) return false;
        exact = exact_bound(end, total, proof);
    }
    if (!exact) return false;
    if (total < node.total) {
        node.total = total;
        node.parent_proof = std::make_shared<const Multipliers>(std::move(proof));
    }
    if (node.total < needed_) {
        close(node.proof, *node.parent_proof);
        return true;
    }
    if (end != NodeLp::End::solved) return false;
    const NodeLp::Duals duals = lp_->duals();
    const std::vector<double> fractional = lp_->fractional();
    const NodeLp::Basis here = lp_->whole_basis();
    node.basis = keeps_whole_bases() ? here : lp_->light_basis();
    offer_vertex(fractional);
    last_vertex_ = fractional;
    if (node.total < needed_) {
        close(node.proof, *node.parent_proof);
        return true;
    }
    node.start = std::make_shared<const std::vector<std::int64_t>>(duals.multipliers);
    Part part = node.part;
    if (core_->fix(needed_, part)) {
        stage_.nodes[at(node.proof)].fixes.push_back(core_->proof());
        node.part = std::move(part);
    }
    if (meter_.exhausted() || found_enough()) {
        open_.push(std::move(node));
        return true;
    }
    collect_derived(*core_, fractional, DerivedLimitFinder::Kinds::rounded);
    divide_by_lp(std::move(node), fractional, duals.multipliers, here);
    return true;
}

void StageSearch::divide_by_lp(Node&& node, const std::vector<double>& fractional, const std::vector<std::int64_t>& multipliers,
                               const NodeLp::Basis& here) {
    std::vector<Candidate> candidates = branching_->candidates(node.part, fractional, multipliers, most_candidates);
    if (candidates.empty()) {
        auto any = branching_->any(node.part, fractional);
        if (!any) {
            close(node.proof, close_single(node.part));
            return;
        }
        candidates.push_back(*any);
    }
    const double least = 1e-6 * static_cast<double>(step_);
    const auto score_of = [&](double without, double with) { return std::max(without, least) * std::max(with, least); };
    for (Candidate& candidate : candidates)
        candidate.promise =
            score_of(pseudo_costs_.fall(candidate.set, false, candidate.share), pseudo_costs_.fall(candidate.set, true, candidate.share));
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::promise);

    const double bound = static_cast<double>(node.total) / static_cast<double>(core_->denominator());
    const auto untried = [&](const RowSet& set, bool with) {
        return Half{branching_->half(node.part, set, with), node.total, *node.parent_proof, node.start, node.basis};
    };
    std::size_t best = 0;
    double best_score = -1;
    std::array<Half, 2> halves;
    bool have_halves = false;
    std::int32_t trials = 0;
    std::int32_t idle = 0;
    const std::int64_t allowed = trial_iterations_ + trial_iterations_left();
    for (std::size_t c = 0; c < candidates.size() && idle < patience && trials < most_trials; ++c) {
        const Candidate& candidate = candidates[c];
        if (pseudo_costs_.reliable(candidate.set) || (trials > 0 && trial_iterations_ > allowed)) {
            if (candidate.promise > best_score) {
                best = c;
                best_score = candidate.promise;
                have_halves = false;
            } else {
                ++idle;
            }
            continue;
        }
        ++trials;
        const std::int64_t before = lp_->iterations();
        std::array<Half, 2> tried;
        std::array<double, 2> fall{};
        bool any_closed = false;
        for (const bool with : {false, true}) {
            Half& half = tried[with ? 1 : 0];
            half = untried(candidate.set, with);
            lp_->enter(half.part);
            lp_->restore(here);
            const auto end = lp_->solve(nullptr, needed_value(), iterations_each);
            if (end == NodeLp::End::trouble) continue;
            if (end == NodeLp::End::closed || end == NodeLp::End::nothing_left) {
                core_->enter(half.part);
                if (exact_bound(end, half.total, half.proof) && half.total < needed_) any_closed = true;
                fall[with ? 1 : 0] = bound - needed_value() + static_cast<double>(step_);
            } else {
                half.basis = keeps_whole_bases() ? lp_->whole_basis() : lp_->light_basis();
                fall[with ? 1 : 0] = std::max(bound - lp_->bound(), 0.0);
                pseudo_costs_.learn(candidate.set, with, candidate.share, fall[with ? 1 : 0]);
            }
        }
        trial_iterations_ += lp_->iterations() - before;
        const double score = score_of(fall[0], fall[1]) * (any_closed ? closing_counts : 1);
        if (score > best_score) {
            best = c;
            best_score = score;
            halves = std::move(tried);
            have_halves = true;
            idle = 0;
        } else {
            ++idle;
        }
        if (halves[0].total < needed_ && halves[1].total < needed_ && have_halves) break;
        if (any_closed && have_halves && best == c) break;
    }
    spend();
    const Candidate chosen = candidates[best];
    if (!have_halves) halves = {untried(chosen.set, false), untried(chosen.set, true)};
    split(std::move(node), chosen.set, chosen.share, std::move(halves));
}

void StageSearch::rule_out_beyond_room(Part& part) const {
    std::vector<std::int32_t> left(core_->must().size(), 0);
    for (std::size_t i = 0; i < core_->edges().size(); ++i)
        if (part.edges.test(static_cast<std::int32_t>(i))) ++left[at(core_->row_of(static_cast<std::int32_t>(i)))];
    std::vector<std::int64_t> least(left.size(), 0);
    std::vector<std::int32_t> inside(left.size(), 0);
    for (std::size_t d = 0; d < core_->dimensions(); ++d) {
        const Coupling& coupling = core_->coupling(d);
        if (coupling.kind != Coupling::Kind::limit) continue;
        const LimitSide& side = index_.upper(coupling.index);
        if (!side.can_bind || !side.parts.empty()) continue;
        std::vector<std::int32_t> rows;
        core_->entries().for_each(d, [&](std::int32_t edge, std::int64_t coefficient) {
            if (!part.edges.test(edge)) return;
            const std::int32_t row = core_->row_of(edge);
            if (inside[at(row)]++ == 0) {
                least[at(row)] = coefficient;
                rows.push_back(row);
            }
            least[at(row)] = std::min(least[at(row)], coefficient);
        });
        std::int64_t room = side.bound;
        for (const std::int32_t row : rows) {
            if (inside[at(row)] < left[at(row)] || !part.must.test(row)) least[at(row)] = std::min<std::int64_t>(least[at(row)], 0);
            room -= least[at(row)];
        }
        core_->entries().for_each(d, [&](std::int32_t edge, std::int64_t coefficient) {
            const std::int32_t row = core_->row_of(edge);
            if (!part.edges.test(edge) || coefficient - least[at(row)] <= room) return;
            part.edges.reset(edge);
            --left[at(row)];
        });
        for (const std::int32_t row : rows) inside[at(row)] = 0;
    }
}

void StageSearch::dive_by_lp(Part part, NodeLp::Basis basis) {
    constexpr int most_rounds = 80;
    constexpr int most_failures = 12;
    int failures = 0;
    Part before = part;
    std::vector<std::int32_t> taken;  // in the last round, the surest first
    for (int round = 0; round < most_rounds; ++round) {
        core_->enter(part);
        lp_->enter(part);
        const auto end = solve_lp(basis, needed_value());
        basis = nullptr;
        if (found_enough() || meter_.exhausted()) return;
        if (end != NodeLp::End::solved) {
            // Too much at once, or the wrong one.
            if (taken.empty() || ++failures > most_failures) return;
            part = before;
            const std::int32_t first = taken.front();
            const bool alone = taken.size() == 1;
            if (alone)
                part.edges.reset(first);
            else
                part = branching_->half(part, {core_->row_of(first), -1, core_->edges()[at(first)]}, true);
            taken.clear();
            if (!alone) taken.push_back(first);
            rule_out_beyond_room(part);
            continue;
        }
        const std::vector<double> fractional = lp_->fractional();
        offer_vertex(fractional);
        before = part;
        taken.clear();
        std::vector<std::pair<double, std::int32_t>> undecided;
        const auto take = [&](std::int32_t local) {
            part = branching_->half(part, {core_->row_of(local), -1, core_->edges()[at(local)]}, true);
            taken.push_back(local);
        };
        std::vector<std::int32_t> left(core_->must().size(), 0);
        for (std::size_t i = 0; i < fractional.size(); ++i)
            if (part.edges.test(static_cast<std::int32_t>(i))) ++left[at(core_->row_of(static_cast<std::int32_t>(i)))];
        for (std::size_t i = 0; i < fractional.size(); ++i) {
            const auto local = static_cast<std::int32_t>(i);
            if (!part.edges.test(local) || fractional[i] <= integral) continue;
            const std::int32_t row = core_->row_of(local);
            if (left[at(row)] == 1 && part.must.test(row)) continue;
            undecided.emplace_back(-fractional[i], local);
        }
        if (undecided.empty()) return;
        std::ranges::sort(undecided);
        std::size_t more = std::max<std::size_t>(undecided.size() / 10, 1);
        while (more < undecided.size() && undecided[more].first <= -(1 - integral)) ++more;
        for (std::size_t i = 0; i < std::min(more, undecided.size()); ++i)
            if (part.edges.test(undecided[i].second)) take(undecided[i].second);
        if (taken.empty()) return;
        rule_out_beyond_room(part);
    }
}

}  // namespace husrom::solve
