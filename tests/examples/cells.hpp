#pragma once

// Reading an example's tables in a test, apart from the code that made them.

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/model/case.hpp>

namespace husrom::test {

/// One row by heading.
using Row = std::map<std::string, std::string>;

inline std::vector<Row> rows_of(const model::Case& source, std::string_view name) {
    const model::Table* table = source.find(name);
    if (table == nullptr) throw std::runtime_error("no table " + std::string(name));
    std::vector<Row> rows(table->rows());
    for (std::size_t column = 0; column < table->headings.size(); ++column)
        for (std::size_t row = 0; row < rows.size(); ++row) rows[row][table->headings[column]] = table->columns[column][row];
    return rows;
}

using Filter = std::function<bool(const Row&)>;

inline std::int64_t count(const std::vector<Row>& rows, const Filter& keep) {
    std::int64_t found = 0;
    for (const Row& row : rows) found += keep(row) ? 1 : 0;
    return found;
}

inline Filter is(std::string heading, std::string value) {
    return [heading = std::move(heading), value = std::move(value)](const Row& row) { return row.at(heading) == value; };
}

inline Filter both(Filter one, Filter other) {
    return [one = std::move(one), other = std::move(other)](const Row& row) { return one(row) && other(row); };
}

/// Whether a `;`-separated cell holds one of the words.
inline Filter has(std::string heading, std::vector<std::string> words) {
    return [heading = std::move(heading), words = std::move(words)](const Row& row) {
        const std::string cell = ";" + row.at(heading) + ";";
        for (const std::string& word : words)
            if (cell.find(";" + word + ";") != std::string::npos) return true;
        return false;
    };
}

}  // namespace husrom::test
