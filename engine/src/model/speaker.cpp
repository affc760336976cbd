#include "model/speaker.hpp"

#include <algorithm>
#include <array>

#include <husrom/model/date.hpp>
#include <husrom/model/decimal.hpp>
#include <husrom/model/well_known.hpp>

namespace husrom::model {

namespace {

struct Thing {
    std::string_view singular, en, nb, en_owner, nb_owner, en_each, nb_each;
};

constexpr std::array things{
    Thing{"participant", "the person", "personen", "the person's", "personens", "each person", "hver person"},
    Thing{"unit", "the home", "boligen", "the home's", "boligens", "each home", "hver bolig"},
    Thing{"site", "the site", "tomten", "the site's", "tomtens", "each site", "hver tomt"},
    Thing{"neighbourhood", "the neighbourhood", "nabolaget", "the neighbourhood's", "nabolagets", "each neighbourhood", "hvert nabolag"},
    Thing{"district", "the district", "bydelen", "the district's", "bydelens", "each district", "hver bydel"},
    Thing{"team", "the team", "teamet", "the team's", "teamets", "each team", "hvert team"},
    Thing{"landlord", "the landlord", "utleieren", "the landlord's", "utleierens", "each landlord", "hver utleier"},
    Thing{"budget", "the budget", "budsjettposten", "the budget's", "budsjettpostens", "each budget", "hver budsjettpost"},
    Thing{"tenant", "the tenant", "beboeren", "the tenant's", "beboerens", "each tenant", "hver beboer"},
    Thing{"pair", "the pair", "paret", "the pair's", "parets", "each pair", "hvert par"},
};

const Thing* find_thing(std::string_view singular) {
    const auto found = std::ranges::find(things, singular, &Thing::singular);
    return found == things.end() ? nullptr : &*found;
}

std::string spaced(std::string_view name) {
    std::string words(name);
    std::ranges::replace(words, '_', ' ');
    return words;
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

/// "Soverom" -> "soverom", but "ROS-analyse" stays.
std::string inside_a_sentence(std::string words) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> norwegian{{{"Æ", "æ"}, {"Ø", "ø"}, {"Å", "å"}}};
    for (const auto& [capital, small] : norwegian)
        if (words.starts_with(capital)) return std::string(small) + words.substr(capital.size());
    if (words.size() > 1 && is_upper(words[0]) && !is_upper(words[1])) words[0] = static_cast<char>(words[0] - 'A' + 'a');
    return words;
}

}  // namespace

std::string as_sentence(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> norwegian{{{"æ", "Æ"}, {"ø", "Ø"}, {"å", "Å"}}};
    for (const auto& [small, capital] : norwegian)
        if (text.starts_with(small)) text = std::string(capital) + text.substr(small.size());
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    if (!text.empty() && text.back() != '.') text += '.';
    return text;
}

std::string Speaker::own(const Words& words) const {
    const auto& wanted = language_ == Language::nb ? words.nb : words.en;
    return !wanted.empty() ? wanted : (language_ == Language::nb ? words.en : words.nb);
}

std::string Speaker::heading(std::string_view table, std::string_view name) const {
    const auto declared =
        std::ranges::find_if(policy_.columns, [&](const ColumnDeclaration& one) { return one.table == table && one.name == name; });
    std::string words;
    if (declared != policy_.columns.end()) words = language_ == Language::nb ? declared->text.nb : declared->text.en;
    if (const auto* standard = well_known(table, name); words.empty() && standard != nullptr)
        words = language_ == Language::nb ? standard->text.nb : standard->text.en;
    return words.empty() ? spaced(name) : inside_a_sentence(words);
}

std::string Speaker::column(std::string_view path) const {
    const auto last = path.rfind('.');
    if (last == std::string_view::npos) return spaced(path);
    const auto before = path.substr(0, last).rfind('.');
    const auto table =
        path.substr(before == std::string_view::npos ? 0 : before + 1, last - (before == std::string_view::npos ? 0 : before + 1));
    const auto* owner = find_thing(table);
    return (owner != nullptr ? std::string(pick(owner->en_owner, owner->nb_owner)) : spaced(table)) + std::string(pick(" \"", " «")) +
           heading(table, path.substr(last + 1)) + std::string(pick("\"", "»"));
}

std::string Speaker::thing(std::string_view path) const {
    const auto last = path.rfind('.');
    const auto* reached = find_thing(last == std::string_view::npos ? path : path.substr(last + 1));
    if (reached != nullptr) return std::string(pick(reached->en, reached->nb));
    return column(path);
}

std::string Speaker::each(std::string_view path) const {
    const auto last = path.rfind('.');
    const auto* reached = find_thing(last == std::string_view::npos ? path : path.substr(last + 1));
    if (reached != nullptr) return std::string(pick(reached->en_each, reached->nb_each));
    return std::string(pick("each value of ", "hver verdi av ")) + column(path);
}

std::string Speaker::number(const Decimal& value) const {
    auto text = to_text(value);
    if (language_ == Language::nb) std::ranges::replace(text, '.', ',');
    return text;
}

std::string Speaker::value(const Literal& literal) const {
    if (const auto* flag = std::get_if<bool>(&literal)) return std::string(*flag ? pick("yes", "ja") : pick("no", "nei"));
    if (const auto* decimal = std::get_if<Decimal>(&literal)) return number(*decimal);
    if (const auto* date = std::get_if<Date>(&literal)) return to_text(*date);
    if (const auto* text = std::get_if<std::string>(&literal)) return *text;
    return list(std::get<std::vector<std::string>>(literal), pick("or", "eller"));
}

std::string Speaker::value(const ColumnOrNumber& either) const {
    if (const auto* decimal = std::get_if<Decimal>(&either)) return number(*decimal);
    return column(std::get<std::string>(either));
}

std::string Speaker::list(const std::vector<std::string>& parts, std::string_view last) const {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? " " + std::string(last) + " " : ", ";
        text += parts[i];
    }
    return text;
}

