#include <algorithm>
#include <array>
#include <functional>
#include <variant>

#include <husrom/scenario/help.hpp>

#include "model/misfits.hpp"
#include "model/text.hpp"
#include "rules/named_columns.hpp"
#include "rules/ties.hpp"
#include "rules/written_cells.hpp"

namespace husrom::scenario {

namespace {

class Menu {
public:
    Menu(const rules::AllocationProblem& problem, const model::Case& source, const model::Policy& policy, std::string_view participant)
        : problem_(problem), source_(source), policy_(policy), participant_(participant) {}

    std::vector<Change> run() {
        for (const auto& rule : policy_.changes) {
            if (!rule.limit.empty())
                limits(rule);
            else if (!rule.table.empty())
                rows(rule);
            else if (rule.value)
                facts(rule);
            else if (!rule.unit.empty())
                home(rule);
        }
        return std::move(menu_);
    }

private:
    Change& add(const model::ChangeRule& rule, std::string place) {
        Change change;
        change.id = rule.id;
        change.place = std::move(place);
        menu_.push_back(std::move(change));
        return menu_.back();
    }

    /// A cap of one number is raised everywhere at once; a cap in a column, group by group, also where it cannot bind before something else
    /// is changed.
    void limits(const model::ChangeRule& rule) {
        const auto limit = std::ranges::find(policy_.limits, rule.limit, &model::LimitRule::id);
        if (limit == policy_.limits.end() || !limit->on || !limit->max) return;
        if (std::holds_alternative<model::Decimal>(*limit->max)) {
            auto& change = add(rule, rule.limit);
            change.edits.push_back(ShiftLimit{rule.limit, "", {rule.by, 0}});
            change.only_cap = true;
            return;
        }
        const auto caps = problem_.typed->column(std::get<std::string>(*limit->max));
        if (caps.column == nullptr) return;
        const bool only_cap = !is_read_elsewhere(*limit, caps);
        // Of a cap that is written elsewhere than in the rows that it is for, it is not asked whether it can bind.
        const bool by_row = std::ranges::none_of(
            problem_.limits, [&](const rules::LimitInfo& info) { return info.id == rule.limit && info.group_table != caps.table->name; });
        for (std::size_t row = 0; row < caps.table->ids.size(); ++row) {
            if (caps.column->states[row] != model::CellState::value) continue;
            const auto& group = caps.table->ids[row];
            auto& change = add(rule, rule.limit + " " + group);
            change.edits.push_back(ShiftLimit{rule.limit, group, {rule.by, 0}});
            change.only_cap = only_cap;
            change.idle = only_cap && by_row && std::ranges::none_of(problem_.limits, [&](const rules::LimitInfo& info) {
                              return info.id == rule.limit && info.group == group && info.numeric >= 0;
                          });
        }
    }

    /// Does anything beside the cap of this limit read its column? Then to raise the cap changes that too.
    [[nodiscard]] bool is_read_elsewhere(const model::LimitRule& limit, const model::PathColumn& caps) const {
        // Places in homes and distances are read without being named.
        constexpr std::array<std::string_view, 3> unnamed{"capacity", "x", "y"};
        if (std::ranges::find(unnamed, caps.column->declaration.name) != unnamed.end()) return true;
        auto paths = rules::columns_read(policy_);
        for (const auto& other : policy_.limits) {
            if (!other.on) continue;
            paths.push_back(other.per);
            rules::add(paths, other.min);
            if (&other != &limit) rules::add(paths, other.max);
        }
        for (const auto& name : policy_.ties.order) paths.push_back(rules::tie_path(name));
        return std::ranges::any_of(paths, [&](const std::string& path) { return problem_.typed->column(path).column == caps.column; });
    }

