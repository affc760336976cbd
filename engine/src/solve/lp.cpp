#include <husrom/solve/lp.hpp>

#include <ostream>
#include <string_view>

#include "solve/linear_model.hpp"

namespace husrom::solve {
namespace {

/// Stands in rows that have no variable, and is 0; a program of no edges has no other one.
constexpr std::string_view nothing = "none";

/// One linear expression, broken into short lines as old readers want it, and never empty, since readers refuse that.
void write_terms(std::ostream& out, const LinearModel& model, const LinearModel::Row& row) {
    std::size_t terms = 0;
    for (const auto& [column, coefficient] : row.entries) {
        if (terms > 0 && terms % 8 == 0) out << '\n';
        ++terms;
        const auto magnitude = coefficient < 0 ? 0 - static_cast<std::uint64_t>(coefficient) : static_cast<std::uint64_t>(coefficient);
        out << (coefficient < 0 ? " - " : " + ") << magnitude << ' ' << model.columns[column].name;
    }
    if (terms == 0) out << " 0 " << (model.columns.empty() ? nothing : model.columns.front().name);
}

void write_row(std::ostream& out, const LinearModel& model, const LinearModel::Row& row) {
    if (row.free()) return;
    const auto line = [&](std::string_view suffix, std::string_view relation, std::int64_t bound) {
        out << ' ' << row.name << suffix << ':';
        write_terms(out, model, row);
        out << ' ' << relation << ' ' << bound << '\n';
    };
    if (row.lower == row.upper) return line("", "=", row.upper);
    if (row.upper != no_upper) line("", "<=", row.upper);
    if (row.lower != no_lower) line(row.upper != no_upper ? "_least" : "", ">=", row.lower);
}

}  // namespace

void write_lp(std::ostream& out, const Problem& problem, std::int32_t goal, std::span<const std::int64_t> earlier) {
    const auto model = linear_model(problem, goal, earlier);
    out << "Maximize\n obj:";
    write_terms(out, model, model.rows.front());
    out << "\nSubject To\n";
    for (std::size_t i = 1; i < model.rows.size(); ++i) write_row(out, model, model.rows[i]);
    out << "Bounds\n";
    if (model.columns.empty()) out << ' ' << nothing << " = 0\n";
    for (const auto& column : model.columns)
        if (!column.binary && column.upper != unbounded) out << " 0 <= " << column.name << " <= " << column.upper << '\n';
    out << "Binary\n";
    for (std::size_t i = 0; i < model.columns.size() && model.columns[i].binary; ++i)
        out << ' ' << model.columns[i].name << (i % 8 == 7 ? "\n" : "");
    out << "\nEnd\n";
}

}  // namespace husrom::solve
