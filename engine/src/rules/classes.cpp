#include "rules/classes.hpp"

#include <numeric>
#include <string>
#include <unordered_map>

namespace husrom::rules {
namespace {

void append(std::string& key, std::int64_t value) {
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Splits each class by what one column holds.
void refine(std::vector<std::int32_t>& of_row, const Reader& reader) {
    std::unordered_map<std::string, std::int32_t> numbers;
    std::string key;
    for (std::size_t row = 0; row < of_row.size(); ++row) {
        const auto cell = reader.read(static_cast<std::int32_t>(row));
        key.clear();
        append(key, of_row[row]);
        append(key, static_cast<std::int64_t>(cell.state));
        append(key, cell.value);
        for (const auto code : cell.set) append(key, code);
        of_row[row] = numbers.try_emplace(key, static_cast<std::int32_t>(numbers.size())).first->second;
    }
}

}  // namespace

Classes classify(std::span<const Reader> readers, Side side, std::int32_t rows) {
    Classes classes;
    classes.of_row.assign(static_cast<std::size_t>(rows), 0);
    for (const auto& reader : readers)
        if (reader.side() == side) refine(classes.of_row, reader);
    for (std::int32_t row = 0; row < rows; ++row)
        if (classes.of_row[static_cast<std::size_t>(row)] == classes.count()) classes.examples.push_back(row);
    return classes;
}

}  // namespace husrom::rules
