#include "bundle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include <husrom/core/error.hpp>

namespace husrom::solve {
namespace {

/// What a move in the direction of the last one, and one against it, does to a stride, and what strides stay between. Where they become
/// shorter than this the mean of plans is far from keeping the limits.
constexpr double longer = 1.2, shorter = 0.4, shortest = 0.3, longest = 1e3;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    // Four partial sums, so that the compiler may use wide registers and still sum in one fixed order.
    std::array<double, 4> sum{};
    std::size_t i = 0;
    for (; i + 4 <= a.size(); i += 4)
        for (std::size_t j = 0; j < 4; ++j) sum[j] += a[i + j] * b[i + j];
    for (; i < a.size(); ++i) sum[0] += a[i] * b[i];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

}  // namespace

Bundle::Bundle(Relaxation& relaxation)
    : relaxation_(relaxation), dimensions_(relaxation.dimensions()), scale_(static_cast<double>(relaxation.denominator())) {
    for (std::size_t d = 0; d < dimensions_; ++d) {
        const Coupling& coupling = relaxation.coupling(d);
        inverse_metric_.push_back(1 / coupling.metric);
        low_.push_back(static_cast<double>(coupling.low) / scale_);
        high_.push_back(static_cast<double>(coupling.high) / scale_);
    }
    strides_.assign(dimensions_, 1);
    last_move_.assign(dimensions_, 0);
}

void Bundle::set_steps(const BundleSteps& steps) {
    if (!steps.strides.empty() && steps.strides.size() != dimensions_) throw InternalError("steps of a bundle with other couplings");
    proximity_ = steps.proximity;
    for (std::size_t d = 0; d < steps.strides.size(); ++d)
        inverse_metric_[d] *= steps.strides[d] / std::exchange(strides_[d], steps.strides[d]);
}

void Bundle::adopt(const std::vector<SharedCut>& cuts) {
    for (const SharedCut& cut : cuts) {
        Bits taken(relaxation_.must().size(), false);
        bool holds = true;
        for (const std::int32_t edge : cut->edges) {
            const std::int32_t local = relaxation_.local(edge);
            holds = holds && local >= 0 && relaxation_.part().edges.test(local);
            if (!holds) break;
            taken.set(relaxation_.row_of(local));
        }
        for (std::size_t w = 0; holds && w < taken.words().size(); ++w)
            holds = (relaxation_.part().must.words()[w] & ~taken.words()[w]) == 0;
        if (!holds) continue;
        cuts_.push_back(cut);
        share_.push_back(0);
        idle_.push_back(0);
    }
}

void Bundle::begin(std::vector<std::int64_t> start) {
    centre_ = std::move(start);
    centre_real_.resize(dimensions_);
    for (std::size_t d = 0; d < dimensions_; ++d) {
        centre_[d] = std::clamp(centre_[d], relaxation_.coupling(d).low, relaxation_.coupling(d).high);
        centre_real_[d] = static_cast<double>(centre_[d]) / scale_;
    }
    point_ = centre_real_;
}

void Bundle::move_to(std::vector<std::int64_t> next) {
    centre_ = std::move(next);
    for (std::size_t d = 0; d < dimensions_; ++d) {
        const double there = static_cast<double>(centre_[d]) / scale_;
        const double move = there - std::exchange(centre_real_[d], there);
        if (move == 0) continue;
        const double turn = move * std::exchange(last_move_[d], move);
        const double stride = std::clamp(strides_[d] * (turn > 0 ? longer : turn < 0 ? shorter : 1.0), shortest, longest);
        inverse_metric_[d] *= stride / std::exchange(strides_[d], stride);
    }
}

void Bundle::lengthen_short_strides() {
    for (std::size_t d = 0; d < dimensions_; ++d)
        if (strides_[d] < 1) inverse_metric_[d] /= std::exchange(strides_[d], 1.0);
}

std::optional<Bundle::End> Bundle::look_further(double tolerance) {
    lengthen_short_strides();
    const double before = proximity_;
    int solved = 0;
    for (const double factor : {10.0, 100.0, 1000.0}) {
        proximity_ *= factor;
        propose(tolerance);
        const double promised = value() - model_;
        if (is_unsolved(promised, tolerance)) break;
        if (promised >= tolerance) {
            back_to_ = 10 * before;
            return std::nullopt;
        }
        ++solved;
    }
    proximity_ = before;
    return solved < 2 ? End::limit : End::converged;
}

void Bundle::add_cut() {
    cuts_.push_back(std::make_shared<const Cut>(relaxation_.cut()));
    share_.push_back(0);
    idle_.push_back(0);
    work_ += static_cast<std::int64_t>(dimensions_);
    ++evaluations_;
}

void Bundle::drop_cuts() {
    if (cuts_.size() <= most_cuts) return;
    std::vector<std::size_t> order(cuts_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t j) { return share_[j] > 0 ? -1 : idle_[j]; });
    order.resize(most_cuts * 3 / 4);
    std::ranges::sort(order);
    std::vector<SharedCut> cuts;
    std::vector<double> share;
    std::vector<std::int32_t> idle;
    for (const std::size_t j : order) {
        cuts.push_back(std::move(cuts_[j]));
        share.push_back(share_[j]);
        idle.push_back(idle_[j]);
    }
    cuts_ = std::move(cuts);
    share_ = std::move(share);
    idle_ = std::move(idle);
}

