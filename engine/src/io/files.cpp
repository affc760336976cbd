#include "io/files.hpp"

#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include <husrom/core/error.hpp>

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

/// A sibling name that is not taken.
fs::path beside(const fs::path& target, std::string_view what) {
    for (int number = 0;; ++number) {
        fs::path path = target;
        path += "." + std::string(what) + (number ? "-" + std::to_string(number) : "");
        if (!fs::exists(path)) return path;
    }
}

/// The folder to write; refused when something else than an earlier writing stands there.
fs::path target_of(const fs::path& folder, std::string_view marker) {
    fs::path target = fs::absolute(folder).lexically_normal();
    if (!target.has_filename()) target = target.parent_path();
    const bool exists = fs::exists(target);
    if (exists && !fs::is_directory(target)) throw InvalidArgument(target.string() + " is a file; a folder is written");
    if (exists && !fs::is_empty(target) && !fs::exists(target / marker))
        throw InvalidArgument("the folder " + target.string() + " exists and holds no " + std::string(marker) +
                              "; it is not replaced, choose another one");
    return target;
}

}  // namespace

void require_replaceable(const fs::path& folder, std::string_view marker) {
    const fs::path target = target_of(folder, marker);
    try {
        const fs::path aside = beside(target, "writing");
        std::vector<fs::path> missing;
        for (fs::path path = aside; !fs::exists(path); path = path.parent_path()) missing.push_back(path);
        fs::create_directories(aside);
        for (const fs::path& path : missing) fs::remove(path);
    } catch (const fs::filesystem_error& error) {
        throw InvalidArgument("cannot write " + target.string() + ": " + error.code().message());
    }
}

void replace_folder(const fs::path& folder, std::string_view marker, const std::function<void(const fs::path&)>& fill) {
    const fs::path target = target_of(folder, marker);
    const bool exists = fs::exists(target);
    const fs::path aside = beside(target, "writing");
    try {
        fs::create_directories(aside);
        fill(aside);
        if (exists) {
            const fs::path old = beside(target, "old");
            fs::rename(target, old);
            fs::rename(aside, target);
            fs::remove_all(old);
        } else {
            fs::rename(aside, target);
        }
    } catch (const fs::filesystem_error& error) {
        std::error_code ignored;
        fs::remove_all(aside, ignored);
        throw Error(std::string("cannot write ") + target.string() + ": " + error.code().message());
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(aside, ignored);
        throw;
    }
}

}  // namespace husrom::io
