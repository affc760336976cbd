#include "node_lp.hpp"

#include <algorithm>
#include <cmath>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// Less of an edge in a bundle's plan is noise.
constexpr double least_share = 1e-3;

}  // namespace

bool NodeLp::fits(const ProblemIndex& index, const Relaxation& relaxation) {
    if (!fits(relaxation.edges().size(), relaxation.entries().size(), 0)) return false;
    return fits(relaxation.edges().size(), relaxation.entries().size(), rows_of(index, relaxation.edges(), relaxation.dimensions()));
}

std::int64_t NodeLp::rows_of(const ProblemIndex& index, std::span<const std::int32_t> edges, std::size_t couplings) {
    // A part of a problem has the numbers of all rows and columns, and edges of few.
    std::vector<char> in_row(at(index.problem().rows), 0);
    std::vector<char> in_column(at(index.problem().columns), 0);
    for (const std::int32_t edge : edges) in_row[at(index.row_of(edge))] = in_column[at(index.column_of(edge))] = 1;
    return std::ranges::count(in_row, 1) + std::ranges::count(in_column, 1) + static_cast<std::int64_t>(couplings);
}

bool NodeLp::fits(const ProblemIndex& index, std::int64_t couplings) {
    const std::size_t entries = index.limits_of().sets.size() + index.cliques_of().sets.size();
    return fits(index.usable_edges().size(), entries, index.nodes_in_use() + couplings);
}

NodeLp::NodeLp(const ProblemIndex& index, const Relaxation& relaxation) : index_(index), relaxation_(relaxation) {
    if (relaxation.objective() == Objective::goal) step_ = static_cast<double>(index.step(relaxation.goal()));
    NodeLpBuilder builder(index, relaxation);
    simplex_ = builder.simplex(0.2 * step_);
    places_ = std::move(builder.places);
    enter(relaxation.part());
}

void NodeLp::enter(const Part& part) {
    for (std::size_t i = 0; i < relaxation_.edges().size(); ++i) {
        const auto local = static_cast<std::int32_t>(i);
        simplex_->set_bounds(local, 0, part.edges.test(local) ? 1 : 0);
    }
    for (std::int32_t r = 0; r < index_.problem().rows; ++r)
        if (const std::int32_t variable = variable_of_participant(r); variable >= 0)
            simplex_->set_bounds(variable, part.must.test(r) ? 1 : 0, 1);
}

std::int64_t NodeLp::basis_bytes() const {
    constexpr std::int64_t each_variable = 3 * sizeof(double) + 2;
    constexpr std::int64_t each_row = 1'000;  // its share of the factors and of their changes
    return each_variable * (simplex_->columns() + simplex_->rows()) + each_row * simplex_->rows();
}

NodeLp::Stand NodeLp::stand() const {
    const Simplex::Basis basis = simplex_->basis();
    const auto status = [&](std::int32_t variable) { return variable < 0 ? Simplex::free_room : basis[at(variable)]; };
    Stand stand;
    stand.edges.assign(at(static_cast<std::int32_t>(index_.problem().edges())), Simplex::at_start);
    const auto edges = static_cast<std::int32_t>(relaxation_.edges().size());
    for (std::int32_t i = 0; i < edges; ++i) stand.edges[at(relaxation_.edges()[at(i)])] = basis[at(i)];
    for (std::int32_t r = 0; r < index_.problem().rows; ++r) stand.rows.push_back(as_total(r, status(variable_of_participant(r))));
    for (const std::int32_t i : places_.row_of_column) stand.columns.push_back(status(variable_of_row(i)));
    for (std::size_t d = 0; d < places_.row_of_coupling.size(); ++d)
        stand.couplings[{relaxation_.coupling(d).kind, relaxation_.coupling(d).index}] =
            status(variable_of_row(places_.row_of_coupling[d]));
    stand.steps.assign(basis.begin() + edges, basis.begin() + edges + places_.steps);
    return stand;
}

void NodeLp::load(const Stand& stand) {
    // A row that is there for a total alone has no room.
    Simplex::Basis basis(at(simplex_->columns() + simplex_->rows()), Simplex::free_room);
    for (std::size_t r = 0; r < places_.total_of_participant.size(); ++r)
        if (places_.total_of_participant[r] >= 0) basis[at(simplex_->columns() + places_.row_of_participant[r])] = Simplex::at_start;
    const auto edges = static_cast<std::int32_t>(relaxation_.edges().size());
    for (std::int32_t i = 0; i < edges; ++i) basis[at(i)] = stand.edges[at(relaxation_.edges()[at(i)])];
    const auto steps = at(places_.steps);
    for (std::size_t j = 0; j < steps; ++j) basis[at(edges) + j] = stand.steps.size() == steps ? stand.steps[j] : Simplex::at_start;
    const auto give = [&](std::int32_t variable, std::int8_t status) {
        if (variable >= 0) basis[at(variable)] = status;
    };
    for (std::int32_t r = 0; r < index_.problem().rows && at(r) < stand.rows.size(); ++r)
        give(variable_of_participant(r), as_total(r, stand.rows[at(r)]));
    for (std::size_t c = 0; c < places_.row_of_column.size() && c < stand.columns.size(); ++c)
        give(variable_of_row(places_.row_of_column[c]), stand.columns[c]);
    for (std::size_t d = 0; d < places_.row_of_coupling.size(); ++d)
        if (const auto found = stand.couplings.find({relaxation_.coupling(d).kind, relaxation_.coupling(d).index});
            found != stand.couplings.end())
            give(variable_of_row(places_.row_of_coupling[d]), found->second);
    simplex_->load(basis);
}

