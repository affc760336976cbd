#pragma once

// Draws for the examples. Whole numbers only: the bytes of an example may not depend on a machine's floating point or library.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <husrom/core/random.hpp>

namespace husrom::examples {

/// Labels in exactly these numbers, in random order: shares that a source states hold for every seed.
[[nodiscard]] std::vector<std::string> deal(core::Random& random, std::initializer_list<std::pair<std::string_view, std::size_t>> counts);

/// Numbers in exactly these counts, in random order.
[[nodiscard]] std::vector<std::int64_t> deal_numbers(core::Random& random,
                                                     std::initializer_list<std::pair<std::int64_t, std::size_t>> counts);

/// One label by weight.
[[nodiscard]] std::string_view pick(core::Random& random, std::initializer_list<std::pair<std::string_view, std::uint64_t>> weights);

/// Roughly normal (the sum of twelve uniform draws), redrawn until it lies in [low, high].
[[nodiscard]] std::int64_t bell(core::Random& random, std::int64_t mean, std::int64_t deviation, std::int64_t low, std::int64_t high);

/// Days without a home of their own for `people` persons, 28 % of them over 90 days (domain assumption), long tails to two years.
[[nodiscard]] std::vector<std::int64_t> deal_waiting_days(core::Random& random, std::size_t people);

/// `SYN-P-007`
[[nodiscard]] std::string id(std::string_view kind, std::int64_t number, int width);

}  // namespace husrom::examples
