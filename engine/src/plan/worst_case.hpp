#pragma once

/// The most and the least that limits and goals can come to when everybody chooses one pair of a set of their own.

#include <cstdint>
#include <span>
#include <vector>

#include <husrom/solve/problem.hpp>

namespace husrom::plan {

class WorstCase {
public:
    explicit WorstCase(const solve::Problem& problem, std::int32_t policy_goals);

    using Sets = std::vector<std::vector<std::int32_t>>;  ///< edges by person
    struct Range {
        std::int64_t least = 0, most = 0;
    };
    /// By limit: the range of its use.
    [[nodiscard]] std::vector<Range> uses(const Sets& sets) const;
    /// Whether every choice keeps every limit, to the end of its steps, and no two choices meet in a clique. Without `floors` lower limits
    /// are not asked about.
    [[nodiscard]] bool always_allowed(const Sets& sets, bool floors) const;
    /// By policy goal, in the solver's direction: no choice gives less. Charges are counted at the most that each limit can come to.
    [[nodiscard]] std::vector<std::int64_t> least_values(const Sets& sets) const;
    /// What a limit charges at a use, by goal (negative values: they are subtracted).
    void add_charges(std::int32_t limit, std::int64_t use, std::vector<std::int64_t>& values) const;

    /// The limits that an edge counts in, with its load.
    struct Load {
        std::int32_t limit = 0;
        std::int64_t load = 0;
    };
    [[nodiscard]] std::span<const Load> loads(std::int32_t edge) const;
    [[nodiscard]] std::span<const std::int32_t> cliques(std::int32_t edge) const;
    /// The load of an edge on a limit, 0 when it does not count there.
    [[nodiscard]] std::int64_t load(std::int32_t edge, std::int32_t limit) const;

private:
    const solve::Problem& problem_;
    std::int32_t policy_goals_;
    std::vector<std::int64_t> load_offsets_, clique_offsets_;
    std::vector<Load> loads_;
    std::vector<std::int32_t> cliques_;
};

}  // namespace husrom::plan
