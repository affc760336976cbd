#include "rules/limits/load.hpp"

namespace husrom::rules {
namespace {

class OneEach final : public Load {
public:
    explicit OneEach(std::int32_t tenants) { tenants_.assign(static_cast<std::size_t>(tenants), 1); }
    [[nodiscard]] std::int64_t of(const Pair&) const override { return 1; }
};

}  // namespace

std::unique_ptr<Load> compile(const model::SumOne&, const LoadContext& context) {
    return std::make_unique<OneEach>(context.scope.rows(Side::participant, People::tenants));
}

}  // namespace husrom::rules
