#pragma once

/// A case as it was handed over: tables of text cells under the headings that were found, with the place each row came from.
/// Whatever the cells came from (CSV, JSON, a data frame, a service's columns) they become the same canonical text here, so that the
/// typed case, its findings and its digest are the same for all of them. Types come later, from the policy (typed_case.hpp).

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/model/finding.hpp>

namespace husrom::model {

struct Table {
    std::string name;    ///< "participants", "units", …
    std::string source;  ///< for findings: "units.csv", "frame units", …
    std::vector<std::string> headings;
    std::vector<std::vector<std::string>> columns;  ///< one for each heading; an empty text is an empty cell
    std::vector<std::int64_t> row_numbers;          ///< as a spreadsheet shows them; the first data row is 2

    [[nodiscard]] std::size_t rows() const { return row_numbers.size(); }
    [[nodiscard]] std::optional<std::size_t> find(std::string_view heading) const;
};

/// The tables that a case may hold, in the order in which they are listed everywhere. Relations name what they join by these headings:
/// wishes `participant_id, kind, value, rank`; pairs `participant_id, unit_id, allow, forbid, require, reason, …`; apart
/// `participant_id, other_id, per` (the other may be a participant or a tenant); adjacent `neighbourhood_id, other_id, share`.
struct TableKind {
    std::string_view name;      ///< "sites"
    std::string_view singular;  ///< "site", the first word of a column path
    std::string_view key;       ///< "site_id"; empty for tables of relations (wishes, pairs, apart, adjacent)
};
[[nodiscard]] std::span<const TableKind> table_kinds();
/// The one of them that has this name, or this singular; nullptr when none does.
[[nodiscard]] const TableKind* table_kind(std::string_view name);

struct Case {
    std::string name;                        ///< for titles: the folder's or file's name
    std::vector<Table> tables;               ///< in the order of table_kinds(); absent tables are left out
    std::optional<std::string> policy_text;  ///< the policy.toml that came with the case
    std::string policy_source = "policy.toml";
    Findings notes;  ///< what reading took for granted (delimiter, decimal mark, encoding), and what it refused

    [[nodiscard]] const Table* find(std::string_view table) const;
    [[nodiscard]] Table* find(std::string_view table);
};

/// Builds a case from columns that a service or a data frame holds; every span is copied once.
class CaseBuilder {
public:
    CaseBuilder& table(std::string_view name, std::string_view source = {});  ///< the columns that follow belong to this table
    CaseBuilder& text(std::string_view heading, std::span<const std::string> values);
    CaseBuilder& text(std::string_view heading, std::vector<std::string> values);
    /// `known[i] == 0` makes cell i empty; an empty span means that all are known.
    CaseBuilder& integers(std::string_view heading, std::span<const std::int64_t> values, std::span<const std::uint8_t> known = {});
    /// Shortest decimal text that reads back as the same double; NaN is an empty cell, infinities are refused as a finding.
    CaseBuilder& decimals(std::string_view heading, std::span<const double> values, std::span<const std::uint8_t> known = {});
    CaseBuilder& flags(std::string_view heading, std::span<const std::uint8_t> values, std::span<const std::uint8_t> known = {});
    CaseBuilder& policy(std::string toml_text, std::string source = "policy.toml");
    /// Columns of unequal length, a heading twice or an unknown table are findings in the case's notes.
    [[nodiscard]] Case build();

private:
    Table& current();
    void add(std::string_view heading, std::vector<std::string> cells);

    Case case_;
    std::size_t current_ = static_cast<std::size_t>(-1);
};

}  // namespace husrom::model
