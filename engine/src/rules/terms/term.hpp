#pragma once

/// One term of the score, compiled for a case. A new type of term is one file with a class like this and one line in list.cpp.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/model/policy.hpp>

#include "rules/classes.hpp"
#include "rules/scope.hpp"

namespace husrom::rules {

class RiskModel;

class ScoreTerm {
public:
    virtual ~ScoreTerm() = default;
    ScoreTerm() = default;
    ScoreTerm(const ScoreTerm&) = delete;
    ScoreTerm& operator=(const ScoreTerm&) = delete;

    /// Points times 10^digits(). A row that is not joined, and an unknown without a default, score nothing. Overflow when a product
    /// leaves 64 bits.
    [[nodiscard]] virtual std::int64_t points(const Pair& pair) const = 0;
    [[nodiscard]] std::int32_t digits() const { return digits_; }
    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }

    /// People (homes) that the term cannot tell apart, by typed row.
    [[nodiscard]] virtual Classes classes(Side side, std::int32_t rows) const { return classify(readers_, side, rows); }

protected:
    void reads(const Reader& reader) { readers_.push_back(reader); }
    void reads(std::span<const Reader> readers) { readers_.insert(readers_.end(), readers.begin(), readers.end()); }
    std::int32_t digits_ = 0;

private:
    std::vector<Reader> readers_;
};

/// What terms are compiled from.
struct TermContext {
    const Scope& scope;
    const Entry& entry;
    const RiskModel* risk = nullptr;  ///< nullptr when the policy has no [risk]
};

/// nullptr, with findings, when the term does not fit the case.
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::EqualTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::ClosenessTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::DistanceTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::WishRankTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::WaitingTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::DaysToHomeTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::RiskTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::ColumnTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::PairTerm& term, const TermContext& context);
[[nodiscard]] std::unique_ptr<ScoreTerm> compile(const model::SlackTerm& term, const TermContext& context);

}  // namespace husrom::rules
