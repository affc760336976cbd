#include "node_lp_builder.hpp"

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

/// A power of two near 1 / largest, so that scaling is exact.
double scale_for(double largest) {
    return largest > 0 ? std::exp2(-std::round(std::log2(largest))) : 1;
}

}  // namespace

NodeLpBuilder::NodeLpBuilder(const ProblemIndex& index, const Relaxation& relaxation)
    : index_(index),
      relaxation_(relaxation),
      of_row_(at(index.problem().rows)),
      by_edge_(relaxation.edges().size()),
      by_total_(at(index.problem().rows)),
      of_limit_(at(index.problem().limits()), -1),
      of_goal_(at(index.problem().goals), -1) {
    group_edges();
    add_participants();
    add_columns();
    add_couplings();
    add_edges();
    add_steps();
    add_totals();
}

std::unique_ptr<Simplex> NodeLpBuilder::simplex(double most) {
    auto simplex = std::make_unique<Simplex>(static_cast<std::int32_t>(row_bounds_.size()), columns_, std::move(cost_), moves(most));
    for (std::size_t j = 0; j < column_bounds_.size(); ++j)
        simplex->set_bounds(static_cast<std::int32_t>(j), column_bounds_[j].first, column_bounds_[j].second);
    for (std::size_t i = 0; i < row_bounds_.size(); ++i)
        simplex->set_bounds(simplex->columns() + static_cast<std::int32_t>(i), row_bounds_[i].first, row_bounds_[i].second);
    return simplex;
}

std::int32_t NodeLpBuilder::add_row(double lower, double upper) {
    row_bounds_.emplace_back(lower, upper);
    return static_cast<std::int32_t>(row_bounds_.size()) - 1;
}

std::int32_t NodeLpBuilder::add_column(const Entries& entries, double weight, double upper) {
    for (const auto& [row, value] : entries) {
        columns_.rows.push_back(row);
        columns_.values.push_back(value);
    }
    columns_.offsets.push_back(static_cast<std::int64_t>(columns_.rows.size()));
    cost_.push_back(-weight);
    column_bounds_.emplace_back(0, upper);
    return static_cast<std::int32_t>(cost_.size()) - 1;
}

void NodeLpBuilder::group_edges() {
    for (std::size_t i = 0; i < by_edge_.size(); ++i) {
        const auto local = static_cast<std::int32_t>(i);
        of_row_[at(relaxation_.row_of(local))].push_back(local);
    }
}

/// Every row that has an edge gets one, since it may become one that must have an edge.
void NodeLpBuilder::add_participants() {
    places.row_of_participant.assign(of_row_.size(), -1);
    for (std::size_t r = 0; r < of_row_.size(); ++r) {
        if (of_row_[r].empty()) continue;
        const std::int32_t row = places.row_of_participant[r] = add_row(0, 1);
        for (const std::int32_t edge : of_row_[r]) by_edge_[at(edge)].emplace_back(row, 1);
    }
}

void NodeLpBuilder::add_columns() {
    const std::int32_t columns = index_.problem().columns;
    std::vector<char> has_edge(at(columns), 0);
    for (const std::int32_t edge : relaxation_.edges()) has_edge[at(index_.column_of(edge))] = 1;
    places.row_of_column.assign(has_edge.size(), -1);
    for (std::int32_t c = 0; c < columns; ++c)
        if (has_edge[at(c)] != 0) places.row_of_column[at(c)] = add_row(-infinity, index_.column_upper(c));
    for (std::size_t i = 0; i < by_edge_.size(); ++i)
        by_edge_[i].emplace_back(places.row_of_column[at(index_.column_of(relaxation_.edges()[i]))], 1);
}

void NodeLpBuilder::add_couplings() {
    CouplingWriter writer(relaxation_, of_row_);
    for (std::size_t d = 0; d < relaxation_.dimensions(); ++d) {
        writer.read(d);
        add_coupling(d, writer.largest());
        const std::int32_t row = places.row_of_coupling[d];
        const double scale = places.scale[d];
        writer.write([&](std::int32_t edge, double value) { by_edge_[at(edge)].emplace_back(row, scale * value); },
                     [&](std::int32_t r, double value) { by_total_[at(r)].emplace_back(row, scale * value); });
    }
}

