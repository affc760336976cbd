#include <husrom/solve/mps.hpp>

#include <ostream>
#include <utility>
#include <vector>

#include "solve/linear_model.hpp"

namespace husrom::solve {
namespace {

char type_of(const LinearModel::Row& row) {
    if (row.free()) return 'N';
    if (row.lower == row.upper) return 'E';
    return row.upper != no_upper ? 'L' : 'G';
}

}  // namespace

void write_mps(std::ostream& out, const Problem& problem, std::int32_t goal, std::span<const std::int64_t> earlier) {
    const auto model = linear_model(problem, goal, earlier);
    // The first free row of an MPS file is its objective, and all readers minimise it: CBC reads the section OBJSENSE and ignores it, GLPK
    // refuses it. The word FREE is for CBC, which else takes the first bound for one in fixed columns.
    out << "NAME husrom FREE\nROWS\n";
    for (const auto& row : model.rows) out << ' ' << type_of(row) << ' ' << row.name << '\n';
    out << "COLUMNS\n";
    std::vector<std::vector<std::pair<std::size_t, std::int64_t>>> by_column(model.columns.size());
    for (std::size_t r = 0; r < model.rows.size(); ++r)
        for (const auto& [column, coefficient] : model.rows[r].entries) by_column[column].emplace_back(r, coefficient);
    for (std::size_t c = 0; c < by_column.size(); ++c)
        for (const auto& [row, coefficient] : by_column[c])
            out << ' ' << model.columns[c].name << ' ' << model.rows[row].name << ' ' << (row == 0 ? -coefficient : coefficient) << '\n';
    out << "RHS\n";
    for (const auto& row : model.rows) {
        const auto side = row.upper != no_upper ? row.upper : row.lower;
        if (!row.free() && side != 0) out << " RHS " << row.name << ' ' << side << '\n';
    }
    out << "RANGES\n";
    for (const auto& row : model.rows)
        if (row.lower != no_lower && row.upper != no_upper && row.lower != row.upper)
            out << " RANGE " << row.name << ' ' << row.upper - row.lower << '\n';
    out << "BOUNDS\n";
    for (const auto& column : model.columns) {
        if (column.binary)
            out << " BV BOUND " << column.name << '\n';
        else if (column.upper != unbounded)
            out << " UP BOUND " << column.name << ' ' << column.upper << '\n';
    }
    out << "ENDATA\n";
}

}  // namespace husrom::solve
