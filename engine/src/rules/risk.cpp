#include "rules/risk.hpp"

#include <algorithm>

#include "rules/scale.hpp"

namespace husrom::rules {

using core::int128;
using model::ColumnType;

namespace {

bool counts(ColumnType type) {
    return type != ColumnType::text && type != ColumnType::set && type != ColumnType::date;
}

int128 magnitude(std::int64_t value) {
    return value < 0 ? -static_cast<int128>(value) : static_cast<int128>(value);
}

}  // namespace

std::string factor_path(std::string_view factor) {
    const auto root = root_of(factor);
    return root == "unit" || root == "participant" || root == "pair" ? std::string(factor) : "unit." + std::string(factor);
}

std::unique_ptr<RiskModel> RiskModel::compile(const model::Risk& risk, const Scope& scope) {
    const Entry entry{"risk", risk.line};
    auto result = std::make_unique<RiskModel>();
    bool fits = true;
    std::int32_t digits[2] = {0, 0};
    const auto read = [&](const std::string& path, Side side) {
        auto reader = scope.reader(path, entry, Unknowns::defaults);
        if (!reader) return false;
        if (!counts(reader->type())) {
            scope.error("P203", entry, {entry.id, path, std::string(to_string(reader->type()))});
            return false;
        }
        if (reader->side() != side) {
            scope.error("P207", entry, {path});
            return false;
        }
        auto& most = digits[side == Side::unit ? 1 : 0];
        most = std::max(most, reader->digits());
        result->readers_.push_back(std::move(*reader));
        return true;
    };
    for (const auto& trait : risk.traits) fits = read(trait, Side::participant) && fits;
    for (const auto& factor : risk.factors) fits = read(factor_path(factor), Side::unit) && fits;
    const bool shaped = risk.points.size() == risk.traits.size() &&
                        std::ranges::all_of(risk.points, [&risk](const auto& row) { return row.size() == risk.factors.size(); });
    if (!shaped) scope.error("P208", entry, {std::to_string(risk.traits.size()), std::to_string(risk.factors.size())});
    if (!fits || !shaped) return nullptr;

    result->traits_ = risk.traits.size();
    result->digits_ = digits[0] + digits[1];
    for (std::size_t i = 0; i < result->readers_.size(); ++i)
        result->scaling_.push_back(power_of_ten(digits[i < result->traits_ ? 0 : 1] - result->readers_[i].digits()));
    const auto rows = static_cast<Eigen::Index>(risk.traits.size()), columns = static_cast<Eigen::Index>(risk.factors.size());
    result->weights_ = Matrix::Zero(rows, columns);
    for (std::size_t t = 0; t < risk.points.size(); ++t)
        for (std::size_t f = 0; f < risk.factors.size(); ++f) {
            if (risk.points[t][f])
                result->weights_(static_cast<Eigen::Index>(t), static_cast<Eigen::Index>(f)) = *risk.points[t][f];
            else
                result->forbidden_.push_back({t, result->traits_ + f});
        }

    for (const auto& reader : result->readers_) result->rule_readers_.push_back(reader.without_default());
    result->participants_ = classify(result->readers_, Side::participant, scope.rows(Side::participant));
    result->units_ = classify(result->readers_, Side::unit, scope.rows(Side::unit));
    Matrix traits(static_cast<Eigen::Index>(result->participants_.count()), rows);
    Matrix factors(static_cast<Eigen::Index>(result->units_.count()), columns);
    const auto fill = [&result](Matrix& matrix, const Classes& classes, std::size_t first) {
        for (Eigen::Index row = 0; row < matrix.rows(); ++row)
            for (Eigen::Index column = 0; column < matrix.cols(); ++column) {
                const auto reader = first + static_cast<std::size_t>(column);
                const auto cell = result->readers_[reader].read(classes.examples[static_cast<std::size_t>(row)]);
                matrix(row, column) = core::checked_multiply(cell.value, result->scaling_[reader]);
            }
    };
    fill(traits, result->participants_, 0);
    fill(factors, result->units_, result->traits_);
    if (!result->fits_64_bits(traits, factors)) {
        scope.error("C209", entry, {entry.id});
        return nullptr;
    }
    result->points_ = traits * result->weights_ * factors.transpose();
    return result;
}

bool RiskModel::fits_64_bits(const Matrix& traits, const Matrix& factors) const {
    // The sum of |trait| x |points| x |factor| over the largest entries bounds every partial sum of both products.
    const auto largest = [](const Matrix& matrix, Eigen::Index column) {
        int128 most = 0;
        for (Eigen::Index row = 0; row < matrix.rows(); ++row) most = std::max(most, magnitude(matrix(row, column)));
        return most;
    };
    constexpr int128 range = static_cast<int128>(1) << 62;
    int128 total = 0;
    for (Eigen::Index factor = 0; factor < weights_.cols(); ++factor) {
        int128 sum = 0;
        for (Eigen::Index trait = 0; trait < weights_.rows(); ++trait) {
            const auto one = largest(traits, trait) * magnitude(weights_(trait, factor));
            if (one > range) return false;
            sum += one;
        }
        if (sum > range) return false;
        const auto part = sum * largest(factors, factor);
        if (part > range) return false;
        total += part;
    }
    return total <= range;
}

bool RiskModel::undecided(const Pair& pair) const {
    const auto unknown = [&pair](const Reader& reader) { return reader.undecided(reader.row(pair)); };
    if (std::ranges::none_of(rule_readers_, unknown)) return false;
    const auto zero = [&](const Reader& reader) { return !unknown(reader) && reader.read(pair).value == 0; };
    for (std::size_t t = 0; t < traits_; ++t)
        for (std::size_t f = traits_; f < rule_readers_.size(); ++f) {
            const Reader &trait = rule_readers_[t], &factor = rule_readers_[f];
            const auto weight = weights_(static_cast<Eigen::Index>(t), static_cast<Eigen::Index>(f - traits_));
            if (weight != 0 && !zero(trait) && !zero(factor) && (unknown(trait) || unknown(factor))) return true;
        }
    return false;
}

bool RiskModel::joined(const Pair& pair) const {
    const auto reached = [&pair](const Reader& reader) { return reader.state(reader.row(pair)) != model::CellState::not_joined; };
    const auto factors = readers_.begin() + static_cast<std::ptrdiff_t>(traits_);
    return std::any_of(readers_.begin(), factors, reached) && std::any_of(factors, readers_.end(), reached);
}

Truth RiskModel::allows(const Pair& pair) const {
    auto result = Truth::yes;
    for (const auto& [trait, factor] : forbidden_) {
        const auto above_zero = [&](const Reader& reader) {
            const auto row = reader.row(pair);
            if (reader.undecided(row)) return Truth::unknown;
            return reader.read(row).value > 0 ? Truth::yes : Truth::no;
        };
        const auto a = above_zero(rule_readers_[trait]), b = above_zero(rule_readers_[factor]);
        if (a == Truth::yes && b == Truth::yes) return Truth::no;
        if (a != Truth::no && b != Truth::no) result = Truth::unknown;
    }
    return result;
}

std::vector<Reader> RiskModel::forbidding_readers() const {
    std::vector<Reader> readers;
    for (std::size_t reader = 0; reader < rule_readers_.size(); ++reader)
        if (std::ranges::any_of(forbidden_, [reader](const Forbidden& one) { return one.trait == reader || one.factor == reader; }))
            readers.push_back(rule_readers_[reader]);
    return readers;
}

std::vector<Reader> RiskModel::tenant_readers(const Scope& scope) const {
    const Entry entry{"risk", scope.policy().risk ? scope.policy().risk->line : model::PolicyLine{}};
    std::vector<Reader> tenants;
    for (const auto& reader : readers_) {
        auto one = scope.reader(reader.path(), entry, Unknowns::defaults, People::tenants);
        if (!one) return {};
        if (one->digits() > reader.digits()) {
            scope.error("P210", entry, {entry.id, reader.path(), std::string(to_string(reader.type()))});
            return {};
        }
        tenants.push_back(std::move(*one));
    }
    return tenants;
}

bool RiskModel::hangs_on(std::span<const Reader> tenant_readers, std::size_t reader, std::int32_t row) const {
    const bool is_trait = reader < traits_;
    for (auto other = is_trait ? traits_ : 0; other < (is_trait ? tenant_readers.size() : traits_); ++other) {
        const auto trait = is_trait ? reader : other, factor = (is_trait ? other : reader) - traits_;
        const auto weight = weights_(static_cast<Eigen::Index>(trait), static_cast<Eigen::Index>(factor));
        if (weight != 0 && !tenant_readers[other].known_zero(row)) return true;
    }
    return false;
}

std::vector<std::int64_t> RiskModel::of_tenants(std::span<const Reader> tenant_readers, const Scope& scope) const {
    std::vector<std::int64_t> risks;
    if (tenant_readers.size() != readers_.size()) return risks;
    const auto value = [&tenant_readers, this](std::size_t reader, std::int32_t row) {
        const auto more = power_of_ten(readers_[reader].digits() - tenant_readers[reader].digits());
        return core::checked_multiply(core::checked_multiply(tenant_readers[reader].read(row).value, more), scaling_[reader]);
    };
    for (std::int32_t row = 0; row < scope.rows(Side::participant, People::tenants); ++row) {
        std::int64_t risk = 0;
        for (std::size_t t = 0; t < traits_; ++t)
            for (std::size_t f = traits_; f < readers_.size(); ++f) {
                const auto weight = weights_(static_cast<Eigen::Index>(t), static_cast<Eigen::Index>(f - traits_));
                risk = core::checked_add(risk, core::checked_multiply(core::checked_multiply(value(t, row), weight), value(f, row)));
            }
        risks.push_back(risk);
    }
    return risks;
}

}  // namespace husrom::rules
