#include "branching.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

double distance_from_integral(double share) {
    return std::min(share, 1 - share);
}

}  // namespace

Branching::Branching(const ProblemIndex& index, const Relaxation& relaxation) : index_(index), relaxation_(relaxation) {
    row_edges_.resize(at(index.problem().rows));
    for (std::size_t i = 0; i < relaxation.edges().size(); ++i)
        row_edges_[at(index.row_of(relaxation.edges()[i]))].push_back(static_cast<std::int32_t>(i));
}

bool Branching::member(std::int32_t local, const RowSet& set) const {
    const std::int32_t edge = relaxation_.edges()[at(local)];
    if (set.edge >= 0 && edge != set.edge) return false;
    if (set.limit < 0) return true;
    const Incidence& limits = index_.limits_of();
    for (std::size_t j = limits.begin(edge); j < limits.end(edge); ++j)
        if (limits.sets[j] == set.limit) return true;
    return false;
}

Part Branching::half(const Part& part, const RowSet& set, bool with) const {
    Part half = part;
    for (const std::int32_t local : row_edges_[at(set.row)])
        if (part.edges.test(local) && member(local, set) != with) half.edges.reset(local);
    if (with) half.must.set(set.row);
    return half;
}

std::vector<Candidate> Branching::candidates(const Part& part, const std::vector<double>& fractional,
                                             std::span<const std::int64_t> multipliers, std::size_t most) const {
    constexpr double integral = 1e-3;
    std::vector<char> priced(at(index_.problem().limits()), 0);
    for (std::size_t d = 0; d < multipliers.size(); ++d)
        if (multipliers[d] != 0 && relaxation_.coupling(d).kind == Coupling::Kind::limit &&
            index_.may_divide(relaxation_.coupling(d).index))
            priced[at(relaxation_.coupling(d).index)] = 1;

    std::vector<Candidate> rows;
    std::vector<Candidate> limits;
    std::vector<Candidate> edges;
    std::map<std::int32_t, double> in_limit;
    double largest = 1;
    for (std::size_t i = 0; i < relaxation_.edges().size(); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(relaxation_.objective_weight(static_cast<std::int32_t>(i)))));
    for (std::int32_t row = 0; row < index_.problem().rows; ++row) {
        double stake = 0;  // mean weight of what the row takes, never quite nothing
        double housed = 0;
        in_limit.clear();
        std::size_t fractional_edges = 0;
        for (const std::int32_t local : row_edges_[at(row)]) {
            const double share = fractional[at(local)];
            if (share <= 0 || !part.edges.test(local)) continue;
            housed += share;
            stake += share * std::abs(static_cast<double>(relaxation_.objective_weight(local))) / largest;
            const std::int32_t edge = relaxation_.edges()[at(local)];
            if (distance_from_integral(share) > integral) {
                ++fractional_edges;
                edges.push_back({{row, -1, edge}, share, distance_from_integral(share)});
            }
            const Incidence& incidence = index_.limits_of();
            for (std::size_t j = incidence.begin(edge); j < incidence.end(edge); ++j)
                if (priced[at(incidence.sets[j])] != 0) in_limit[incidence.sets[j]] += share;
        }
        stake = housed > 0 ? 0.02 + stake / housed : 0.02;
        if (!part.must.test(row) && distance_from_integral(housed) > integral)
            rows.push_back({{row, -1, -1}, housed, distance_from_integral(housed) * stake});
        if (fractional_edges < 2) continue;
        for (const auto& [limit, share] : in_limit)
            if (distance_from_integral(share) > integral && share < housed - integral)
                limits.push_back({{row, limit, -1}, share, distance_from_integral(share) * stake});
    }
    std::vector<Candidate> chosen;
    const auto take = [&](std::vector<Candidate>& from, std::size_t count) {
        std::ranges::stable_sort(from, std::ranges::greater{}, &Candidate::promise);
        for (std::size_t i = 0; i < std::min(count, from.size()) && chosen.size() < most; ++i) chosen.push_back(from[i]);
    };
    take(rows, most / 2);
    take(limits, most / 2);
    take(edges, most);
    return chosen;
}

std::optional<Candidate> Branching::any(const Part& part, const std::vector<double>& fractional) const {
    for (std::int32_t row = 0; row < index_.problem().rows; ++row) {
        std::int32_t best = -1;
        std::int32_t left = 0;
        for (const std::int32_t local : row_edges_[at(row)]) {
            if (!part.edges.test(local)) continue;
            ++left;
            if (best < 0 || fractional[at(local)] > fractional[at(best)]) best = local;
        }
        const double share = best < 0 ? 0 : fractional[at(best)];
        if (part.must.test(row)) {
            if (left > 1) return Candidate{{row, -1, relaxation_.edges()[at(best)]}, share, 0};
        } else if (left > 0) {
            return Candidate{{row, -1, -1}, share, 0};
        }
    }
    return std::nullopt;
}

}  // namespace husrom::solve
