#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <type_traits>

#include <husrom/core/integers.hpp>
#include <vector>

#include <husrom/matching/dense.hpp>

namespace husrom::matching {

namespace {

/// An exact sum of doubles as a list of parts that do not overlap, smallest first (Shewchuk 1997). Its sign is that of the last part.
class ExactSum {
public:
    void add(double term) {
        std::size_t kept = 0;
        for (const double part : parts_) {
            const double sum = term + part;
            const double virtual_part = sum - term;
            const double error = (term - (sum - virtual_part)) + (part - virtual_part);
            if (error != 0) parts_[kept++] = error;
            term = sum;
        }
        parts_.resize(kept);
        if (term != 0) parts_.push_back(term);
    }
    [[nodiscard]] int sign() const { return parts_.empty() ? 0 : parts_.back() > 0 ? 1 : -1; }

private:
    std::vector<double> parts_;
};

/// The sign of a sum of at most six doubles, exactly; a plain sum decides where it is clearly away from 0.
int sign_of_sum(const std::array<double, 6>& terms) {
    double sum = 0;
    double magnitude = 0;
    for (const double term : terms) {
        sum += term;
        magnitude += std::fabs(term);
    }
    if (std::fabs(sum) > magnitude * 0x1.0p-48) return sum > 0 ? 1 : -1;
    ExactSum exact;
    for (const double term : terms) exact.add(term);
    return exact.sign();
}

template <class Weight> class Judge {
public:
    Judge(const DenseView<Weight>& matrix, const DenseMatching<Weight>& matching)
        : matrix_(matrix), matching_(matching), sign_(matching.sense == Sense::maximise ? 1 : -1) {}

    [[nodiscard]] Verdict judge() {
        for (const auto step : {&Judge::mates, &Judge::dual_signs, &Judge::entries, &Judge::bonus})
            if (std::string objection = (this->*step)(); !objection.empty()) return {false, objection};
        return {true, {}};
    }

private:
    static constexpr bool whole = std::is_integral_v<Weight>;

    static std::string at(const char* side, std::size_t index) { return std::string(side) + " " + std::to_string(index); }

    [[nodiscard]] bool allowed(std::int32_t row, std::int32_t column) const {
        if (!matrix_.is_allowed(row, column)) return false;
        if constexpr (whole)
            return true;
        else
            return !std::isinf(matrix_.weight(row, column));
    }

    std::string mates() {
        const auto rows = static_cast<std::size_t>(matrix_.rows);
        const auto columns = static_cast<std::size_t>(matrix_.columns);
        if (matching_.status != Outcome::optimal) return "the status does not claim a proof";
        if (matching_.row_mates.size() != rows || matching_.column_mates.size() != columns || matching_.row_duals.size() != rows ||
            matching_.column_duals.size() != columns)
            return "sizes do not fit the matrix";
        if (!whole && (matching_.row_dual_rests.size() != rows || matching_.column_dual_rests.size() != columns))
            return "sizes of the rests do not fit the matrix";
        std::int64_t pairs = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            const std::int32_t column = matching_.row_mates[row];
            if (column < -1 || column >= matrix_.columns) return at("row", row) + " has a mate that does not exist";
            if (column < 0) continue;
            ++pairs;
            if (matching_.column_mates[static_cast<std::size_t>(column)] != static_cast<std::int32_t>(row))
                return at("row", row) + " and its mate do not name each other";
            if (!allowed(static_cast<std::int32_t>(row), column)) return at("row", row) + " has a mate that is not allowed";
        }
        if (pairs != matching_.pairs || pairs != static_cast<std::int64_t>(columns) - std::ranges::count(matching_.column_mates, -1))
            return "the number of pairs is not as stated";
        if (matching_.cardinality == Cardinality::full && pairs != std::min(matrix_.rows, matrix_.columns))
            return "the shorter side is not complete";
        return {};
    }

    /// Sign, in the sense of a maximum, of a node's dual.
    template <class Duals> int dual_sign(const Duals& duals, const std::vector<double>& rests, std::size_t index) const {
        if constexpr (whole) {
            return (duals[index] > 0 ? 1 : duals[index] < 0 ? -1 : 0) * sign_;
        } else {
            if (!std::isfinite(duals[index]) || !std::isfinite(rests[index])) return -2;
            return sign_of_sum({duals[index], rests[index], 0, 0, 0, 0}) * sign_;
        }
    }

    std::string dual_signs() {
        const auto side = [&](const char* name, const auto& mates, const auto& duals, const auto& rests) {
            const bool any_sign = matching_.cardinality == Cardinality::full && std::ranges::count(mates, -1) == 0;
            for (std::size_t i = 0; i < mates.size(); ++i) {
                const int sign = dual_sign(duals, rests, i);
                if (sign == -2) return at(name, i) + " has a dual that is not finite";
                if (sign < 0 && !any_sign) return at(name, i) + " has a dual of the wrong sign";
                if (sign != 0 && mates[i] < 0) return at(name, i) + " has no mate but a dual";
            }
            return std::string();
        };
        std::string objection = side("row", matching_.row_mates, matching_.row_duals, matching_.row_dual_rests);
        return objection.empty() ? side("column", matching_.column_mates, matching_.column_duals, matching_.column_dual_rests) : objection;
    }

