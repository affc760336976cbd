#include "core_chooser.hpp"

#include <algorithm>
#include <utility>

#include <husrom/core/random.hpp>

namespace husrom::solve {
namespace {

std::size_t at(std::int32_t index) {
    return static_cast<std::size_t>(index);
}

/// Missing edges that a row adds at once.
constexpr std::size_t added_width = 6;

using ByPenalty = std::vector<std::pair<std::int64_t, std::int32_t>>;

/// Keeps so many of the least, as a heap with the greatest of them in front.
void keep_least(ByPenalty& heap, std::size_t width, std::pair<std::int64_t, std::int32_t> next) {
    if (heap.size() < width) {
        heap.push_back(next);
        std::ranges::push_heap(heap);
    } else if (next < heap.front()) {
        std::ranges::pop_heap(heap);
        heap.back() = next;
        std::ranges::push_heap(heap);
    }
}

}  // namespace

void CoreChooser::add_problem_edges(std::span<const std::int32_t> edges) {
    for (const std::int32_t edge : edges)
        if (const std::int32_t local = full_.local(edge); local >= 0) in_core_[at(local)] = 1;
}

void CoreChooser::begin(std::size_t width, std::span<const std::int32_t> edges) {
    std::ranges::fill(in_core_, 0);
    add_least(width);
    add_problem_edges(edges);
}

void CoreChooser::add_least(std::size_t width) {
    const Relaxation::Duals duals = full_.duals();
    std::vector<ByPenalty> rows(at(index_.problem().rows)), columns(at(index_.problem().columns));
    for (std::size_t i = 0; i < full_.edges().size(); ++i) {
        const std::pair one(duals.penalty[i], static_cast<std::int32_t>(i));
        const std::int32_t edge = full_.edges()[i];
        keep_least(rows[at(index_.row_of(edge))], width, one);
        keep_least(columns[at(index_.column_of(edge))], width, one);
    }
    for (const auto* lists : {&rows, &columns})
        for (const ByPenalty& list : *lists)
            for (const auto& [penalty, local] : list) in_core_[at(local)] = 1;
}

bool CoreChooser::add_missing(const std::vector<std::int64_t>& row_best, std::span<const std::int64_t> prices) {
    std::vector<ByPenalty> rows(row_best.size());  // what is missed most first
    for (std::size_t i = 0; i < full_.edges().size(); ++i) {
        if (in_core_[i] != 0) continue;
        const auto local = static_cast<std::int32_t>(i);
        const std::int32_t edge = full_.edges()[i];
        const std::int64_t beyond = full_.weight(local) - prices[at(index_.column_of(edge))] - row_best[at(index_.row_of(edge))];
        if (beyond > 0) rows[at(index_.row_of(edge))].emplace_back(-beyond, local);
    }
    bool any = false;
    for (auto& row : rows) {
        const std::size_t count = std::min(added_width, row.size());
        std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(count), row.end());
        for (std::size_t j = 0; j < count; ++j) in_core_[at(row[j].second)] = 1;
        any = any || count > 0;
    }
    return any;
}

void CoreChooser::add_drawn(std::size_t width) {
    core::Random random(1);
    const std::uint64_t one_of = std::max<std::uint64_t>(full_.edges().size() / (at(index_.problem().rows) * width), 1);
    for (char& in : in_core_)
        if (random.below(one_of) == 0) in = 1;
}

std::vector<std::int32_t> CoreChooser::edges() const {
    std::vector<std::int32_t> edges;
    for (std::size_t i = 0; i < in_core_.size(); ++i)
        if (in_core_[i] != 0) edges.push_back(full_.edges()[i]);
    return edges;
}

}  // namespace husrom::solve
