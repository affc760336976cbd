#include <algorithm>

#include "rules/limits/load.hpp"
#include "rules/linear.hpp"

namespace husrom::rules {
namespace {

/// One factor of a product, for pairs and for tenants on one scale.
struct Factor {
    Linear pairs{Linear::Missing::adds_nothing};
    Linear tenants{Linear::Missing::adds_nothing};

    Factor(const std::string& column, const LoadContext& context) {
        const auto& [scope, entry, risk] = context;
        const model::Operand operand{column, {1, 0}};
        pairs.add(std::span(&operand, 1), 1, scope, entry, Unknowns::defaults);
        tenants.add(std::span(&operand, 1), 1, scope, entry, Unknowns::defaults, People::tenants);
        const auto digits = std::max(pairs.natural_digits(), tenants.natural_digits());
        pairs.finish(scope, People::participants, digits);
        tenants.finish(scope, People::tenants, digits);
    }
};

class ProductOfColumns final : public Load {
public:
    ProductOfColumns(Factor participant, Factor unit, std::int32_t rows) : participant_(std::move(participant)), unit_(std::move(unit)) {
        digits_ = participant_.pairs.digits() + unit_.pairs.digits();
        reads(participant_.pairs.readers());
        reads(unit_.pairs.readers());
        reads_of_tenants(participant_.tenants.readers());
        reads_of_tenants(unit_.tenants.readers());
        for (std::int32_t row = 0; row < rows; ++row)
            tenants_.push_back(
                core::checked_multiply(participant_.tenants.of_participant(row).value, unit_.tenants.of_participant(row).value));
    }
    [[nodiscard]] std::int64_t of(const Pair& pair) const override {
        return core::checked_multiply(participant_.pairs.amount(pair).value, unit_.pairs.amount(pair).value);
    }

    [[nodiscard]] bool hangs_on(std::size_t tenant_reader, std::int32_t row) const override {
        for (std::size_t other = 0; other < tenant_readers().size(); ++other)
            if (other != tenant_reader && tenant_readers()[other].known_zero(row)) return false;
        return true;
    }

private:
    Factor participant_, unit_;
};

}  // namespace

std::unique_ptr<Load> compile(const model::SumProduct& sum, const LoadContext& context) {
    return std::make_unique<ProductOfColumns>(Factor(sum.participant_column, context), Factor(sum.unit_column, context),
                                              context.scope.rows(Side::participant, People::tenants));
}

}  // namespace husrom::rules
