#include "warm_start.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <husrom/core/error.hpp>

#include "derived_limits.hpp"

namespace husrom::solve {
namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

class Renumbering {
public:
    Renumbering(const WarmStart& from, const Problem& problem, std::span<const std::int32_t> edges) : old_edge_(edges) {
        std::int32_t largest = -1;
        for (const std::int32_t edge : edges) largest = std::max(largest, edge);
        new_edge_.assign(at(largest + 1), -1);
        for (std::size_t e = 0; e < edges.size(); ++e) new_edge_[at(edges[e])] = static_cast<std::int32_t>(e);
        for (std::int32_t k = 0; k < from.limits; ++k) new_limit_.push_back(k);
        for (const DerivedLimit& one : from.derived) {
            auto here = carried_over(problem, one);
            new_limit_.push_back(here ? problem.limits() + static_cast<std::int32_t>(derived.size()) : -1);
            if (here) derived.push_back(std::move(*here));
        }
    }

    [[nodiscard]] std::int32_t edge(std::int32_t old) const { return at(old) < new_edge_.size() ? new_edge_[at(old)] : -1; }
    [[nodiscard]] std::int32_t limit(std::int32_t old) const { return new_limit_[at(old)]; }

    [[nodiscard]] Multipliers multipliers(Multipliers one) const {
        std::erase_if(one.limits, [&](const Entry& entry) { return limit(entry.index) < 0; });
        for (Entry& entry : one.limits) entry.index = limit(entry.index);
        return one;
    }

    [[nodiscard]] std::vector<std::int32_t> edges(const std::vector<std::int32_t>& old) const {
        std::vector<std::int32_t> result;
        for (const std::int32_t one : old)
            if (edge(one) >= 0) result.push_back(edge(one));
        return result;
    }

    [[nodiscard]] std::shared_ptr<const NodeLp::Stand> stand(const NodeLp::Stand& old) const {
        auto result = std::make_shared<NodeLp::Stand>();
        for (const std::int32_t one : old_edge_) result->edges.push_back(old.edges[at(one)]);
        result->rows = old.rows;
        result->columns = old.columns;
        result->steps = old.steps;
        for (const auto& [key, value] : old.couplings) {
            const auto [kind, index] = key;
            if (kind != Coupling::Kind::limit)
                result->couplings[key] = value;
            else if (limit(index) >= 0)
                result->couplings[{kind, limit(index)}] = value;
        }
        return result;
    }

    [[nodiscard]] PseudoCosts pseudo_costs(const PseudoCosts& old) const {
        return old.renumbered([&](const RowSet& set) { return row_set(set); });
    }

    /// Where it divides on what is not here any more it ends.
    [[nodiscard]] std::shared_ptr<const Stage> tree(const Stage& old) const {
        auto result = std::make_shared<Stage>(old);
        for (ProofNode& node : result->nodes) {
            for (Multipliers& fix : node.fixes) fix = multipliers(std::move(fix));
            node.bound = multipliers(std::move(node.bound));
            if (!node.divided) continue;
            if (const auto set = row_set(node.set))
                node.set = *set;
            else
                node.divided = false;
        }
        return result;
    }

    std::vector<DerivedLimit> derived;

private:
    /// Nothing where the edge or the limit is not here any more.
    [[nodiscard]] std::optional<RowSet> row_set(const RowSet& set) const {
        const RowSet own{set.row, set.limit < 0 ? -1 : limit(set.limit), set.edge < 0 ? -1 : edge(set.edge)};
        if ((set.limit >= 0 && own.limit < 0) || (set.edge >= 0 && own.edge < 0)) return std::nullopt;
        return own;
    }

    std::span<const std::int32_t> old_edge_;
    std::vector<std::int32_t> new_edge_, new_limit_;
};

}  // namespace

void check_fits(const WarmStart& from, const Problem& problem, std::span<const std::int32_t> edges) {
    if (from.rows != problem.rows || from.columns != problem.columns || from.limits > problem.limits())
        throw InvalidArgument("warm_start: it is of a problem with other rows, columns or limits");
    if (edges.size() != at(problem.edges()))
        throw InvalidArgument("warm_edges: expected a number for each of " + std::to_string(problem.edges()) + " edges, got " +
                              std::to_string(edges.size()));
    if (std::ranges::any_of(edges, [&](std::int32_t edge) { return edge < 0 || edge >= from.edges; }))
        throw InvalidArgument("warm_edges: an edge that the problem of warm_start does not have");
}

WarmStart renumbered(const WarmStart& from, const Problem& problem, std::span<const std::int32_t> edges, bool with_trees) {
    check_fits(from, problem, edges);
    Renumbering numbers(from, problem, edges);
    WarmStart result;
    result.rows = problem.rows;
    result.columns = problem.columns;
    result.edges = static_cast<std::int32_t>(problem.edges());
    result.limits = problem.limits();
    for (const WarmStart::Goal& old : from.goals) {
        WarmStart::Goal& own = result.goals.emplace_back();
        own.root = numbers.multipliers(old.root);
        own.plain = numbers.multipliers(old.plain);
        own.seeds = numbers.edges(old.seeds);
        if (old.stand) own.stand = numbers.stand(*old.stand);
        own.gap = old.gap;
        own.value = old.value;
        own.proven = old.proven;
        own.counted = old.counted;
        own.pseudo_costs = numbers.pseudo_costs(old.pseudo_costs);
        if (old.tree && with_trees) own.tree = numbers.tree(*old.tree);
    }
    result.derived = std::move(numbers.derived);
    return result;
}

}  // namespace husrom::solve
