#pragma once

/// The Lagrangian relaxation of one stage on a set of edges: limits, cliques, proven goals and head counts are priced, what remains is a
/// plain matching that the warm matcher solves exactly. Multipliers are whole numbers over a common denominator, so every bound is exact.
///
/// Cost of one bound: one pass over the entries of the priced rows, and the matcher's repair of what moved.

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/matching/matcher.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/result.hpp>

#include "coupling_entries.hpp"
#include "index.hpp"
#include "part.hpp"

namespace husrom::solve {

/// What earlier stages have proven.
struct Proven {
    std::vector<std::int64_t> goals;  ///< values of the leading goals
    struct Count {
        std::int32_t stage = 0;
        std::int64_t bound = 0;
    };
    std::vector<Count> counts;
};

/// One priced row: a limit (either side, by the sign of its multiplier), a clique, a proven goal or a proven head count.
struct Coupling {
    enum class Kind : std::uint8_t { limit, clique, goal, count };
    Kind kind = Kind::limit;
    std::int32_t index = 0;
    std::int64_t low = 0;                  ///< least multiplier
    std::int64_t high = 0;                 ///< greatest multiplier
    double metric = 1;                     ///< how dear a unit of movement is; about the inverse square of the size to expect
    std::int64_t lowest = 0, highest = 0;  ///< multipliers where no matching has to be found, as for price_widely()
};

/// A point of the relaxation as a plane over the multipliers: value + slack·multiplier, in goal units.
struct Cut {
    double value = 0;
    std::vector<double> slack;        ///< by coupling
    std::vector<std::int32_t> edges;  ///< chosen edges of the problem
};

class Relaxation {
public:
    /// Throws Overflow when sums of weights up to `largest` along alternating paths could leave 64 bits.
    static void require_weight(const Problem& problem, std::int32_t goal, std::int64_t largest);

    /// `edges` are edges of the problem, ascending; `must` says by row whether it must have one.
    Relaxation(const ProblemIndex& index, Objective objective, std::int32_t goal, const Proven& proven, std::vector<std::int32_t> edges,
               std::vector<char> must);

    [[nodiscard]] std::size_t dimensions() const { return couplings_.size(); }
    [[nodiscard]] const Coupling& coupling(std::size_t d) const { return couplings_[d]; }
    [[nodiscard]] std::int64_t denominator() const { return denominator_; }
    [[nodiscard]] Objective objective() const { return objective_; }
    [[nodiscard]] std::int32_t goal() const { return goal_; }
    [[nodiscard]] std::span<const std::int32_t> edges() const { return edges_; }  ///< local -> problem
    [[nodiscard]] std::int32_t local(std::int32_t edge) const { return local_[static_cast<std::size_t>(edge)]; }
    [[nodiscard]] const std::vector<char>& must() const { return must_; }
    [[nodiscard]] std::int32_t row_of(std::int32_t local) const { return index_.row_of(edges_[static_cast<std::size_t>(local)]); }

    [[nodiscard]] Part whole() const;
    /// Further bounds speak of this part.
    void enter(const Part& part);
    [[nodiscard]] const Part& part() const { return part_; }
    /// The next matching begins anew, so that it does not depend on what was asked before.
    void forget_matching();

    /// Prices of columns, none below 0, that are about right where evaluate() is asked for the first time, which is then soon done. Later
    /// ones begin where the last one ended.
    void begin_at(std::vector<std::int64_t> prices) { first_prices_ = std::move(prices); }
    enum class Answer : std::uint8_t { bound, nothing_left, out_of_range };
    /// The bound at these multipliers. `nothing_left`: rows that must have an edge cannot all have one; proof() shows it.
    Answer evaluate(std::span<const std::int64_t> multipliers) { return evaluate(multipliers, objective_ != Objective::nothing); }
    /// The bound at these multipliers and prices of columns, in one pass over the edges and without a matching: at least what evaluate()
    /// finds, and the same when the prices are right. chosen() stays that of the last evaluation, and cut() is none.
    Answer price(std::span<const std::int64_t> multipliers, std::span<const std::int64_t> prices) {
        return price(multipliers, prices, objective_ != Objective::nothing, weight_limit_);
    }
    /// The same for multipliers as large as sums of them allow: no matching could be found with such weights. Where earlier goals leave a
    /// part hardly any plan, what their rows cost knows no measure.
    Answer price_widely(std::span<const std::int64_t> multipliers, std::span<const std::int64_t> prices) {
        return price(multipliers, prices, objective_ != Objective::nothing, widest_weight);
    }
    /// That with the objective left out: a total below 0 proves that the part holds no plan.
    Answer price_without_objective(std::span<const std::int64_t> multipliers, std::span<const std::int64_t> prices) {
        return price(multipliers, prices, false, widest_weight);
    }
    [[nodiscard]] std::int64_t weight_limit() const { return weight_limit_; }  ///< no edge may be worth more, but for price_widely()
    /// Of the last evaluation, over the denominator.
    [[nodiscard]] core::int128 total() const { return total_; }
    [[nodiscard]] std::vector<std::int32_t> chosen() const;  ///< edges of the problem
    [[nodiscard]] Cut cut() const;
    [[nodiscard]] Multipliers proof() const;
    [[nodiscard]] Prices prices() const;  ///< without the goal, and without derived limits

