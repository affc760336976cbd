#include "io/decided_pairs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "model/new_table.hpp"
#include "model/text.hpp"

namespace husrom::io {

namespace {

constexpr std::array<std::string_view, 2> ids{"participant_id", "unit_id"};
constexpr std::array<std::string_view, 4> decided{"require", "forbid", "allow", "reason"};
constexpr std::size_t none = static_cast<std::size_t>(-1);

model::Table& table_of(model::Case& source) {
    auto& pairs = model::table_or_new(source, *model::table_kind("pairs"), "review");
    if (pairs.headings.empty()) {
        pairs.headings.assign(ids.begin(), ids.end());
        pairs.columns.resize(pairs.headings.size());
    }
    return pairs;
}

}  // namespace

DecidedPairs::DecidedPairs(model::Case& source) : table_(&table_of(source)) {
    const auto people = column("participant_id");
    for (std::size_t row = 0; row < table_->rows(); ++row) rows_[std::string(model::trimmed(table_->columns[people][row]))].push_back(row);
}

std::size_t DecidedPairs::column(std::string_view heading) {
    if (const auto found = table_->find(heading)) return *found;
    table_->headings.emplace_back(heading);
    table_->columns.emplace_back(table_->rows());
    return table_->columns.size() - 1;
}

std::size_t DecidedPairs::row_of(std::string_view participant, std::string_view unit) {
    const auto own = rows_.find(participant);
    if (own == rows_.end()) return none;
    const auto& homes = table_->columns[column("unit_id")];
    const auto found = std::ranges::find_if(own->second, [&](std::size_t row) { return model::trimmed(homes[row]) == unit; });
    return found == own->second.end() ? none : *found;
}

std::string& DecidedPairs::cell(std::string_view participant, std::string_view unit, std::string_view heading) {
    const auto wanted = column(heading);
    auto row = row_of(participant, unit);
    if (row == none) {
        row = table_->rows();
        table_->row_numbers.push_back(row == 0 ? 2 : table_->row_numbers.back() + 1);
        for (auto& cells : table_->columns) cells.emplace_back();
        table_->columns[column("participant_id")][row] = participant;
        table_->columns[column("unit_id")][row] = unit;
        rows_[std::string(participant)].push_back(row);
    }
    return table_->columns[wanted][row];
}

void DecidedPairs::clear(std::size_t row, std::string_view heading) {
    const auto found = table_->find(heading);
    if (!found || table_->columns[*found][row].empty()) return;
    table_->columns[*found][row].clear();
    cleared_.insert(row);
}

void DecidedPairs::clear(std::string_view participant, std::string_view unit, std::span<const std::string_view> headings) {
    const auto row = row_of(participant, unit);
    if (row == none) return;
    for (const auto heading : headings) clear(row, heading);
}

void DecidedPairs::require_nothing(std::string_view participant) {
    const auto own = rows_.find(participant);
    if (own == rows_.end()) return;
    for (const auto row : own->second) clear(row, "require");
}

void DecidedPairs::allow(std::string_view participant, std::string_view unit, std::span<const std::string> rules, std::string_view reason) {
    if (rules.empty()) return;
    auto& allowed = cell(participant, unit, "allow");
    const bool beside_others = !allowed.empty();
    for (const auto& rule : rules) {
        const auto known = model::split(allowed, ';');
        if (std::ranges::find(known, rule) == known.end()) allowed += (allowed.empty() ? "" : ";") + rule;
    }
    // One cell holds the reason of all of them: that of the case stays, as it is there still when the decision is undone.
    if (!beside_others) cell(participant, unit, "reason") = reason;
}

void DecidedPairs::undo(const Decision& decision) {
    if (decision.kind == Decision::Kind::forbid) {
        clear(decision.participant, decision.unit, decided);
        return;
    }
    require_nothing(decision.participant);
    if (decision.waived.empty() || row_of(decision.participant, decision.unit) == none) return;
    auto& allowed = cell(decision.participant, decision.unit, "allow");
    std::vector<std::string> left;
    for (const auto rule : model::split(allowed, ';'))
        if (std::ranges::find(decision.waived, rule) == decision.waived.end()) left.emplace_back(rule);
    if (left.empty())
        clear(decision.participant, decision.unit, std::array<std::string_view, 2>{"allow", "reason"});
    else
        allowed = model::join(left, ";");
}

void DecidedPairs::decide(const Decision& decision) {
    if (decision.kind == Decision::Kind::forbid) {
        clear(decision.participant, decision.unit, decided);
        cell(decision.participant, decision.unit, "forbid") = "true";
        return;
    }
    require_nothing(decision.participant);
    cell(decision.participant, decision.unit, "require") = "true";
    allow(decision.participant, decision.unit, decision.waived, decision.reason);
}

void DecidedPairs::tidy() {
    std::vector<bool> gone(table_->rows());
    for (const auto row : cleared_) {
        gone[row] = true;
        for (std::size_t i = 0; i < table_->columns.size(); ++i) {
            const bool is_id = std::ranges::find(ids, table_->headings[i]) != ids.end();
            if (!is_id && !model::trimmed(table_->columns[i][row]).empty()) gone[row] = false;
        }
    }
    const auto keep = [&](auto& cells) {
        std::size_t row = 0;
        std::erase_if(cells, [&](const auto&) { return gone[row++]; });
    };
    for (auto& cells : table_->columns) keep(cells);
    keep(table_->row_numbers);
}

}  // namespace husrom::io
