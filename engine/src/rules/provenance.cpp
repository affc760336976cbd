#include <algorithm>

#include "rules/evaluators.hpp"

namespace husrom::rules {
namespace {

template <class Index> Index find_in(const std::vector<std::string>& ids, std::string_view id) {
    const auto place = std::ranges::lower_bound(ids, id);
    return place != ids.end() && *place == id ? Index{static_cast<std::int32_t>(place - ids.begin())} : Index{};
}

template <class Index> void require(Index index, std::size_t count, const std::string& argument) {
    if (!index.valid() || index.position() >= count)
        throw InvalidArgument(argument + " " + std::to_string(index.value) + " is not one of the " + std::to_string(count) +
                              " of the problem");
}

}  // namespace

std::vector<RuleVerdict> AllocationProblem::Evaluators::verdicts(const Pair& pair) const {
    std::vector<RuleVerdict> verdicts;
    for (const auto& rule : eligibility) {
        RuleVerdict verdict{rule->id(), rule->judge(pair), {}};
        if (verdict.verdict == Verdict::unknown || verdict.verdict == Verdict::ask || verdict.verdict == Verdict::pass_unknown)
            verdict.unknown_columns = rule->unknown_columns(pair);
        if (closes(verdict.verdict) && (listed->waives(pair, rule->id()) || listed->stays(pair))) verdict.verdict = Verdict::waived;
        verdicts.push_back(std::move(verdict));
    }
    for (auto& verdict : listed->verdicts(pair)) verdicts.push_back(std::move(verdict));
    return verdicts;
}

bool AllocationProblem::Evaluators::open(const Pair& pair) const {
    const auto special = listed->verdicts(pair);
    if (std::ranges::any_of(special, [](const RuleVerdict& verdict) { return closes(verdict.verdict); })) return false;
    if (listed->stays(pair)) return true;
    return std::ranges::none_of(eligibility,
                                [&](const auto& rule) { return closes(rule->judge(pair)) && !listed->waives(pair, rule->id()); });
}

ParticipantIndex AllocationProblem::find_participant(std::string_view id) const {
    return find_in<ParticipantIndex>(participants, id);
}

UnitIndex AllocationProblem::find_unit(std::string_view id) const {
    return find_in<UnitIndex>(units, id);
}

EdgeIndex AllocationProblem::find_edge(ParticipantIndex participant, UnitIndex unit) const {
    if (!participant.valid() || participant.position() >= participants.size() || !unit.valid()) return {};
    const auto& offsets = evaluators->row_offsets;
    const auto begin = numeric.edge_column.begin() + offsets[participant.position()];
    const auto end = numeric.edge_column.begin() + offsets[participant.position() + 1];
    const auto place = std::lower_bound(begin, end, unit.value);
    return place != end && *place == unit.value ? EdgeIndex{static_cast<std::int32_t>(place - numeric.edge_column.begin())} : EdgeIndex{};
}

std::vector<RuleVerdict> AllocationProblem::verdicts(ParticipantIndex participant, UnitIndex unit) const {
    require(participant, participants.size(), "participant");
    require(unit, units.size(), "unit");
    return evaluators->verdicts(evaluators->listed->pair(participant.value, unit_rows[unit.position()]));
}

std::vector<TermScore> AllocationProblem::scores(ParticipantIndex participant, UnitIndex unit) const {
    require(participant, participants.size(), "participant");
    require(unit, units.size(), "unit");
    const auto pair = evaluators->listed->pair(participant.value, unit_rows[unit.position()]);
    std::vector<TermScore> scores;
    for (const auto& term : evaluators->terms) scores.push_back(term->score(pair));
    return scores;
}

std::vector<std::pair<std::int32_t, std::int64_t>> AllocationProblem::loads(EdgeIndex edge) const {
    require(edge, numeric.edge_column.size(), "edge");
    const auto unit = numeric.edge_column[edge.position()];
    const auto pair = evaluators->listed->pair(numeric.edge_row[edge.position()], unit_rows[static_cast<std::size_t>(unit)]);
    std::vector<std::pair<std::int32_t, std::int64_t>> loads;
    for (std::size_t limit = 0; limit < evaluators->limits.size(); ++limit) {
        const auto reached = evaluators->limits[limit]->reached(pair);
        if (reached.empty()) continue;
        const auto load = evaluators->limits[limit]->load(pair);
        for (const auto& share : reached) {
            const auto info = evaluators->info_of_group[limit][static_cast<std::size_t>(share.group)];
            if (info >= 0 && load != 0) loads.emplace_back(info, core::checked_multiply(load, share.part));
        }
    }
    std::ranges::sort(loads);
    return loads;
}

}  // namespace husrom::rules
