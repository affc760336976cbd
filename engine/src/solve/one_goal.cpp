#include "one_goal.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

}  // namespace

OneGoal::OneGoal(const ProblemIndex& from, const LookAhead& ahead, const Proven& proven)
    : problem_(from.problem()), worth_(ahead.worth), goal_(ahead.goal) {
    problem_.goals = 1;
    problem_.weights.assign(1, ahead.weights(from));
    problem_.steps = ahead.steps(from);
    derived_.from = from.own_limits();
    derived_.undivided_from = problem_.limits();
    for (std::size_t g = 0; g < std::min(proven.goals.size(), worth_.size()); ++g) {
        const auto goal = static_cast<std::int32_t>(g);
        worth_of_proven_ += worth_[g] * proven.goals[g];
        // Charges would have to stand in the row as well.
        if (!is_charged(from.problem(), goal)) add_row(from, Coupling::Kind::goal, goal, proven.goals[g]);
    }
    for (const Proven::Count& count : proven.counts) add_row(from, Coupling::Kind::count, count.stage, count.bound);
    derived_.undivided_to = problem_.limits();
}

void OneGoal::add_row(const ProblemIndex& from, Coupling::Kind kind, std::int32_t index, std::int64_t bound) {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
    for (const std::int32_t edge : from.usable_edges()) {
        const std::int64_t coefficient = kind == Coupling::Kind::count ? 1 : from.weight(index, edge);
        if (coefficient == 0) continue;
        edges.push_back(edge);
        coefficients.push_back(coefficient);
    }
    const auto says_the_same = [&](std::int32_t limit) {
        const auto begin = problem_.limit_offsets[at(limit)];
        const auto size = static_cast<std::size_t>(problem_.limit_offsets[at(limit) + 1] - begin);
        return problem_.limit_upper[at(limit)] == bound &&
               std::ranges::equal(edges, std::span(problem_.limit_edges).subspan(static_cast<std::size_t>(begin), size)) &&
               std::ranges::equal(coefficients, std::span(problem_.limit_coefficients).subspan(static_cast<std::size_t>(begin), size));
    };
    std::int32_t limit = derived_.undivided_from;
    while (limit < problem_.limits() && !says_the_same(limit)) ++limit;
    if (limit == problem_.limits()) {
        // A row of all edges: room for as many again would be as large as all other limits.
        problem_.limit_edges.reserve(problem_.limit_edges.size() + edges.size());
        problem_.limit_coefficients.reserve(problem_.limit_coefficients.size() + edges.size());
        problem_.add_limit(edges, coefficients, no_lower, bound);
    }
    rows_.push_back({kind, index, static_cast<std::size_t>(limit - derived_.undivided_from)});
}

const OneGoal::Row* OneGoal::row_of(std::int32_t limit) const {
    const auto found = std::ranges::find_if(rows_, [&](const Row& row) { return limit_of(row) == limit; });
    return found == rows_.end() ? nullptr : &*found;
}

Multipliers OneGoal::inwards(const Multipliers& outer) const {
    Multipliers inner = outer;
    inner.goals.clear();
    inner.counts.clear();
    const auto value_in = [](const std::vector<Entry>& entries, std::int32_t index) {
        const auto found = std::ranges::find(entries, index, &Entry::index);
        return found == entries.end() ? 0 : found->value;
    };
    std::vector<std::int64_t> values(at(derived_.undivided_to - derived_.undivided_from), 0);
    for (const Row& row : rows_)
        values[row.place] += row.kind == Coupling::Kind::count
                                 ? value_in(outer.counts, row.index)
                                 : worth_[at(row.index)] * outer.denominator - value_in(outer.goals, row.index);
    for (std::size_t place = 0; place < values.size(); ++place)
        if (values[place] > 0) inner.limits.push_back({derived_.undivided_from + static_cast<std::int32_t>(place), values[place]});
    return inner;
}

std::shared_ptr<const NodeLp::Stand> OneGoal::inwards(const NodeLp::Stand& outer) const {
    auto inner = std::make_shared<NodeLp::Stand>(outer);
    for (const Row& row : rows_)
        if (const auto found = outer.couplings.find({row.kind, row.index}); found != outer.couplings.end())
            inner->couplings[{Coupling::Kind::limit, limit_of(row)}] = found->second;
    return inner;
}

Multipliers OneGoal::outwards(const Multipliers& inner) const {
    Multipliers outer = inner;
    outer.limits.clear();
    std::vector<std::int64_t> of_goal;
    for (const std::int64_t worth : worth_) of_goal.push_back(worth * inner.denominator);
    for (const Entry& entry : inner.limits) {
        if (const Row* row = row_of(entry.index); row == nullptr)
            outer.limits.push_back({limit_outwards(entry.index), entry.value});
        else if (row->kind == Coupling::Kind::count)
            outer.counts.push_back({row->index, entry.value});
        else
            of_goal[at(row->index)] -= entry.value;
    }
    for (std::size_t goal = 0; goal < of_goal.size(); ++goal)
        if (of_goal[goal] != 0) outer.goals.push_back({static_cast<std::int32_t>(goal), of_goal[goal]});
    return outer;
}

Stage OneGoal::outwards(Stage stage) const {
    stage.goal = goal_;
    stage.value -= worth_of_proven_;
    stage.bound -= worth_of_proven_;
    for (ProofNode& node : stage.nodes) {
        for (Multipliers& fix : node.fixes) fix = outwards(fix);
        if (node.divided)
            node.set.limit = limit_outwards(node.set.limit);
        else
            node.bound = outwards(node.bound);
    }
    for (Multipliers& fix : stage.after) fix = outwards(fix);
    return stage;
}

PseudoCosts OneGoal::outwards(const PseudoCosts& inner) const {
    return inner.renumbered([&](const RowSet& set) { return std::optional(RowSet{set.row, limit_outwards(set.limit), set.edge}); });
}

std::shared_ptr<const NodeLp::Stand> OneGoal::outwards(const NodeLp::Stand& inner) const {
    auto outer = std::make_shared<NodeLp::Stand>(inner);
    outer->couplings.clear();
    for (const auto& [key, status] : inner.couplings) {
        const auto [kind, index] = key;
        if (kind != Coupling::Kind::limit)
            outer->couplings[key] = status;
        else if (const Row* row = row_of(index); row != nullptr)
            outer->couplings[{row->kind, row->index}] = status;
        else
            outer->couplings[{kind, limit_outwards(index)}] = status;
    }
    return outer;
}

}  // namespace husrom::solve
