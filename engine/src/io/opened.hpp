#pragma once

#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace husrom::io {

/// A file or folder that is open, for its lock or to bring it to the disk.
class Opened {
public:
    Opened() = default;
    explicit Opened(int file) : file_(file) {}
    explicit Opened(const std::filesystem::path& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~Opened() {
        if (file_ >= 0) ::close(file_);
    }
    Opened(Opened&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    Opened& operator=(Opened&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;

    /// Whose closing is left to the caller.
    [[nodiscard]] int release() { return std::exchange(file_, -1); }
    [[nodiscard]] bool is_open() const { return file_ >= 0; }
    [[nodiscard]] bool lock(int how) const { return file_ >= 0 && ::flock(file_, how) == 0; }
    /// The path leads to this file still.
    [[nodiscard]] bool is_at(const std::filesystem::path& path) const {
        struct ::stat own {
        }, there{};
        return file_ >= 0 && ::fstat(file_, &own) == 0 && ::stat(path.c_str(), &there) == 0 && own.st_dev == there.st_dev &&
               own.st_ino == there.st_ino;
    }
    [[nodiscard]] bool to_disk() const { return file_ >= 0 && ::fsync(file_) == 0; }

private:
    int file_ = -1;
};

}  // namespace husrom::io
