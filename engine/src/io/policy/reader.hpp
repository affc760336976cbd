#pragma once

/// One TOML table of a policy, read key by key. Asking for a key makes it known; finish() reports every key that nobody asked for,
/// with the nearest one that is known. Wrong types and missing keys are findings with a line; reading goes on after each.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include <husrom/model/finding.hpp>
#include <husrom/model/policy.hpp>

namespace husrom::io {

/// Where findings about a policy go.
struct PolicyFindings {
    model::Findings& findings;
    std::string source;
    bool is_preset = false;

    void error(std::string code, std::int64_t line, std::string key, std::vector<std::string> arguments);
    void warn(std::string code, std::int64_t line, std::string key, std::vector<std::string> arguments);
};

[[nodiscard]] std::int64_t line_of(const toml::node& node);
/// TOML's own word for a node's type: "string", "integer", "array" …
[[nodiscard]] std::string type_of(const toml::node& node);
/// A number exactly as it was written; nullopt and a finding when it does not fit.
[[nodiscard]] std::optional<model::Decimal> exact_number(const toml::node& node, PolicyFindings& out, const std::string& where,
                                                         const std::string& key);

class PolicyTable {
public:
    /// `where` names the table in findings, such as `limit "risk-load"`.
    PolicyTable(const toml::table& table, PolicyFindings& out, std::string where);

    [[nodiscard]] const std::string& where() const { return where_; }
    void rename(std::string where) { where_ = std::move(where); }
    [[nodiscard]] std::int64_t line() const { return line_; }
    [[nodiscard]] model::PolicyLine place() const { return {line_, out_.is_preset}; }
    [[nodiscard]] std::int64_t line(std::string_view key) const;
    [[nodiscard]] PolicyFindings& out() { return out_; }

    [[nodiscard]] const toml::node* find(std::string_view key);
    const toml::node* require(std::string_view key);
    [[nodiscard]] bool has(std::string_view key) { return find(key) != nullptr; }

    [[nodiscard]] std::string text(std::string_view key);  ///< required
    [[nodiscard]] std::string text_or(std::string_view key, std::string otherwise);
    [[nodiscard]] bool flag_or(std::string_view key, bool otherwise);
    [[nodiscard]] std::int64_t integer(std::string_view key);  ///< required
    [[nodiscard]] std::optional<std::int64_t> integer_if(std::string_view key);
    [[nodiscard]] std::optional<model::Decimal> decimal_if(std::string_view key);
    [[nodiscard]] std::optional<model::Date> date_if(std::string_view key);
    /// A count of days: 60, "60 days", "8 weeks".
    [[nodiscard]] std::optional<std::int64_t> days_if(std::string_view key);
    /// { nb, en }, or one text for both.
    [[nodiscard]] model::Words words(std::string_view key);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);  ///< a list of strings, or none
    [[nodiscard]] const toml::array* array_if(std::string_view key);
    [[nodiscard]] const toml::table* table_if(std::string_view key);

    /// The place of the word among the allowed ones; nullopt when the key is absent or holds no such word.
    [[nodiscard]] std::optional<std::size_t> word(std::string_view key, std::initializer_list<std::string_view> allowed, bool required);

    [[nodiscard]] std::string path(std::string_view key);  ///< required
    [[nodiscard]] std::vector<model::Operand> operands(std::string_view key);
    [[nodiscard]] std::optional<model::ColumnOrNumber> column_or_number(std::string_view key);
    [[nodiscard]] model::Conditions conditions(std::string_view key, bool required = false);

    void error(std::string code, std::string_view key, std::vector<std::string> arguments);
    void wrong_type(std::string_view key, std::string_view expected, const toml::node& found);
    /// What the table should hold cannot be told without one of these keys: of the others only those that were meant for one are reported.
    void accept_all_but_near(std::initializer_list<std::string_view> missing);
    void finish();

private:
    const toml::table& table_;
    PolicyFindings& out_;
    std::string where_;
    std::int64_t line_ = 0;
    std::vector<std::string> known_;     ///< asked for
    std::vector<std::string> accepted_;  ///< not asked for, and not to be reported
};

/// True when a path begins with a table; otherwise a finding with the nearest table is added.
bool check_path(const std::string& path, bool join_allowed, PolicyFindings& out, std::int64_t line, const std::string& where,
                const std::string& key);
/// A literal of a condition or of a change; nullopt and a finding when it is none.
[[nodiscard]] std::optional<model::Literal> literal(const toml::node& node, PolicyFindings& out, const std::string& where,
                                                    const std::string& key);

}  // namespace husrom::io
