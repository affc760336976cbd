#include "rules/filter.hpp"

namespace husrom::rules {
namespace {

Truth as_filter(Truth truth) {
    return truth == Truth::not_applicable ? Truth::no : truth;
}

Truth both(Truth a, Truth b) {
    if (a == Truth::no || b == Truth::no) return Truth::no;
    return a == Truth::unknown || b == Truth::unknown ? Truth::unknown : Truth::yes;
}

}  // namespace

Filter::Filter(const model::Conditions& among, const model::Conditions& where, const Scope& scope, const Entry& entry, Unknowns unknowns,
               People people) {
    std::vector<CompiledCondition> of_participant, of_unit;
    for (const auto* list : {&among, &where})
        for (auto& condition : compile_all(*list, scope, entry, unknowns, people)) {
            readers_.push_back(condition.reader());
            const auto side = condition.reader().side();
            (side == Side::participant ? of_participant : side == Side::unit ? of_unit : listed_).push_back(std::move(condition));
        }
    const auto participants = scope.rows(Side::participant, people);
    participant_truth_.reserve(static_cast<std::size_t>(participants));
    for (std::int32_t row = 0; row < participants; ++row)
        participant_truth_.push_back(as_filter(judge_all(of_participant, {.participant = row})));
    const auto units = scope.rows(Side::unit);
    unit_truth_.reserve(static_cast<std::size_t>(units));
    for (std::int32_t row = 0; row < units; ++row) unit_truth_.push_back(as_filter(judge_all(of_unit, {.unit = row})));
}

Truth Filter::judge(const Pair& pair) const {
    auto result = participant(pair.participant);
    if (pair.unit >= 0) result = both(result, unit(pair.unit));
    if (result == Truth::no || listed_.empty()) return result;
    return both(result, as_filter(judge_all(listed_, pair)));
}

}  // namespace husrom::rules
