#include "rules/limits/limit.hpp"

#include <algorithm>
#include <utility>

#include "rules/scale.hpp"

namespace husrom::rules {

std::unique_ptr<Limit> Limit::compile(const model::LimitRule& rule, const Scope& scope, const RiskModel* risk) {
    const Entry entry{"limit " + rule.id, rule.line};
    Filter filter(rule.among, rule.where, scope, entry, Unknowns::keep);
    Filter tenant_filter(rule.among, rule.where, scope, entry, Unknowns::keep, People::tenants);
    const LoadContext context{scope, entry, risk};
    auto load = std::visit([&context](const auto& sum) { return rules::compile(sum, context); }, rule.sum);
    auto groups = Groups::compile(rule.per, scope, entry);
    if (!groups) return nullptr;
    auto spread = Spread::compile(rule.spread, *groups, scope, entry);
    auto max = Bound::compile(rule.max, *groups, scope, entry);
    auto min = Bound::compile(rule.min, *groups, scope, entry);
    if (!load) return nullptr;
    return std::unique_ptr<Limit>(new Limit(rule, std::move(filter), std::move(tenant_filter), std::move(*groups), std::move(spread),
                                            std::move(load), std::move(max), std::move(min)));
}

Limit::Limit(const model::LimitRule& rule, Filter filter, Filter tenant_filter, Groups groups, Spread spread, std::unique_ptr<Load> load,
             Bound max, Bound min)
    : rule_(rule),
      filter_(std::move(filter)),
      tenant_filter_(std::move(tenant_filter)),
      groups_(std::move(groups)),
      spread_(std::move(spread)),
      load_(std::move(load)),
      max_(std::move(max)),
      min_(std::move(min)) {
    digits_ = std::max({load_->digits() + spread_.digits(), max_.digits(), min_.digits()});
    load_factor_ = power_of_ten(digits_ - load_->digits() - spread_.digits());
}

std::span<const Share> Limit::reached(const Pair& pair) const {
    const auto group = groups_.of(pair);
    if (group < 0 || filter_.judge(pair) == Truth::no) return {};
    return spread_.reached(group);
}

std::vector<bool> Limit::counted_tenants(const Scope& scope) const {
    std::vector<bool> counted;
    for (std::int32_t row = 0; row < scope.rows(Side::participant, People::tenants); ++row)
        counted.push_back(groups_.of_tenant(row) >= 0 && tenant_filter_.judge({.participant = row}) != Truth::no);
    return counted;
}

std::vector<std::vector<bool>> Limit::tenant_cells(const Scope& scope) const {
    std::vector<std::vector<bool>> cells(tenant_load_readers().size(), counted_tenants(scope));
    for (std::size_t reader = 0; reader < cells.size(); ++reader)
        for (std::size_t row = 0; row < cells[reader].size(); ++row)
            if (cells[reader][row]) cells[reader][row] = load_->hangs_on(reader, static_cast<std::int32_t>(row));
    return cells;
}

std::vector<std::int64_t> Limit::tenants(const Scope& scope) const {
    std::vector<std::int64_t> use(groups_.size(), 0);
    const auto counted = counted_tenants(scope);
    for (std::int32_t row = 0; std::cmp_less(row, counted.size()); ++row) {
        if (!counted[static_cast<std::size_t>(row)]) continue;
        const auto group = groups_.of_tenant(row);
        const auto load = core::checked_multiply(load_->of_tenant(row), load_factor_);
        for (const auto& share : spread_.reached(group)) {
            auto& total = use[static_cast<std::size_t>(share.group)];
            total = core::checked_add(total, core::checked_multiply(load, share.part));
        }
    }
    return use;
}

std::optional<std::int64_t> Limit::bound(const Bound& bound, std::int32_t group) const {
    const auto value = bound.of(group);
    return value ? std::optional(core::checked_multiply(*value, power_of_ten(digits_ - bound.digits()))) : std::nullopt;
}

std::string Limit::unknown_bound(std::int32_t group) const {
    return max_.unknown(group) ? max_.path() : min_.unknown(group) ? min_.path() : std::string();
}

}  // namespace husrom::rules
