#include <algorithm>
#include <map>
#include <optional>

#include <husrom/model/date.hpp>

#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::model {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// 412.0 or 412,0, as a spreadsheet writes a whole number that shared its column with an empty cell.
bool whole_as_decimal(std::string_view id) {
    return id.size() > 2 && (id.ends_with(".0") || id.ends_with(",0")) && all_digits(id.substr(0, id.size() - 2));
}

/// 4.12E+11, as a spreadsheet writes a long number.
bool scientific(std::string_view id) {
    const auto e = id.find_first_of("eE");
    if (e == std::string_view::npos || e == 0 || e + 2 >= id.size() || id[e + 1] != '+') return false;
    return all_digits(id.substr(e + 2)) && id.substr(0, e).find_first_not_of("0123456789.,") == std::string_view::npos;
}

std::string some_rows(std::vector<std::int64_t> rows) {
    std::ranges::sort(rows);
    std::string text;
    for (std::size_t i = 0; i < rows.size() && i < 3; ++i) text += (i ? ", " : "") + std::to_string(rows[i]);
    return rows.size() > 3 ? text + " …" : text;
}

/// Ids of which some are padded with zeros and others are shorter: the zeros of the shorter ones may be lost.
void check_lost_zeros(Typing& typing, const TypedTable& table, const std::string& heading) {
    std::size_t longest = 0;
    bool padded = false;
    for (const std::string& id : table.ids) {
        if (!all_digits(id)) continue;
        longest = std::max(longest, id.size());
        padded = padded || (id[0] == '0' && id.size() > 1);
    }
    std::vector<std::int64_t> rows;
    std::size_t shortest = longest;
    for (std::size_t i = 0; i < table.ids.size(); ++i) {
        if (!padded || !all_digits(table.ids[i]) || table.ids[i].size() == longest) continue;
        rows.push_back(table.row_numbers[i]);
        shortest = std::min(shortest, table.ids[i].size());
    }
    if (!rows.empty())
        typing.warn("T011", table, 0, heading,
                    {std::to_string(rows.size()), std::to_string(shortest), std::to_string(longest), some_rows(rows)});
}

}  // namespace

void check_keys(Typing& typing, const TypedTable& table, const std::vector<std::string>& keys, const std::vector<std::size_t>& rows) {
    const std::string heading = table.singular + "_id";
    std::map<std::string, std::size_t> by_look;
    std::vector<std::int64_t> blanks;
    for (std::size_t i = 0; i < table.ids.size(); ++i) {
        const std::string& id = table.ids[i];
        const std::int64_t row = table.row_numbers[i];
        if (id.empty()) {
            typing.error("T008", table, row, heading);
            continue;
        }
        const std::string shown = typing.shown(table, heading, id);
        const bool padded_by_blanks = keys[rows[i]] != id;
        const auto first = static_cast<std::size_t>(table.position.at(id));
        if (first != i) {
            const bool differ_by_blanks = keys[rows[i]] != keys[rows[first]];
            typing.error(differ_by_blanks ? "T010" : "T006", table, row, heading, {shown, std::to_string(table.row_numbers[first])});
        } else {
            const auto [place, added] = by_look.try_emplace(look_of(id), i);
            if (!added) {
                const std::string& other = table.ids[place->second];
                typing.error(lower(other) == lower(id) ? "T009" : "T026", table, row, heading,
                             {shown, typing.shown(table, heading, other), std::to_string(table.row_numbers[place->second])});
            }
            if (padded_by_blanks) blanks.push_back(row);
        }
        if (whole_as_decimal(id)) typing.error("T012", table, row, heading, {shown});
        if (scientific(id)) typing.error("T013", table, row, heading, {shown});
        if (read_date(id).fault != DateFault::not_a_date) typing.warn("T014", table, row, heading, {shown});
    }
    if (!blanks.empty()) typing.warn("T025", table, 0, heading, {std::to_string(blanks.size()), some_rows(blanks)});
    check_lost_zeros(typing, table, heading);
}

}  // namespace husrom::model
