#pragma once

/// What one pair, or one tenant, uses of a limit: the `sum` of `[[limit]]`. A new kind of sum is one file and one line in list.cpp.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <husrom/core/integers.hpp>
#include <husrom/model/policy.hpp>

#include "rules/scope.hpp"

namespace husrom::rules {

class RiskModel;

class Load {
public:
    virtual ~Load() = default;
    Load() = default;
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    /// Times 10^digits(). Overflow when a sum or product leaves 64 bits.
    [[nodiscard]] virtual std::int64_t of(const Pair& pair) const = 0;
    [[nodiscard]] std::int64_t of_tenant(std::int32_t row) const { return tenants_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] std::int32_t digits() const { return digits_; }
    /// The columns that pairs are read by.
    [[nodiscard]] std::span<const Reader> readers() const { return readers_; }
    /// The columns that tenants are read by.
    [[nodiscard]] std::span<const Reader> tenant_readers() const { return tenant_readers_; }
    /// Can the cell of one of them change what a tenant uses? An unknown times 0 cannot.
    [[nodiscard]] virtual bool hangs_on(std::size_t /*tenant_reader*/, std::int32_t /*row*/) const { return true; }

protected:
    void reads(std::span<const Reader> readers) { readers_.insert(readers_.end(), readers.begin(), readers.end()); }
    void reads_of_tenants(std::span<const Reader> readers) {
        tenant_readers_.insert(tenant_readers_.end(), readers.begin(), readers.end());
    }
    std::int32_t digits_ = 0;
    std::vector<std::int64_t> tenants_;  ///< the load of each tenant, times 10^digits

private:
    std::vector<Reader> readers_, tenant_readers_;
};

struct LoadContext {
    const Scope& scope;
    const Entry& entry;
    const RiskModel* risk = nullptr;
};

/// nullptr, with findings, when the sum does not fit the case.
[[nodiscard]] std::unique_ptr<Load> compile(const model::SumOne& sum, const LoadContext& context);
[[nodiscard]] std::unique_ptr<Load> compile(const model::SumRisk& sum, const LoadContext& context);
[[nodiscard]] std::unique_ptr<Load> compile(const model::SumColumns& sum, const LoadContext& context);
[[nodiscard]] std::unique_ptr<Load> compile(const model::SumProduct& sum, const LoadContext& context);

}  // namespace husrom::rules
