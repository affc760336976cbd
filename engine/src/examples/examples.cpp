#include <husrom/examples/examples.hpp>

#include <array>

#include <husrom/core/error.hpp>

#include "examples/example.hpp"

namespace husrom::examples {
namespace {

constexpr std::array<std::string_view, 4> all_names{"toy", "nordstrand", "bodo", "baerum"};

Example example(std::string_view name, std::uint64_t seed) {
    if (name == "toy") return make_toy();
    if (name == "nordstrand") return make_nordstrand(seed);
    if (name == "bodo") return make_bodo(seed);
    if (name == "baerum") return make_baerum(seed);
    std::string known;
    for (const std::string_view one : all_names) known += (known.empty() ? "" : ", ") + std::string(one);
    throw InvalidArgument("there is no example \"" + std::string(name) + "\"; there are " + known);
}

}  // namespace

std::span<const std::string_view> names() {
    return all_names;
}

model::Case make(std::string_view name, std::uint64_t seed) {
    return example(name, seed).source;
}

std::string readme(std::string_view name, std::uint64_t seed) {
    return example(name, seed).readme;
}

std::string count(const Sheet& sheet, std::string_view heading, std::string_view value) {
    std::int64_t found = 0;
    for (std::size_t row = 0; row < sheet.rows(); ++row) found += sheet.cell(row, heading) == value ? 1 : 0;
    return std::to_string(found);
}

}  // namespace husrom::examples
