#include <cstdlib>
#include <string>

#include "matching/instance.hpp"

namespace husrom::matching::testing {

std::uint64_t campaign() {
    const char* text = std::getenv("HUSROM_CAMPAIGN");
    return text == nullptr ? 1 : std::stoull(text);
}

}  // namespace husrom::matching::testing
