#include <algorithm>
#include <array>

#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::model {
namespace {

/// Headings that hold national identity numbers, wherever they stand.
constexpr std::array<std::string_view, 14> identity_headings{
    "fødselsnummer", "fodselsnummer", "foedselsnummer",  "fnr",      "personnummer", "personnr", "ssn",
    "national_id",   "nationalid",    "identity_number", "d_number", "dnummer",      "d-nummer", "fødselsnr"};
/// Headings that name or reach a person, in tables of people.
constexpr std::array<std::string_view, 21> person_headings{
    "name",       "navn",  "full_name", "fullname", "first_name", "firstname", "last_name", "lastname", "fornavn", "etternavn", "surname",
    "fullt_navn", "email", "e-mail",    "epost",    "e-post",     "phone",     "telefon",   "mobil",    "address", "adresse"};

std::string plain(std::string_view heading) {
    std::string word = look_of(trimmed(heading));
    std::ranges::replace(word, ' ', '_');
    return word;
}

bool is_personal(const Policy& policy, std::string_view table, std::string_view heading) {
    const ColumnDeclaration* declaration = declared(policy, table, heading);
    return declaration != nullptr && declaration->column_class == ColumnClass::personal;
}

bool of_people(const TypedTable& table) {
    return table.name == "participants" || table.name == "tenants" || table.name == "wishes" || table.name == "pairs" ||
           table.name == "apart";
}

}  // namespace

std::string shown(const Policy& policy, std::string_view table, std::string_view heading, const std::string& cell) {
    return is_personal(policy, table, heading) || holds_national_id(cell) ? std::string("…") : cell;
}

bool Typing::hides(const TypedTable& table, std::string_view heading) const {
    return is_personal(policy, table.singular, heading);
}

std::string Typing::shown(const TypedTable& table, std::string_view heading, const std::string& cell) const {
    return model::shown(policy, table.singular, heading, cell);
}

void Typing::add(Finding finding) {
    const auto hide = [](std::string& text) { text = holds_national_id(text) ? "…" : made_visible(text); };
    hide(finding.column);
    std::ranges::for_each(finding.arguments, hide);
    findings.add(std::move(finding));
}

void check_privacy(Typing& typing, const TypedTable& table, const Table& given) {
    for (std::size_t column = 0; column < given.headings.size(); ++column) {
        const std::string word = plain(given.headings[column]);
        const ColumnDeclaration* declaration = declared(typing.policy, table.singular, given.headings[column]);
        // A policy that declares the column as personal has said that it is meant to be here.
        const bool meant = declaration && declaration->column_class == ColumnClass::personal;
        if (std::ranges::find(identity_headings, word) != identity_headings.end())
            typing.error("T030", table, 0, given.headings[column]);
        else if (!meant && of_people(table) && std::ranges::find(person_headings, word) != person_headings.end())
            typing.error("T031", table, 0, given.headings[column], {table.singular + "." + given.headings[column]});
        std::int64_t count = 0, first = 0;
        for (std::size_t row = 0; row < given.rows(); ++row) {
            if (!holds_national_id(given.columns[column][row])) continue;
            if (count++ == 0) first = given.row_numbers[row];
        }
        if (count > 0) typing.error("T032", table, first, given.headings[column], {std::to_string(count)});
    }
}

}  // namespace husrom::model