    /// Of the last evaluation, over the denominator: prices of columns, the best of each row, and by local edge how far it is below that
    /// best.
    struct Duals {
        std::vector<std::int64_t> price, row_best, penalty;
    };
    [[nodiscard]] Duals duals() const;
    /// The first two of them alone, without the memory for a penalty of each edge.
    [[nodiscard]] const std::vector<std::int64_t>& column_prices() const { return prices_; }
    [[nodiscard]] std::vector<std::int64_t> row_bests() const;
    [[nodiscard]] std::int64_t objective_weight(std::int32_t local) const { return objective_weight_[static_cast<std::size_t>(local)]; }
    [[nodiscard]] std::int64_t weight(std::int32_t local) const { return weights_[static_cast<std::size_t>(local)]; }
    [[nodiscard]] std::int64_t matched() const { return matched_; }  ///< weight of its assignment, or what prices say of it
    [[nodiscard]] std::span<const std::int64_t> multipliers() const { return multipliers_; }
    /// What a unit of the goal's charge costs at the last multipliers.
    [[nodiscard]] std::int64_t worth(std::int32_t goal) const { return multiplier_of_goal(goal); }
    /// Of a proven goal or head count, as an upper bound.
    [[nodiscard]] std::int64_t right_hand_side(std::size_t dimension) const;
    [[nodiscard]] const CouplingEntries& entries() const { return entries_; }  ///< by local edge
    /// The couplings each of these local edges stands in, with coefficients of upper bounds.
    [[nodiscard]] std::vector<std::vector<std::pair<std::int32_t, std::int64_t>>> entries_of(std::span<const std::int32_t> local) const;

    /// With the duals of the last evaluation: rules out all that brings the bound below `needed` (over the denominator). True when anything
    /// is.
    bool fix(core::int128 needed, Part& part) const;

    /// Edges looked at since construction.
    [[nodiscard]] std::int64_t work() const { return work_ + (matcher_ ? matcher_->work() : 0); }

private:
    Answer evaluate(std::span<const std::int64_t> multipliers, bool with_objective);
    Answer price(std::span<const std::int64_t> multipliers, std::span<const std::int64_t> prices, bool with_objective, std::int64_t limit);
    /// False: an edge is worth more than `limit`.
    [[nodiscard]] bool weigh(std::span<const std::int64_t> multipliers, bool with_objective, std::int64_t limit);
    /// Differences of two such weights and a price stay within 63 bits.
    static constexpr std::int64_t widest_weight = std::int64_t{1} << 61;
    void add_ties();
    void build_matcher();
    /// What a plan with this edge of the problem uses of limits, cliques and goals, by coupling.
    void add_activity(std::int32_t edge, std::vector<std::int64_t>& activity) const;
    void add_couplings(const Proven& proven);
    /// Of the entries pushed since the last one.
    void add_coupling(Coupling::Kind kind, std::int32_t index, std::int64_t low_side, std::int64_t high_side, double right_hand_side,
                      std::int64_t widest);
    /// What its row gains by a local edge at the last prices.
    [[nodiscard]] std::int64_t worth_of(std::size_t local) const {
        return weights_[local] - prices_[static_cast<std::size_t>(index_.column_of(edges_[local]))];
    }
    [[nodiscard]] core::int128 constant(std::span<const std::int64_t> multipliers) const;
    [[nodiscard]] std::int64_t multiplier_of_goal(std::int32_t goal) const;

    const ProblemIndex& index_;
    Objective objective_;
    std::int32_t goal_;
    Proven proven_;
    std::vector<std::int32_t> edges_;
    std::vector<std::int32_t> local_;
    std::vector<char> must_;
    std::vector<std::int64_t> objective_weight_;  ///< by local edge, not scaled
    /// By local edge, of a head count: what evaluate() adds to the weights, in all less than a hundredth of a head, in the order of the
    /// goal's weights. A matching of many equal weights is slow, and says little about where the next bound lies.
    std::vector<std::int64_t> ties_;
    std::int64_t denominator_ = 1;
    std::int64_t weight_limit_ = 0;

    std::vector<Coupling> couplings_;
    CouplingEntries entries_;
    std::vector<std::int32_t> goal_dimension_;  ///< by goal: its coupling or -1
    std::vector<std::int32_t> limit_dimension_, clique_dimension_;
    std::vector<std::int32_t> charged_limits_;  ///< limits with steps that a proven goal or this goal is charged

    std::unique_ptr<matching::Matcher<std::int64_t>> matcher_;  ///< built when a bound first asks for it
    std::vector<std::int64_t> first_prices_;                    ///< where the matcher begins
    std::vector<std::int64_t> prices_;                          ///< of columns, of the last bound
    std::int64_t matched_ = 0;
    Part part_;
    std::vector<std::int64_t> weights_;  ///< scaled, by local edge
    std::vector<std::int64_t> multipliers_;
    core::int128 total_ = 0;
    bool nothing_left_ = false;
    bool with_objective_ = true;  ///< in the last evaluation
    std::int64_t work_ = 0;
};

}  // namespace husrom::solve
