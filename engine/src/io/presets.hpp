#pragma once

/// The shipped policies, embedded when the library is built.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husrom::io {

[[nodiscard]] std::optional<std::string_view> find_preset(std::string_view name);
[[nodiscard]] const std::vector<std::string>& preset_names();

}  // namespace husrom::io
