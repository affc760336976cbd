#pragma once

/// A log that shows tampering, written a line at a time: JSON lines with sorted keys and without decimals, each holding the SHA-256 of the
/// line before. A line is in the log when `append` returns, and not before: a process that is killed at any byte of an append leaves a
/// last line without its end, which the next writer keeps aside and tells of. A file lock keeps a second writer out; who only reads takes
/// none, and waits for nobody.
///
///     AuditLog log("audit.jsonl");
///     for (const auto& note : log.notes()) …
///     log.append({{"event", "accept"}, {"participant", "SYN-P-0412"}});
///     print(log.head());                       // to be kept elsewhere: the chain alone does not show a cut-off end
///
/// Cost: the whole log is read and checked once when it is opened, and kept in memory; an append writes one line and waits for the disk.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace husrom {

class AuditLog {
public:
    using Value = std::variant<std::int64_t, std::string, std::map<std::string, std::string>>;
    using Row = std::map<std::string, Value>;

    /// Whether a text has the form of a head: the 64 digits of a hash.
    [[nodiscard]] static bool is_head(std::string_view text);

    enum class Use : std::uint8_t { write, read };

    /// Opens or creates. Throws InvalidArgument when the file cannot be opened or another writer has it, InvalidInput when its chain is
    /// broken, and Error when the disk refuses. To read: takes the whole lines as they stand, none where there is no file, and changes
    /// nothing.
    explicit AuditLog(const std::filesystem::path& path, Use use = Use::write);
    ~AuditLog();
    AuditLog(AuditLog&& other) noexcept;
    AuditLog& operator=(AuditLog&& other) noexcept;
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;

    /// Returns the hash of the line, which is the new head. `seq` and `prev` are filled in here. Throws InvalidArgument for text that
    /// is not UTF-8 or a log that is read, and Error when the disk refuses; the log is then as it was, or has a torn end that the next
    /// opening finds.
    std::string append(const Row& row);

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const std::string& head() const { return head_; }  ///< of the last line; 64 zeros for an empty log
    [[nodiscard]] std::int64_t rows() const { return rows_; }
    /// The lines that `rows` counts and `head` ends, each with its newline.
    [[nodiscard]] const std::string& text() const { return text_; }
    /// What was found on opening: a torn last line, and where it is kept.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

private:
    void set_torn_line_aside(std::string& text);
    void take(std::string text);

    std::filesystem::path path_;
    int file_ = -1;
    std::int64_t rows_ = 0;
    std::string head_;
    std::string text_;
    std::vector<std::string> notes_;
};

}  // namespace husrom
