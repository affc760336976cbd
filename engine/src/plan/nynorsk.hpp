#pragma once

#include <string>

namespace husrom::plan {

/// What the engine itself calls a rule or a column in Bokmål, in Nynorsk; the same words where the two agree.
[[nodiscard]] std::string nynorsk(const std::string& bokmaal);

}  // namespace husrom::plan
