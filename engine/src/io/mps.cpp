#include <husrom/io/mps.hpp>

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <husrom/core/error.hpp>

namespace husrom {
namespace {

using solve::no_lower;
using solve::no_upper;
using solve::Problem;
using solve::Side;

/// One row: at least `lower`, at most `upper`; a side that is absent holds the solver's sentinel.
struct Row {
    std::string name;
    std::int64_t lower = no_lower, upper = no_upper;
};

class Writer {
public:
    Writer(const Problem& problem, std::int32_t goal, std::span<const std::int64_t> earlier)
        : problem_(problem), entries_(static_cast<std::size_t>(problem.edges())), step_entries_(problem.steps.size()) {
        add_goals(goal, earlier);
        add_sides();
        add_limits();
        add_cliques();
    }

    void write(std::ostream& out) const {
        out << "NAME husrom\nOBJSENSE\n    MAX\nROWS\n";
        for (const Row& row : rows_) out << ' ' << type(row) << ' ' << row.name << '\n';
        out << "COLUMNS\n";
        for (std::size_t e = 0; e < entries_.size(); ++e) write_column(out, "x" + std::to_string(e), entries_[e]);
        for (std::size_t s = 0; s < step_entries_.size(); ++s) write_column(out, "s" + std::to_string(s), step_entries_[s]);
        out << "RHS\n";
        for (const Row& row : rows_) {
            const std::int64_t side = row.upper != no_upper ? row.upper : row.lower;
            if (type(row) != 'N' && side != 0) out << " RHS " << row.name << ' ' << side << '\n';
        }
        out << "RANGES\n";
        for (const Row& row : rows_)
            if (row.lower != no_lower && row.upper != no_upper && row.lower != row.upper)
                out << " RANGE " << row.name << ' ' << row.upper - row.lower << '\n';
        out << "BOUNDS\n";
        for (std::size_t e = 0; e < entries_.size(); ++e) out << " BV BOUND x" << e << '\n';
        for (std::size_t s = 0; s < problem_.steps.size(); ++s)
            if (problem_.steps[s].width != solve::unbounded) out << " UP BOUND s" << s << ' ' << problem_.steps[s].width << '\n';
        out << "ENDATA\n";
    }

private:
    using Entries = std::vector<std::pair<std::size_t, std::int64_t>>;  ///< (row, coefficient)

    static char type(const Row& row) {
        if (row.lower == no_lower && row.upper == no_upper) return 'N';
        if (row.lower == row.upper) return 'E';
        return row.upper != no_upper ? 'L' : 'G';
    }

    void write_column(std::ostream& out, const std::string& name, const Entries& entries) const {
        for (const auto& [row, coefficient] : entries)
            if (coefficient != 0) out << ' ' << name << ' ' << rows_[row].name << ' ' << coefficient << '\n';
    }

    /// The objective stands first, since the first free row of an MPS file is the objective.
    void add_goals(std::int32_t goal, std::span<const std::int64_t> earlier) {
        std::vector<std::int32_t> order{goal};
        for (std::int32_t g = 0; g < problem_.goals; ++g)
            if (g != goal) order.push_back(g);
        for (const std::int32_t g : order) {
            const auto position = static_cast<std::size_t>(g);
            rows_.push_back({"goal" + std::to_string(g), g < goal ? earlier[position] : no_lower, no_upper});
            for (std::size_t e = 0; e < entries_.size(); ++e) entries_[e].emplace_back(rows_.size() - 1, problem_.weights[position][e]);
            for (std::size_t s = 0; s < problem_.steps.size(); ++s)
                if (problem_.steps[s].goal == g) step_entries_[s].emplace_back(rows_.size() - 1, -problem_.steps[s].slope);
        }
    }

    /// One row for each participant and one for each unit.
    void add_sides() {
        const std::size_t first_row = rows_.size();
        for (std::size_t r = 0; r < static_cast<std::size_t>(problem_.rows); ++r) {
            const std::int64_t lower = problem_.row_lower.empty() ? 0 : problem_.row_lower[r];
            rows_.push_back(
                {"row" + std::to_string(r), lower > 0 ? lower : no_lower, problem_.row_upper.empty() ? 1 : problem_.row_upper[r]});
        }
        const std::size_t first_column = rows_.size();
        for (std::size_t c = 0; c < static_cast<std::size_t>(problem_.columns); ++c)
            rows_.push_back({"column" + std::to_string(c), no_lower, problem_.column_upper.empty() ? 1 : problem_.column_upper[c]});
        for (std::size_t e = 0; e < entries_.size(); ++e) {
            entries_[e].emplace_back(first_row + static_cast<std::size_t>(problem_.edge_row[e]), 1);
            entries_[e].emplace_back(first_column + static_cast<std::size_t>(problem_.edge_column[e]), 1);
        }
    }

    /// Each side is a row of its own, so that the steps of one side do not loosen the other.
    void add_limits() {
        for (std::size_t k = 0; k < static_cast<std::size_t>(problem_.limits()); ++k) {
            if (problem_.limit_upper[k] != no_upper)
                add_limit({"limit" + std::to_string(k) + "_upper", no_lower, problem_.limit_upper[k]}, k, Side::upper, -1);
            if (problem_.limit_lower[k] != no_lower)
                add_limit({"limit" + std::to_string(k) + "_lower", problem_.limit_lower[k], no_upper}, k, Side::lower, 1);
        }
    }

    void add_limit(Row row, std::size_t limit, Side side, std::int64_t relief) {
        rows_.push_back(std::move(row));
        const auto begin = static_cast<std::size_t>(problem_.limit_offsets[limit]);
        const auto end = static_cast<std::size_t>(problem_.limit_offsets[limit + 1]);
        for (std::size_t i = begin; i < end; ++i)
            entries_[static_cast<std::size_t>(problem_.limit_edges[i])].emplace_back(rows_.size() - 1, problem_.limit_coefficients[i]);
        for (std::size_t s = 0; s < problem_.steps.size(); ++s)
            if (static_cast<std::size_t>(problem_.steps[s].limit) == limit && problem_.steps[s].side == side)
                step_entries_[s].emplace_back(rows_.size() - 1, relief);
    }

    void add_cliques() {
        for (std::size_t c = 0; c + 1 < problem_.clique_offsets.size(); ++c) {
            rows_.push_back({"clique" + std::to_string(c), no_lower, 1});
            const auto begin = static_cast<std::size_t>(problem_.clique_offsets[c]);
            const auto end = static_cast<std::size_t>(problem_.clique_offsets[c + 1]);
            for (std::size_t i = begin; i < end; ++i)
                entries_[static_cast<std::size_t>(problem_.clique_edges[i])].emplace_back(rows_.size() - 1, 1);
        }
    }

    const Problem& problem_;
    std::vector<Row> rows_;
    std::vector<Entries> entries_;       ///< by edge
    std::vector<Entries> step_entries_;  ///< by step
};

}  // namespace

void write_mps(std::ostream& out, const Problem& problem, std::int32_t goal, std::span<const std::int64_t> earlier) {
    if (goal < 0 || goal >= problem.goals) throw InvalidArgument("write_mps: there is no goal " + std::to_string(goal));
    if (earlier.size() != static_cast<std::size_t>(goal))
        throw InvalidArgument("write_mps: goal " + std::to_string(goal) + " needs the value of each of the " + std::to_string(goal) +
                              " earlier goals, " + std::to_string(earlier.size()) + " were given");
    Writer(problem, goal, earlier).write(out);
}

}  // namespace husrom
