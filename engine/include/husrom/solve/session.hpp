#pragma once

/// A problem that stays built, to ask what a change of it would do: a limit's bounds moved, edges forbidden or forced.
///
///     solve::Session session(problem);                              // solves it once
///     solve::Change change{.limits = {{.limit = 3, .upper = 41}}};  // one more place
///     session.bound(change);                                        // at once: no plan has more of the first goal
///     session.solve(change);                                        // as maximise(changed(problem, change)), in a fraction of the time
///
/// Where there is one goal, no soft limit, and no head count or parts in the problem's own proof, a change is solved on the core: the edges
/// that this proof's multipliers do not rule out by much. All others are ruled out by them, which the certificate says (reduced-cost
/// fixing: Dantzig, Fulkerson and Johnson 1954). Elsewhere, and where that does not hold, the changed problem is solved as a whole, from
/// what is known.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <husrom/solve/problem.hpp>
#include <husrom/solve/result.hpp>
#include <husrom/solve/solve.hpp>

namespace husrom::solve {

struct Change {
    /// New bounds of a limit; a side that is not named stays as it is. `no_lower` and `no_upper` open a side that has no steps.
    struct Bounds {
        std::int32_t limit = 0;
        std::optional<std::int64_t> lower = std::nullopt;
        std::optional<std::int64_t> upper = std::nullopt;
    };
    std::vector<Bounds> limits = {};           ///< none twice
    std::vector<std::int32_t> forbidden = {};  ///< edges that are not chosen
    std::vector<std::int32_t> forced = {};     ///< edges that are, at most one a row
};

/// The changed problem, with the same edges: what is ruled out stands in a limit of its own behind the others, with upper bound 0, and the
/// rows of forced edges must have one. Throws InvalidArgument for a limit, an edge or bounds that cannot be.
[[nodiscard]] Problem changed(const Problem& problem, const Change& change);

/// May be asked by several threads at once.
class Session {
public:
    /// Solves the problem. Throws as maximise() does.
    explicit Session(Problem problem, const Options& options = {});
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    [[nodiscard]] const Problem& problem() const;
    [[nodiscard]] const Result& result() const;  ///< of the problem as it is

    /// No plan of the changed problem has more of the first goal: by the multipliers of the problem's own bound, in time that grows with
    /// the limits and the rows that change, and where the change only restricts by what is proven of the problem itself. `no_upper` where
    /// neither tells. Whether there is a plan at all is not looked at. Throws as changed() does.
    [[nodiscard]] std::int64_t bound(const Change& change) const;

    /// What maximise(changed(problem(), change), options) proves, with a certificate for that problem; it may be another of equally good
    /// plans. Where the core answers, `progress` is told bound(change) first, without a plan, and prices of rows are of the core's edges
    /// alone. The start and what is known of other problems in `options` are not used. Throws as changed() and maximise() do.
    [[nodiscard]] Result solve(const Change& change, const Options& options = {}) const;

private:
    class Core;
    std::unique_ptr<const Problem> problem_;
    Result result_;
    std::unique_ptr<const Core> core_;  ///< null: changes are solved as a whole
};

}  // namespace husrom::solve
