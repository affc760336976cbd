#include <csv.h>

#include "io/csv.hpp"

namespace husrom::io {
namespace {

void append_cell(std::string& out, const std::string& cell) {
    const bool blank_at_end = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ' || cell.front() == '\t' || cell.back() == '\t');
    if (cell.find_first_of(",;\"\r\n\t") == std::string::npos && !blank_at_end) {
        out += cell;
        return;
    }
    std::string quoted(2 * cell.size() + 2, '\0');
    quoted.resize(csv_write(quoted.data(), quoted.size(), cell.data(), cell.size()));
    out += quoted;
}

}  // namespace

std::string write_csv(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& columns, std::size_t rows) {
    std::string out;
    for (std::size_t column = 0; column < headings.size(); ++column) {
        if (column > 0) out += ',';
        append_cell(out, headings[column]);
    }
    out += "\r\n";
    for (std::size_t row = 0; row < rows; ++row) {
        // A row of one empty cell would read back as no row at all.
        if (columns.size() == 1 && columns[0][row].empty()) out += "\"\"";
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (column > 0) out += ',';
            append_cell(out, columns[column][row]);
        }
        out += "\r\n";
    }
    return out;
}

}  // namespace husrom::io
