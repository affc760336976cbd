#include <algorithm>
#include <array>
#include <string_view>

#include <husrom/io/check_tables.hpp>
#include <husrom/io/io.hpp>
#include <husrom/model/typed_case.hpp>
#include <husrom/model/well_known.hpp>

namespace husrom {

model::Findings check_tables(const model::Case& source) {
    model::Findings of_policy, all, findings;
    model::Policy policy;
    if (source.policy_text) policy = parse_policy(*source.policy_text, source.policy_source, of_policy);
    if (policy.columns.empty()) {
        const auto known = model::well_known_columns();
        policy.columns.assign(known.begin(), known.end());
        for (auto& column : policy.columns) column.column_class = model::ColumnClass::personal;
    }
    static_cast<void>(model::type_case(source, policy, all));
    // A heading that nothing declares, and one that a policy would have to declare personal.
    constexpr std::array<std::string_view, 2> of_declarations{"T007", "T031"};
    for (const auto& finding : all.list())
        if (std::ranges::find(of_declarations, finding.code) == of_declarations.end()) findings.add(finding);
    return findings;
}

}  // namespace husrom
