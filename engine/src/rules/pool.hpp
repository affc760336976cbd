#pragma once

/// Which homes this round can give, how many people each can take, and who already lives in one of them.

#include <cstdint>
#include <string>
#include <vector>

#include "rules/scope.hpp"

namespace husrom::rules {

struct Pool {
    std::vector<std::int32_t> units;         ///< typed rows, ascending: the pool's homes
    std::vector<std::int32_t> position;      ///< by typed row: place in `units`, or -1
    std::vector<std::int32_t> room;          ///< by place in `units`: places that the numeric problem may fill
    std::vector<std::int32_t> current_unit;  ///< by typed row of participants: their home's typed row, or -1
    std::vector<std::string> outside;        ///< ids of homes that are not in the pool
};

/// A home is in the pool when it is available within the horizon (an empty date that means "none" is now) and tenants leave room in it,
/// or when a mover lives in it. Homes whose date is unknown stay out, with a warning.
[[nodiscard]] Pool make_pool(const Scope& scope);

}  // namespace husrom::rules
