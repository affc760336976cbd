#include <algorithm>

#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>
#include <husrom/model/well_known.hpp>

#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::model {

const ColumnDeclaration* declared(const Policy& policy, std::string_view table, std::string_view name) {
    const auto found = std::ranges::find_if(
        policy.columns, [&](const ColumnDeclaration& declaration) { return declaration.table == table && declaration.name == name; });
    if (found != policy.columns.end()) return &*found;
    if (const ColumnDeclaration* known = well_known(table, name)) return known;
    // Tenants are read as if they were participants.
    return table == "tenant" ? declared(policy, "participant", name) : nullptr;
}

ColumnDeclaration infer(std::string_view table, std::string_view name, const std::vector<std::string>& cells) {
    ColumnDeclaration declaration;
    declaration.table = table;
    declaration.name = name;
    bool any = false, numbers = true, dates = true, flags = true, padded = false;
    std::int32_t digits = 0;
    for (const std::string& raw : cells) {
        const std::string_view cell = trimmed(raw);
        if (cell.empty()) continue;
        const NumberReading number = read_number(cell, most_digits);
        // "NaN" and "inf" stand for numbers that went wrong: they do not turn a column of numbers into text.
        const bool broken_number = number.fault == NumberFault::nan || number.fault == NumberFault::infinite;
        if (broken_number) continue;
        any = true;
        numbers = numbers && (number.fault == NumberFault::none || number.fault == NumberFault::too_large);
        digits = std::max(digits, number.digits_seen);
        // 0412 is an identifier, not the number 412.
        padded = padded || (cell.size() > 1 && cell[0] == '0' && cell[1] != '.');
        dates = dates && read_date(cell).fault != DateFault::not_a_date;
        const std::string word = lower(cell);
        flags = flags && (word == "true" || word == "false" || word == "ja" || word == "nei" || word == "yes" || word == "no" ||
                          word == "sann" || word == "usann");
    }
    // Ids stay text whatever they look like.
    const bool identifier = name.ends_with("_id");
    if (!any || identifier) return declaration;
    if (flags) {
        declaration.type = ColumnType::flag;
    } else if (numbers && !padded) {
        declaration.type = digits == 0 ? ColumnType::integer : ColumnType::decimal;
        declaration.digits = digits;
    } else if (dates) {
        declaration.type = ColumnType::date;
    }
    return declaration;
}

}  // namespace husrom::model
