#include "improve.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace husrom::solve {

bool Improver::better(double violation, const Value& goals) const {
    constexpr double same = 1e-9;
    if (violation < best_violation_ - same) return true;
    if (violation > best_violation_ + same) return false;
    return goals > best_goals_;
}

/// Changes of one row, the best that improves: its edge goes, or another comes, with or without sending the present holder elsewhere.
bool Improver::try_row(std::int32_t row, std::span<const char> allowed) {
    const std::int32_t present = state_.edge_of_row(row);
    best_violation_ = state_.violation();
    best_goals_ = state_.goals();
    std::int32_t best_edge = -2;     // -1: leave empty
    std::int32_t best_ejected = -1;  // edge that goes
    std::int32_t best_reinserted = -1;
    const auto note = [&](std::int32_t edge, std::int32_t ejected, std::int32_t reinserted) {
        if (!better(state_.violation(), state_.goals())) return;
        best_violation_ = state_.violation();
        best_goals_ = state_.goals();
        best_edge = edge;
        best_ejected = ejected;
        best_reinserted = reinserted;
    };
    if (present >= 0) {
        state_.remove(present);
        note(-1, -1, -1);
    }
    for (const std::int32_t edge : index_.edges_of_row(row)) {
        if (edge == present || !usable(edge, allowed)) continue;
        ++work_;
        const std::int32_t column = index_.column_of(edge);
        state_.add(edge);
        if (state_.column_use(column) <= index_.column_upper(column)) {
            note(edge, -1, -1);
        } else {
            holders_ = state_.edges_of_column(column);
            for (const std::int32_t holder : holders_) {
                if (holder == edge) continue;
                state_.remove(holder);
                note(edge, holder, -1);
                for (const std::int32_t other : index_.edges_of_row(index_.row_of(holder))) {
                    const std::int32_t place = index_.column_of(other);
                    if (other == holder || !usable(other, allowed) || state_.column_use(place) >= index_.column_upper(place)) continue;
                    ++work_;
                    state_.add(other);
                    note(edge, holder, other);
                    state_.remove(other);
                }
                state_.add(holder);
            }
        }
        state_.remove(edge);
    }
    if (best_edge == -2) {
        if (present >= 0) state_.add(present);
        return false;
    }
    if (best_ejected >= 0) state_.remove(best_ejected);
    if (best_edge >= 0) state_.add(best_edge);
    if (best_reinserted >= 0) state_.add(best_reinserted);
    return true;
}

bool Improver::sweep(std::span<const char> allowed, const std::function<bool()>& stop) {
    constexpr std::int32_t rows_a_look = 64;
    bool any = false;
    for (std::int32_t row = 0; row < index_.problem().rows && work_ < work_end_; ++row) {
        any = try_row(row, allowed) || any;
        if (stop && row % rows_a_look == 0 && stop()) work_end_ = work_;
    }
    return any;
}

std::vector<std::int32_t> Improver::greedy() {
    const Problem& problem = index_.problem();
    const auto at = [](std::int32_t index) { return static_cast<std::size_t>(index); };
    state_.clear();
    std::vector<std::int32_t> rows(at(problem.rows));
    std::iota(rows.begin(), rows.end(), 0);
    std::ranges::stable_sort(rows, {}, [&](std::int32_t row) { return index_.edges_of_row(row).size(); });
    const auto worse = [&](std::int32_t a, std::int32_t b) {
        for (std::int32_t goal = 0; goal < problem.goals; ++goal)
            if (index_.weight(goal, a) != index_.weight(goal, b)) return index_.weight(goal, a) < index_.weight(goal, b);
        return a > b;
    };
    std::vector<std::int32_t> edges;
    for (const std::int32_t row : rows) {
        edges.clear();
        for (const std::int32_t edge : index_.edges_of_row(row))
            if (index_.usable(edge) && state_.column_use(index_.column_of(edge)) < index_.column_upper(index_.column_of(edge)))
                edges.push_back(edge);
        work_ += static_cast<std::int64_t>(edges.size());
        std::ranges::make_heap(edges, worse);
        const std::vector<std::int64_t> goals = state_.goals();
        while (!edges.empty()) {
            std::ranges::pop_heap(edges, worse);
            const std::int32_t edge = edges.back();
            edges.pop_back();
            ++work_;
            const std::int32_t broken = state_.broken();
            state_.add(edge);
            if (state_.broken() <= broken && (index_.row_lower(row) > 0 || state_.goals() > goals)) break;
            state_.remove(edge);
        }
    }
    return state_.chosen();
}

std::optional<Plan> Improver::repair(std::span<const std::int32_t> edges, std::span<const char> allowed, std::int32_t sweeps,
                                     std::int64_t most_work, const std::function<bool()>& stop) {
    state_.load(edges);
    work_end_ = work_ + most_work;
    for (std::int32_t i = 0; i < sweeps || state_.broken() > 0; ++i) {
        work_ += index_.problem().rows;
        if (!sweep(allowed, stop) || i > sweeps + 4 || work_ >= work_end_) break;
    }
    if (state_.broken() > 0) return std::nullopt;
    return Plan{state_.chosen(), state_.goals()};
}

}  // namespace husrom::solve