/// Its row, without entries.
void NodeLpBuilder::add_coupling(std::size_t dimension, double largest) {
    const Coupling& coupling = relaxation_.coupling(dimension);
    const double scale = scale_for(largest);
    double lower = -infinity;
    double upper = infinity;
    switch (coupling.kind) {
        case Coupling::Kind::limit:
            if (index_.upper(coupling.index).can_bind) upper = scale * static_cast<double>(index_.upper(coupling.index).bound);
            if (index_.lower(coupling.index).can_bind) lower = scale * static_cast<double>(index_.lower(coupling.index).bound);
            of_limit_[at(coupling.index)] = static_cast<std::int32_t>(dimension);
            break;
        case Coupling::Kind::clique:
            upper = scale;
            break;
        case Coupling::Kind::goal:
            lower = upper = scale * static_cast<double>(relaxation_.right_hand_side(dimension));
            of_goal_[at(coupling.index)] = static_cast<std::int32_t>(dimension);
            break;
        case Coupling::Kind::count:
            upper = scale * static_cast<double>(relaxation_.right_hand_side(dimension));
            break;
    }
    places.row_of_coupling.push_back(add_row(lower, upper));
    places.scale.push_back(scale);
}

void NodeLpBuilder::add_edges() {
    for (std::size_t i = 0; i < by_edge_.size(); ++i)
        add_column(by_edge_[i], static_cast<double>(relaxation_.objective_weight(static_cast<std::int32_t>(i))), 1);
}

void NodeLpBuilder::add_steps() {
    for (std::int32_t k = 0; k < index_.problem().limits(); ++k) {
        if (of_limit_[at(k)] < 0) continue;
        for (const LimitSide* side : {&index_.upper(k), &index_.lower(k)}) {
            if (!side->can_bind) continue;
            for (const LimitSide::Part& step : side->parts) add_step(at(of_limit_[at(k)]), *side, step, side == &index_.upper(k) ? -1 : 1);
        }
    }
}

void NodeLpBuilder::add_step(std::size_t dimension, const LimitSide& side, const LimitSide::Part& step, double sign) {
    const double scale = places.scale[dimension];
    Entries entries{{places.row_of_coupling[dimension], sign}};
    const bool own = relaxation_.objective() == Objective::goal && side.goal == relaxation_.goal();
    if (const std::int32_t goal = of_goal_[at(side.goal)]; goal >= 0)
        entries.emplace_back(places.row_of_coupling[at(goal)], places.scale[at(goal)] * static_cast<double>(step.slope) / scale);
    add_column(entries, own ? -static_cast<double>(step.slope) / scale : 0, scale * static_cast<double>(step.width));
    ++places.steps;
}

/// A participant's row says then what its total is, and the total has the row's bounds.
void NodeLpBuilder::add_totals() {
    places.total_of_participant.assign(by_total_.size(), -1);
    for (std::size_t r = 0; r < by_total_.size(); ++r) {
        if (by_total_[r].empty()) continue;
        const std::int32_t row = places.row_of_participant[r];
        by_total_[r].emplace_back(row, -1);
        places.total_of_participant[r] = add_column(by_total_[r], 0, 1);
        row_bounds_[at(row)] = {0, 0};
    }
}

/// Of edges by row and column, so that where a program on other edges ended is where this one would end.
std::vector<double> NodeLpBuilder::moves(double most) const {
    const Problem& problem = index_.problem();
    const double spread = most / static_cast<double>(std::max<std::int32_t>(std::min(problem.rows, problem.columns), 1));
    std::vector<double> moves(column_bounds_.size(), 0.75 * spread);
    for (std::size_t i = 0; i < by_edge_.size(); ++i) {
        const std::int32_t edge = relaxation_.edges()[i];
        core::Random random(static_cast<std::uint64_t>(index_.row_of(edge)) << 32 | static_cast<std::uint64_t>(index_.column_of(edge)));
        moves[i] = spread * (0.5 + static_cast<double>(random.below(1'000'000)) / 2e6);
    }
    for (const std::int32_t total : places.total_of_participant)
        if (total >= 0) moves[at(total)] = 0;
    return moves;
}

}  // namespace husrom::solve
