/// A stage that begins at the leaves of an earlier goal's tree. That tree proves of most parts that the goal falls below its value there,
/// which its row alone, over all parts at once, does not: fractions of several parts reach the value together. So the tree is written down
/// again without its objective, the goal's row in its place, and only leaves that may hold the value are searched.

#include <algorithm>
#include <utility>

#include "stage_search.hpp"
#include "translation.hpp"

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

}  // namespace

void StageSearch::begin_at_leaves() {
    const Stage& tree = *task_.tree;
    const Node root = open_.top();
    open_.pop();
    Translation translation(*core_, index_.problem().columns);
    struct Place {
        std::int32_t from, proof, depth;
        Part part;
    };
    /// True when nothing is left of the place, which is then closed.
    const auto apply = [&](const Multipliers& earlier, Place& place) {
        core_->enter(place.part);
        translation.read_as_row(earlier, tree.goal);
        if (core_->price_without_objective(translation.multipliers, translation.prices) != Relaxation::Answer::bound) return false;
        if (core_->total() < 0) {
            close(place.proof, core_->proof());
            return true;
        }
        if (core_->fix(0, place.part)) stage_.nodes[at(place.proof)].fixes.push_back(core_->proof());
        return false;
    };
    std::vector<Place> places;
    places.push_back({0, root.proof, root.depth, root.part});
    while (!places.empty()) {
        Place place = std::move(places.back());
        places.pop_back();
        const ProofNode& from = tree.nodes[at(place.from)];
        if (std::ranges::any_of(from.fixes, [&](const Multipliers& fix) { return apply(fix, place); })) continue;
        if (from.divided) {
            const auto first = static_cast<std::int32_t>(stage_.nodes.size());
            stage_.nodes.resize(stage_.nodes.size() + 2);
            ProofNode& proof = stage_.nodes[at(place.proof)];
            proof.divided = true;
            proof.set = from.set;
            proof.without = first;
            proof.with = first + 1;
            places.push_back({from.without, first, place.depth + 1, branching_->half(place.part, from.set, false)});
            places.push_back({from.with, first + 1, place.depth + 1, branching_->half(place.part, from.set, true)});
            continue;
        }
        if (apply(from.bound, place)) continue;
        Node leaf = root;
        leaf.proof = place.proof;
        leaf.part = std::move(place.part);
        leaf.depth = place.depth;
        open_.push(std::move(leaf));
    }
    spend();
}

}  // namespace husrom::solve
