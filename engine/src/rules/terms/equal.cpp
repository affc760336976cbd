#include "rules/terms/term.hpp"
#include "rules/two_columns.hpp"

namespace husrom::rules {
namespace {

class PointsWhenEqual final : public ScoreTerm {
public:
    PointsWhenEqual(TwoColumns columns, std::int64_t points) : columns_(std::move(columns)), points_(points) {
        reads(columns_.left());
        reads(columns_.right());
    }
    [[nodiscard]] std::int64_t points(const Pair& pair) const override { return columns_.equal(pair) == Truth::yes ? points_ : 0; }

private:
    TwoColumns columns_;
    std::int64_t points_;
};

}  // namespace

std::unique_ptr<ScoreTerm> compile(const model::EqualTerm& term, const TermContext& context) {
    auto columns = TwoColumns::compile(term.left, term.right, false, context.scope, context.entry, Unknowns::defaults);
    return columns ? std::make_unique<PointsWhenEqual>(std::move(*columns), term.points) : nullptr;
}

}  // namespace husrom::rules
