#pragma once

/// Makes a plan better by exact search on small parts of it (part_search.hpp). Other threads search the parts that would come next if the
/// one at hand brought nothing, which most do not; where it does they were searched in vain, so that threads change nothing. Parts have
/// several shapes (part_chooser.hpp); the one that lately gained most for its work is taken most often (adaptive large neighbourhood
/// search: Ropke & Pisinger 2006). A fractional plan makes a part too: what it gives whole stays, and the rows and columns that it leaves
/// open are searched (RENS: Berthold 2014), or what it has in common with the plan so far stays (RINS: Danna, Rothberg, Le Pape 2005).
/// Where that is too much for a tree, it is searched in turn by parts of its own.
///
/// Only plans come of it, never a proof. Every plan is judged in whole numbers before it counts.

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "index.hpp"
#include "meter.hpp"
#include "part_chooser.hpp"
#include "part_search.hpp"
#include "plan_state.hpp"
#include "relaxation.hpp"
#include "stage_search.hpp"

namespace husrom::solve {

class NeighbourhoodSearch {
public:
    /// Reads the duals of the relaxation's last bound. `incumbent` holds a plan that keeps the proven goals; `on_better` is called whenever
    /// it became a better one.
    NeighbourhoodSearch(const ProblemIndex& index, const Relaxation& guide, const Proven& proven, Incumbent& incumbent, Meter& meter,
                        std::uint64_t seed, std::int32_t threads, std::function<void()> on_better);

    /// What a fractional plan leaves open is searched until the plan there is so near its bound.
    void settle_for(std::int64_t gap) { gap_ = gap; }
    /// Searches parts until the plan reaches `enough` in the guide's goal, `patience` parts in a row bring nothing, `most` are searched, or
    /// the meter ends it. `on_part` is called after each part and returns true to stop. Returns the number of nodes searched.
    template <class OnPart> std::int64_t run(std::int64_t enough, std::int32_t patience, std::int32_t most, OnPart&& on_part);
    /// Searches the part that a fractional plan leaves open, shares by these edges of the problem; what it gives whole stays. A vertex of
    /// the linear program leaves so little that a tree searches it; a mean of plans leaves more. For the first goal alone, and only where
    /// the rows that are open may stay empty. True when the plan got better.
    bool round(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex);
    /// The same, but only what the plan so far has in common with the fractional one stays.
    bool cross(std::span<const std::int32_t> edges, const std::vector<double>& fractional, bool is_vertex);
    [[nodiscard]] std::int64_t nodes() const { return nodes_; }

private:
    /// How parts are chosen, and how that went.
    struct Shape {
        enum class Kind : std::uint8_t { by_edges, by_limits };
        Kind kind;
        double share_beside;     ///< of rows beside the part that join
        double size, most_size;  ///< rows, or places of a part by limits
        double rate = 0;         ///< gain for a unit of work, lately
        bool chosen = false;
        bool tried = false;
    };
    /// What choosing the next part depends on beside the plan.
    struct Learned {
        core::Random random;
        std::vector<Shape> shapes;
        std::size_t applied;
    };
    struct Chosen {
        std::size_t shape;
        std::vector<std::int32_t> held;
        PartSearch search;
        Learned before;       ///< it was chosen
        core::Budget budget;  ///< a copy of the solve's, which the search spends
        std::int64_t begun_at;
        std::exception_ptr error = {};

        [[nodiscard]] std::int64_t work() const { return budget.work() - begun_at; }
    };
    struct Outcome {
        std::size_t shape;
        bool better, whole;
        double rate;
    };
    void begin_parts();
    [[nodiscard]] std::size_t choose_shape();
    [[nodiscard]] Chosen choose_part();
    /// As if none of them brought anything.
    [[nodiscard]] std::vector<Chosen> choose_parts(std::int32_t count);
    /// Each on a thread.
    void search_at_once(std::vector<Chosen>& parts);
    /// What a part's search found becomes the plan where it is better, and what it shows about shapes is kept. True when it is better.
    bool conclude(const Chosen& part);
    void learn(const Outcome& outcome);
    /// This part and those chosen after it were chosen in vain.
    void forget_from(const Chosen& part);
    /// Searches the rows and columns that `whole` leaves open; `held` is the plan that they have.
    bool search_beside(const std::vector<std::int32_t>& whole, const std::vector<std::int32_t>& held, bool is_vertex);
    /// The rows that hold nothing in state_, with so many edges of least penalty to places that are free there, and those held.
    [[nodiscard]] OpenPart open_part(std::size_t edges, const std::vector<std::int32_t>& held) const;
    /// Searches a part whose rows hold nothing in state_; `held` is the plan that they have. True when the plan got better; state_ stands
    /// at the incumbent afterwards.
    bool solve(const OpenPart& open, const std::vector<std::int32_t>& held, const PartSearch::Effort& effort);
    /// What state_ holds with these edges beside it, as a plan. True when it is better.
    bool offer(const std::vector<std::int32_t>& chosen);

    /// Parts after which a part's outcome is heeded, so that as many can be chosen before it is known.
    static constexpr std::int32_t lag = 4;

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

    const ProblemIndex& index_;
    const Relaxation& guide_;
    const Proven& proven_;
    Incumbent& incumbent_;
    Meter& meter_;
    std::function<void()> on_better_;
    PlanState state_;  ///< the plan that parts are taken from
    double scale_;
    Multipliers proof_;  ///< the guide's
    std::uint64_t seed_;
    std::int32_t threads_;
    std::int64_t gap_ = 0;
    std::optional<PartChooser> chooser_;  ///< once it is asked for
    std::vector<Shape> shapes_;
    std::vector<Outcome> outcomes_;  ///< of the parts searched, in order
    std::size_t applied_ = 0;        ///< of them, what shapes_ know
    std::size_t chosen_ = 0;         ///< parts, those that are searched now among them
    std::int64_t nodes_ = 0;
};

template <class OnPart>
std::int64_t NeighbourhoodSearch::run(std::int64_t enough, std::int32_t patience, std::int32_t most, OnPart&& on_part) {
    const auto reached = [&] { return incumbent_.plan->goals[at(guide_.goal())] >= enough; };
    begin_parts();
    state_.load(incumbent_.plan->chosen);
    std::int32_t idle = 0;
    while (idle < patience && most > 0 && !reached() && !meter_.exhausted()) {
        if (!chooser_->look(state_)) break;
        std::vector<Chosen> parts = choose_parts(std::min({threads_, lag, patience - idle, most}));
        search_at_once(parts);
        bool ends = false;
        bool better = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            // What comes behind a part that made the plan better, or would be stopped there, is not what it would be alone.
            if (ends || better || (i > 0 && !meter_.allows(parts[i].work()))) {
                forget_from(parts[i]);
                break;
            }
            better = conclude(parts[i]);
            --most;
            idle = better ? 0 : idle + 1;
            ends = on_part();
        }
        if (ends) break;
    }
    return nodes_;
}

}  // namespace husrom::solve
