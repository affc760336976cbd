#include "io/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <husrom/core/error.hpp>

#include "io/opened.hpp"

namespace husrom::io {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (file.bad()) return std::nullopt;
    return text;
}

void write_file(const fs::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) throw Error("cannot write " + path.string());
}

namespace {

[[noreturn]] void refuse_by_system(const fs::path& path) {
    throw fs::filesystem_error("cannot write", path, std::error_code(errno, std::generic_category()));
}

constexpr std::string_view writing = ".writing-";

fs::path beside(const fs::path& target, std::string_view what, int number) {
    fs::path path = target;
    path += std::string(what) + std::to_string(number);
    return path;
}

/// A new folder beside the one to be written, removed with the object. It is locked, so that others tell it from what a dead writer left.
class Aside {
public:
    explicit Aside(const fs::path& target) {
        for (int number = 1;; ++number) {
            path_ = beside(target, writing, number);
            if (::mkdir(path_.c_str(), 0777) != 0) {
                if (errno != EEXIST) refuse_by_system(path_);
                continue;
            }
            Opened made(path_);
            // Gone already: another writer took it for a dead writer's before it was locked.
            if (!made.is_open() && errno != ENOENT) {
                const int reason = errno;
                static_cast<void>(::rmdir(path_.c_str()));
                errno = reason;
                refuse_by_system(path_);
            }
            lock_ = std::move(made);
            // Where locks of folders are not to be had, nobody else gets one either, and nothing is taken for a dead writer's.
            static_cast<void>(lock_.lock(LOCK_SH));
            if (lock_.is_at(path_)) return;
        }
    }
    ~Aside() {
        std::error_code ignored;
        // Under this name may stand by now what is another writer's.
        if (lock_.is_at(path_) || old_.is_at(path_)) fs::remove_all(path_, ignored);
    }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

    void to_disk() const {
        for (const auto& entry : fs::directory_iterator(path_))
            if (!Opened(entry.path()).to_disk()) refuse_by_system(entry.path());
        static_cast<void>(lock_.to_disk());  // not every file system does that for folders
    }

    /// What stood in the target's place is what this holds afterwards.
    void exchange(const fs::path& target) {
        // Enough where nothing or an empty folder stands there.
        if (::rename(path_.c_str(), target.c_str()) == 0) return;
        if (errno != ENOTEMPTY && errno != EEXIST) refuse_by_system(target);
        old_ = Opened(target);
        static_cast<void>(old_.lock(LOCK_SH));
#ifdef RENAME_EXCHANGE
        if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) return;
        if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) refuse_by_system(target);
#endif
        exchange_in_steps(target);
    }

private:
    void exchange_in_steps(const fs::path& target) {
        int number = 1;
        while (::mkdir(beside(target, ".old-", number).c_str(), 0777) != 0) {
            if (errno != EEXIST) refuse_by_system(target);
            ++number;
        }
        const auto old = beside(target, ".old-", number);
        std::error_code error, stuck;
        fs::rename(target, old, error);
        if (error) {
            fs::remove(old, stuck);
            throw fs::filesystem_error("cannot write", target, error);
        }
        fs::rename(path_, target, error);
        if (!error) {
            fs::remove_all(old, stuck);
            return;
        }
        fs::rename(old, target, stuck);
        if (stuck) throw Error("cannot write " + target.string() + ": " + error.message() + "; what stood there is now " + old.string());
        throw fs::filesystem_error("cannot write", target, error);
    }

    fs::path path_;
    Opened lock_;
    Opened old_;  ///< what stood in the target's place
};

/// Where a path leads to, links followed.
fs::path place_of(const fs::path& path) {
    if (path.empty()) throw InvalidArgument("no name is given where one to write to is needed");
    auto place = fs::weakly_canonical(fs::absolute(path));
    if (!place.has_filename()) place = place.parent_path();
    if (fs::is_symlink(place))
        throw InvalidArgument(place.string() + " is a link to nothing; make what it leads to, or choose another one");
    return place;
}

std::string listed(std::vector<std::string> names) {
    constexpr std::size_t most = 5;
    std::ranges::sort(names);
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) text += (i > 0 ? ", " : "") + names[i];
    if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
    return text;
}

bool belongs(const FolderKind& kind, const fs::directory_entry& entry) {
    return entry.is_regular_file() && std::ranges::find(kind.files, entry.path().filename().string()) != kind.files.end();
}

