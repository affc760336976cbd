#include <husrom/model/finding.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include <husrom/model/case.hpp>

#include "model/catalogue.hpp"

namespace husrom::model {
namespace {

bool names_empty_argument(std::string_view text, const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (text[i] != '{' || text[i + 2] != '}') continue;
        const auto which = static_cast<std::size_t>(text[i + 1] - '0');
        if (which >= arguments.size() || arguments[which].empty()) return true;
    }
    return false;
}

std::string fill(std::string_view text, const std::vector<std::string>& arguments) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        if (text.substr(i).starts_with("[[")) {
            const auto end = text.find("]]", i);
            const auto inner = text.substr(i + 2, end - i - 2);
            // [[goal]] is a heading of a policy, not an optional sentence.
            if (inner.find('{') == std::string_view::npos)
                result += text.substr(i, end + 2 - i);
            else if (!names_empty_argument(inner, arguments))
                result += fill(inner, arguments);
            i = end + 2;
        } else if (text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}') {
            const auto which = static_cast<std::size_t>(text[i + 1] - '0');
            if (which < arguments.size()) result += arguments[which];
            i += 3;
        } else {
            result.push_back(text[i++]);
        }
    }
    return result;
}

/// A part that is left out may leave a space behind.
std::string filled(std::string_view text, const std::vector<std::string>& arguments) {
    auto result = fill(text, arguments);
    while (result.ends_with(' ')) result.pop_back();
    return result;
}

/// True where the source is named after the table: units.csv, frame units. One document may hold many tables.
bool says_table(std::string_view source, std::string_view table) {
    if (source.ends_with(".csv")) source.remove_suffix(4);
    return source.ends_with(table);
}

std::string place(const Finding& finding, Language language) {
    const bool norwegian = language == Language::nb;
    std::string where = !finding.source.empty() ? finding.source : finding.table;
    const auto add = [&where](std::string part) {
        if (!where.empty()) where += ", ";
        where += part;
    };
    // Policies, scenarios and documents have lines and keys; tables have rows and columns.
    const bool keys = finding.table == "policy" || finding.table == "scenario";
    const bool lines = keys || finding.table.empty();
    if (!lines && !says_table(where, finding.table)) add(finding.table);
    if (finding.row > 0)
        add(std::string(lines ? (norwegian ? "linje " : "line ") : (norwegian ? "rad " : "row ")) + std::to_string(finding.row));
    if (!finding.column.empty())
        add(std::string(keys ? (norwegian ? "nøkkel " : "key ") : (norwegian ? "kolonne " : "column ")) + finding.column);
    if (where.empty()) where = norwegian ? "hele saken" : "the whole case";
    return where;
}

std::size_t rank_of_table(std::string_view table) {
    const auto kinds = table_kinds();
    return static_cast<std::size_t>(std::ranges::find(kinds, table, &TableKind::name) - kinds.begin());
}

std::string count_of(std::size_t number, std::string_view one, std::string_view many) {
    return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

using Pair = std::pair<std::string_view, std::string_view>;

/// The words of a policy's format that its findings hold as facts.
constexpr std::array<Pair, 24> words_in_norwegian{
    {{"the policy", "policyen"},
     {"string", "en tekst"},
     {"integer", "et helt tall"},
     {"number", "et tall"},
     {"floating-point", "et desimaltall"},
     {"boolean", "true eller false"},
     {"array", "en liste"},
     {"table", "en tabell"},
     {"table or array", "en tabell eller en liste"},
     {"date", "en dato"},
     {"time", "et klokkeslett"},
     {"date-time", "en dato med klokkeslett"},
     {"an array", "en liste"},
     {"an array of two columns", "en liste av to kolonner"},
     {"a boolean", "true eller false"},
     {"an integer", "et helt tall"},
     {"a number, a date or a step", "et tall, en dato eller et trinn"},
     {"a single value", "én enkelt verdi"},
     {"terms", "termer"},
     {"goals", "mål"},
     {"limits", "grenser"},
     {"1, \"risk\", a column", "1, \"risk\", en kolonne"},
     {"moves, excess, days, a column such as unit.level", "moves, excess, days, en kolonne som unit.level"},
     {"integer, \"forbid\"", "et helt tall, \"forbid\""}}};

/// Whether a fact of a finding is one of the format's words rather than a name of the office's own.
bool is_a_word(std::string_view code, std::size_t place) {
    if (code == "P004") return true;
    if (code == "P008" || code == "P016") return place == 2;
    if (code == "P005") return place == 0 || place == 3;
    return (code == "P002" || code == "P003") && place == 0;
}

std::vector<std::string> facts_in(Language language, const Finding& finding) {
    auto facts = finding.arguments;
    for (std::size_t i = 0; language == Language::nb && i < facts.size(); ++i) {
        if (!is_a_word(finding.code, i)) continue;
        const auto found = std::ranges::find(words_in_norwegian, facts[i], &Pair::first);
        if (found != words_in_norwegian.end()) facts[i] = found->second;
    }
    return facts;
}

}  // namespace

