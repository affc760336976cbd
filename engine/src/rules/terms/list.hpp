#pragma once

/// The terms of `[[term]]` as one list: each compiled, with its filters, and worked out for whole lists of pairs.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <husrom/rules/allocation_problem.hpp>

#include "rules/filter.hpp"
#include "rules/terms/term.hpp"

namespace husrom::rules {

class Scoring {
public:
    /// Nothing, with findings, when the term does not fit the case.
    [[nodiscard]] static std::unique_ptr<Scoring> compile(const model::Term& term, const Scope& scope, const RiskModel* risk);

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] std::int32_t digits() const { return term_->digits(); }
    [[nodiscard]] std::int64_t points(const Pair& pair) const { return filter_.holds(pair) ? term_->points(pair) : 0; }
    [[nodiscard]] TermScore score(const Pair& pair) const;

    /// The points of many pairs, worked out once for people and homes that the term cannot tell apart.
    [[nodiscard]] std::vector<std::int64_t> points(std::span<const Pair> pairs, const Scope& scope) const;

    /// The term's columns and the filter's.
    [[nodiscard]] std::span<const Reader> readers() const { return term_->readers(); }
    [[nodiscard]] const Filter& filter() const { return filter_; }

private:
    Scoring(std::string id, Filter filter, std::unique_ptr<ScoreTerm> term)
        : id_(std::move(id)), filter_(std::move(filter)), term_(std::move(term)) {}

    std::string id_;
    Filter filter_;
    std::unique_ptr<ScoreTerm> term_;
};

}  // namespace husrom::rules
