#pragma once

/// Finds multipliers that bring the bound of a relaxation down: a proximal bundle method (Lemaréchal 1975; Kiwiel 1990). Floating point
/// chooses where to look; the bound at every point is exact.
///
/// The planes seen so far are the model; the next point minimises the model plus a proximal term around the centre, and the centre moves
/// when the true bound falls by a share of what the model promised. A multiplier that moves the same way as the last time strides further
/// from then on, one that turns back shortens its stride (as in Riedmiller and Braun 1993): a scarce team's hours have to travel far while
/// hundreds of caps waver. The quadratic program is solved by moving weight between the highest plane and the lowest active one. At the
/// end the plane weights give a fractional plan, which guides branching and dives.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <husrom/core/integers.hpp>

#include "relaxation.hpp"

namespace husrom::solve {

using SharedCut = std::shared_ptr<const Cut>;

struct BundleLimits {
    std::int32_t evaluations = 200;
    double tolerance = 0.02;       ///< end when the model promises less than this (goal units) ...
    double relative = 1e-3;        ///< ... or less than this share of what lies between the bound and the target
    std::int32_t stall = 1 << 30;  ///< end after this many evaluations in a row that bring little
};

/// How far a bundle goes.
struct BundleSteps {
    double proximity = 0;         ///< 0: not known yet
    std::vector<double> strides;  ///< by coupling, as factors of the first one; empty: all 1
};

class Bundle {
public:
    explicit Bundle(Relaxation& relaxation);

    /// Planes of an earlier bundle that still hold in the present part; their weights are forgotten.
    void adopt(const std::vector<SharedCut>& cuts);

    enum class End : std::uint8_t { closed, converged, limit, nothing_left, stopped };
    /// From `start` (whole multipliers) until the bound is below `needed` (over the denominator; read anew at each point), or as `limits`
    /// say. `on_point` is called after every evaluation and returns true to stop.
    template <class OnPoint>
    End minimise(std::vector<std::int64_t> start, const core::int128& needed, const BundleLimits& limits, OnPoint&& on_point);

    [[nodiscard]] core::int128 total() const { return total_; }
    [[nodiscard]] const std::vector<std::int64_t>& centre() const { return centre_; }
    /// Puts the relaxation back to the centre, so that its duals are those of the best bound.
    Relaxation::Answer restore();
    [[nodiscard]] const std::vector<SharedCut>& cuts() const { return cuts_; }
    /// Fractional plan: by local edge, from the plane weights.
    [[nodiscard]] std::vector<double> fractional() const;
    [[nodiscard]] double value() const { return static_cast<double>(total_) / scale_; }
    [[nodiscard]] std::int64_t work() const { return work_; }
    [[nodiscard]] std::int32_t evaluations() const { return evaluations_; }  ///< bounds asked for

    [[nodiscard]] BundleSteps steps() const { return {proximity_, strides_}; }
    /// Those of an earlier bundle of the same couplings.
    void set_steps(const BundleSteps& steps);
    /// What is sought, for the length of the first step.
    void set_target(double target) { target_ = target; }

private:
    void begin(std::vector<std::int64_t> start);
    void move_to(std::vector<std::int64_t> next);
    void lengthen_short_strides();  ///< to the first one
    /// A short step may hide what is further away: proposes longer ones until one promises something, or tells how the bundle ends.
    std::optional<End> look_further(double tolerance);
    void add_cut();
    void drop_cuts();
    /// Solves the quadratic program; leaves the next point in `point_` and the model's value there in `model_`.
    void propose(double tolerance);
    [[nodiscard]] std::vector<std::int64_t> rounded() const;

    Relaxation& relaxation_;
    std::size_t dimensions_;
    double scale_;
    std::vector<double> inverse_metric_, low_, high_;
    std::vector<double> strides_;    ///< factors of the inverse metric
    std::vector<double> last_move_;  ///< of the centre
    std::vector<SharedCut> cuts_;
    std::vector<double> share_;       ///< weight of each plane
    std::vector<std::int32_t> idle_;  ///< rounds since a plane had weight
    std::vector<std::int64_t> centre_;
    std::vector<double> centre_real_, point_;
    core::int128 total_ = 0;
    double model_ = 0;
    double proximity_ = 0;
    double back_to_ = 0;  ///< proximity when a longer step finds nothing; 0: none was made
    double target_ = 0;
    std::int64_t work_ = 0;
    std::int32_t evaluations_ = 0;

    /// The quadratic program is solved to a tenth of the tolerance, so it may promise that much less than nothing.
    [[nodiscard]] bool is_unsolved(double promised, double tolerance) const { return promised < -0.1 * tolerance && dimensions_ > 0; }

    static constexpr std::size_t most_cuts = 120;
    static constexpr std::int32_t most_unsolved = 20;
};

template <class OnPoint>
Bundle::End Bundle::minimise(std::vector<std::int64_t> start, const core::int128& needed, const BundleLimits& limits, OnPoint&& on_point) {
    begin(std::move(start));
    auto answer = relaxation_.evaluate(centre_);
    if (answer == Relaxation::Answer::out_of_range) {
        std::ranges::fill(centre_, 0);
        begin(centre_);
        answer = relaxation_.evaluate(centre_);
    }
    if (answer == Relaxation::Answer::nothing_left) return End::nothing_left;
    total_ = relaxation_.total();
    add_cut();
    if (total_ < needed) return End::closed;
    if (on_point()) return End::stopped;
    std::int32_t null_steps = 0;
    std::int32_t poor = 0;
    std::int32_t unsolved = 0;
    back_to_ = 0;
    for (std::int32_t evaluations = 1; evaluations < limits.evaluations; ++evaluations) {
        const double tolerance = std::max(limits.tolerance, limits.relative * (value() - target_));
        propose(tolerance);
        const double promised = value() - model_;
        if (is_unsolved(promised, tolerance) && unsolved < most_unsolved) {
            // The quadratic program of a shorter step is easier.
            proximity_ *= 0.1;
            ++unsolved;
            continue;
        }
        if (promised < tolerance) {
            if (proximity_ >= 1e12 || promised < 0 || dimensions_ == 0)
                return is_unsolved(promised, tolerance) ? End::limit : End::converged;
            if (const auto end = look_further(tolerance)) return *end;
        }
        const double expected = value() - model_;
        std::vector<std::int64_t> next = rounded();
        const auto here = relaxation_.evaluate(next);
        if (here == Relaxation::Answer::nothing_left) return End::nothing_left;
        if (here == Relaxation::Answer::out_of_range) {
            proximity_ = back_to_ > 0 ? std::exchange(back_to_, 0) : 0.1 * proximity_;
            if (++poor > 20) return End::limit;
            continue;
        }
        const double fall = static_cast<double>(total_ - relaxation_.total()) / scale_;
        add_cut();
        if (relaxation_.total() < total_ && fall >= 0.1 * expected) {
            total_ = relaxation_.total();
            move_to(std::move(next));
            back_to_ = 0;
            if (fall >= 0.5 * expected) proximity_ *= 1.6;
            null_steps = 0;
            poor = fall < tolerance ? poor + 1 : 0;
        } else {
            if (back_to_ > 0) proximity_ = std::exchange(back_to_, 0);
            if (++null_steps % 8 == 0) proximity_ *= 0.8;
            ++poor;
        }
        if (total_ < needed) return End::closed;
        if (on_point()) return End::stopped;
        if (poor >= limits.stall) return End::limit;
        drop_cuts();
    }
    return End::limit;
}

}  // namespace husrom::solve
