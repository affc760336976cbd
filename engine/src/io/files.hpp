#pragma once

/// Whole files in and out. What is written is written under a temporary name and renamed, so that nobody finds half of it.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace husrom::io {

/// nullopt when the path is no file that can be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);
/// Throws Error when the disk refuses.
void write_file(const std::filesystem::path& path, std::string_view text);

/// Calls `fill` with a new folder beside `target`, and then puts that folder in target's place. `target` may exist only when it is empty
/// or holds `marker` (the file that tells what kind of folder it is); it is replaced as a whole. When `fill` throws, nothing has changed.
void replace_folder(const std::filesystem::path& target, std::string_view marker,
                    const std::function<void(const std::filesystem::path&)>& fill);

/// Throws InvalidArgument when `replace_folder` would refuse the target or could not write beside it; leaves nothing behind.
void require_replaceable(const std::filesystem::path& target, std::string_view marker);

}  // namespace husrom::io