void Bundle::propose(double tolerance) {
    const std::size_t count = cuts_.size();
    double sum = std::accumulate(share_.begin(), share_.end(), 0.0);
    if (sum <= 0) {
        std::size_t best = 0;
        double highest = -1e300;
        for (std::size_t j = 0; j < count; ++j) {
            const double height = cuts_[j]->value + dot(cuts_[j]->slack, centre_real_);
            if (height >= highest) {
                highest = height;
                best = j;
            }
        }
        share_[best] = 1;
        sum = 1;
    }
    for (double& share : share_) share /= sum;

    std::vector<double> gradient(dimensions_, 0);
    for (std::size_t j = 0; j < count; ++j)
        if (share_[j] > 0)
            for (std::size_t d = 0; d < dimensions_; ++d) gradient[d] += share_[j] * cuts_[j]->slack[d];
    if (proximity_ <= 0) {
        double length = 0;
        for (std::size_t d = 0; d < dimensions_; ++d) length += gradient[d] * gradient[d] * inverse_metric_[d];
        proximity_ = length > 0 ? std::max(value() - target_, 1.0) / length : 1.0;
    }
    std::vector<double> height(count);
    std::vector<char> held(dimensions_, 0);            // coordinates that a bound holds; the others move with the gradient
    std::vector<std::vector<double>> products(count);  // of planes over the moving coordinates, filled when asked for
    const auto place = [&] {
        bool same = true;
        for (std::size_t d = 0; d < dimensions_; ++d) {
            const double wish = centre_real_[d] - proximity_ * inverse_metric_[d] * gradient[d];
            point_[d] = std::clamp(wish, low_[d], high_[d]);
            const char now = point_[d] == wish ? 0 : 1;
            same = same && now == held[d];
            held[d] = now;
        }
        for (std::size_t j = 0; j < count; ++j) height[j] = cuts_[j]->value + dot(cuts_[j]->slack, point_);
        work_ += static_cast<std::int64_t>(count * dimensions_ / 8);
        if (!same)
            for (auto& row : products) row.clear();
    };
    std::vector<double> scaled(dimensions_);
    const auto product_row = [&](std::size_t i) -> const std::vector<double>& {
        if (!products[i].empty()) return products[i];
        for (std::size_t d = 0; d < dimensions_; ++d) scaled[d] = held[d] != 0 ? 0 : cuts_[i]->slack[d] * inverse_metric_[d];
        products[i].resize(count);
        for (std::size_t j = 0; j < count; ++j) products[i][j] = dot(cuts_[j]->slack, scaled);
        work_ += static_cast<std::int64_t>(count * dimensions_ / 8);
        return products[i];
    };
    place();
    constexpr int most_moves = 400;
    constexpr int moves_between_places = 40;
    int since_place = 0;
    for (int move = 0; move < most_moves; ++move) {
        std::size_t top = 0;
        std::size_t bottom = count;
        double mean = 0;
        for (std::size_t j = 0; j < count; ++j) {
            if (height[j] > height[top]) top = j;
            if (share_[j] > 0) {
                mean += share_[j] * height[j];
                if (bottom == count || height[j] < height[bottom]) bottom = j;
            }
        }
        const double loose = height[top] - mean;
        const bool settled = loose <= std::max(0.1 * (value() - height[top]), 0.1 * tolerance) || top == bottom;
        if ((settled && since_place > 0) || since_place >= moves_between_places) {
            place();
            since_place = 0;
            continue;
        }
        if (settled) break;
        const std::vector<double>& with_top = product_row(top);
        const std::vector<double>& with_bottom = product_row(bottom);
        const double curvature = proximity_ * (with_top[top] + with_bottom[bottom] - 2 * with_top[bottom]);
        const double shift = curvature > 1e-300 ? std::min((height[top] - height[bottom]) / curvature, share_[bottom]) : share_[bottom];
        share_[top] += shift;
        share_[bottom] -= shift;
        for (std::size_t d = 0; d < dimensions_; ++d) gradient[d] += shift * (cuts_[top]->slack[d] - cuts_[bottom]->slack[d]);
        for (std::size_t j = 0; j < count; ++j) height[j] -= shift * proximity_ * (with_top[j] - with_bottom[j]);
        if (share_[bottom] < 1e-12) share_[bottom] = 0;
        ++since_place;
    }
    if (since_place > 0) place();
    model_ = *std::ranges::max_element(height);
    for (std::size_t j = 0; j < count; ++j) idle_[j] = share_[j] > 0 ? 0 : idle_[j] + 1;
}

std::vector<std::int64_t> Bundle::rounded() const {
    std::vector<std::int64_t> whole(dimensions_);
    for (std::size_t d = 0; d < dimensions_; ++d) {
        const Coupling& coupling = relaxation_.coupling(d);
        const double scaled =
            std::clamp(std::round(point_[d] * scale_), static_cast<double>(coupling.low), static_cast<double>(coupling.high));
        whole[d] = std::clamp(static_cast<std::int64_t>(scaled), coupling.low, coupling.high);
    }
    return whole;
}

Relaxation::Answer Bundle::restore() {
    return relaxation_.evaluate(centre_);
}

std::vector<double> Bundle::fractional() const {
    std::vector<double> x(relaxation_.edges().size(), 0);
    double sum = 0;
    for (std::size_t j = 0; j < cuts_.size(); ++j) {
        if (share_[j] <= 0) continue;
        sum += share_[j];
        for (const std::int32_t edge : cuts_[j]->edges) x[static_cast<std::size_t>(relaxation_.local(edge))] += share_[j];
    }
    if (sum > 0)
        for (double& value : x) value /= sum;
    return x;
}

}  // namespace husrom::solve
