#include <husrom/plan/fairness.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include <husrom/core/integers.hpp>
#include <husrom/model/typed_case.hpp>

#include "model/text.hpp"

namespace husrom::plan {

namespace {

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// One person who seeks a home.
struct Person {
    rules::ParticipantIndex index;
    std::string group;
    const Assignment* given = nullptr;
};

/// The group of a cell; "" where it names none. A cell that is none is a value too, but for a text, which equals nothing.
std::string cell_text(const rules::AllocationProblem& problem, const model::PathColumn& column, std::int32_t row) {
    const auto& declaration = column.column->declaration;
    const auto state = column.state(row);
    const bool none = state == model::CellState::none && declaration.type != model::ColumnType::text;
    if (state != model::CellState::value && !none) return "";
    const auto value = column.value(row);
    switch (declaration.type) {
        case model::ColumnType::text:
            return problem.typed->pool.text(value);
        case model::ColumnType::flag:
            return value != 0 ? "true" : "false";
        case model::ColumnType::ordered:
            return declaration.order[at(value)];
        case model::ColumnType::integer:
            return std::to_string(value);
        case model::ColumnType::decimal:
        case model::ColumnType::date:
        case model::ColumnType::set:
            break;
    }
    throw InvalidArgument("groups are made by a column of texts, whole numbers, flags or steps");
}

std::vector<Person> seekers(const Plan& plan, std::string_view path) {
    const auto& problem = plan.problem();
    const auto full = path.find('.') == std::string_view::npos ? "participant." + std::string(path) : std::string(path);
    const auto column = full.starts_with("participant.") ? problem.typed->column(full) : model::PathColumn{};
    if (column.column == nullptr) {
        const auto nearest = model::nearest_path(*problem.typed, full);
        throw InvalidArgument("there is no column \"" + full + "\" of people" +
                              (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    }
    if (column.column->declaration.column_class == model::ColumnClass::personal)
        throw InvalidArgument("\"" + full + "\" is personal: its values are not shown");
    std::vector<const Assignment*> given(problem.participants.size(), nullptr);
    for (const auto& one : plan.assignments()) given[one.participant.position()] = &one;
    std::vector<Person> people;
    for (std::size_t row = 0; row < problem.participants.size(); ++row) {
        if (problem.mover[row]) continue;
        const auto index = static_cast<std::int32_t>(row);
        people.push_back({{index}, cell_text(problem, column, index), given[row]});
    }
    return people;
}

std::optional<std::int64_t> lower_median(std::vector<std::int64_t> values) {
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

class Measure {
public:
    explicit Measure(const Plan& plan)
        : problem_(plan.problem()),
          applied_(problem_.typed->column("participant.application_date")),
          needed_(problem_.typed->column("participant.need_level")),
          level_(problem_.typed->column("unit.level")) {
        for (const auto& term : problem_.policy->terms)
            if (term.on && std::holds_alternative<model::WishRankTerm>(term.type)) wish_terms_.push_back(term.id);
    }

    [[nodiscard]] GroupFairness of(std::string group, const std::vector<const Person*>& people, std::int32_t least) const {
        GroupFairness row;
        row.group = std::move(group);
        std::vector<std::int64_t> waited, waits;
        std::int64_t gap = 0, gaps = 0;
        std::int32_t housed = 0, wishes = 0;
        for (const auto* person : people) {
            if (const auto days = days_waited(person->index)) (person->given != nullptr ? waited : waits).push_back(*days);
            if (person->given == nullptr) continue;
            ++housed;
            if (wish_met(*person->given)) ++wishes;
            if (const auto one = level_gap(*person->given)) {
                gap = core::checked_add(gap, *one);
                ++gaps;
            }
        }
        row.people = static_cast<std::int32_t>(people.size());
        row.housed = housed;
        const auto enough = [&](auto count) { return std::cmp_greater_equal(count, least); };
        if (enough(waited.size())) row.waiting_days_housed = lower_median(waited);
        if (enough(waits.size())) row.waiting_days_waiting = lower_median(waits);
        if (enough(gaps)) row.level_gap_tenths = core::floor_divide<std::int64_t>(core::checked_multiply<std::int64_t>(gap, 10), gaps);
        if (!wish_terms_.empty() && enough(housed) && (wishes == 0 || enough(wishes)) && (housed == wishes || enough(housed - wishes)))
            row.wish_met = wishes;
        return row;
    }

private:
    [[nodiscard]] std::optional<std::int64_t> days_waited(rules::ParticipantIndex person) const {
        if (applied_.column == nullptr || applied_.state(person.value) != model::CellState::value) return std::nullopt;
        return core::checked_subtract<std::int64_t>(problem_.policy->round.as_of.day, applied_.value(person.value));
    }
    [[nodiscard]] std::optional<std::int64_t> level_gap(const Assignment& given) const {
        const auto home = problem_.unit_rows[given.unit.position()];
        if (needed_.column == nullptr || level_.column == nullptr || needed_.state(given.participant.value) != model::CellState::value ||
            level_.state(home) != model::CellState::value)
            return std::nullopt;
        return core::checked_subtract(level_.value(home), needed_.value(given.participant.value));
    }
    [[nodiscard]] bool wish_met(const Assignment& given) const {
        if (wish_terms_.empty()) return false;
        return std::ranges::any_of(problem_.scores(given.participant, given.unit), [&](const rules::TermScore& score) {
            return score.points > 0 && std::ranges::find(wish_terms_, score.term) != wish_terms_.end();
        });
    }

    const rules::AllocationProblem& problem_;
    model::PathColumn applied_, needed_, level_;
    std::vector<std::string> wish_terms_;
};

/// Few enough to be told from, but somebody.
bool small(std::int32_t count, std::int32_t least) {
    return count > 0 && count < least;
}

/// Hides groups until neither a group nor all hidden ones together are few: what is hidden cannot be had by subtraction from the whole.
void hide(std::vector<GroupFairness>& groups, std::int32_t least) {
    const auto waits = [](const GroupFairness& one) { return *one.people - *one.housed; };
    for (auto& one : groups) one.hidden = small(*one.people, least) || small(*one.housed, least) || small(waits(one), least);
    for (;;) {
        std::int32_t hidden = 0, people = 0, housed = 0;
        for (const auto& one : groups) {
            if (!one.hidden) continue;
            ++hidden;
            people += *one.people;
            housed += *one.housed;
        }
        if (hidden == 0 || (hidden > 1 && !small(people, least) && !small(housed, least) && !small(people - housed, least))) break;
        auto next = groups.end();
        for (auto one = groups.begin(); one != groups.end(); ++one)
            if (!one->hidden && (next == groups.end() || *one->people < *next->people)) next = one;
        if (next == groups.end()) break;
        next->hidden = true;
    }
    for (auto& one : groups) {
        if (!one.hidden) continue;
        GroupFairness empty;
        empty.group = one.group;
        empty.hidden = true;
        one = std::move(empty);
    }
}

}  // namespace

std::vector<FairnessTable> fairness(const Plan& plan, const std::vector<std::string>& columns, std::int32_t least) {
    const Measure measure(plan);
    std::vector<FairnessTable> tables;
    for (const auto& column : columns) {
        const auto people = seekers(plan, column);
        std::map<std::string, std::vector<const Person*>> by_group;
        std::vector<const Person*> everybody;
        for (const auto& person : people) {
            by_group[person.group].push_back(&person);
            everybody.push_back(&person);
        }
        FairnessTable table;
        table.column = column;
        for (const auto& [group, members] : by_group) table.groups.push_back(measure.of(group, members, least));
        hide(table.groups, least);
        table.all = measure.of("", everybody, least);
        // Wishes met are counted, and the count of the hidden ones must not be had by subtraction either.
        if (std::ranges::any_of(table.groups, [](const GroupFairness& one) { return one.hidden || !one.wish_met; }))
            table.all.wish_met.reset();
        // With every group hidden the whole may be few too.
        if (small(*table.all.people, least) || small(*table.all.housed, least) || small(*table.all.people - *table.all.housed, least)) {
            table.all = {};
            table.all.hidden = true;
            for (auto& one : table.groups) {
                const auto group = one.group;
                one = {};
                one.group = group;
                one.hidden = true;
            }
        }
        tables.push_back(std::move(table));
    }
    return tables;
}

FairnessPrice price_of_fairness(const Plan& plan, std::string_view column, std::int32_t least, const ResolveOptions& options) {
    const auto& problem = plan.problem();
    const auto people = seekers(plan, column);
    std::map<std::string, std::vector<const Person*>> by_group;
    for (const auto& person : people) by_group[person.group].push_back(&person);
    std::erase_if(by_group, [&](const auto& one) { return std::cmp_less(one.second.size(), least); });

    FairnessPrice price;
    price.share_now = price.share_best = 100;
    for (const auto& [group, members] : by_group) {
        const auto housed = std::ranges::count_if(members, [](const Person* one) { return one->given != nullptr; });
        price.share_now = std::min(price.share_now, static_cast<std::int32_t>(100 * housed / static_cast<std::int64_t>(members.size())));
    }
    // Homes that a share asks of each group.
    const auto demands_of = [&](std::int32_t percent) {
        Demands demands;
        for (const auto& [group, members] : by_group) {
            Demands::Floor floor;
            floor.least = core::ceil_divide<std::int64_t>(static_cast<std::int64_t>(members.size()) * percent, 100);
            std::vector<bool> member(problem.participants.size(), false);
            for (const auto* one : members) member[one->index.position()] = true;
            for (std::int32_t edge = 0; edge < problem.numeric.edges(); ++edge)
                if (member[at(problem.numeric.edge_row[at(edge)])]) floor.edges.push_back({edge});
            demands.floors.push_back(std::move(floor));
        }
        return demands;
    };
    const Resolver resolver(plan, options);
    // The plan shows that the present share can be had; a larger one can be had only if every smaller one can.
    auto low = price.share_now, high = 100;
    bool proven = true;
    while (low < high) {
        const auto middle = low + (high - low + 1) / 2;
        const auto answer = resolver.possible(demands_of(middle));
        proven = proven && (answer.found() || answer.status == solve::Status::infeasible);
        if (answer.found())
            low = middle;
        else
            high = middle - 1;
    }
    price.share_best = low;
    const auto fair = resolver.resolve(demands_of(low));
    if (!fair.found()) return price;
    price.losses = losses(problem, plan.result().objective, fair.objective);
    price.proven = proven && fair.status == solve::Status::optimal && plan.status() == solve::Status::optimal;
    return price;
}

}  // namespace husrom::plan