    /// Sign of u + p - w - b, in the sense of a maximum.
    int slack_sign(std::int32_t row, std::int32_t column) const {
        const auto r = static_cast<std::size_t>(row);
        const auto c = static_cast<std::size_t>(column);
        if constexpr (whole) {
            const core::int128 slack =
                sign_ * (static_cast<core::int128>(matching_.row_duals[r]) + matching_.column_duals[c] - matrix_.weight(row, column)) -
                matching_.pair_bonus;
            return slack > 0 ? 1 : slack < 0 ? -1 : 0;
        } else {
            return sign_of_sum({sign_ * matching_.row_duals[r], sign_ * matching_.column_duals[c], sign_ * matching_.row_dual_rests[r],
                                sign_ * matching_.column_dual_rests[c], -sign_ * static_cast<double>(matrix_.weight(row, column)),
                                -matching_.pair_bonus});
        }
    }

    std::string entries() {
        core::int128 whole_total = 0;
        ExactSum real_total;
        for (std::int32_t row = 0; row < matrix_.rows; ++row)
            for (std::int32_t column = 0; column < matrix_.columns; ++column) {
                if (!allowed(row, column)) continue;
                if constexpr (!whole)
                    if (std::isnan(matrix_.weight(row, column))) return "an entry is not a number";
                const int sign = slack_sign(row, column);
                if (sign < 0)
                    return at("row", static_cast<std::size_t>(row)) + at(", column", static_cast<std::size_t>(column)) +
                           " is worth more than its duals";
                if (matching_.row_mates[static_cast<std::size_t>(row)] != column) continue;
                if (sign != 0) return at("row", static_cast<std::size_t>(row)) + " and its mate are worth less than their duals";
                if constexpr (whole)
                    whole_total += matrix_.weight(row, column);
                else
                    real_total.add(static_cast<double>(matrix_.weight(row, column)));
            }
        if constexpr (whole) {
            return whole_total == matching_.weight ? "" : "the total is not the sum of the pairs";
        } else {
            // The stated total is the double nearest to the exact one: half a step beyond its neighbours lies outside.
            const double step = std::nextafter(std::fabs(matching_.weight), HUGE_VAL) - std::fabs(matching_.weight);
            ExactSum above = real_total;
            above.add(-matching_.weight);
            above.add(-step / 2);
            ExactSum below = real_total;
            below.add(-matching_.weight);
            below.add(step / 2);
            return above.sign() <= 0 && below.sign() >= 0 ? "" : "the total is not the sum of the pairs";
        }
    }

    /// Where pairs are missing, the bonus must outweigh any loss of weight by k pairs becoming k + 1 or more.
    std::string bonus() {
        if (matching_.cardinality != Cardinality::maximum) return matching_.pair_bonus == 0 ? "" : "a bonus for pairs proves nothing here";
        if (matching_.pair_bonus < 0) return "the bonus is negative";
        if (matching_.pairs == std::min(matrix_.rows, matrix_.columns)) return {};
        using Magnitude = std::conditional_t<whole, core::int128, double>;
        Magnitude most = 0;
        for (std::int32_t row = 0; row < matrix_.rows; ++row)
            for (std::int32_t column = 0; column < matrix_.columns; ++column) {
                if (!allowed(row, column)) continue;
                const auto weight = static_cast<Magnitude>(matrix_.weight(row, column));
                most = std::max(most, weight < 0 ? -weight : weight);
            }
        const auto pairs = static_cast<Magnitude>(std::min(matrix_.rows, matrix_.columns));
        const auto stated = static_cast<Magnitude>(matching_.pair_bonus);
        return stated > 0 && stated >= 2 * pairs * most ? "" : "the bonus does not put the number of pairs first";
    }

    const DenseView<Weight>& matrix_;
    const DenseMatching<Weight>& matching_;
    int sign_;
};

}  // namespace

template <class Weight> Verdict verify(const DenseView<Weight>& matrix, const DenseMatching<Weight>& matching) {
    return Judge<Weight>(matrix, matching).judge();
}

template Verdict verify(const DenseView<std::int32_t>&, const DenseMatching<std::int32_t>&);
template Verdict verify(const DenseView<std::int64_t>&, const DenseMatching<std::int64_t>&);
template Verdict verify(const DenseView<float>&, const DenseMatching<float>&);
template Verdict verify(const DenseView<double>&, const DenseMatching<double>&);

}  // namespace husrom::matching