    /// `drop` rows of a relation that name this person, on either side, any of them.
    void rows(const model::ChangeRule& rule) {
        const auto* table = source_.find(rule.table);
        if (table == nullptr) return;
        const auto people = table->find("participant_id");
        if (!people) return;
        const auto others = table->find("other_id");
        const auto cell = [&](std::size_t column, std::size_t row) { return std::string(model::trimmed(table->columns[column][row])); };
        std::vector<std::size_t> own;
        for (std::size_t row = 0; row < table->rows(); ++row)
            if (cell(*people, row) == participant_ || (others && cell(*others, row) == participant_)) own.push_back(row);
        std::vector<std::size_t> chosen;
        const std::function<void(std::size_t)> choose = [&](std::size_t next) {
            if (std::cmp_equal(chosen.size(), rule.drop)) {
                std::string place = rule.table;
                for (const auto row : chosen) {
                    for (const auto* heading : {"kind", "value", "unit_id"})
                        if (const auto column = table->find(heading)) place += " " + cell(*column, row);
                    if (others) {
                        const auto other = cell(*others, row);
                        place += " " + (other == participant_ ? cell(*people, row) : other);
                    }
                }
                auto& change = add(rule, std::move(place));
                change.table = rule.table;
                change.drop = chosen;
                return;
            }
            for (auto row = next; row < own.size(); ++row) {
                chosen.push_back(own[row]);
                choose(row + 1);
                chosen.pop_back();
            }
        };
        if (rule.drop > 0) choose(0);
    }

    /// A fact of this person; or of a home, a site …, of each of them in turn.
    void facts(const model::ChangeRule& rule) {
        const auto fact = rules::fact_of(*problem_.typed, rule.column);
        const auto& rows = *fact.table;
        const auto& heading = fact.column->declaration.name;
        for (const auto& id : rows.ids) {
            if (rows.name == "participants" && id != participant_) continue;
            add(rule, rows.singular + " " + id + " " + heading)
                .edits.push_back(SetCell{rows.name, id, heading, rules::cell_text(*rule.value)});
        }
    }

    /// One more home of the given kind, under an id that no home has, of the menu neither.
    void home(const model::ChangeRule& rule) {
        const auto& known = problem_.typed->table("units").ids;
        std::string id;
        while (id.empty() || std::ranges::find(known, id) != known.end()) id = "NEW-" + std::to_string(++new_homes_);
        model::Table row;
        row.name = "units";
        row.source = "change " + rule.id;
        row.headings.emplace_back("unit_id");
        row.columns.push_back({id});
        row.row_numbers.push_back(2);
        for (const auto& [heading, value] : rule.unit) {
            row.headings.push_back(heading);
            row.columns.push_back({rules::cell_text(value)});
        }
        add(rule, "unit " + id).edits.push_back(AddRows{std::move(row)});
    }

    const rules::AllocationProblem& problem_;
    const model::Case& source_;
    const model::Policy& policy_;
    std::string participant_;
    std::vector<Change> menu_;
    int new_homes_ = 0;  ///< the last number given to a home of the menu
};

void drop_rows(model::Table& table, std::vector<std::size_t> rows) {
    std::ranges::sort(rows, std::ranges::greater());
    if (!rows.empty() && rows.front() >= table.rows())
        throw InvalidArgument("a change drops row " + std::to_string(rows.front()) + " of " + table.name +
                              ", which has no such row; they count from 0");
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const auto row : rows) {
        for (auto& cells : table.columns) cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(row));
        table.row_numbers.erase(table.row_numbers.begin() + static_cast<std::ptrdiff_t>(row));
    }
}

}  // namespace

std::vector<Change> menu_for(const rules::AllocationProblem& problem, const model::Case& source, const model::Policy& policy,
                             std::string_view participant) {
    model::require_fit(source);
    return Menu(problem, source, policy, participant).run();
}

Applied apply(const model::Case& source, const model::Policy& policy, std::span<const Change> changes) {
    Scenario scenario;
    std::vector<std::pair<std::string, std::vector<std::size_t>>> dropped;
    for (const auto& change : changes) {
        scenario.edits.insert(scenario.edits.end(), change.edits.begin(), change.edits.end());
        if (change.drop.empty()) continue;
        auto place = std::ranges::find(dropped, change.table, &std::pair<std::string, std::vector<std::size_t>>::first);
        if (place == dropped.end()) place = dropped.insert(dropped.end(), {change.table, {}});
        place->second.insert(place->second.end(), change.drop.begin(), change.drop.end());
    }
    auto applied = apply(source, policy, scenario);
    for (auto& [table, rows] : dropped)
        if (auto* found = applied.source.find(table))
            drop_rows(*found, std::move(rows));
        else
            throw InvalidArgument("a change drops rows of \"" + table + "\", which the case does not have");
    return applied;
}

}  // namespace husrom::scenario
