#pragma once

/// Tables written as CSV-like text, for cases that a test builds in memory.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/model/case.hpp>

namespace husrom::sample {

/// The parts of a text between separators; always at least one.
inline std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(separator, begin), text.size());
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

/// A table of lines, the first of which holds the headings; empty lines are left out.
inline void add_table(model::CaseBuilder& builder, std::string_view name, const std::vector<std::string>& lines) {
    std::vector<std::string> headings;
    std::vector<std::vector<std::string>> columns;
    for (const auto& line : lines) {
        if (line.empty()) continue;
        const auto cells = split(line, ',');
        if (headings.empty()) {
            headings = cells;
            columns.resize(cells.size());
            continue;
        }
        EXPECT_EQ(cells.size(), headings.size()) << name << ": " << line;
        for (std::size_t i = 0; i < headings.size(); ++i) columns[i].push_back(i < cells.size() ? cells[i] : "");
    }
    builder.table(name);
    for (std::size_t i = 0; i < headings.size(); ++i) builder.text(headings[i], columns[i]);
}

}  // namespace husrom::sample
