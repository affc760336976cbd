/// A stage that begins at the leaves of a tree that is there already.
///
/// An earlier goal's tree proves of most parts that the goal falls below its value there, which its row alone, over all parts at once, does
/// not: fractions of several parts reach the value together. So the tree is written down again without its objective, the goal's row in its
/// place, and only leaves that may hold the value are searched.
///
/// The same goal's tree in a problem like this one closes most parts here too, by the same multipliers: what they leave open is searched.

#include <algorithm>
#include <utility>

#include "stage_search.hpp"
#include "translation.hpp"

namespace husrom::solve {
namespace {

using core::int128;

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// It is worth to begin in the tree of a problem like this one where it has so many nodes for each leaf that stays open.
constexpr std::size_t nodes_for_one_open = 4;

}  // namespace

bool StageSearch::begin_at_leaves(const Stage& tree) {
    const bool same_goal = tree.goal == task_.goal;
    const Node root = open_.top();
    ProofNode whole = stage_.nodes[0];
    open_.pop();
    Translation translation(*core_, index_.problem().columns, true);
    struct Place {
        std::int32_t from, proof, depth;
        Part part;
    };
    enum class Applied : std::uint8_t { closed, bounded, nothing };
    const auto apply = [&](const Multipliers& earlier, Place& place) {
        core_->enter(place.part);
        const bool with_objective = same_goal && earlier.denominator > 0;
        if (with_objective)
            translation.read(earlier);
        else
            translation.read_as_row(earlier, tree.goal);
        const auto answer = with_objective ? core_->price_widely(translation.multipliers, translation.prices)
                                           : core_->price_without_objective(translation.multipliers, translation.prices);
        if (answer != Relaxation::Answer::bound) return Applied::nothing;
        const int128 least = with_objective ? needed_ : 0;
        if (core_->total() < least) {
            close(place.proof, core_->proof());
            return Applied::closed;
        }
        if (core_->fix(least, place.part)) stage_.nodes[at(place.proof)].fixes.push_back(core_->proof());
        return with_objective ? Applied::bounded : Applied::nothing;
    };
    // Divisions that were good there and are not here.
    const auto closes_little = [&] { return same_goal && nodes_for_one_open * open_.size() > tree.nodes.size(); };
    std::vector<Place> places;
    places.push_back({0, root.proof, root.depth, root.part});
    while (!places.empty()) {
        spend();
        if (closes_little() || meter_.exhausted()) {
            open_ = {};
            stage_.nodes.resize(1);
            stage_.nodes[0] = std::move(whole);
            open_.push(root);
            return false;
        }
        Place place = std::move(places.back());
        places.pop_back();
        const ProofNode& from = tree.nodes[at(place.from)];
        if (std::ranges::any_of(from.fixes, [&](const Multipliers& fix) { return apply(fix, place) == Applied::closed; })) continue;
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
        const Applied applied = apply(from.bound, place);
        if (applied == Applied::closed) continue;
        Node leaf = root;
        leaf.proof = place.proof;
        if (applied == Applied::bounded && core_->total() < leaf.total) {
            leaf.total = core_->total();
            leaf.parent_proof = std::make_shared<const Multipliers>(core_->proof());
        }
        leaf.part = std::move(place.part);
        leaf.depth = place.depth;
        open_.push(std::move(leaf));
    }
    spend();
    return true;
}

}  // namespace husrom::solve
