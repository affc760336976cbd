#include "part_chooser.hpp"

#include <algorithm>
#include <map>

namespace husrom::solve {
namespace {

constexpr std::size_t candidates_each = 24;  ///< of a row or a column
constexpr std::size_t ways_on = 8;           ///< candidates along which a part grows from a row or a column

void sort_out(std::vector<std::int32_t>& numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

PartChooser::PartChooser(const ProblemIndex& index, const Relaxation& guide, std::uint64_t seed)
    : index_(index), guide_(guide), random_(seed), scale_(static_cast<double>(guide.denominator())) {
    collect_candidates();
    collect_by_limit();
}

void PartChooser::collect_candidates() {
    const Problem& problem = index_.problem();
    const Relaxation::Duals duals = guide_.duals();
    for (const std::int64_t price : duals.price) price_.push_back(static_cast<double>(price) / scale_);
    for (const std::int64_t best : duals.row_best) empty_.push_back(static_cast<double>(best) / scale_);
    of_row_.resize(at(problem.rows));
    of_column_.resize(at(problem.columns));
    const auto less = [](const Candidate& a, const Candidate& b) {
        return a.penalty != b.penalty ? a.penalty < b.penalty : a.edge < b.edge;
    };
    const auto keep = [&](std::vector<Candidate>& heap, const Candidate& candidate) {
        if (heap.size() < candidates_each) {
            heap.push_back(candidate);
            std::ranges::push_heap(heap, less);
        } else if (less(candidate, heap.front())) {
            std::ranges::pop_heap(heap, less);
            heap.back() = candidate;
            std::ranges::push_heap(heap, less);
        }
    };
    for (std::size_t i = 0; i < guide_.edges().size(); ++i) {
        const auto local = static_cast<std::int32_t>(i);
        if (!guide_.part().edges.test(local)) continue;
        const std::int32_t edge = guide_.edges()[i];
        const double penalty = static_cast<double>(duals.penalty[i]) / scale_;
        keep(of_row_[at(index_.row_of(edge))], {edge, index_.column_of(edge), penalty});
        keep(of_column_[at(index_.column_of(edge))], {edge, index_.row_of(edge), penalty});
    }
    for (auto* lists : {&of_row_, &of_column_})
        for (auto& list : *lists) std::ranges::sort_heap(list, less);
}

void PartChooser::collect_by_limit() {
    const Problem& problem = index_.problem();
    std::vector<char> priced(at(problem.limits()), 0);
    for (std::size_t d = 0; d < guide_.dimensions(); ++d)
        if (guide_.coupling(d).kind == Coupling::Kind::limit && guide_.multipliers()[d] != 0) priced[at(guide_.coupling(d).index)] = 1;
    has_priced_limits_ = std::ranges::any_of(priced, [](char one) { return one != 0; });
    rows_of_limit_.resize(at(problem.limits()));
    columns_of_limit_.resize(at(problem.limits()));
    limits_of_column_.resize(at(problem.columns));
    const Incidence& limits = index_.limits_of();
    for (std::int32_t row = 0; row < problem.rows; ++row)
        for (const Candidate& candidate : of_row_[at(row)])
            for (std::size_t j = limits.begin(candidate.edge); j < limits.end(candidate.edge); ++j)
                if (auto& rows = rows_of_limit_[at(limits.sets[j])];
                    priced[at(limits.sets[j])] != 0 && (rows.empty() || rows.back() != row))
                    rows.push_back(row);
    for (std::int32_t column = 0; column < problem.columns; ++column) {
        auto& own = limits_of_column_[at(column)];
        for (const Candidate& candidate : of_column_[at(column)])
            for (std::size_t j = limits.begin(candidate.edge); j < limits.end(candidate.edge); ++j)
                if (priced[at(limits.sets[j])] != 0) own.push_back(limits.sets[j]);
        sort_out(own);
        for (const std::int32_t limit : own) columns_of_limit_[at(limit)].push_back(column);
    }
}

bool PartChooser::look(const PlanState& plan) {
    defects_.clear();
    const auto note = [&](Defect::Kind kind, std::int32_t index, double size) {
        if (size > 1e-6) defects_.push_back({kind, index, size});
    };
    for (std::int32_t row = 0; row < index_.problem().rows; ++row) {
        const std::int32_t edge = plan.edge_of_row(row);
        if (edge < 0) {
            note(Defect::Kind::row, row, empty_[at(row)]);
            continue;
        }
        const std::int32_t local = guide_.local(edge);
        if (local < 0) continue;
        note(Defect::Kind::row, row,
             empty_[at(row)] + price_[at(index_.column_of(edge))] - static_cast<double>(guide_.weight(local)) / scale_);
    }
    for (std::int32_t column = 0; column < index_.problem().columns; ++column)
        if (const std::int32_t left = index_.column_upper(column) - plan.column_use(column); left > 0)
            note(Defect::Kind::column, column, price_[at(column)] * left);
    for (std::size_t d = 0; d < guide_.dimensions(); ++d) {
        const Coupling& coupling = guide_.coupling(d);
        if (coupling.kind != Coupling::Kind::limit || coupling.index >= index_.own_limits()) continue;
        const double multiplier = static_cast<double>(guide_.multipliers()[d]) / scale_;
        const std::int64_t activity = plan.activity(coupling.index);
        if (multiplier > 0)
            note(Defect::Kind::limit, coupling.index, multiplier * static_cast<double>(index_.upper(coupling.index).bound - activity));
        if (multiplier < 0)
            note(Defect::Kind::limit, coupling.index, -multiplier * static_cast<double>(activity - index_.lower(coupling.index).bound));
    }
    return !defects_.empty();
}

double PartChooser::most_to_gain(std::span<const std::int32_t> rows) const {
    double most = 0;
    for (const Defect& defect : defects_)
        if (defect.kind != Defect::Kind::row || std::ranges::binary_search(rows, defect.index)) most += defect.size;
    return most;
}

const PartChooser::Defect& PartChooser::draw_defect() {
    double sum = 0;
    for (const Defect& defect : defects_) sum += defect.size;
    double left = random_.unit() * sum;
    std::size_t chosen = 0;
    while (chosen + 1 < defects_.size() && (left -= defects_[chosen].size) > 0) ++chosen;
    return defects_[chosen];
}

std::vector<std::int32_t> PartChooser::by_edges(const PlanState& plan, std::size_t size) {
    std::vector<std::int32_t> rows;
    std::vector<char> taken(of_row_.size(), 0);
    const auto take = [&](std::int32_t row) {
        if (taken[at(row)] != 0 || rows.size() >= size) return;
        taken[at(row)] = 1;
        rows.push_back(row);
    };
    const auto take_of_column = [&](std::int32_t column) {
        for (const std::int32_t edge : plan.edges_of_column(column)) take(index_.row_of(edge));
        std::size_t ways = 0;
        for (const Candidate& candidate : of_column_[at(column)])
            if (random_.below(3) != 0 && ++ways <= ways_on / 2) take(candidate.other);
    };
    const Defect& defect = draw_defect();
    switch (defect.kind) {
        case Defect::Kind::row:
            take(defect.index);
            break;
        case Defect::Kind::column:
            take_of_column(defect.index);
            break;
        case Defect::Kind::limit:
            if (const auto& members = rows_of_limit_[at(defect.index)]; !members.empty())
                for (std::size_t i = 0; i < 6 + size / 8; ++i) take(members[random_.below(members.size())]);
            break;
    }
    for (std::size_t next = 0; rows.size() < size; ++next) {
        if (next == rows.size()) {
            // A part that has nowhere to grow takes another beginning.
            const auto row = static_cast<std::int32_t>(random_.below(of_row_.size()));
            if (taken[at(row)] != 0) {
                if (rows.size() * 2 >= of_row_.size()) break;
                --next;
                continue;
            }
            take(row);
        }
        const std::int32_t row = rows[next];
        if (const std::int32_t edge = plan.edge_of_row(row); edge >= 0) take_of_column(index_.column_of(edge));
        std::size_t ways = 0;
        for (const Candidate& candidate : of_row_[at(row)])
            if (random_.below(3) != 0 && ++ways <= ways_on)
                for (const std::int32_t edge : plan.edges_of_column(candidate.other)) take(index_.row_of(edge));
    }
    std::ranges::sort(rows);
    return rows;
}

std::vector<std::int32_t> PartChooser::columns_by_limits(const PlanState& plan, std::size_t places) {
    std::vector<std::int32_t> columns;
    std::size_t taken_places = 0;
    const auto is_full = [&] { return taken_places >= places; };
    std::vector<char> taken(of_column_.size(), 0);
    std::vector<char> closed(columns_of_limit_.size(), 0);
    std::map<std::int32_t, std::size_t> begun;  // columns taken, by limits that are not closed
    const auto take = [&](std::int32_t column) {
        if (taken[at(column)] != 0 || is_full()) return;
        taken[at(column)] = 1;
        taken_places += static_cast<std::size_t>(std::max(plan.column_use(column), 1));
        columns.push_back(column);
        for (const std::int32_t limit : limits_of_column_[at(column)])
            if (closed[at(limit)] == 0) ++begun[limit];
    };
    const auto close = [&](std::int32_t limit) {
        closed[at(limit)] = 1;
        begun.erase(limit);
        std::vector<std::int32_t> all = columns_of_limit_[at(limit)];
        core::shuffle(random_, all);
        for (const std::int32_t column : all) take(column);
    };
    const Defect& defect = draw_defect();
    switch (defect.kind) {
        case Defect::Kind::row:
            if (const std::int32_t edge = plan.edge_of_row(defect.index); edge >= 0) take(index_.column_of(edge));
            for (const Candidate& candidate : of_row_[at(defect.index)]) {
                if (columns.size() >= 2) break;
                if (random_.below(3) == 0) take(candidate.other);
            }
            break;
        case Defect::Kind::column:
            take(defect.index);
            break;
        case Defect::Kind::limit:
            close(defect.index);
            break;
    }
    while (!is_full()) {
        if (begun.empty()) {
            // A part that has nowhere to grow takes another beginning.
            if (columns.size() * 2 >= of_column_.size()) break;
            take(static_cast<std::int32_t>(random_.below(of_column_.size())));
            continue;
        }
        // The limit next to being free as a whole, by and large.
        std::int32_t next = -1;
        double highest = -1;
        for (const auto& [limit, count] : begun) {
            const double share =
                static_cast<double>(count) / static_cast<double>(columns_of_limit_[at(limit)].size()) * (0.5 + random_.unit());
            if (share <= highest) continue;
            highest = share;
            next = limit;
        }
        close(next);
    }
    return columns;
}

std::vector<std::int32_t> PartChooser::by_limits(const PlanState& plan, std::size_t places, double share_beside) {
    std::vector<std::int32_t> rows;
    for (const std::int32_t column : columns_by_limits(plan, places)) {
        for (const std::int32_t edge : plan.edges_of_column(column)) rows.push_back(index_.row_of(edge));
        std::size_t left_out = 0;
        for (const Candidate& candidate : of_column_[at(column)]) {
            const bool joins =
                plan.edge_of_row(candidate.other) < 0 ? ++left_out <= ways_on / 2 : share_beside > 0 && random_.unit() < share_beside;
            if (joins) rows.push_back(candidate.other);
        }
    }
    sort_out(rows);
    return rows;
}

}  // namespace husrom::solve
