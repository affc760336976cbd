#include <husrom/solve/problem.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include <husrom/core/error.hpp>
#include <husrom/core/integers.hpp>
#include <husrom/core/sha256.hpp>

namespace husrom::solve {
namespace {

using core::int128;

[[noreturn]] void refuse(const std::string& array, std::int64_t index, const std::string& expected) {
    throw InvalidArgument(array + "[" + std::to_string(index) + "]: " + expected);
}

void expect_size(const std::string& array, std::size_t size, std::size_t expected) {
    if (size != expected) throw InvalidArgument(array + ": expected " + std::to_string(expected) + " values, got " + std::to_string(size));
}

void check_shape(const Problem& problem) {
    if (problem.rows < 0) throw InvalidArgument("rows: expected at least 0, got " + std::to_string(problem.rows));
    if (problem.columns < 0) throw InvalidArgument("columns: expected at least 0, got " + std::to_string(problem.columns));
}

void check_sizes(const Problem& problem) {
    check_shape(problem);
    if (problem.goals < 1) throw InvalidArgument("goals: expected at least 1, got " + std::to_string(problem.goals));
    constexpr std::int32_t most = 1 << 24;
    for (const auto& [name, size] : {std::pair{"rows", problem.rows}, std::pair{"columns", problem.columns}})
        if (size > most) throw InvalidArgument(std::string(name) + ": expected at most 2^24, got " + std::to_string(size));
    const std::size_t edges = problem.edge_row.size();
    if (edges > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
        throw InvalidArgument("edge_row: expected fewer than 2^31 edges");
    expect_size("edge_column", problem.edge_column.size(), edges);
    expect_size("weights", problem.weights.size(), static_cast<std::size_t>(problem.goals));
    for (std::size_t goal = 0; goal < problem.weights.size(); ++goal)
        expect_size("weights[" + std::to_string(goal) + "]", problem.weights[goal].size(), edges);
    const auto rows = static_cast<std::size_t>(problem.rows);
    const auto columns = static_cast<std::size_t>(problem.columns);
    if (!problem.row_lower.empty()) expect_size("row_lower", problem.row_lower.size(), rows);
    if (!problem.row_upper.empty()) expect_size("row_upper", problem.row_upper.size(), rows);
    if (!problem.column_upper.empty()) expect_size("column_upper", problem.column_upper.size(), columns);
    expect_size("limit_lower", problem.limit_lower.size(), problem.limit_upper.size());
    expect_size("limit_offsets", problem.limit_offsets.size(), problem.limit_upper.size() + 1);
    expect_size("limit_coefficients", problem.limit_coefficients.size(), problem.limit_edges.size());
    if (problem.clique_offsets.empty()) throw InvalidArgument("clique_offsets: expected at least one value, 0");
}

void check_vertices(const Problem& problem) {
    for (std::size_t e = 0; e < problem.edge_row.size(); ++e) {
        if (problem.edge_row[e] < 0 || problem.edge_row[e] >= problem.rows)
            refuse("edge_row", static_cast<std::int64_t>(e), "expected a row in [0, " + std::to_string(problem.rows) + ")");
        if (problem.edge_column[e] < 0 || problem.edge_column[e] >= problem.columns)
            refuse("edge_column", static_cast<std::int64_t>(e), "expected a column in [0, " + std::to_string(problem.columns) + ")");
    }
    for (std::size_t r = 0; r < problem.row_upper.size(); ++r)
        if (problem.row_upper[r] < 0 || problem.row_upper[r] > 1) refuse("row_upper", static_cast<std::int64_t>(r), "expected 0 or 1");
    for (std::size_t r = 0; r < problem.row_lower.size(); ++r) {
        const std::int32_t upper = problem.row_upper.empty() ? 1 : problem.row_upper[r];
        if (problem.row_lower[r] < 0 || problem.row_lower[r] > upper)
            refuse("row_lower", static_cast<std::int64_t>(r), "expected at least 0 and at most row_upper");
    }
    for (std::size_t c = 0; c < problem.column_upper.size(); ++c)
        if (problem.column_upper[c] < 0) refuse("column_upper", static_cast<std::int64_t>(c), "expected at least 0");
}

/// Offsets rise from 0 to the number of entries; entries are edges, each at most once in its set.
void check_sets(const Problem& problem, const std::string& name, const std::vector<std::int64_t>& offsets,
                const std::vector<std::int32_t>& entries) {
    if (offsets.front() != 0) refuse(name + "_offsets", 0, "expected 0");
    for (std::size_t k = 1; k < offsets.size(); ++k)
        if (offsets[k] < offsets[k - 1]) refuse(name + "_offsets", static_cast<std::int64_t>(k), "expected not to fall");
    if (offsets.back() != static_cast<std::int64_t>(entries.size()))
        refuse(name + "_offsets", static_cast<std::int64_t>(offsets.size()) - 1, "expected the number of entries");
    std::vector<std::int64_t> last_set(problem.edge_row.size(), -1);
    for (std::size_t k = 0; k + 1 < offsets.size(); ++k)
        for (std::int64_t i = offsets[k]; i < offsets[k + 1]; ++i) {
            const std::int32_t edge = entries[static_cast<std::size_t>(i)];
            if (edge < 0 || edge >= problem.edges())
                refuse(name + "_edges", i, "expected an edge in [0, " + std::to_string(problem.edges()) + ")");
            if (last_set[static_cast<std::size_t>(edge)] == static_cast<std::int64_t>(k))
                refuse(name + "_edges", i, "expected each edge at most once in " + name + " " + std::to_string(k));
            last_set[static_cast<std::size_t>(edge)] = static_cast<std::int64_t>(k);
        }
}

void check_limits(const Problem& problem) {
    for (std::size_t i = 0; i < problem.limit_coefficients.size(); ++i) {
        if (problem.limit_coefficients[i] == 0) refuse("limit_coefficients", static_cast<std::int64_t>(i), "expected a value other than 0");
        if (problem.limit_coefficients[i] == std::numeric_limits<std::int64_t>::min())
            refuse("limit_coefficients", static_cast<std::int64_t>(i), "expected a value above -2^63");
    }
    for (std::size_t k = 0; k < problem.limit_upper.size(); ++k) {
        const std::int64_t lower = problem.limit_lower[k];
        const std::int64_t upper = problem.limit_upper[k];
        if (lower == std::numeric_limits<std::int64_t>::max())
            refuse("limit_lower", static_cast<std::int64_t>(k), "expected a bound below 2^63 - 1");
        if (upper == std::numeric_limits<std::int64_t>::min())
            refuse("limit_upper", static_cast<std::int64_t>(k), "expected a bound above -2^63");
        if (lower != no_lower && upper != no_upper && lower > upper)
            refuse("limit_lower", static_cast<std::int64_t>(k), "expected at most limit_upper");
    }
}

void check_steps(const Problem& problem) {
    struct Seen {
        std::int32_t goal = -1;
        std::int64_t slope = 0;
        bool ended = false;
    };
    std::vector<Seen> seen(static_cast<std::size_t>(problem.limits()) * 2);
    for (std::size_t i = 0; i < problem.steps.size(); ++i) {
        const Step& step = problem.steps[i];
        const auto at = static_cast<std::int64_t>(i);
        if (step.limit < 0 || step.limit >= problem.limits())
            refuse("steps", at, "expected a limit in [0, " + std::to_string(problem.limits()) + ")");
        if (step.goal < 0 || step.goal >= problem.goals)
            refuse("steps", at, "expected a goal in [0, " + std::to_string(problem.goals) + ")");
        if (step.side != Side::upper && step.side != Side::lower) refuse("steps", at, "expected the upper or the lower side");
        const auto limit = static_cast<std::size_t>(step.limit);
        if (step.side == Side::upper ? problem.limit_upper[limit] == no_upper : problem.limit_lower[limit] == no_lower)
            refuse("steps", at, "expected a side that has a bound");
        if (step.width < 1) refuse("steps", at, "expected a width of at least 1");
        if (step.slope < 0) refuse("steps", at, "expected a slope of at least 0");
        Seen& side = seen[2 * limit + (step.side == Side::upper ? 0 : 1)];
        if (side.ended) refuse("steps", at, "expected no step after one that never ends");
        if (side.goal >= 0 && side.goal != step.goal) refuse("steps", at, "expected the same goal for all steps of one side");
        if (side.goal >= 0 && step.slope < side.slope) refuse("steps", at, "expected slopes that do not fall");
        side = {step.goal, step.slope, step.width == unbounded};
    }
}

/// The largest sum of |value| over plans, bounded row by row. `row_largest` holds a 0 for each row, before and after: limits are many, and
/// most have edges of few rows.
int128 largest_sum(const Problem& problem, std::span<const std::int32_t> edges, std::span<const std::int64_t> values,
                   std::vector<int128>& row_largest) {
    const auto largest_of = [&](std::size_t i) -> int128& {
        const auto edge = edges.empty() ? i : static_cast<std::size_t>(edges[i]);
        return row_largest[static_cast<std::size_t>(problem.edge_row[edge])];
    };
    int128 sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int128 size = values[i] < 0 ? -static_cast<int128>(values[i]) : static_cast<int128>(values[i]);
        int128& largest = largest_of(i);
        if (size <= largest) continue;
        sum += size - largest;
        largest = size;
    }
    for (std::size_t i = 0; i < values.size(); ++i) largest_of(i) = 0;
    return sum;
}

void check_ranges(const Problem& problem) {
    std::vector<int128> row_largest(static_cast<std::size_t>(problem.rows));
    std::vector<int128> goal_range(static_cast<std::size_t>(problem.goals));
    for (std::size_t goal = 0; goal < goal_range.size(); ++goal)
        goal_range[goal] = largest_sum(problem, {}, problem.weights[goal], row_largest);

    std::vector<int128> activity(problem.limit_upper.size());
    for (std::size_t k = 0; k < activity.size(); ++k) {
        const auto begin = static_cast<std::size_t>(problem.limit_offsets[k]);
        const auto count = static_cast<std::size_t>(problem.limit_offsets[k + 1]) - begin;
        activity[k] = largest_sum(problem, std::span(problem.limit_edges).subspan(begin, count),
                                  std::span(problem.limit_coefficients).subspan(begin, count), row_largest);
        const auto too_far = [](std::int64_t bound) { return bound > value_range || bound < -value_range; };
        if (activity[k] > value_range || (problem.limit_upper[k] != no_upper && too_far(problem.limit_upper[k])) ||
            (problem.limit_lower[k] != no_lower && too_far(problem.limit_lower[k])))
            throw Overflow("limit " + std::to_string(k) + ": its sums can leave 62 bits; use a coarser unit");
    }
    for (const Step& step : problem.steps) {
        const auto limit = static_cast<std::size_t>(step.limit);
        const std::int64_t bound = step.side == Side::upper ? problem.limit_upper[limit] : problem.limit_lower[limit];
        const int128 excess = activity[limit] + (bound < 0 ? -static_cast<int128>(bound) : static_cast<int128>(bound));
        auto& range = goal_range[static_cast<std::size_t>(step.goal)];
        range = std::min<int128>(value_range + 1, range + std::min(static_cast<int128>(step.width), excess) * step.slope);
    }
    for (std::size_t goal = 0; goal < goal_range.size(); ++goal)
        if (goal_range[goal] > value_range)
            throw Overflow("goal " + std::to_string(goal) + ": its value can leave 62 bits; use a coarser unit");
}

template <class Values> void add_all(core::Sha256& sha, const Values& values) {
    sha.field(static_cast<std::int64_t>(values.size()));
    // The bytes of Sha256::field, many values at a time: problems have millions of them.
    constexpr std::size_t width = 8;
    std::array<std::uint8_t, 512 * width> bytes;
    for (std::size_t begin = 0; begin < values.size();) {
        const std::size_t count = std::min(values.size() - begin, bytes.size() / width);
        for (std::size_t i = 0; i < count; ++i) {
            const auto value = static_cast<std::uint64_t>(static_cast<std::int64_t>(values[begin + i]));
            for (std::size_t byte = 0; byte < width; ++byte) bytes[i * width + byte] = static_cast<std::uint8_t>(value >> (8 * byte));
        }
        sha.update(std::span(bytes).first(count * width));
        begin += count;
    }
}

}  // namespace

std::int32_t Problem::add_limit(std::span<const std::int32_t> in, std::span<const std::int64_t> coefficients, std::int64_t lower,
                                std::int64_t upper) {
    expect_size("coefficients", coefficients.size(), in.size());
    limit_edges.insert(limit_edges.end(), in.begin(), in.end());
    limit_coefficients.insert(limit_coefficients.end(), coefficients.begin(), coefficients.end());
    limit_offsets.push_back(static_cast<std::int64_t>(limit_edges.size()));
    limit_lower.push_back(lower);
    limit_upper.push_back(upper);
    return limits() - 1;
}

std::int32_t Problem::add_clique(std::span<const std::int32_t> in) {
    clique_edges.insert(clique_edges.end(), in.begin(), in.end());
    clique_offsets.push_back(static_cast<std::int64_t>(clique_edges.size()));
    return cliques() - 1;
}

std::int64_t Problem::most_weight() const {
    // Paths sum weights along all nodes of a side, and their sums stay within 59 bits.
    const auto path = 2 * static_cast<std::uint64_t>(std::max(rows, columns)) + 4;
    return std::int64_t{1} << (58 - std::bit_width(path));
}

void Problem::validate() const {
    check_sizes(*this);
    check_vertices(*this);
    check_sets(*this, "limit", limit_offsets, limit_edges);
    check_sets(*this, "clique", clique_offsets, clique_edges);
    check_limits(*this);
    check_steps(*this);
    check_ranges(*this);
}

std::string Problem::digest() const {
    check_shape(*this);
    core::Sha256 sha;
    sha.field("husrom problem 1");
    sha.field(static_cast<std::int64_t>(rows)).field(static_cast<std::int64_t>(columns)).field(static_cast<std::int64_t>(goals));
    add_all(sha, edge_row);
    add_all(sha, edge_column);
    for (const auto& goal : weights) add_all(sha, goal);
    add_all(sha, row_lower.empty() ? std::vector<std::int32_t>(static_cast<std::size_t>(rows), 0) : row_lower);
    add_all(sha, row_upper.empty() ? std::vector<std::int32_t>(static_cast<std::size_t>(rows), 1) : row_upper);
    add_all(sha, column_upper.empty() ? std::vector<std::int32_t>(static_cast<std::size_t>(columns), 1) : column_upper);
    add_all(sha, limit_offsets);
    add_all(sha, limit_edges);
    add_all(sha, limit_coefficients);
    add_all(sha, limit_lower);
    add_all(sha, limit_upper);
    add_all(sha, clique_offsets);
    add_all(sha, clique_edges);
    sha.field(static_cast<std::int64_t>(steps.size()));
    for (const Step& step : steps)
        sha.field(static_cast<std::int64_t>(step.limit))
            .field(static_cast<std::int64_t>(step.side))
            .field(static_cast<std::int64_t>(step.goal))
            .field(step.width)
            .field(step.slope);
    return sha.finish_hex();
}

}  // namespace husrom::solve