void NodeLp::load_guess(const std::vector<double>& fractional) {
    const Relaxation::Duals duals = relaxation_.duals();
    Simplex::Basis basis(at(simplex_->columns() + simplex_->rows()), Simplex::at_start);
    std::vector<char> used(at(index_.problem().rows), 0);
    std::vector<std::pair<std::int64_t, std::int32_t>> others;
    for (std::size_t i = 0; i < fractional.size(); ++i) {
        const auto local = static_cast<std::int32_t>(i);
        if (fractional[i] > least_share) {
            basis[i] = Simplex::free_room;
            used[at(relaxation_.row_of(local))] = 1;
        } else {
            others.emplace_back(duals.penalty[i], local);
        }
    }
    std::ranges::sort(others);
    std::vector<std::int32_t> spare;
    for (const auto& [penalty, local] : others) spare.push_back(local);
    const auto leave_room = [&](std::int32_t variable) {
        if (variable >= 0) basis[at(variable)] = Simplex::free_room;
    };
    for (std::int32_t r = 0; r < index_.problem().rows; ++r)
        if (used[at(r)] == 0) leave_room(variable_of_participant(r));
    for (std::size_t c = 0; c < places_.row_of_column.size(); ++c)
        if (duals.price[c] == 0) leave_room(variable_of_row(places_.row_of_column[c]));
    for (std::size_t d = 0; d < places_.row_of_coupling.size(); ++d)
        if (relaxation_.multipliers()[d] == 0) leave_room(variable_of_row(places_.row_of_coupling[d]));
    simplex_->load(basis, spare);
}

NodeLp::End NodeLp::solve(const Basis& basis, double needed, std::int32_t iterations) {
    if (basis) simplex_->restore(*basis);
    // Moved costs account for less than half of the margin.
    const double cutoff = -needed + 0.5 * step_;
    switch (simplex_->solve(cutoff, iterations)) {
        case Simplex::End::optimal:
            return End::solved;
        case Simplex::End::cutoff:
            return End::closed;
        case Simplex::End::infeasible:
            return End::nothing_left;
        case Simplex::End::limit:
            return End::limit;
        case Simplex::End::trouble:
            return End::trouble;
    }
    return End::trouble;
}

NodeLp::Duals NodeLp::duals() {
    return whole(simplex_->multipliers(), static_cast<double>(relaxation_.denominator()));
}

NodeLp::Duals NodeLp::wide_duals() {
    return whole(simplex_->multipliers(), static_cast<double>(relaxation_.denominator()), true);
}

NodeLp::Duals NodeLp::ray(double length) const {
    // As long as edges may be worth, so that rounding matters least. Scaled entries are of the order of 1, and an edge has few.
    double largest = 0;
    for (const double value : simplex_->ray()) largest = std::max(largest, std::abs(value));
    return whole(simplex_->ray(), largest > 0 ? length * static_cast<double>(relaxation_.weight_limit()) / (64 * largest) : 0);
}

/// A unit more room under an upper bound lowers the cost, so the sign turns.
NodeLp::Duals NodeLp::whole(const std::vector<double>& y, double length, bool widely) const {
    // What is no number prices nothing.
    const auto rounded = [](double value, double low, double high) {
        return std::isnan(value) ? 0 : static_cast<std::int64_t>(std::clamp(std::round(value), low, high));
    };
    Duals duals;
    for (std::size_t d = 0; d < relaxation_.dimensions(); ++d) {
        const Coupling& coupling = relaxation_.coupling(d);
        duals.multipliers.push_back(rounded(-y[at(places_.row_of_coupling[d])] * places_.scale[d] * length,
                                            static_cast<double>(widely ? coupling.lowest : coupling.low),
                                            static_cast<double>(widely ? coupling.highest : coupling.high)));
    }
    for (const std::int32_t row : places_.row_of_column) duals.prices.push_back(row < 0 ? 0 : rounded(-y[at(row)] * length, 0, 9e17));
    return duals;
}

std::vector<double> NodeLp::fractional() const {
    std::vector<double> x(relaxation_.edges().size());
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::clamp(simplex_->value(static_cast<std::int32_t>(i)), 0.0, 1.0);
    return x;
}

}  // namespace husrom::solve
