#pragma once

/// Reads the JSON of problems, of certificates and of saved runs, which anybody may have written: nothing that two readers could understand
/// in two ways, and nothing that is nested so deeply that a reader runs out of stack.

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace husrom::solve {

/// Members keep their order.
using Json = nlohmann::ordered_json;

/// Where true and false may stand.
enum class Flags : std::uint8_t { anywhere, in_tuple };

/// The object that `text` holds. Otherwise `objection` says what was expected: an object, each member once, whole numbers alone, true and
/// false where they may stand, no byte order mark, at most 32 levels.
[[nodiscard]] Json read_object(std::string_view text, std::string& objection, Flags flags = Flags::anywhere);

}  // namespace husrom::solve
