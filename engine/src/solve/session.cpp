#include <husrom/solve/session.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

#include <husrom/core/budget.hpp>

#include "session_change.hpp"
#include "session_core.hpp"
#include "solver.hpp"
#include "warm_start.hpp"

namespace husrom::solve {
namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// `bound`, or what is proven of the problem itself where the change only restricts.
std::int64_t at_most(const Problem& problem, const Result& result, const Change& change, std::int64_t bound) {
    const bool restricts = std::ranges::all_of(change.limits, [&](const Change::Bounds& bounds) {
        const auto [lower, upper] = bounds_now(problem, bounds);
        return lower >= problem.limit_lower[at(bounds.limit)] && upper <= problem.limit_upper[at(bounds.limit)];
    });
    return restricts && result.has_plan() ? std::min(bound, result.bound.front()) : bound;
}

}  // namespace

Session::Session(Problem problem, const Options& options)
    : problem_(std::make_unique<const Problem>(std::move(problem))),
      result_(maximise(*problem_, options)),
      core_(Core::of(*problem_, result_)) {}

Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

const Problem& Session::problem() const {
    return *problem_;
}

const Result& Session::result() const {
    return result_;
}

std::int64_t Session::bound(const Change& change) const {
    if (!core_) {
        (void)changed(*problem_, change);  // refuses what cannot be
        return at_most(*problem_, result_, change, no_upper);
    }
    const auto total = core_->moved(change, core_->ruling(change));
    return at_most(*problem_, result_, change, total ? core_->value(*total) : no_upper);
}

Result Session::solve(const Change& change, const Options& options) const {
    const auto began = core::Budget::Clock::now();
    Options own = options;
    own.start = {};
    own.warm_start = nullptr;
    own.warm_edges = {};
    own.warm_goals = -1;
    own.warm_values = false;
    check_options(*problem_, own);
    Core::Attempt attempt{.plan = result_.chosen};
    if (core_) {
        const Ruling ruling = core_->ruling(change);
        if (const auto total = core_->moved(change, ruling)) {
            const std::int64_t most = at_most(*problem_, result_, change, core_->value(*total));
            if (own.progress) {
                own.progress({0, 0, 0, 0, most, false});
                own.progress = [&options, most](Progress so_far) {
                    so_far.bound = std::min(so_far.bound, most);
                    options.progress(so_far);
                };
            }
            if (auto result = core_->solve(change, ruling, *total, result_, own, attempt)) {
                require_accepted(changed_by(*problem_, change, ruling), *result);
                return std::move(*result);
            }
            own.progress = options.progress;
        }
    }
    const Problem whole = changed(*problem_, change);
    std::vector<std::int32_t> same(at(whole.edges()));
    std::iota(same.begin(), same.end(), 0);
    own.start = attempt.plan;
    if (result_.warm_start && result_.warm_start->parts.empty()) {
        own.warm_start = result_.warm_start;
        own.warm_edges = same;
    }
    if (own.time_limit) *own.time_limit = std::max(*own.time_limit - (core::Budget::Clock::now() - began), own.time_limit->zero());
    if (own.work_limit) *own.work_limit = std::max<std::int64_t>(*own.work_limit - attempt.work, 0);
    Result result = maximise(whole, own);
    result.work += attempt.work;
    return result;
}

}  // namespace husrom::solve
