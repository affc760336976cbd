#pragma once

/// A tamper-evident log: JSON lines with sorted keys, whole numbers and texts only; each line holds the SHA-256 of the line before it
/// (`prev`, zeros in the first). Changing, moving or removing a line breaks the chain; a cut-off end does not, which is why the last
/// hash is to be kept elsewhere too.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <husrom/model/finding.hpp>

namespace husrom::io {

using AuditValue = std::variant<std::int64_t, std::string, std::map<std::string, std::string>>;
using AuditRow = std::map<std::string, AuditValue>;

/// `prev` of the first line.
inline const std::string first_prev(64, '0');

/// One line without its end: the row with its number, counted from 1, and the hash of the line before.
[[nodiscard]] std::string audit_line(const AuditRow& row, std::int64_t seq, std::string_view prev);

/// The log with one row more; `seq` and `prev` are filled in here.
[[nodiscard]] std::string append_audit(std::string_view log, const AuditRow& row);

struct AuditCheck {
    std::vector<std::string> objections;  ///< what is broken, one text for each; empty when the log is whole
    std::vector<std::string> hashes;      ///< of the lines; the last one is the head
};
[[nodiscard]] AuditCheck check_audit(std::string_view log, model::Language language = model::Language::en);

/// Compares a log with the head that it had once: that line has to be there still. Adds an objection when it is not, which is how a cut-off
/// end shows, and otherwise says in words where it stands.
void check_head(AuditCheck& check, std::string_view head, std::vector<std::string>& told, model::Language language = model::Language::en);

}  // namespace husrom::io
