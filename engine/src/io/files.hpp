#pragma once

/// Whole files and folders in and out. What is written is written under a name of its own beside its place, brought to the disk and then
/// renamed: nobody finds half of it, two writers do not meet, and a writer that is killed leaves what was there before.

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace husrom::io {

/// nullopt when the path is no file that can be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);
/// Throws Error when the disk refuses.
void write_file(const std::filesystem::path& path, std::string_view text);

/// A kind of folder that may be replaced by one of the same kind.
struct FolderKind {
    std::string_view name;                                 ///< "run"
    std::span<const std::string_view> files;               ///< all that belong there; the first one marks the folder
    bool (*untouched)(const std::filesystem::path& file);  ///< whether one of them may go, as it stands
};

/// Calls `fill` with a new folder, and then puts that in the place of `folder`. A link is followed. What stands there is replaced as a
/// whole, and only where it is empty or a folder of this kind: it holds the marking file, nothing that is foreign to the kind, and no log
/// that is open. Throws InvalidArgument naming what is in the way, and Error when the disk refuses; nothing has changed then. Removes what
/// dead writers have left. Where the system cannot exchange two folders at once, a writer that is killed in between leaves the earlier
/// folder under the name `folder.old-1`.
void replace_folder(const std::filesystem::path& folder, const FolderKind& kind,
                    const std::function<void(const std::filesystem::path&)>& fill);

/// Throws InvalidArgument when `replace_folder` would refuse the folder or could not write beside it; leaves nothing behind.
void require_replaceable(const std::filesystem::path& folder, const FolderKind& kind);

/// Writes a file in the place of one that `is_own` says may be replaced. A link is followed. Throws InvalidArgument where something else
/// stands, and Error when the disk refuses. Removes what dead writers have left where it is empty or whole: half a file cannot be told
/// from what somebody else keeps under such a name.
void replace_file(const std::filesystem::path& path, std::string_view kind, bool (*is_own)(const std::filesystem::path&),
                  std::string_view text);

/// Throws InvalidArgument when `replace_file` would refuse the path or could not write beside it; leaves nothing behind.
void require_replaceable_file(const std::filesystem::path& path, std::string_view kind, bool (*is_own)(const std::filesystem::path&));

}  // namespace husrom::io