FindingText describe(const Finding& finding, Language language) {
    const CatalogueEntry* entry = find_in_catalogue(finding.code);
    if (entry == nullptr) {
        std::string arguments;
        for (const auto& argument : finding.arguments) arguments += (arguments.empty() ? "" : "; ") + argument;
        return {place(finding, language), arguments, {}};
    }
    const bool norwegian = language == Language::nb;
    const auto facts = facts_in(language, finding);
    return {place(finding, language), filled(norwegian ? entry->what_nb : entry->what_en, facts),
            filled(norwegian ? entry->advice_nb : entry->advice_en, facts)};
}

namespace {

/// What was read, where that is said in words rather than by a path or a name of the office's own.
std::string_view title_in(std::string_view title, Language language) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> norwegian{{{"input", "inndata"},
                                                                                             {"scenario", "scenarioet"},
                                                                                             {"scenarios", "scenarioene"},
                                                                                             {"the log", "loggen"},
                                                                                             {"the offers", "tilbudene"},
                                                                                             {"the run", "kjøringen"}}};
    if (language != Language::nb) return title;
    const auto found = std::ranges::find(norwegian, title, &std::pair<std::string_view, std::string_view>::first);
    return found == norwegian.end() ? title : found->second;
}

}  // namespace

std::size_t Findings::count(Severity severity) const {
    return static_cast<std::size_t>(std::ranges::count(list_, severity, &Finding::severity));
}

void Findings::sort() {
    std::ranges::stable_sort(list_, [](const Finding& a, const Finding& b) {
        const auto rank = [](const Finding& one) { return rank_of_table(one.table); };
        const auto rank_a = rank(a), rank_b = rank(b);
        return std::tie(rank_a, a.table, a.row, a.column, a.code, a.source, a.severity, a.arguments) <
               std::tie(rank_b, b.table, b.row, b.column, b.code, b.source, b.severity, b.arguments);
    });
    list_.erase(std::unique(list_.begin(), list_.end()), list_.end());
}

std::string Findings::text(std::string_view title, Language language, std::size_t most_of_a_kind) const {
    const bool norwegian = language == Language::nb;
    const std::size_t errors = count(Severity::error), warnings = count(Severity::warning);
    std::string result = norwegian ? count_of(errors, "feil", "feil") + " og " + count_of(warnings, "advarsel", "advarsler") + " i "
                                   : count_of(errors, "error", "errors") + " and " + count_of(warnings, "warning", "warnings") + " in ";
    result += title_in(title, language);
    result += '\n';
    std::map<std::string, std::size_t> shown, left_out;
    for (const Finding& finding : list_) {
        if (++shown[finding.code] > most_of_a_kind) {
            ++left_out[finding.code];
            continue;
        }
        const FindingText words = describe(finding, language);
        std::string line = words.where + ": " + words.what;
        line += "  [" + finding.code + "]";
        if (finding.severity == Severity::warning) line += norwegian ? " advarsel" : " warning";
        if (finding.severity == Severity::note) line += norwegian ? " merknad" : " note";
        result += '\n' + line + '\n';
        if (!words.advice.empty()) result += "    " + words.advice + '\n';
    }
    if (!left_out.empty()) result += '\n';
    for (const auto& [code, number] : left_out)
        result += norwegian ? "… og " + std::to_string(number) + " til av samme slag  [" + code + "]\n"
                            : "… and " + std::to_string(number) + " more of the same kind  [" + code + "]\n";
    return result;
}

}  // namespace husrom::model

namespace husrom {

InvalidInput::InvalidInput(model::Findings findings, std::string_view title)
    : Error(findings.text(title)), findings_(std::move(findings)), title_(title) {}

}  // namespace husrom
