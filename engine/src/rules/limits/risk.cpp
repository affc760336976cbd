#include "rules/risk.hpp"

#include "rules/limits/load.hpp"

namespace husrom::rules {
namespace {

class RiskPoints final : public Load {
public:
    RiskPoints(const RiskModel& risk, const Scope& scope) : risk_(risk) {
        digits_ = risk_.digits();
        reads(risk_.readers());
        const auto tenants = risk_.tenant_readers(scope);
        reads_of_tenants(tenants);
        tenants_ = risk_.of_tenants(tenants, scope);
        tenants_.resize(static_cast<std::size_t>(scope.rows(Side::participant, People::tenants)));
    }
    [[nodiscard]] std::int64_t of(const Pair& pair) const override { return risk_.points(pair); }
    [[nodiscard]] bool hangs_on(std::size_t tenant_reader, std::int32_t row) const override {
        return risk_.hangs_on(tenant_readers(), tenant_reader, row);
    }

private:
    const RiskModel& risk_;
};

}  // namespace

std::unique_ptr<Load> compile(const model::SumRisk&, const LoadContext& context) {
    if (context.risk != nullptr) return std::make_unique<RiskPoints>(*context.risk, context.scope);
    context.scope.error("P206", context.entry, {context.entry.id});
    return nullptr;
}

}  // namespace husrom::rules
