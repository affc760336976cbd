#include "rules/ties.hpp"

#include <algorithm>

#include <husrom/core/sha256.hpp>

#include "rules/unknowns.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

/// The weights of one column of the order, and their digits.
void write_column(const std::string& name, std::span<const Pair> pairs, const Scope& scope, AllocationProblem& problem) {
    const auto path = tie_path(name);
    const Entry entry{"ties " + name, scope.policy().ties.line};
    std::vector<std::int64_t> weights(pairs.size(), 0);
    GoalInfo info{name, GoalKind::queue_days, false, 0, {}};
    if (const auto reader = scope.reader(path, entry, Unknowns::defaults)) {
        const auto type = reader->type();
        if (type == ColumnType::text || type == ColumnType::set || reader->side() != Side::participant)
            scope.error("P203", entry, {entry.id, path, std::string(to_string(type))});
        report_unknown_ties(*reader, problem.mover, scope, entry);
        if (type == ColumnType::date) report_days_to_come(*reader, problem.mover, scope, entry);
        info.digits = reader->digits();
        for (std::size_t edge = 0; edge < pairs.size(); ++edge) {
            if (problem.mover[static_cast<std::size_t>(pairs[edge].participant)]) continue;
            const auto cell = reader->read(pairs[edge]);
            if (cell.state != CellState::value) continue;
            // Nobody is left without a home for days that are still to come.
            weights[edge] =
                type == ColumnType::date ? std::max<std::int64_t>(0, core::checked_subtract(scope.as_of(), cell.value)) : cell.value;
        }
    }
    problem.numeric.weights.push_back(std::move(weights));
    problem.goals.push_back(std::move(info));
}

}  // namespace

std::string tie_path(const std::string& name) {
    return name.find('.') == std::string::npos ? "participant." + name : name;
}

std::int64_t lottery_number(std::uint64_t seed, std::string_view participant, std::string_view unit) {
    core::Sha256 sha;
    sha.field(static_cast<std::int64_t>(seed)).field(participant).field(unit);
    const auto digest = sha.finish();
    std::int64_t number = 0;
    for (std::size_t byte = 0; byte < 5; ++byte) number = number * 256 + digest[byte];
    return number;
}

void write_ties(std::span<const Pair> pairs, const Scope& scope, AllocationProblem& problem) {
    const auto& ties = scope.policy().ties;
    for (const auto& name : ties.order)
        if (name != "lottery") write_column(name, pairs, scope, problem);
    const auto& units = scope.typed().table("units").ids;
    std::vector<std::int64_t> weights;
    weights.reserve(pairs.size());
    for (const auto& pair : pairs)
        weights.push_back(lottery_number(ties.lottery_seed, problem.participants[static_cast<std::size_t>(pair.participant)],
                                         units[static_cast<std::size_t>(pair.unit)]));
    problem.numeric.weights.push_back(std::move(weights));
    problem.goals.push_back({"lottery", GoalKind::lottery, false, 0, {}});
}

}  // namespace husrom::rules
