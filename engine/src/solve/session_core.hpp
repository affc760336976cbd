#pragma once

/// What a session keeps of a problem of one goal, to answer changes of it.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/solve/session.hpp>

#include "index.hpp"
#include "session_change.hpp"
#include "session_guide.hpp"

namespace husrom::solve {

/// One goal: what its bound leaves worth a thought, and by how much it rules out the rest.
class Session::Core {
public:
    /// Null where there is no use in it.
    static std::unique_ptr<const Core> of(const Problem& problem, const Result& result);

    [[nodiscard]] Ruling ruling(const Change& change) const {
        return ruling_of(index_.problem(), change, [&](std::int32_t row, const std::function<void(std::int32_t)>& visit) {
            for (const std::int32_t edge : index_.edges_of_row(row)) visit(edge);
        });
    }

    /// The problem's own bound, moved as its multipliers say. Nothing where a multiplier has no bound any more.
    [[nodiscard]] std::optional<core::int128> moved(const Change& change, const Ruling& ruling) const;
    [[nodiscard]] std::int64_t value(core::int128 total) const { return guide_.value(total); }

    /// What a solve on the core leaves behind where it does not do.
    struct Attempt {
        std::int64_t work = 0;
        std::vector<std::int32_t> plan;  ///< its edges; it may break what the change asks for
    };
    /// `total`: what moved() told. Nothing where the core does not do: it has no plan, or leaves too much out.
    [[nodiscard]] std::optional<Result> solve(const Change& change, const Ruling& ruling, core::int128 total, const Result& known,
                                              const Options& options, Attempt& attempt) const;

private:
    explicit Core(const Problem& problem) : index_(problem) {}

    /// Edges with at most this penalty, and all of rows that the change touches, but for those ruled out.
    [[nodiscard]] std::vector<std::int32_t> edges_within(std::int64_t reach, const Ruling& ruling) const;
    /// What it derives follows from the whole limits too, its steps are those of all edges, and no head count comes first.
    [[nodiscard]] bool holds_for_whole(const Result& result, const Problem& part) const;
    /// The core's result as one of the changed problem, of which no plan with an edge outside the core has more than `outside`, and none at
    /// all more than `bound`.
    [[nodiscard]] Result as_whole(Result result, const std::vector<std::int32_t>& edges, const Ruling& ruling, std::int64_t outside,
                                  std::int64_t bound) const;

    ProblemIndex index_;
    Guide guide_;
    std::int64_t reach_ = 0;  ///< edges with no larger penalty belong to the core
};

}  // namespace husrom::solve
