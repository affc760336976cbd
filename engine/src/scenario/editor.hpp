#pragma once

/// A case and a policy under edit: the questions that several edits ask, and the findings of those that do not fit.

#include <string>
#include <string_view>
#include <vector>

#include <husrom/scenario/scenario.hpp>

namespace husrom::scenario {

/// "scenario NAME": where what is at fault stands, or which edits put it there.
[[nodiscard]] std::string place_of(std::string_view scenario);

class Editor {
public:
    Editor(Applied& applied, std::string_view scenario) : applied_(applied), scenario_(scenario) {}

    void apply(const Edit& edit);
    [[nodiscard]] const model::Findings& findings() const { return findings_; }
    [[nodiscard]] bool policy_changed() const { return policy_changed_; }

    static void erase_rows(model::Table& table, const std::vector<bool>& erased);
    [[nodiscard]] static bool is_true(const model::Table& table, std::string_view heading, std::size_t row);

private:
    void edit(const AddRows& added);
    void edit(const CloseUnit& closed);
    void edit(const MoveUnit& moved);
    void edit(const ScaleLimit& scaled);
    void edit(const ShiftLimit& shifted);
    void edit(const SetLimitMax& set);
    void edit(const SwitchRule& switched);
    void edit(const Lock& locked);
    void edit(const Forbid& forbidden);
    void edit(const SetCell& set);
    void edit(const SetGoalWeight& set);

    [[nodiscard]] model::Case& source() { return applied_.source; }
    [[nodiscard]] model::Policy& policy() { return applied_.policy; }
    void add(model::Severity severity, std::string code, std::vector<std::string> arguments);
    void refuse(std::string code, std::vector<std::string> arguments);
    void warn(std::string code, std::vector<std::string> arguments);
    void note(std::string code, std::vector<std::string> arguments);

    /// The table of a name, plural or singular; created empty when the case has none. nullptr and a finding for another name.
    model::Table* table(std::string_view name);
    /// The row of an id, or a finding and nothing.
    std::optional<std::size_t> row(std::string_view table_name, std::string_view id);
    /// The column of a heading; added empty when the policy or the standard columns declare it. A finding and nothing otherwise.
    std::optional<std::size_t> column(model::Table& table, std::string_view heading);
    /// The column, added empty where it is missing.
    static std::size_t ensure_column(model::Table& table, std::string_view heading);
    static void append_row(model::Table& table);

    /// The row of `pairs` for two ids that exist; added when missing.
    std::optional<std::size_t> pair_row(std::string_view participant, std::string_view unit);
    void take_place(model::Table& units, std::size_t unit, std::string_view site);

    /// Changes the cap of a limit by a function of the present cap; `needs_cap` when there must be one.
    template <class Change> void change_cap(std::string_view limit, std::string_view group, bool needs_cap, const Change& change);
    /// Decimals that a column holds.
    [[nodiscard]] std::int32_t digits_of(const model::Table& table, std::size_t column) const;

    Applied& applied_;
    std::string scenario_;
    model::Findings findings_;
    std::int64_t number_ = 0;
    bool policy_changed_ = false;
};

}  // namespace husrom::scenario
