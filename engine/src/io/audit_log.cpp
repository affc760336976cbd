#include <husrom/io/audit_log.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <husrom/core/error.hpp>
#include <husrom/core/sha256.hpp>
#include <husrom/model/finding.hpp>

#include "io/audit.hpp"
#include "io/files.hpp"
#include "io/opened.hpp"

namespace husrom {

namespace {

[[noreturn]] void refuse_by_system(const std::filesystem::path& path, const std::string& what) {
    throw Error(path.string() + ": " + what + ": " +
                std::strerror(errno));  // NOLINT(concurrency-mt-unsafe): a message, nothing decides on it
}

[[noreturn]] void refuse_broken(const std::filesystem::path& path, std::string objection) {
    model::Findings findings;
    findings.add({model::Severity::error, "F035", path.filename().string(), "", 0, "", {std::move(objection)}});
    throw InvalidInput(std::move(findings), "the log");
}

std::string read_all(int file, const std::filesystem::path& path) {
    std::string text;
    char buffer[1 << 16];
    for (;;) {
        const auto count = ::read(file, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) refuse_by_system(path, "cannot be read");
        if (count == 0) return text;
        text.append(buffer, static_cast<std::size_t>(count));
    }
}

void write_all(int file, std::string_view text, const std::filesystem::path& path) {
    while (!text.empty()) {
        const auto count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) refuse_by_system(path, "cannot be written");
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file) != 0) refuse_by_system(path, "cannot be written to the disk");
}

/// The name of a new file exists after a power cut only when its folder has been written too.
void sync_folder(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    static_cast<void>(io::Opened(folder).to_disk());
}

}  // namespace

bool AuditLog::is_head(std::string_view text) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 64 && std::ranges::all_of(text, is_digit);
}

AuditLog::AuditLog(const std::filesystem::path& path, Use use) : path_(path), head_(io::first_prev) {
    if (use == Use::read) {
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored)) return;
        auto text = io::read_file(path);
        if (!text) throw InvalidArgument(path.string() + ": cannot be read");
        // Its writer may be amid the last line.
        text->resize(text->rfind('\n') + 1);
        take(std::move(*text));
        return;
    }
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0)
        throw InvalidArgument(path.string() + ": cannot be opened: " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe): as above
    try {
        if (::flock(file_, LOCK_EX | LOCK_NB) != 0)
            throw InvalidArgument(path.string() + ": another writer has this log open; try again when that one has ended");
        sync_folder(path);
        auto text = read_all(file_, path);
        set_torn_line_aside(text);
        take(std::move(text));
    } catch (...) {
        ::close(file_);
        throw;
    }
}

/// Once its chain is found whole.
void AuditLog::take(std::string text) {
    if (text.empty()) return;
    const auto checked = io::check_audit(text);
    if (!checked.objections.empty()) refuse_broken(path_, checked.objections.front());
    rows_ = static_cast<std::int64_t>(checked.hashes.size());
    head_ = checked.hashes.back();
    text_ = std::move(text);
}

AuditLog::~AuditLog() {
    if (file_ >= 0) ::close(file_);
}

AuditLog::AuditLog(AuditLog&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      rows_(other.rows_),
      head_(std::move(other.head_)),
      text_(std::move(other.text_)),
      notes_(std::move(other.notes_)) {}

AuditLog& AuditLog::operator=(AuditLog&& other) noexcept {
    if (this == &other) return *this;
    if (file_ >= 0) ::close(file_);
    path_ = std::move(other.path_);
    file_ = std::exchange(other.file_, -1);
    rows_ = other.rows_;
    head_ = std::move(other.head_);
    text_ = std::move(other.text_);
    notes_ = std::move(other.notes_);
    return *this;
}

void AuditLog::set_torn_line_aside(std::string& text) {
    if (text.empty() || text.ends_with('\n')) return;
    const auto whole = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
    const auto torn = text.substr(whole);
    int aside = -1;
    std::filesystem::path kept;
    for (int number = 1; aside < 0; ++number) {
        kept = path_.string() + ".torn-" + std::to_string(number);
        aside = ::open(kept.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (aside < 0 && errno != EEXIST) refuse_by_system(kept, "cannot be written");
    }
    try {
        write_all(aside, torn, kept);
    } catch (...) {
        ::close(aside);
        throw;
    }
    ::close(aside);
    sync_folder(kept);
    if (::ftruncate(file_, static_cast<off_t>(whole)) != 0 || ::fsync(file_) != 0)
        refuse_by_system(path_, "cannot be cut to its last whole line");
    notes_.push_back("the last line was not finished when its writer ended; it is not part of the log and is kept in " + kept.string());
    text.resize(whole);
}

std::string AuditLog::append(const Row& row) {
    if (file_ < 0) throw InvalidArgument(path_.string() + ": this log is only read");
    io::AuditRow copy(row.begin(), row.end());
    const auto line = io::audit_line(copy, rows_ + 1, head_);
    write_all(file_, line + "\n", path_);
    text_ += line + "\n";
    ++rows_;
    head_ = core::sha256_hex(line);
    return head_;
}

}  // namespace husrom
