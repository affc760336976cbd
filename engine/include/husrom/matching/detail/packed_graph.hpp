#pragma once

/// The graph as the cold solver wants it: the smaller side as rows, an edge as one word (weight offset above, column below).

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <husrom/core/large_memory.hpp>

namespace husrom::matching::detail {

/// Word is 32 or 64 bits: bits(columns - 1) of it name the column, the rest hold weight - base.
template <class Word> struct PackedGraph {
    std::int32_t rows = 0, columns = 0;
    int column_bits = 0;
    std::int64_t base = 0;              ///< weight of offset 0
    std::int64_t range = 0;             ///< largest offset
    std::vector<std::uint32_t> offset;  ///< rows + 1
    core::LargeVector<Word> words;

    [[nodiscard]] Word column_mask() const { return static_cast<Word>((Word{1} << column_bits) - 1); }
    [[nodiscard]] std::uint32_t edges() const { return offset.empty() ? 0 : offset.back(); }
};

/// Magnitudes of offsets and of the distance from the base to the floor, up to which a word of each kind is safe from overflow: a
/// distance plus a dual plus a price stays below 2^31 and 2^63.
inline constexpr std::int64_t narrow_limit = std::int64_t{1} << 28, wide_limit = std::int64_t{1} << 60;

/// What a pass over the edges finds out before they are packed.
struct EdgeSurvey {
    std::int64_t low = 0, high = 0;     ///< weights of the edges that count
    std::uint32_t edges = 0;            ///< that count
    bool by_row = true;                 ///< they come one row after the other
    std::vector<std::uint32_t> offset;  ///< by row of the packed graph
};

[[nodiscard]] inline int bits_for(std::uint64_t largest) {
    return static_cast<int>(std::bit_width(largest));
}

/// Packs edges read by `for_each(visit)`, which calls visit(row, column, weight) in any order, the same each time; rows are already
/// those of the packed graph. Edges with a weight below `least` are left out.
template <class Word, class ForEach>
PackedGraph<Word> pack(std::int32_t rows, std::int32_t columns, EdgeSurvey&& survey, std::int64_t least, const ForEach& for_each) {
    PackedGraph<Word> graph;
    graph.rows = rows;
    graph.columns = columns;
    graph.column_bits = bits_for(columns > 0 ? static_cast<std::uint64_t>(columns - 1) : 0);
    graph.base = survey.low;
    graph.range = survey.high - survey.low;
    graph.words = core::LargeVector<Word>(survey.edges);
    // Filled from the front: offset[r + 1] runs from the begin of r to its end, which is the begin of r + 1.
    graph.offset = std::move(survey.offset);
    auto* const fill = graph.offset.data();
    Word* const words = graph.words.data();
    const int bits = graph.column_bits;
    const std::int64_t base = graph.base;
    const auto place = [=](std::int32_t row, Word word) { words[fill[static_cast<std::size_t>(row) + 1]++] = word; };
    const auto word_of = [=](std::int32_t column, std::int64_t weight) {
        return static_cast<Word>(static_cast<Word>(static_cast<std::uint64_t>(weight - base)) << bits) | static_cast<Word>(column);
    };
    if (survey.by_row) {
        for_each([=](std::int32_t row, std::int32_t column, std::int64_t weight) {
            if (weight >= least) place(row, word_of(column, weight));
        });
        return graph;
    }
    // Pairs in any order lead all over memory: where a word goes is fetched some edges before it is written.
    struct Waiting {
        std::int32_t row;
        Word word;
    };
    std::array<Waiting, 16> ring;
    std::size_t come = 0;
    for_each([&](std::int32_t row, std::int32_t column, std::int64_t weight) {
        if (weight < least) return;
        Waiting& slot = ring[come % ring.size()];
        if (come >= ring.size()) place(slot.row, slot.word);
        slot = {row, word_of(column, weight)};
        __builtin_prefetch(words + fill[static_cast<std::size_t>(row) + 1], 1);
        ++come;
    });
    for (std::size_t k = come - std::min(come, ring.size()); k < come; ++k) place(ring[k % ring.size()].row, ring[k % ring.size()].word);
    return graph;
}

/// Counts the edges of each row, and finds the range of weights. offset[r + 1] is left at the begin of row r, ready to be filled.
template <class ForEach> EdgeSurvey survey(std::int32_t rows, std::int64_t least, const ForEach& for_each) {
    EdgeSurvey result;
    result.offset.assign(static_cast<std::size_t>(rows) + 1, 0);
    auto* const count = result.offset.data();
    std::int64_t low = INT64_MAX, high = INT64_MIN;
    std::int32_t latest = 0;
    bool by_row = true;
    for_each([&](std::int32_t row, std::int32_t, std::int64_t weight) {
        if (weight < least) return;
        by_row &= row >= latest;
        latest = row;
        ++count[static_cast<std::size_t>(row) + 1];
        low = std::min(low, weight);
        high = std::max(high, weight);
    });
    std::uint32_t begin = 0;
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
        const std::uint32_t here = count[r + 1];
        count[r + 1] = begin;
        begin += here;
    }
    result.edges = begin;
    result.by_row = by_row;
    if (begin > 0) {
        result.low = low;
        result.high = high;
    }
    return result;
}

}  // namespace husrom::matching::detail
