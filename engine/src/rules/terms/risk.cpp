#include "rules/risk.hpp"

#include "rules/terms/term.hpp"

namespace husrom::rules {
namespace {

class PointsByRisk final : public ScoreTerm {
public:
    PointsByRisk(const RiskModel& risk, std::int64_t points_each) : risk_(risk), points_each_(points_each) {
        digits_ = risk_.digits();
        reads(risk_.readers());
    }
    [[nodiscard]] std::int64_t points(const Pair& pair) const override { return core::checked_multiply(risk_.points(pair), points_each_); }

private:
    const RiskModel& risk_;
    std::int64_t points_each_;
};

}  // namespace

std::unique_ptr<ScoreTerm> compile(const model::RiskTerm& term, const TermContext& context) {
    if (context.risk != nullptr) return std::make_unique<PointsByRisk>(*context.risk, term.points_each);
    context.scope.error("P206", context.entry, {context.entry.id});
    return nullptr;
}

}  // namespace husrom::rules
