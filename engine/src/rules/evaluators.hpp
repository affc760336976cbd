#pragma once

/// Everything that was compiled for a problem, kept so that any pair can be asked about afterwards.

#include <memory>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/eligibility/list.hpp"
#include "rules/limits/limit.hpp"
#include "rules/listed.hpp"
#include "rules/risk.hpp"
#include "rules/terms/list.hpp"

namespace husrom::rules {

struct AllocationProblem::Evaluators {
    std::unique_ptr<RiskModel> risk;                        ///< nullptr without [risk]
    std::vector<std::unique_ptr<Eligibility>> eligibility;  ///< rules that are on, in the policy's order; "risk" last where it forbids
    std::vector<std::unique_ptr<Scoring>> terms;            ///< terms that are on, in the policy's order
    std::vector<std::unique_ptr<Limit>> limits;             ///< limits that are on, in the policy's order
    std::vector<std::vector<std::int32_t>> info_of_group;   ///< by limit, by group: position in AllocationProblem::limits, or -1
    std::unique_ptr<Listed> listed;
    std::vector<std::int32_t> row_offsets;  ///< edges of participant p are [row_offsets[p], row_offsets[p + 1])

    /// Every rule's verdict on a pair; a stay passes whatever a rule says.
    [[nodiscard]] std::vector<RuleVerdict> verdicts(const Pair& pair) const;
    [[nodiscard]] bool open(const Pair& pair) const;
};

}  // namespace husrom::rules
