#include <husrom/plan/fairness.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <husrom/core/integers.hpp>
#include <husrom/model/typed_case.hpp>

#include "model/text.hpp"
#include "plan/suppression.hpp"
#include "rules/limits/groups.hpp"

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

std::vector<Person> seekers(const Plan& plan, std::string_view path) {
    const auto& problem = plan.problem();
    const auto full = path.find('.') == std::string_view::npos ? "participant." + std::string(path) : std::string(path);
    const auto column = full.starts_with("participant.") ? problem.typed->column(full) : model::PathColumn{};
    if (column.column == nullptr) {
        const auto nearest = model::nearest_path(*problem.typed, full);
        throw InvalidArgument("there is no column \"" + full + "\" of people" +
                              (!nearest.starts_with("participant.") ? "" : "; did you mean \"" + nearest + "\"?"));
    }
    if (column.column->declaration.column_class == model::ColumnClass::personal)
        throw InvalidArgument("\"" + full + "\" is personal: its values are not shown");
    const rules::Reader reader(full, rules::Side::participant, column, false, std::nullopt);
    std::vector<const Assignment*> given(problem.participants.size(), nullptr);
    for (const auto& one : plan.assignments()) given[one.participant.position()] = &one;
    std::vector<Person> people;
    for (std::size_t row = 0; row < problem.participants.size(); ++row) {
        if (problem.mover[row]) continue;
        const auto index = static_cast<std::int32_t>(row);
        auto group = rules::group_named(reader, index, problem.typed->pool);
        if (!group.empty() && !rules::makes_groups(reader.type()))
            throw InvalidArgument("groups are made by a column of texts, whole numbers, flags or steps");
        people.push_back({{index}, std::move(group), given[row]});
    }
    return people;
}

