#pragma once

/// Neighbourhood risk: traits of a person x points x factors of a place. One exact integer product P = V R F^T for every kind of
/// person at every kind of place; entries that forbid close the pair instead.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <Eigen/Core>

#include <husrom/model/policy.hpp>

#include "rules/classes.hpp"
#include "rules/scope.hpp"

namespace husrom::rules {

class RiskModel {
public:
    /// nullptr, with findings, when a column does not fit or the product could leave 64 bits (checked before it is formed).
    [[nodiscard]] static std::unique_ptr<RiskModel> compile(const model::Risk& risk, const Scope& scope);

    [[nodiscard]] std::int32_t digits() const { return digits_; }
    /// Risk points times 10^digits. A row that is not joined, and an unknown without a default, add nothing.
    [[nodiscard]] std::int64_t points(const Pair& pair) const {
        return points_(participants_.of_row[static_cast<std::size_t>(pair.participant)],
                       units_.of_row[static_cast<std::size_t>(pair.unit)]);
    }
    /// Is there a trait and a factor that the pair reaches? A home in no neighbourhood has no factor of one.
    [[nodiscard]] bool joined(const Pair& pair) const;
    /// Do the points depend on an unknown, whatever its default? An unknown times 0 does not count.
    [[nodiscard]] bool undecided(const Pair& pair) const;

    /// Does the model have entries that forbid?
    [[nodiscard]] bool forbids() const { return !forbidden_.empty(); }
    /// "no" where an entry forbids the pair (its trait and its factor are both above 0), unknown where one might.
    [[nodiscard]] Truth allows(const Pair& pair) const;

    /// What the points are counted from.
    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }
    /// The same columns as rules see them: no default opens a home.
    [[nodiscard]] std::span<const Reader> rule_readers() const { return rule_readers_; }
    /// Those of rule_readers() that an entry forbids by.
    [[nodiscard]] std::vector<Reader> forbidding_readers() const;

    /// What the points of tenants are counted from, in the order of readers(); nothing, with findings, when a column does not fit.
    [[nodiscard]] std::vector<Reader> tenant_readers(const Scope& scope) const;
    /// Can the cell of one of them change the risk that a tenant brings? An unknown times 0 cannot.
    [[nodiscard]] bool hangs_on(std::span<const Reader> tenant_readers, std::size_t reader, std::int32_t row) const;
    /// The risk that each tenant brings to where they live, in the same units.
    [[nodiscard]] std::vector<std::int64_t> of_tenants(std::span<const Reader> tenant_readers, const Scope& scope) const;

private:
    using Matrix = Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;
    struct Forbidden {
        std::size_t trait, factor;
    };
    [[nodiscard]] bool fits_64_bits(const Matrix& traits, const Matrix& factors) const;

    std::int32_t digits_ = 0;
    std::vector<Reader> readers_;        ///< traits, then factors; defaults count
    std::vector<Reader> rule_readers_;   ///< the same without defaults
    std::vector<std::int64_t> scaling_;  ///< of each reader, to the digits common to traits or to factors
    std::size_t traits_ = 0;
    Matrix weights_;  ///< traits x factors
    std::vector<Forbidden> forbidden_;
    Classes participants_, units_;
    Matrix points_;  ///< class of participants x class of units
};

/// The path of a factor seen from a home: `neighbourhood.drug_scene` is `unit.neighbourhood.drug_scene`.
[[nodiscard]] std::string factor_path(std::string_view factor);

}  // namespace husrom::rules
