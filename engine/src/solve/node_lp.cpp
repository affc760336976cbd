#include "node_lp.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <husrom/core/random.hpp>

#include "coupling_writer.hpp"

namespace husrom::solve {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// Less of an edge in a bundle's plan is noise.
constexpr double least_share = 1e-3;

/// A power of two near 1 / largest, so that scaling is exact.
double scale_for(double largest) {
    return largest > 0 ? std::exp2(-std::round(std::log2(largest))) : 1;
}

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
    const Problem& problem = index.problem();
    const auto edges = static_cast<std::int32_t>(relaxation.edges().size());
    std::vector<std::vector<std::int32_t>> of_row(at(problem.rows));
    std::vector<std::int32_t> in_column(at(problem.columns), 0);
    for (std::int32_t i = 0; i < edges; ++i) {
        of_row[at(relaxation.row_of(i))].push_back(i);
        ++in_column[at(index.column_of(relaxation.edges()[at(i)]))];
    }
    std::int32_t rows = 0;
    std::vector<std::pair<double, double>> row_bounds;
    const auto add_row = [&](double lower, double upper) {
        row_bounds.emplace_back(lower, upper);
        return rows++;
    };
    // Every row that has an edge gets one, since it may become one that must have an edge.
    row_of_participant_.assign(at(problem.rows), -1);
    for (std::int32_t r = 0; r < problem.rows; ++r)
        if (!of_row[at(r)].empty()) row_of_participant_[at(r)] = add_row(0, 1);
    row_of_column_.assign(at(problem.columns), -1);
    for (std::int32_t c = 0; c < problem.columns; ++c)
        if (in_column[at(c)] != 0) row_of_column_[at(c)] = add_row(-infinity, index.column_upper(c));

    std::vector<std::vector<std::pair<std::int32_t, double>>> by_edge(at(edges));
    std::vector<std::vector<std::pair<std::int32_t, double>>> by_total(at(problem.rows));
    for (std::int32_t i = 0; i < edges; ++i) {
        const std::int32_t column = index.column_of(relaxation.edges()[at(i)]);
        by_edge[at(i)].emplace_back(row_of_participant_[at(relaxation.row_of(i))], 1);
        by_edge[at(i)].emplace_back(row_of_column_[at(column)], 1);
    }
    std::vector<std::int32_t> row_of_limit(at(problem.limits()), -1);
    std::vector<double> limit_scale(at(problem.limits()), 1);
    std::vector<std::int32_t> row_of_goal(at(problem.goals), -1);
    std::vector<double> goal_scale(at(problem.goals), 1);
    CouplingWriter writer(relaxation, of_row);
    for (std::size_t d = 0; d < relaxation.dimensions(); ++d) {
        const Coupling& coupling = relaxation.coupling(d);
        writer.read(d);
        scale_.push_back(scale_for(writer.largest()));
        const double scale = scale_.back();
        double lower = -infinity;
        double upper = infinity;
        switch (coupling.kind) {
            case Coupling::Kind::limit:
                if (index.upper(coupling.index).can_bind) upper = scale * static_cast<double>(index.upper(coupling.index).bound);
                if (index.lower(coupling.index).can_bind) lower = scale * static_cast<double>(index.lower(coupling.index).bound);
                break;
            case Coupling::Kind::clique:
                upper = scale;
                break;
            case Coupling::Kind::goal:
                lower = upper = scale * static_cast<double>(relaxation.right_hand_side(d));
                break;
            case Coupling::Kind::count:
                upper = scale * static_cast<double>(relaxation.right_hand_side(d));
                break;
        }
        const std::int32_t row = add_row(lower, upper);
        row_of_coupling_.push_back(row);
        if (coupling.kind == Coupling::Kind::limit) {
            row_of_limit[at(coupling.index)] = row;
            limit_scale[at(coupling.index)] = scale;
        }
        if (coupling.kind == Coupling::Kind::goal) {
            row_of_goal[at(coupling.index)] = row;
            goal_scale[at(coupling.index)] = scale;
        }
        writer.write([&](std::int32_t edge, double value) { by_edge[at(edge)].emplace_back(row, scale * value); },
                     [&](std::int32_t r, double value) { by_total[at(r)].emplace_back(row, scale * value); });
    }

