#include "check_derived.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include <husrom/core/integers.hpp>

#include "check_bound.hpp"

namespace husrom::solve::checking {
namespace {

using core::int128;

constexpr std::int64_t largest = std::int64_t{1} << 40;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// One derived limit at a time, with its name for objections.
class Derivation {
public:
    Derivation(const Problem& problem, Problem& extended, std::size_t number)
        : problem_(problem), extended_(extended), name_("derived limit " + std::to_string(number) + ": ") {}

    void operator()(const RoundedLimit& from) const {
        require_hard(from.limit);
        if (from.divisor < 1 || from.divisor > largest) object("its divisor is out of range");
        if (!std::ranges::is_sorted(from.turned) || std::ranges::adjacent_find(from.turned) != from.turned.end())
            object("its groups are out of order");
        int128 bound = problem_.limit_upper[at(from.limit)];
        for (const RoundedLimit::Group& group : from.turned) {
            require_in_range(group.row, group.coefficient);
            bound -= group.coefficient;
        }
        const int128 divisor = from.divisor;
        const int128 beta = bound - core::floor_divide(bound, divisor) * divisor;
        const auto rounding = [&](int128 a) {
            const int128 whole = core::floor_divide(a, divisor);
            return (divisor - beta) * whole + std::max<int128>(0, a - whole * divisor - beta);
        };
        int128 right = (divisor - beta) * core::floor_divide(bound, divisor);
        for (const RoundedLimit::Group& group : from.turned) right -= rounding(-static_cast<int128>(group.coefficient));
        add(from.limit, right, [&](std::int32_t row, std::int64_t a) -> int128 {
            if (std::ranges::binary_search(from.turned, RoundedLimit::Group{row, a})) return -rounding(-static_cast<int128>(a));
            return rounding(a);
        });
    }

    void operator()(const KnapsackLimit& from) const {
        require_hard(from.limit);
        if (from.bound < 0 || from.bound > KnapsackLimit::most_bound) object("its bound is out of range");
        for (std::size_t i = 0; i < from.values.size(); ++i) {
            const KnapsackLimit::Value& one = from.values[i];
            require_in_range(one.row, one.coefficient);
            if (one.coefficient < 1 || one.value < 1 || one.value > largest) object("a coefficient or value is out of range");
            if (i > 0 && std::pair(from.values[i - 1].row, from.values[i - 1].coefficient) >= std::pair(one.row, one.coefficient))
                object("its values are out of order");
        }
        if (least_load(from) <= problem_.limit_upper[at(from.limit)]) object("more than its bound fits");
        add(from.limit, from.bound, [&](std::int32_t row, std::int64_t a) -> int128 {
            if (a < 1) object("its limit has a coefficient that is not positive");
            const auto own = std::ranges::lower_bound(from.values, KnapsackLimit::Value{row, a, 0});
            return own != from.values.end() && own->row == row && own->coefficient == a ? own->value : 0;
        });
    }

private:
    [[noreturn]] void object(const std::string& what) const { throw Objection(name_ + what); }

    void require_hard(std::int32_t limit) const {
        if (limit < 0 || limit >= problem_.limits()) object("it follows from a limit that does not exist");
        if (problem_.limit_upper[at(limit)] == no_upper) object("its limit has no upper bound");
        for (const Step& step : problem_.steps)
            if (step.limit == limit && step.side == Side::upper) object("its limit is soft");
    }

    void require_in_range(std::int32_t row, std::int64_t coefficient) const {
        if (row < 0 || row >= problem_.rows) object("a row does not exist");
        if (coefficient > largest || coefficient < -largest) object("a coefficient is out of range");
    }

    /// The least that rows load, one edge each at most, to reach a value above the bound. Loads are cut where nothing fits any more.
    [[nodiscard]] int128 least_load(const KnapsackLimit& from) const {
        const auto beyond = at(from.bound) + 1;
        const int128 too_much = static_cast<int128>(1) << 100;
        std::vector<int128> least(beyond + 1, too_much);
        least[0] = 0;
        for (std::size_t i = 0; i < from.values.size();) {
            std::vector<int128> next = least;
            const std::int32_t row = from.values[i].row;
            for (; i < from.values.size() && from.values[i].row == row; ++i)
                for (std::size_t v = 0; v < least.size(); ++v) {
                    const auto reached = static_cast<std::size_t>(
                        std::min<int128>(static_cast<int128>(v) + from.values[i].value, static_cast<int128>(beyond)));
                    next[reached] = std::min(next[reached], least[v] + from.values[i].coefficient);
                }
            least = std::move(next);
        }
        return least[beyond];
    }

    /// `coefficient_of(row, a)`: of an edge of that row that has a in the limit.
    template <class Coefficient> void add(std::int32_t limit, int128 bound, const Coefficient& coefficient_of) const {
        std::vector<std::int32_t> edges;
        std::vector<std::int64_t> coefficients;
        for (std::int64_t j = problem_.limit_offsets[at(limit)]; j < problem_.limit_offsets[at(limit) + 1]; ++j) {
            const std::int64_t a = problem_.limit_coefficients[at(j)];
            if (a > largest || a < -largest) object("a coefficient is out of range");
            const std::int32_t edge = problem_.limit_edges[at(j)];
            const int128 value = coefficient_of(problem_.edge_row[at(edge)], a);
            if (value == 0) continue;
            edges.push_back(edge);
            coefficients.push_back(static_cast<std::int64_t>(value));
        }
        if (bound > (static_cast<int128>(1) << 61) || bound < -(static_cast<int128>(1) << 61)) object("its bound is out of range");
        extended_.add_limit(edges, coefficients, no_lower, static_cast<std::int64_t>(bound));
    }

    const Problem& problem_;
    Problem& extended_;
    std::string name_;
};

}  // namespace

Problem with_derived(const Problem& problem, const std::vector<DerivedLimit>& derived) {
    Problem extended = problem;
    for (std::size_t i = 0; i < derived.size(); ++i) std::visit(Derivation(problem, extended, i), derived[i]);
    return extended;
}

}  // namespace husrom::solve::checking
