#pragma once

/// The housing ladder: sparse matching instances shaped like municipal housing allocation, from 96 x 60 to 100,000 x 80,000.
///
/// A weight is 10000 (a home for one more person) plus a fit in 0..999; an edge joins a person to a home of the level they need or one
/// above, large enough, step-free where needed, and away from strained neighbourhoods for families and the young. The stream of random
/// numbers is that of numpy.random.default_rng (PCG64 seeded by SeedSequence), so that the same seed writes the same bytes as the NumPy
/// script these instances were first published with.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <husrom/core/integers.hpp>

namespace husrom::bench {

/// numpy.random.Generator(PCG64(SeedSequence(seed))), as much of it as the ladder needs.
class NumpyGenerator {
public:
    explicit NumpyGenerator(std::uint32_t seed) {
        const auto words = seed_words(seed);
        const auto initial = (static_cast<core::uint128>(words[0]) << 64) | words[1];
        const auto sequence = (static_cast<core::uint128>(words[2]) << 64) | words[3];
        increment_ = (sequence << 1) | 1;
        step();
        state_ += initial;
        step();
    }

    std::uint64_t next64() {
        step();
        const auto folded = static_cast<std::uint64_t>(state_ >> 64) ^ static_cast<std::uint64_t>(state_);
        const auto turn = static_cast<unsigned>(state_ >> 122);
        return (folded >> turn) | (folded << ((64 - turn) & 63));
    }

    std::uint32_t next32() {
        if (half_kept_) {
            half_kept_ = false;
            return half_;
        }
        const std::uint64_t word = next64();
        half_kept_ = true;
        half_ = static_cast<std::uint32_t>(word >> 32);
        return static_cast<std::uint32_t>(word);
    }

    double random() { return static_cast<double>(next64() >> 11) * (1.0 / 9007199254740992.0); }

    /// Uniform in [0, range], by Lemire's method on 32 bits.
    std::uint32_t bounded(std::uint32_t range) {
        if (range == 0) return 0;
        const std::uint32_t width = range + 1;
        std::uint64_t product = std::uint64_t{next32()} * width;
        if (static_cast<std::uint32_t>(product) < width) {
            const std::uint32_t threshold = (0xffffffffU - range) % width;
            while (static_cast<std::uint32_t>(product) < threshold) product = std::uint64_t{next32()} * width;
        }
        return static_cast<std::uint32_t>(product >> 32);
    }

    /// Generator.integers(low, high): low included, high not.
    std::int64_t integers(std::int64_t low, std::int64_t high) { return low + bounded(static_cast<std::uint32_t>(high - low - 1)); }

    /// Generator.choice(values, p=shares): an index.
    std::size_t choice(const std::vector<double>& shares) {
        std::vector<double> cumulated(shares.size());
        std::partial_sum(shares.begin(), shares.end(), cumulated.begin());
        const double last = cumulated.back();
        for (auto& value : cumulated) value /= last;
        return static_cast<std::size_t>(std::upper_bound(cumulated.begin(), cumulated.end(), random()) - cumulated.begin());
    }

    /// np.sort(Generator.choice(population, count, replace=False)).
    std::vector<std::uint32_t> sample(std::uint32_t population, std::uint32_t count) {
        std::vector<std::uint32_t> drawn;
        if (population > 10000 && count > population / 50) {
            drawn.resize(population);
            std::iota(drawn.begin(), drawn.end(), 0u);
            shuffle(drawn, std::max(population - count, 1u));
            drawn.erase(drawn.begin(), drawn.begin() + (population - count));
        } else {  // Floyd's algorithm, then a shuffle
            std::vector<bool> taken(population, false);
            for (std::uint32_t last = population - count; last < population; ++last) {
                const std::uint32_t value = bounded(last);
                drawn.push_back(taken[value] ? last : value);
                taken[drawn.back()] = true;
            }
            shuffle(drawn, 1);
        }
        std::ranges::sort(drawn);
        return drawn;
    }

private:
    void step() {
        constexpr auto multiplier = (static_cast<core::uint128>(0x2360ed051fc65da4ULL) << 64) | 0x4385df649fccf645ULL;
        state_ = state_ * multiplier + increment_;
    }

    void shuffle(std::vector<std::uint32_t>& values, std::uint32_t first) {
        for (auto i = static_cast<std::uint32_t>(values.size()) - 1; i >= first && i > 0; --i) std::swap(values[bounded(i)], values[i]);
    }

    /// numpy.random.SeedSequence(seed).generate_state(4, uint64) with its pool of four words.
    static std::array<std::uint64_t, 4> seed_words(std::uint32_t seed) {
        std::uint32_t constant = 0x43b0d7e5U;
        const auto hash = [&constant](std::uint32_t value) {
            value ^= constant;
            constant *= 0x931e8875U;
            value *= constant;
            return value ^ (value >> 16);
        };
        const auto mix = [](std::uint32_t x, std::uint32_t y) {
            const std::uint32_t result = 0xca01f9ddU * x - 0x4973f715U * y;
            return result ^ (result >> 16);
        };
        std::array<std::uint32_t, 4> pool{};
        for (std::size_t i = 0; i < pool.size(); ++i) pool[i] = hash(i == 0 ? seed : 0);
        for (std::size_t from = 0; from < pool.size(); ++from)
            for (std::size_t to = 0; to < pool.size(); ++to)
                if (from != to) pool[to] = mix(pool[to], hash(pool[from]));
        std::uint32_t output = 0x8b51f9ddU;
        std::array<std::uint64_t, 4> words{};
        for (std::size_t i = 0; i < 8; ++i) {
            std::uint32_t value = pool[i % 4] ^ output;
            output *= 0x58f38dedU;
            value *= output;
            value ^= value >> 16;
            words[i / 2] |= std::uint64_t{value} << (32 * (i % 2));
        }
        return words;
    }