    SparseColumns columns;
    std::vector<double> cost;
    std::vector<std::pair<double, double>> bounds;
    const auto add_column = [&](const std::vector<std::pair<std::int32_t, double>>& entries, double weight, double upper) {
        for (const auto& [row, value] : entries) {
            columns.rows.push_back(row);
            columns.values.push_back(value);
        }
        columns.offsets.push_back(static_cast<std::int64_t>(columns.rows.size()));
        cost.push_back(-weight);
        bounds.emplace_back(0, upper);
        return static_cast<std::int32_t>(cost.size()) - 1;
    };
    for (std::int32_t i = 0; i < edges; ++i) add_column(by_edge[at(i)], static_cast<double>(relaxation.objective_weight(i)), 1);
    // Excess of soft limits, measured in the limit's scale.
    for (std::int32_t k = 0; k < problem.limits(); ++k)
        for (const LimitSide* side : {&index.upper(k), &index.lower(k)}) {
            if (!side->can_bind || row_of_limit[at(k)] < 0) continue;
            for (const LimitSide::Part& step : side->parts) {
                const double scale = limit_scale[at(k)];
                std::vector<std::pair<std::int32_t, double>> entries{{row_of_limit[at(k)], side == &index.upper(k) ? -1.0 : 1.0}};
                const bool own = relaxation.objective() == Objective::goal && side->goal == relaxation.goal();
                if (const std::int32_t row = row_of_goal[at(side->goal)]; row >= 0)
                    entries.emplace_back(row, goal_scale[at(side->goal)] * static_cast<double>(step.slope) / scale);
                add_column(entries, own ? -static_cast<double>(step.slope) / scale : 0, scale * static_cast<double>(step.width));
                ++steps_;
            }
        }
    total_of_participant_.assign(at(problem.rows), -1);
    for (std::int32_t r = 0; r < problem.rows; ++r) {
        if (by_total[at(r)].empty()) continue;
        const std::int32_t row = row_of_participant_[at(r)];
        by_total[at(r)].emplace_back(row, -1);
        total_of_participant_[at(r)] = add_column(by_total[at(r)], 0, 1);
        row_bounds[at(row)] = {0, 0};
    }
    step_ = relaxation.objective() == Objective::goal ? static_cast<double>(index.step(relaxation.goal())) : 1;
    const double spread = 0.2 * step_ / static_cast<double>(std::max<std::int32_t>(std::min(problem.rows, problem.columns), 1));
    // By row and column, so that where a program on other edges ended is where this one would end.
    std::vector<double> moves(cost.size(), 0.75 * spread);
    for (std::int32_t i = 0; i < edges; ++i) {
        const std::int32_t edge = relaxation.edges()[at(i)];
        core::Random random(static_cast<std::uint64_t>(index.row_of(edge)) << 32 | static_cast<std::uint64_t>(index.column_of(edge)));
        moves[at(i)] = spread * (0.5 + static_cast<double>(random.below(1'000'000)) / 2e6);
    }
    for (const std::int32_t total : total_of_participant_)
        if (total >= 0) moves[at(total)] = 0;
    simplex_ = std::make_unique<Simplex>(rows, columns, std::move(cost), moves);
    for (std::size_t j = 0; j < bounds.size(); ++j) simplex_->set_bounds(static_cast<std::int32_t>(j), bounds[j].first, bounds[j].second);
    for (std::size_t i = 0; i < row_bounds.size(); ++i)
        simplex_->set_bounds(simplex_->columns() + static_cast<std::int32_t>(i), row_bounds[i].first, row_bounds[i].second);
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
    for (const std::int32_t i : row_of_column_) stand.columns.push_back(status(variable_of_row(i)));
    for (std::size_t d = 0; d < row_of_coupling_.size(); ++d)
        stand.couplings[{relaxation_.coupling(d).kind, relaxation_.coupling(d).index}] = status(variable_of_row(row_of_coupling_[d]));
    stand.steps.assign(basis.begin() + edges, basis.begin() + edges + steps_);
    return stand;
}

void NodeLp::load(const Stand& stand) {
    // A row that is there for a total alone has no room.
    Simplex::Basis basis(at(simplex_->columns() + simplex_->rows()), Simplex::free_room);
    for (std::size_t r = 0; r < total_of_participant_.size(); ++r)
        if (total_of_participant_[r] >= 0) basis[at(simplex_->columns() + row_of_participant_[r])] = Simplex::at_start;
    const auto edges = static_cast<std::int32_t>(relaxation_.edges().size());
    for (std::int32_t i = 0; i < edges; ++i) basis[at(i)] = stand.edges[at(relaxation_.edges()[at(i)])];
    const auto steps = at(steps_);
    for (std::size_t j = 0; j < steps; ++j) basis[at(edges) + j] = stand.steps.size() == steps ? stand.steps[j] : Simplex::at_start;
    const auto give = [&](std::int32_t variable, std::int8_t status) {
        if (variable >= 0) basis[at(variable)] = status;
    };
    for (std::int32_t r = 0; r < index_.problem().rows && at(r) < stand.rows.size(); ++r)
        give(variable_of_participant(r), as_total(r, stand.rows[at(r)]));
    for (std::size_t c = 0; c < row_of_column_.size() && c < stand.columns.size(); ++c)
        give(variable_of_row(row_of_column_[c]), stand.columns[c]);
    for (std::size_t d = 0; d < row_of_coupling_.size(); ++d)
        if (const auto found = stand.couplings.find({relaxation_.coupling(d).kind, relaxation_.coupling(d).index});
            found != stand.couplings.end())
            give(variable_of_row(row_of_coupling_[d]), found->second);
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
    for (std::size_t c = 0; c < row_of_column_.size(); ++c)
        if (duals.price[c] == 0) leave_room(variable_of_row(row_of_column_[c]));
    for (std::size_t d = 0; d < row_of_coupling_.size(); ++d)
        if (relaxation_.multipliers()[d] == 0) leave_room(variable_of_row(row_of_coupling_[d]));
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
        duals.multipliers.push_back(rounded(-y[at(row_of_coupling_[d])] * scale_[d] * length,
                                            static_cast<double>(widely ? coupling.lowest : coupling.low),
                                            static_cast<double>(widely ? coupling.highest : coupling.high)));
    }
    for (const std::int32_t row : row_of_column_) duals.prices.push_back(row < 0 ? 0 : rounded(-y[at(row)] * length, 0, 9e17));
    return duals;
}

std::vector<double> NodeLp::fractional() const {
    std::vector<double> x(relaxation_.edges().size());
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::clamp(simplex_->value(static_cast<std::int32_t>(i)), 0.0, 1.0);
    return x;
}

}  // namespace husrom::solve