/// The folder to write, which may be replaced.
fs::path target_of(const fs::path& folder, const FolderKind& kind) {
    const auto target = place_of(folder);
    if (!fs::exists(target)) return target;
    const std::string refused = "the folder " + target.string() + " ", advice = "; it is not replaced, choose another one";
    if (!fs::is_directory(target)) throw InvalidArgument(target.string() + " is a file; a folder is written");
    if (fs::is_empty(target)) return target;
    if (!fs::exists(target / kind.files.front()))
        throw InvalidArgument(refused + "exists and holds no " + std::string(kind.files.front()) + advice);
    std::vector<std::string> foreign, open;
    for (const auto& entry : fs::directory_iterator(target)) {
        if (!belongs(kind, entry) || !kind.untouched(entry.path()))
            foreign.push_back(entry.path().filename().string());
        else if (!Opened(entry.path()).lock(LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK)
            open.push_back(entry.path().filename().string());
    }
    if (!foreign.empty())
        throw InvalidArgument(refused + "holds files that belong to no " + std::string(kind.name) + ": " + listed(foreign) +
                              "; it is not replaced, move them elsewhere or choose another folder");
    if (!open.empty()) throw InvalidArgument(refused + "holds a log that is in use: " + listed(open) + advice);
    return target;
}

/// What nobody holds a lock of, under the names of what stands aside while it is written, where it is of the kind to be written.
template <class IsOwn> void remove_leftovers(const fs::path& target, const IsOwn& is_own) try {
    const auto start = target.filename().string() + std::string(writing);
    for (const auto& entry : fs::directory_iterator(target.parent_path())) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(start) || name.find_first_not_of("0123456789", start.size()) != std::string::npos) continue;
        if (entry.is_symlink() || (!entry.is_directory() && !entry.is_regular_file())) continue;
        const Opened left(entry.path());
        if (left.lock(LOCK_EX | LOCK_NB) && left.is_at(entry.path()) && is_own(entry)) fs::remove_all(entry.path());
    }
} catch (const fs::filesystem_error&) {
    // What another writer left is no reason to fail: this one has written.
}

/// The file to write, which may be replaced.
fs::path target_file(const fs::path& path, std::string_view kind, bool (*is_own)(const fs::path&)) {
    const auto target = place_of(path);
    if (fs::exists(target) && !is_own(target))
        throw InvalidArgument(target.string() + " is no " + std::string(kind) + "; it is not replaced, choose another name");
    return target;
}

/// A new file beside the one to be written, removed with the object. It is locked like a folder that stands aside.
class AsideFile {
public:
    explicit AsideFile(const fs::path& target) {
        for (int number = 1;; ++number) {
            path_ = beside(target, writing, number);
            lock_ = Opened(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
            if (!lock_.is_open()) {
                if (errno != EEXIST) refuse_by_system(path_);
                continue;
            }
            static_cast<void>(lock_.lock(LOCK_SH));
            if (lock_.is_at(path_)) return;
        }
    }
    ~AsideFile() {
        std::error_code ignored;
        if (lock_.is_at(path_)) fs::remove(path_, ignored);
    }
    AsideFile(const AsideFile&) = delete;
    AsideFile& operator=(const AsideFile&) = delete;

    void put(const fs::path& target, std::string_view text) {
        write_file(path_, text);
        if (fs::exists(target)) fs::permissions(path_, fs::status(target).permissions());
        if (!Opened(path_).to_disk()) refuse_by_system(path_);
        fs::rename(path_, target);
    }

private:
    fs::path path_;
    Opened lock_;
};

std::string told(const fs::path& path, const fs::filesystem_error& error) {
    return "cannot write " + path.string() + ": " + error.code().message();
}

}  // namespace

void require_replaceable(const fs::path& folder, const FolderKind& kind) {
    try {
        const auto target = target_of(folder, kind);
        std::vector<fs::path> missing;
        for (fs::path path = target.parent_path(); !fs::exists(path); path = path.parent_path()) missing.push_back(path);
        fs::create_directories(target.parent_path());
        { const Aside probe(target); }
        for (const fs::path& path : missing) fs::remove(path);
    } catch (const fs::filesystem_error& error) {
        throw InvalidArgument(told(folder, error));
    }
}

void replace_folder(const fs::path& folder, const FolderKind& kind, const std::function<void(const fs::path&)>& fill) {
    try {
        const auto target = target_of(folder, kind);
        fs::create_directories(target.parent_path());
        {
            Aside aside(target);
            fill(aside.path());
            if (fs::exists(target)) fs::permissions(aside.path(), fs::status(target).permissions());
            aside.to_disk();
            static_cast<void>(target_of(folder, kind));  // nothing foreign came there meanwhile
            aside.exchange(target);
            static_cast<void>(Opened(target.parent_path()).to_disk());
        }
        remove_leftovers(target, [&](const fs::directory_entry& left) {
            if (!left.is_directory()) return false;
            const fs::directory_iterator inside(left.path());
            return std::all_of(begin(inside), end(inside), [&](const fs::directory_entry& one) { return belongs(kind, one); });
        });
    } catch (const fs::filesystem_error& error) {
        throw Error(told(folder, error));
    }
}

void require_replaceable_file(const fs::path& path, std::string_view kind, bool (*is_own)(const fs::path&)) {
    try {
        const AsideFile probe(target_file(path, kind, is_own));
    } catch (const fs::filesystem_error& error) {
        throw InvalidArgument(told(path, error));
    }
}

void replace_file(const fs::path& path, std::string_view kind, bool (*is_own)(const fs::path&), std::string_view text) {
    try {
        const auto target = target_file(path, kind, is_own);
        AsideFile(target).put(target, text);
        static_cast<void>(Opened(target.parent_path()).to_disk());
        remove_leftovers(target, [&](const fs::directory_entry& left) {
            return left.is_regular_file() && (left.file_size() == 0 || is_own(left.path()));
        });
    } catch (const fs::filesystem_error& error) {
        throw Error(told(path, error));
    }
}

}  // namespace husrom::io
