#pragma once

/// One `[[limit]]`, compiled: which pairs and tenants count under which groups, with what load, against which bounds.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/filter.hpp"
#include "rules/limits/bound.hpp"
#include "rules/limits/groups.hpp"
#include "rules/limits/load.hpp"
#include "rules/limits/spread.hpp"

namespace husrom::rules {

class Limit {
public:
    /// Nothing, with findings, when the limit does not fit the case.
    [[nodiscard]] static std::unique_ptr<Limit> compile(const model::LimitRule& rule, const Scope& scope, const RiskModel* risk);

    [[nodiscard]] const model::LimitRule& rule() const { return rule_; }
    [[nodiscard]] const Groups& groups() const { return groups_; }
    [[nodiscard]] const Filter& filter() const { return filter_; }
    [[nodiscard]] const Filter& tenant_filter() const { return tenant_filter_; }
    [[nodiscard]] std::span<const Reader> load_readers() const { return load_->readers(); }
    [[nodiscard]] std::span<const Reader> tenant_load_readers() const { return load_->tenant_readers(); }
    /// Loads, bounds and rooms are integers times 10^digits.
    [[nodiscard]] std::int32_t digits() const { return digits_; }

    /// The groups that a pair counts under, with the part of the load that reaches them, and the load: coefficient = load x part. Nothing
    /// when the limit does not concern the pair. A filter that cannot be judged counts the pair in: no cap is broken by what is unknown.
    [[nodiscard]] std::span<const Share> reached(const Pair& pair) const;
    [[nodiscard]] std::int64_t load(const Pair& pair) const { return core::checked_multiply(load_->of(pair), load_factor_); }

    /// The tenants that count under a group.
    [[nodiscard]] std::vector<bool> counted_tenants(const Scope& scope) const;
    /// By reader of tenant_load_readers() and tenant: does the cell count?
    [[nodiscard]] std::vector<std::vector<bool>> tenant_cells(const Scope& scope) const;
    /// The use of each group by the tenants.
    [[nodiscard]] std::vector<std::int64_t> tenants(const Scope& scope) const;
    /// The bounds of a group as declared.
    [[nodiscard]] std::optional<std::int64_t> most(std::int32_t group) const { return bound(max_, group); }
    [[nodiscard]] std::optional<std::int64_t> least(std::int32_t group) const { return bound(min_, group); }
    /// The column whose cell for this group nobody has filled in; empty when the bounds are known.
    [[nodiscard]] std::string unknown_bound(std::int32_t group) const;

private:
    Limit(const model::LimitRule& rule, Filter filter, Filter tenant_filter, Groups groups, Spread spread, std::unique_ptr<Load> load,
          Bound max, Bound min);
    [[nodiscard]] std::optional<std::int64_t> bound(const Bound& bound, std::int32_t group) const;

    model::LimitRule rule_;
    Filter filter_, tenant_filter_;
    Groups groups_;
    Spread spread_;
    std::unique_ptr<Load> load_;
    Bound max_, min_;
    std::int32_t digits_ = 0;
    std::int64_t load_factor_ = 1;
};

}  // namespace husrom::rules