    core::uint128 state_ = 0;
    core::uint128 increment_ = 0;
    std::uint32_t half_ = 0;
    bool half_kept_ = false;
};

struct LadderInstance {
    std::int32_t rows = 0, columns = 0;  ///< participants and units
    std::vector<std::int32_t> edge_row, edge_column;
    std::vector<std::int32_t> weights;

    [[nodiscard]] std::string text() const {
        std::string out = "p " + std::to_string(rows) + ' ' + std::to_string(columns) + ' ' + std::to_string(weights.size()) + " 0\n";
        for (std::size_t e = 0; e < weights.size(); ++e) {
            out += "e " + std::to_string(edge_row[e]) + ' ' + std::to_string(edge_column[e]) + ' ' + std::to_string(weights[e]) + '\n';
        }
        return out;
    }
};

/// `degree` caps the edges of a participant; 0 keeps all that are eligible.
inline LadderInstance ladder(std::int32_t participants, std::int32_t units, std::uint32_t seed, std::uint32_t degree = 0) {
    // Kept apart from the sums, so that no compiler fuses them: a fused product rounds otherwise.
    const auto product = [](double a, double b) {
        volatile double result = a * b;
        return result;
    };
    NumpyGenerator r(seed);
    const auto P = static_cast<std::size_t>(participants), U = static_cast<std::size_t>(units);

    std::vector<std::size_t> sizes;
    const std::array<std::size_t, 8> site_sizes{1, 2, 4, 4, 6, 8, 12, 24};
    std::size_t total = 0;
    while (total < U) {
        sizes.push_back(site_sizes[r.choice({.35, .15, .2, .1, .08, .06, .04, .02})]);
        total += sizes.back();
    }
    if (!sizes.empty()) sizes.back() -= total - U;
    if (!sizes.empty() && sizes.back() == 0) sizes.pop_back();
    const std::size_t B = sizes.size(), N = std::max<std::size_t>(4, B / 20), T = std::max<std::size_t>(2, N / 8);

    const auto integers = [&r](std::size_t count, std::int64_t low, std::int64_t high) {
        std::vector<std::int64_t> values(count);
        for (auto& value : values) value = r.integers(low, high);
        return values;
    };
    const auto randoms = [&r](std::size_t count) {
        std::vector<double> values(count);
        for (auto& value : values) value = r.random();
        return values;
    };
    const auto choices = [&r](std::size_t count, const std::vector<double>& shares) {
        std::vector<std::int64_t> values(count);
        for (auto& value : values) value = static_cast<std::int64_t>(r.choice(shares)) + 1;
        return values;
    };

    const auto neighbourhood_of_site = integers(B, 0, static_cast<std::int64_t>(N));
    const auto place = randoms(2 * N);
    (void)randoms(2 * T);  // the teams' places, which only the side constraints use
    const auto level_of_site = choices(B, {.5, .2, .12, .1, .08});
    std::vector<std::size_t> site;
    for (std::size_t b = 0; b < B; ++b) site.insert(site.end(), sizes[b], b);
    const auto rooms = choices(U, {.4, .35, .15, .1});
    const auto step_free = randoms(U);
    const auto strained = randoms(N);
    const auto need = choices(P, {.45, .22, .13, .12, .08});
    const auto household = choices(P, {.85, .1, .05});
    const auto mobility = randoms(P);
    const auto youth = randoms(P);
    (void)integers(P, -1, 2);  // risk, conflict and hours: side constraints again
    (void)randoms(P);
    (void)integers(P, -1, 2);
    const auto home = randoms(2 * P);
    const auto priority = integers(P, 0, 200);

    LadderInstance instance{participants, units, {}, {}, {}};
    std::vector<std::uint32_t> eligible;
    for (std::size_t i = 0; i < P; ++i) {
        eligible.clear();
        for (std::size_t j = 0; j < U; ++j) {
            const std::int64_t level = level_of_site[site[j]];
            if (level < need[i] || level > need[i] + 1 || rooms[j] < household[i]) continue;
            if (mobility[i] < .08 && !(step_free[j] < .3)) continue;
            if ((youth[i] < .12 || household[i] > 1) && strained[static_cast<std::size_t>(neighbourhood_of_site[site[j]])] < .2) continue;
            eligible.push_back(static_cast<std::uint32_t>(j));
        }
        if (degree > 0 && eligible.size() > degree) {
            auto kept = r.sample(static_cast<std::uint32_t>(eligible.size()), degree);
            for (auto& index : kept) index = eligible[index];
            eligible = kept;
        }
        for (const std::uint32_t j : eligible) {
            const auto n = static_cast<std::size_t>(neighbourhood_of_site[site[j]]);
            const double dx = place[2 * n] - home[2 * i], dy = place[2 * n + 1] - home[2 * i + 1];
            const double distance = std::sqrt(product(dx, dx) + product(dy, dy));
            double fit = product(350, 1 - distance) + (level_of_site[site[j]] == need[i] ? 150 : 0);
            fit += rooms[j] == household[i] ? 100 : 0;
            fit += static_cast<double>(priority[i]);
            fit += static_cast<double>(r.integers(0, 200));
            instance.edge_row.push_back(static_cast<std::int32_t>(i));
            instance.edge_column.push_back(static_cast<std::int32_t>(j));
            instance.weights.push_back(10000 + static_cast<std::int32_t>(std::clamp(fit, 0.0, 999.0)));
        }
    }
    return instance;
}

}  // namespace husrom::bench
