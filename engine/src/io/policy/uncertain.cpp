// [uncertain]: what a fact that nobody has filled in may turn out to be.

#include <utility>

#include "io/policy/sections.hpp"

namespace husrom::io {

namespace {

using namespace model;

bool before(const Literal& left, const Literal& right) {
    if (const auto* a = std::get_if<Decimal>(&left), *b = std::get_if<Decimal>(&right); a != nullptr && b != nullptr) return less(*a, *b);
    if (const auto* a = std::get_if<Date>(&left), *b = std::get_if<Date>(&right); a != nullptr && b != nullptr) return *a < *b;
    return false;  // steps of an ordered column are told apart where the column is known
}

void read_range(const toml::table& source, UncertainFact& fact, PolicyFindings& out, const std::string& where) {
    PolicyTable table(source, out, where);
    if (const toml::node* from = table.require("from")) fact.from = literal(*from, out, where, "from");
    if (const toml::node* to = table.require("to")) fact.to = literal(*to, out, where, "to");
    if (fact.from && fact.to && fact.from->index() != fact.to->index())
        table.wrong_type("to", type_of(*source.get("from")), *source.get("to"));
    if (fact.from && fact.to && before(*fact.to, *fact.from)) table.error("P019", "from", {where});
    table.finish();
}

}  // namespace

std::vector<UncertainFact> read_uncertain(const toml::table& source, PolicyFindings& out) {
    std::vector<UncertainFact> facts;
    for (const auto& [key, node] : source) {
        UncertainFact fact;
        fact.column = std::string(key.str());
        fact.line = {line_of(node), out.is_preset};
        const auto where = "uncertain \"" + fact.column + "\"";
        if (!check_path(fact.column, false, out, line_of(node), where, fact.column)) continue;
        if (const auto* range = node.as_table()) {
            read_range(*range, fact, out, where);
        } else if (const auto* list = node.as_array()) {
            if (list->empty()) out.error("P021", line_of(node), fact.column, {where});
            for (const auto& value : *list)
                if (auto one = literal(value, out, where, fact.column)) fact.values.push_back(std::move(*one));
        } else {
            out.error("P004", line_of(node), fact.column, {where, "table or array", type_of(node)});
            continue;
        }
        facts.push_back(std::move(fact));
    }
    return facts;
}

}  // namespace husrom::io
