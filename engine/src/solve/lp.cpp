#include <husrom/solve/lp.hpp>

#include <ostream>
#include <string>
#include <vector>

#include <husrom/core/error.hpp>

namespace husrom::solve {
namespace {

/// One linear expression, broken into short lines as old readers want it.
class Expression {
public:
    explicit Expression(std::ostream& out) : out_(out) {}

    void add(std::int64_t coefficient, char kind, std::size_t index) {
        if (coefficient == 0) return;
        if (terms_ > 0 && terms_ % 8 == 0) out_ << '\n';
        ++terms_;
        const auto magnitude = coefficient < 0 ? 0 - static_cast<std::uint64_t>(coefficient) : static_cast<std::uint64_t>(coefficient);
        out_ << (coefficient < 0 ? " - " : " + ") << magnitude << ' ' << kind << index;
    }
    /// Readers refuse an empty expression.
    void end(std::size_t edges) {
        if (terms_ == 0 && edges > 0) out_ << " 0 x0";
    }

private:
    std::ostream& out_;
    std::size_t terms_ = 0;
};

class LpWriter {
public:
    LpWriter(std::ostream& out, const Problem& problem) : out_(out), problem_(problem), edges_(problem.edge_row.size()) {}

    void objective(std::int32_t goal) {
        out_ << "Maximize\n obj:";
        goal_terms(goal);
        out_ << "\nSubject To\n";
    }

    void matching() {
        std::vector<std::vector<std::size_t>> rows(static_cast<std::size_t>(problem_.rows)),
            columns(static_cast<std::size_t>(problem_.columns));
        for (std::size_t e = 0; e < edges_; ++e) {
            rows[static_cast<std::size_t>(problem_.edge_row[e])].push_back(e);
            columns[static_cast<std::size_t>(problem_.edge_column[e])].push_back(e);
        }
        for (std::size_t r = 0; r < rows.size(); ++r) {
            sum('r', r, rows[r], "<=", problem_.row_upper.empty() ? 1 : problem_.row_upper[r]);
            if (!problem_.row_lower.empty() && problem_.row_lower[r] > 0) sum('m', r, rows[r], ">=", problem_.row_lower[r]);
        }
        for (std::size_t c = 0; c < columns.size(); ++c)
            sum('c', c, columns[c], "<=", problem_.column_upper.empty() ? 1 : problem_.column_upper[c]);
    }

    void limits() {
        for (std::size_t k = 0; k < problem_.limit_upper.size(); ++k) {
            if (problem_.limit_upper[k] != no_upper) limit(k, Side::upper, problem_.limit_upper[k]);
            if (problem_.limit_lower[k] != no_lower) limit(k, Side::lower, problem_.limit_lower[k]);
        }
        for (std::size_t q = 0; q + 1 < problem_.clique_offsets.size(); ++q) {
            std::vector<std::size_t> edges;
            for (auto i = static_cast<std::size_t>(problem_.clique_offsets[q]);
                 i < static_cast<std::size_t>(problem_.clique_offsets[q + 1]); ++i)
                edges.push_back(static_cast<std::size_t>(problem_.clique_edges[i]));
            sum('q', q, edges, "<=", 1);
        }
    }

    void earlier_goals(std::span<const std::int64_t> values) {
        for (std::size_t h = 0; h < values.size(); ++h) {
            out_ << " g" << h << ":";
            goal_terms(static_cast<std::int32_t>(h));
            out_ << " >= " << values[h] << '\n';
        }
    }

    void bounds_and_kinds() {
        out_ << "Bounds\n";
        for (std::size_t s = 0; s < problem_.steps.size(); ++s)
            if (problem_.steps[s].width != unbounded) out_ << " 0 <= s" << s << " <= " << problem_.steps[s].width << '\n';
        out_ << "Binary\n";
        for (std::size_t e = 0; e < edges_; ++e) out_ << " x" << e << (e % 8 == 7 ? "\n" : "");
        out_ << "\nEnd\n";
    }

private:
    void goal_terms(std::int32_t goal) {
        Expression expression(out_);
        const auto& weights = problem_.weights[static_cast<std::size_t>(goal)];
        for (std::size_t e = 0; e < edges_; ++e) expression.add(weights[e], 'x', e);
        for (std::size_t s = 0; s < problem_.steps.size(); ++s)
            if (problem_.steps[s].goal == goal) expression.add(-problem_.steps[s].slope, 's', s);
        expression.end(edges_);
    }

    void sum(char kind, std::size_t index, const std::vector<std::size_t>& edges, const char* relation, std::int64_t bound) {
        if (edges.empty() && edges_ == 0) return;
        out_ << ' ' << kind << index << ':';
        Expression expression(out_);
        for (const std::size_t edge : edges) expression.add(1, 'x', edge);
        expression.end(edges_);
        out_ << ' ' << relation << ' ' << bound << '\n';
    }

    void limit(std::size_t k, Side side, std::int64_t bound) {
        out_ << ' ' << (side == Side::upper ? "u" : "l") << k << ":";
        Expression expression(out_);
        for (auto i = static_cast<std::size_t>(problem_.limit_offsets[k]); i < static_cast<std::size_t>(problem_.limit_offsets[k + 1]); ++i)
            expression.add(problem_.limit_coefficients[i], 'x', static_cast<std::size_t>(problem_.limit_edges[i]));
        for (std::size_t s = 0; s < problem_.steps.size(); ++s)
            if (problem_.steps[s].limit == static_cast<std::int32_t>(k) && problem_.steps[s].side == side)
                expression.add(side == Side::upper ? -1 : 1, 's', s);
        expression.end(edges_);
        out_ << (side == Side::upper ? " <= " : " >= ") << bound << '\n';
    }

    std::ostream& out_;
    const Problem& problem_;
    std::size_t edges_;
};

}  // namespace

void write_lp(std::ostream& out, const Problem& problem, std::int32_t goal, std::span<const std::int64_t> earlier) {
    problem.validate();
    if (goal < 0 || goal >= problem.goals) throw InvalidArgument("goal: expected a goal in [0, " + std::to_string(problem.goals) + ")");
    if (earlier.size() != static_cast<std::size_t>(goal))
        throw InvalidArgument("earlier: expected " + std::to_string(goal) + " values, one for each goal before goal " +
                              std::to_string(goal));
    LpWriter writer(out, problem);
    writer.objective(goal);
    writer.matching();
    writer.limits();
    writer.earlier_goals(earlier);
    writer.bounds_and_kinds();
}

}  // namespace husrom::solve
