#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include <csv.h>

#include <husrom/core/error.hpp>
#include <husrom/examples/examples.hpp>
#include <husrom/model/policy.hpp>

namespace husrom::examples {
namespace {

namespace fs = std::filesystem;

/// How a table is written.
struct Dialect {
    char delimiter = ',';
    std::string_view line_end = "\n";
    std::string_view start;
    bool norwegian = false;  ///< decimal comma, ja and nei
};

constexpr Dialect plain;
constexpr Dialect spreadsheet{';', "\r\n", "\xEF\xBB\xBF", true};

bool is_decimal(const std::string& cell) {
    const auto point = cell.find('.');
    if (point == std::string::npos || point == 0 || point + 1 == cell.size()) return false;
    return cell.find_first_not_of("0123456789.") == std::string::npos && cell.find('.', point + 1) == std::string::npos;
}

std::string spoken(const std::string& cell, const Dialect& dialect) {
    if (!dialect.norwegian) return cell;
    if (cell == "true") return "ja";
    if (cell == "false") return "nei";
    std::string text = cell;
    if (is_decimal(cell)) text[cell.find('.')] = ',';
    return text;
}

std::string quoted_if_needed(const std::string& cell, const Dialect& dialect) {
    const std::string special{dialect.delimiter, '"', '\n', '\r'};
    if (cell.find_first_of(special) == std::string::npos) return cell;
    std::string out(2 * cell.size() + 2, '\0');
    out.resize(csv_write(out.data(), out.size(), cell.data(), cell.size()));
    return out;
}

std::string text_of(const model::Table& table, const Dialect& dialect) {
    std::string out(dialect.start);
    const auto line = [&](auto&& cell_of) {
        for (std::size_t column = 0; column < table.headings.size(); ++column) {
            if (column > 0) out += dialect.delimiter;
            out += quoted_if_needed(cell_of(column), dialect);
        }
        out += dialect.line_end;
    };
    line([&](std::size_t column) { return table.headings[column]; });
    for (std::size_t row = 0; row < table.rows(); ++row)
        line([&](std::size_t column) { return spoken(table.columns[column][row], dialect); });
    return out;
}

void put(const fs::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) throw Error("cannot write " + path.string());
}

}  // namespace

void write(std::string_view name, const fs::path& folder, std::uint64_t seed) try {
    const model::Case source = make(name, seed);
    if (fs::exists(folder) && (!fs::is_directory(folder) || !fs::is_empty(folder)))
        throw InvalidArgument("the folder " + folder.string() + " exists and is not empty; an example is written to a new folder");
    const Dialect& dialect = name == "nordstrand" ? spreadsheet : plain;
    // Written aside and renamed, so that nobody finds half an example.
    fs::path aside = folder;
    if (!aside.has_filename()) aside = aside.parent_path();
    const fs::path target = aside;
    aside += ".writing";
    if (fs::exists(aside)) throw InvalidArgument("the folder " + aside.string() + " is in the way; remove it and try again");
    fs::create_directories(aside);
    try {
        for (const model::Table& table : source.tables) put(aside / (table.name + ".csv"), text_of(table, dialect));
        put(aside / "policy.toml", *source.policy_text);
        put(aside / "README.md", readme(name, seed));
        fs::rename(aside, target);
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(aside, ignored);
        throw;
    }
} catch (const fs::filesystem_error& error) {
    throw InvalidArgument("cannot write " + folder.string() + ": " + error.code().message());
}

}  // namespace husrom::examples