std::optional<std::int64_t> lower_median(std::vector<std::int64_t> values) {
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

void require_least(std::int32_t least) {
    if (least < 1) throw InvalidArgument("least: a group has at least 1 person, not " + std::to_string(least));
}

/// What is counted of a group, before anything is hidden.
struct Numbers {
    std::int32_t people = 0, housed = 0, wishes = 0;
    std::int32_t gaps = 0;  ///< people housed whose level needed is known, and that of the home
    std::int64_t gap = 0;   ///< sum of them
    std::optional<std::int64_t> waiting_days_housed, waiting_days_waiting;
};

/// What is not told of a group: everything, or the level gap, or wishes met.
struct Hidden {
    bool people = false, gaps = false, wishes = false;
};

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

    [[nodiscard]] Numbers of(const std::vector<const Person*>& people, std::int32_t least) const {
        Numbers numbers;
        std::vector<std::int64_t> waited, waits;
        for (const auto* person : people) {
            if (const auto days = days_waited(person->index)) (person->given != nullptr ? waited : waits).push_back(*days);
            if (person->given == nullptr) continue;
            ++numbers.housed;
            if (wish_met(*person->given)) ++numbers.wishes;
            if (const auto one = level_gap(*person->given)) {
                numbers.gap = core::checked_add(numbers.gap, *one);
                ++numbers.gaps;
            }
        }
        numbers.people = static_cast<std::int32_t>(people.size());
        const auto enough = [&](const auto& days) { return std::cmp_greater_equal(days.size(), least); };
        if (enough(waited)) numbers.waiting_days_housed = lower_median(waited);
        if (enough(waits)) numbers.waiting_days_waiting = lower_median(waits);
        return numbers;
    }
    /// What may be told of them.
    [[nodiscard]] GroupFairness told(std::string group, const Numbers& numbers, const Hidden& hidden) const {
        GroupFairness row;
        row.group = std::move(group);
        row.hidden = hidden.people;
        if (hidden.people) return row;
        row.people = numbers.people;
        row.housed = numbers.housed;
        row.waiting_days_housed = numbers.waiting_days_housed;
        row.waiting_days_waiting = numbers.waiting_days_waiting;
        // To the nearest tenth, halves up.
        if (!hidden.gaps && numbers.gaps > 0)
            row.level_gap_tenths = core::floor_divide<std::int64_t>(
                core::checked_add<std::int64_t>(core::checked_multiply<std::int64_t>(numbers.gap, 20), numbers.gaps),
                2 * std::int64_t{numbers.gaps});
        if (!hidden.wishes && numbers.housed > 0 && !wish_terms_.empty()) row.wish_met = numbers.wishes;
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

/// The groups of one column.
struct Groups {
    std::vector<std::string> names;
    std::vector<Numbers> numbers;
};

/// Counts of a kind, to be hidden where they are few and wherever a group is hidden in `before`. A group without anybody to count tells
/// nothing: it is taken as known. People who are not counted are left out, for what differs by them alone is the same.
template <class Count>
std::vector<Grouping> counted(const std::vector<Grouping>& before, const std::vector<Groups>& groups, const std::vector<Numbers>& each,
                              std::int32_t least, const Count& count) {
    auto groupings = before;
    for (auto& grouping : groupings) {
        std::vector<std::int32_t> of_counted;
        for (std::size_t person = 0; person < each.size(); ++person)
            if (count(each[person]).whole > 0) of_counted.push_back(grouping.of_person[person]);
        grouping.of_person = std::move(of_counted);
    }
    for (std::size_t table = 0; table < groupings.size(); ++table)
        for (std::size_t group = 0; group < groups[table].numbers.size(); ++group) {
            const Tally tally = count(groups[table].numbers[group]);
            groupings[table].tallies[group] = tally;
            groupings[table].hidden[group] = groupings[table].hidden[group] && tally.whole > 0;
        }
    suppress(groupings, least);
    return groupings;
}

}  // namespace

std::vector<FairnessTable> fairness(const Plan& plan, const std::vector<std::string>& columns, std::int32_t least) {
    require_least(least);
    const Measure measure(plan);
    std::vector<Groups> groups;
    std::vector<Grouping> before;
    Numbers everybody;
    std::vector<Numbers> each;  // by person, the same for every column
    for (const auto& column : columns) {
        const auto people = seekers(plan, column);
        std::map<std::string, std::vector<const Person*>> by_group;
        std::vector<const Person*> all;
        for (const auto& person : people) {
            by_group[person.group].push_back(&person);
            all.push_back(&person);
        }
        if (each.empty()) {
            everybody = measure.of(all, least);
            for (const auto* person : all) each.push_back(measure.of({person}, least));
        }
        auto& table = groups.emplace_back();
        auto& grouping = before.emplace_back();
        std::map<std::string, std::int32_t> place;
        for (const auto& [group, members] : by_group) {
            place[group] = static_cast<std::int32_t>(table.names.size());
            table.names.push_back(group);
            table.numbers.push_back(measure.of(members, least));
        }
        for (const auto& person : people) grouping.of_person.push_back(place[person.group]);
        grouping.tallies.resize(table.names.size());
        grouping.hidden.resize(table.names.size(), false);
    }
    const auto heads = [](const Numbers& one) { return Tally{one.people, one.housed}; };
    const auto gaps = [](const Numbers& one) { return Tally{one.gaps, one.gaps}; };
    const auto wishes = [](const Numbers& one) { return Tally{one.housed, one.wishes}; };
    const auto by_heads = counted(before, groups, each, least, heads);
    const auto by_gaps = counted(by_heads, groups, each, least, gaps);
    const auto by_wishes = counted(by_heads, groups, each, least, wishes);

    std::vector<FairnessTable> tables;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        FairnessTable table;
        table.column = columns[i];
        for (std::size_t group = 0; group < groups[i].names.size(); ++group)
            table.groups.push_back(measure.told(groups[i].names[group], groups[i].numbers[group],
                                                {by_heads[i].hidden[group], by_gaps[i].hidden[group], by_wishes[i].hidden[group]}));
        table.all = measure.told("", everybody, {few(heads(everybody), least), few(gaps(everybody), least), few(wishes(everybody), least)});
        tables.push_back(std::move(table));
    }
    return tables;
}

FairnessPrice price_of_fairness(const Plan& plan, const std::string& column, std::int32_t least, const ResolveOptions& options,
                                const std::vector<std::string>& beside) {
    require_least(least);
    const auto& problem = plan.problem();
    const auto people = seekers(plan, column);
    std::map<std::string, std::vector<const Person*>> by_group;
    for (const auto& person : people) by_group[person.group].push_back(&person);
    std::erase_if(by_group, [&](const auto& one) { return std::cmp_less(one.second.size(), least); });

    FairnessPrice price;
    if (by_group.empty()) return price;
    auto columns = beside;
    columns.push_back(column);
    const auto table = fairness(plan, columns, least).back();
    std::int32_t share_now = 100, share_shown = 101;
    for (const auto& [group, members] : by_group) {
        const auto housed = std::ranges::count_if(members, [](const Person* one) { return one->given != nullptr; });
        const auto share = static_cast<std::int32_t>(100 * housed / static_cast<std::int64_t>(members.size()));
        share_now = std::min(share_now, share);
        if (!std::ranges::find(table.groups, group, &GroupFairness::group)->hidden) share_shown = std::min(share_shown, share);
    }
    if (share_shown == share_now) price.share_now = share_now;
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
    auto low = share_now, high = 100;
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