std::string Speaker::days(const std::string& number) const {
    return number + std::string(number == "1" ? pick(" day", " dag") : pick(" days", " dager"));
}

std::string Speaker::sum(const std::vector<Operand>& operands) const {
    std::string text;
    for (const auto& operand : operands) {
        const bool minus = operand.times.value < 0;
        if (!text.empty())
            text += minus ? pick(" minus ", " minus ") : pick(" plus ", " pluss ");
        else if (minus)
            text += pick("minus ", "minus ");
        auto factor = operand.times;
        if (minus) factor.value = -factor.value;
        if (normalised(factor) != Decimal{1, 0}) text += number(factor) + std::string(pick(" times ", " ganger "));
        text += column(operand.column);
    }
    return text;
}

std::string Speaker::condition(const Condition& one) const {
    const auto left = column(one.column);
    const auto right = value(one.value);
    switch (one.op) {
        case Operator::is:
            return left + std::string(pick(" is ", " er ")) + right;
        case Operator::is_not:
            return left + std::string(pick(" is not ", " er ikke ")) + right;
        case Operator::at_least:
            return left + std::string(pick(" is at least ", " er minst ")) + right;
        case Operator::at_most:
            return left + std::string(pick(" is at most ", " er høyst ")) + right;
        case Operator::any_of:
            return left + std::string(pick(" is or holds ", " er eller har ")) + right;
        case Operator::none_of:
            return left + std::string(pick(" neither is nor holds ", " verken er eller har ")) + right;
        case Operator::all_of: {
            const auto* parts = std::get_if<std::vector<std::string>>(&one.value);
            return left + std::string(pick(" holds ", " har ")) + (parts != nullptr ? list(*parts, pick("and", "og")) : right);
        }
        case Operator::known: {
            const auto* flag = std::get_if<bool>(&one.value);
            const bool known = flag == nullptr || *flag;
            return left + std::string(known ? pick(" is known", " er kjent") : pick(" is not known", " er ikke kjent"));
        }
        case Operator::days_since_at_least:
            return std::string(pick("at least ", "det er minst ")) + days(right) +
                   std::string(right == "1" ? pick(" has passed since ", " siden ") : pick(" have passed since ", " siden ")) + left;
        case Operator::in_days_at_most:
            if (right.starts_with('-'))
                return left + std::string(pick(" is at least ", " er minst ")) + days(right.substr(1)) +
                       std::string(pick(" ago", " siden"));
            return left + std::string(pick(" is at most ", " er høyst ")) + days(right) + std::string(pick(" ahead", " fram"));
        case Operator::in_days_at_least:
            if (right.starts_with('-'))
                return left + std::string(pick(" is at most ", " er høyst ")) + days(right.substr(1)) + std::string(pick(" ago", " siden"));
            return left + std::string(pick(" is at least ", " er minst ")) + days(right) + std::string(pick(" ahead", " fram"));
    }
    return "";
}

std::string Speaker::all(const Conditions& conditions) const {
    std::vector<std::string> parts;
    for (const auto& one : conditions) parts.push_back(condition(one));
    return list(parts, pick("and", "og"));
}

}  // namespace husrom::model
