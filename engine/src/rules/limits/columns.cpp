#include <algorithm>

#include "rules/limits/load.hpp"
#include "rules/linear.hpp"

namespace husrom::rules {
namespace {

class SumOfColumns final : public Load {
public:
    SumOfColumns(Linear pairs, const Linear& tenants, std::int32_t rows) : pairs_(std::move(pairs)) {
        digits_ = pairs_.digits();
        reads(pairs_.readers());
        reads_of_tenants(tenants.readers());
        for (std::int32_t row = 0; row < rows; ++row) tenants_.push_back(tenants.of_participant(row).value);
    }
    [[nodiscard]] std::int64_t of(const Pair& pair) const override { return pairs_.amount(pair).value; }

private:
    Linear pairs_;
};

}  // namespace

std::unique_ptr<Load> compile(const model::SumColumns& sum, const LoadContext& context) {
    const auto& [scope, entry, risk] = context;
    Linear pairs(Linear::Missing::adds_nothing), tenants(Linear::Missing::adds_nothing);
    pairs.add(sum.columns, 1, scope, entry, Unknowns::defaults);
    tenants.add(sum.columns, 1, scope, entry, Unknowns::defaults, People::tenants);
    const auto digits = std::max(pairs.natural_digits(), tenants.natural_digits());
    pairs.finish(scope, People::participants, digits);
    tenants.finish(scope, People::tenants, digits);
    return std::make_unique<SumOfColumns>(std::move(pairs), tenants, scope.rows(Side::participant, People::tenants));
}

}  // namespace husrom::rules
