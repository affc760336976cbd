#pragma once

/// The cold start of Matcher: when most nodes have to be searched for, the packed solver finds prices and mates from nothing, far sooner
/// than warm searches do. What it finds is only a start: refresh and the searches after it decide, so that no proof rests on it.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <husrom/matching/detail/packed_solver.hpp>
#include <husrom/matching/detail/tuple_packing.hpp>
#include <husrom/matching/matcher.hpp>

namespace husrom::matching {

/// Where the packed solver sees column c: from first[c] to first[c + 1], once for each edge that the column may take. They end at the same
/// price. Empty where that would be many more edges than there are.
template <class Weight> std::vector<std::int32_t> Matcher<Weight>::column_copies() const {
    const std::int64_t most = std::min<std::int64_t>(4 * edges(), std::numeric_limits<std::int32_t>::max());
    std::vector<std::int32_t> first{0};
    std::int64_t edges_seen = 0, copies = 0;
    for (std::int32_t column = 0; column < column_.size; ++column) {
        const std::int32_t degree = column_.end[at(column)] - column_.begin[at(column)];
        const std::int32_t count = std::min(column_.upper[at(column)], degree);
        edges_seen += std::int64_t{count} * degree;
        copies += count;
        if (edges_seen > most) return {};
        first.push_back(static_cast<std::int32_t>(copies));
    }
    return first;
}

/// Nothing is known yet, and rows take one edge each.
template <class Weight> bool Matcher<Weight>::worth_a_cold_start() const {
    constexpr std::size_t few = 32;
    return can_start_cold() && row_.restless.size() > few && std::ranges::all_of(row_.load, [](std::int32_t load) { return load == 0; }) &&
           std::ranges::all_of(column_.dual, [](const Dual& price) { return price == Dual{}; });
}

/// Gives a row the heaviest edge to this column.
template <class Weight> void Matcher<Weight>::take_mate(std::int32_t row, std::int32_t column) {
    std::int32_t best = -1;
    for (std::int32_t k = row_.begin[at(row)]; k < row_.end[at(row)]; ++k)
        if (row_.other[at(k)] == column && (best < 0 || weight_[at(best)] < weight_[at(k)])) best = k;
    link(best);
}

template <class Weight>
template <class Word, class Price, class ForEach>
void Matcher<Weight>::start_cold(detail::EdgeSurvey&& survey, std::span<const std::int32_t> copies, const detail::Image<Weight>& image,
                                 core::Budget* budget, const ForEach& for_each) {
    const bool transposed = copies.back() < row_.size;
    const std::int32_t rows = transposed ? copies.back() : row_.size, columns = transposed ? row_.size : copies.back();
    const auto least = std::numeric_limits<std::int64_t>::min();
    const auto graph = detail::pack<Word>(rows, columns, std::move(survey), least, for_each);
    detail::PackedSolver<Word, Price> solver(graph, static_cast<Price>(-graph.base));
    if (must_match_) {
        std::vector<std::uint8_t> must(at(row_.size));
        for (std::size_t r = 0; r < must.size(); ++r) must[r] = row_.lower[r] > 0 ? 1 : 0;
        // Enough to outweigh all that others lose along the way, short of what the type holds.
        const auto wanted = static_cast<core::int128>(graph.range + 1) * (std::int64_t{rows} + 2);
        const auto depth = static_cast<Price>(std::min<core::int128>(wanted, std::numeric_limits<Price>::max() / 16));
        if (transposed)
            solver.demand({}, must, depth);
        else
            solver.demand(must, {}, depth);
    }
    (void)solver.solve(budget);
    for (std::int32_t row = 0; row < row_.size; ++row)
        while (row_.head[at(row)] >= 0) unlink(row_.head[at(row)]);
    for (std::int32_t column = 0; column < column_.size; ++column) {
        Dual price{};
        for (std::int32_t copy = copies[at(column)]; copy < copies[at(column) + 1]; ++copy) {
            const Price found = transposed ? solver.row_dual(copy) + static_cast<Price>(graph.base) : solver.prices()[at(copy)];
            price = std::max(price, Dual{image.back(found)});
            if (const std::int32_t row = transposed ? solver.row_mates()[at(copy)] : solver.column_mates()[at(copy)]; row >= 0)
                take_mate(row, column);
        }
        set_dual(column_, column, price);
    }
    cold_work_ = solver.counts().edges;
    work_ += cold_work_;
    all_dirty_ = true;
    refresh(budget);
}

template <class Weight> void Matcher<Weight>::start_cold(core::Budget* budget) {
    cold_tried_ = true;
    const auto copies = column_copies();
    if (copies.empty()) return;
    const detail::Image<Weight> image(magnitude_, std::min(row_.size, copies.back()));
    if (!image.exists) return;
    // The packed solver searches from its rows, of which there should be fewer.
    const bool transposed = copies.back() < row_.size;
    const auto for_each = [&](const auto& visit) {
        for (std::int32_t row = 0; row < row_.size; ++row) {
            if (row_.upper[at(row)] == 0) continue;
            const Dual least = row_.lower[at(row)] > 0 ? -Traits::unreachable() : Dual{};
            for (std::int32_t k = row_.begin[at(row)]; k < row_.end[at(row)]; ++k) {
                const std::int32_t column = row_.other[at(k)];
                if (!(least < weight_[at(k)])) continue;
                const std::int64_t weight = image.of(weight_[at(k)]);
                for (std::int32_t copy = copies[at(column)]; copy < copies[at(column) + 1]; ++copy)
                    transposed ? visit(copy, row, weight) : visit(row, copy, weight);
            }
        }
    };
    const auto least = std::numeric_limits<std::int64_t>::min();
    auto survey = detail::survey(std::min(row_.size, copies.back()), least, for_each);
    const std::int64_t range = survey.high - survey.low;
    const int bits = detail::bits_for(static_cast<std::uint64_t>(std::max({row_.size, copies.back(), 1}) - 1)) +
                     detail::bits_for(static_cast<std::uint64_t>(range));
    if (bits <= 31 && !must_match_ && range <= detail::narrow_limit && survey.low <= detail::narrow_limit &&
        survey.low >= -detail::narrow_limit)
        start_cold<std::uint32_t, std::int32_t>(std::move(survey), copies, image, budget, for_each);
    else if (bits <= 64)
        start_cold<std::uint64_t, std::int64_t>(std::move(survey), copies, image, budget, for_each);
    else
        start_cold<core::uint128, std::int64_t>(std::move(survey), copies, image, budget, for_each);
}

}  // namespace husrom::matching
