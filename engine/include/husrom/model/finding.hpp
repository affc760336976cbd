#pragma once

/// What is wrong, doubtful or worth saying about an input: a stable code, a place, and facts. All findings of an input are collected
/// before anything is refused. The words (English and Bokmål) come from the code's entry in the catalogue, never from the place that
/// found it, and never hold a value of a personal column.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/core/error.hpp>

namespace husrom::model {

enum class Severity : std::uint8_t { error, warning, note };
[[nodiscard]] constexpr std::string_view to_string(Severity severity) {
    constexpr std::array<std::string_view, 3> words{"error", "warning", "note"};
    return words.at(static_cast<std::size_t>(severity));
}
enum class Language : std::uint8_t { en, nb };

struct Finding {
    Severity severity = Severity::error;
    std::string code;      ///< stable, such as "T004"; T tables, N numbers, R references, P policy, L linter, F files, C case logic
    std::string source;    ///< what a person opened: "units.csv", "policy.toml", "sheet units", "frame units"
    std::string table;     ///< "units", "policy", …; empty when about the whole case
    std::int64_t row = 0;  ///< as a spreadsheet shows it (the heading is row 1); a line for a policy; 0: not about one row
    std::string column;    ///< heading or policy key; empty: not about one column
    std::vector<std::string> arguments;  ///< facts that the catalogue's text names as {0}, {1}, …
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// One finding in words: where, what, what is allowed or why it matters, and what to do.
struct FindingText {
    std::string where;
    std::string what;
    std::string advice;
};
[[nodiscard]] FindingText describe(const Finding& finding, Language language = Language::en);

/// Findings in the order table, row, column, code; collects, counts, never throws.
class Findings {
public:
    void add(Finding finding) { list_.push_back(std::move(finding)); }
    void append(const Findings& other) { list_.insert(list_.end(), other.list_.begin(), other.list_.end()); }
    [[nodiscard]] std::span<const Finding> list() const { return list_; }
    [[nodiscard]] std::size_t count(Severity severity) const;
    [[nodiscard]] bool ok() const { return count(Severity::error) == 0; }
    void sort();
    /// All of them in words, at most `most_of_a_kind` of one code and then a count; the first line counts errors and warnings.
    [[nodiscard]] std::string text(std::string_view title, Language language = Language::en, std::size_t most_of_a_kind = 20) const;

private:
    std::vector<Finding> list_;
};

}  // namespace husrom::model

namespace husrom {

/// The input has errors; carries every finding.
class InvalidInput : public Error {
public:
    explicit InvalidInput(model::Findings findings, std::string_view title = "input");
    [[nodiscard]] const model::Findings& findings() const { return findings_; }
    [[nodiscard]] const std::string& title() const { return title_; }  ///< what was read

private:
    model::Findings findings_;
    std::string title_;
};

}  // namespace husrom
