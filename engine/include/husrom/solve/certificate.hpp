#pragma once

/// The proof that a result carries: what was divided, what was ruled out, and the multipliers with which anyone can recompute every bound
/// in one pass over the edges, in whole numbers. docs/certificate.md explains it with an example; check.hpp judges it.
///
/// One bound (weak duality). Take an objective c, a denominator D >= 0, prices p >= 0 of columns, multipliers of limits (positive: the
/// upper side, negative: the lower side), of cliques (>= 0), of goals already proven (any sign) and of proven head counts (>= 0). Then
///   D c·x <= sum of multiplier x right-hand side  +  sum over rows of the best that the row can take,
/// where a row takes one of its edges at (D c + what the multipliers leave), or nothing if it may. That holds for ANY multipliers of the
/// right sign, so floating point may guess them and is never trusted. A soft limit adds sum of width x max(0, multiplier - slope of the
/// step).

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <husrom/solve/problem.hpp>
#include <husrom/solve/result.hpp>

namespace husrom::solve {

/// One multiplier that is not 0.
struct Entry {
    std::int32_t index = 0;
    std::int64_t value = 0;
    friend bool operator==(const Entry&, const Entry&) = default;
};

/// Everything needed to recompute one bound.
struct Multipliers {
    std::int64_t denominator = 0;  ///< D; 0 leaves the objective out, and a negative bound then proves that nothing is left
    std::vector<Entry> columns;
    std::vector<Entry> limits;
    std::vector<Entry> cliques;
    std::vector<Entry> goals;   ///< goals proven by earlier stages, which stand at their proven values
    std::vector<Entry> counts;  ///< head counts proven by earlier stages: index of the stage
    friend bool operator==(const Multipliers&, const Multipliers&) = default;
};

/// A set of edges of one row: all of them, those in `limit`, or just `edge`.
struct RowSet {
    std::int32_t row = 0;
    std::int32_t limit = -1;
    std::int32_t edge = -1;
    friend bool operator==(const RowSet&, const RowSet&) = default;
};

/// A part of the space of plans. First the fixes, in order: an edge whose choice, or a row whose leaving empty, brings the bound below
/// the next value above the stage's bound is ruled out. Then either the part is closed by a bound, or divided in two: the row takes none of
/// the set, or one of it.
struct ProofNode {
    std::vector<Multipliers> fixes;
    bool divided = false;
    Multipliers bound;          ///< when not divided
    RowSet set;                 ///< when divided
    std::int32_t without = -1;  ///< node where the row takes none of the set
    std::int32_t with = -1;     ///< node where the row takes one of the set
    friend bool operator==(const ProofNode&, const ProofNode&) = default;
};

enum class Objective : std::uint8_t {
    nothing,  ///< objective 0: proves that no plan exists
    count,    ///< objective 1 for each edge: proves how many can be chosen at most
    goal      ///< a goal of the problem
};

/// The proof of one bound over all plans that keep the goals proven before. Node 0 is the root.
struct Stage {
    Objective objective = Objective::goal;
    std::int32_t goal = 0;   ///< when the objective is a goal
    std::int64_t value = 0;  ///< of a goal: what the plan reaches
    std::int64_t bound = 0;  ///< proven: no plan has more
    std::vector<ProofNode> nodes;
    std::vector<Multipliers> after;  ///< fixes for all later stages: edges that no plan with this goal at `value` chooses
    friend bool operator==(const Stage&, const Stage&) = default;
};

/// A further limit that follows from a hard upper limit by mixed-integer rounding (Gomory 1960; Nemhauser and Wolsey 1990). In
/// sum a·x <= b the groups in `turned` (the edges of a row with that coefficient; at most one is chosen) are counted by what they leave
/// out, b falls by their coefficients to b', and with beta = b' mod divisor every coefficient a becomes
/// G(a) = (divisor - beta) floor(a / divisor) + max(0, a mod divisor - beta); then sum G(a)·x <= (divisor - beta) floor(b' / divisor).
struct RoundedLimit {
    struct Group {
        std::int32_t row = 0;
        std::int64_t coefficient = 0;
        friend auto operator<=>(const Group&, const Group&) = default;
    };
    std::int32_t limit = 0;  ///< of the problem
    std::int64_t divisor = 1;
    std::vector<Group> turned;  ///< ascending
    friend bool operator==(const RoundedLimit&, const RoundedLimit&) = default;
};

/// A further limit that follows from a hard upper limit whose coefficients are all positive: whatever keeps that one, with one edge a row
/// at most, has no more than `bound` of these values. A table of the least load for each value shows it (Bellman 1957).
struct KnapsackLimit {
    /// Of the edges of a row with that coefficient.
    struct Value {
        std::int32_t row = 0;
        std::int64_t coefficient = 0;
        std::int64_t value = 0;  ///< at least 1
        friend auto operator<=>(const Value&, const Value&) = default;
    };
    std::int32_t limit = 0;     ///< of the problem
    std::int64_t bound = 0;     ///< 0 to most_bound
    std::vector<Value> values;  ///< ascending, one for a row and coefficient; every other edge has 0
    static constexpr std::int64_t most_bound = 10'000;
    friend bool operator==(const KnapsackLimit&, const KnapsackLimit&) = default;
};

using DerivedLimit = std::variant<RoundedLimit, KnapsackLimit>;

/// The limit of the problem that it follows from.
[[nodiscard]] inline std::int32_t origin_of(const DerivedLimit& derived) {
    return std::visit([](const auto& one) { return one.limit; }, derived);
}

/// Prices compared as tuples, goal by goal: one pass proves all goals of a problem in which no limit and no clique matters.
struct TupleProof {
    struct Price {
        std::int32_t column = 0;
        std::vector<std::int64_t> value;  ///< G, lexicographically at least 0
        friend bool operator==(const Price&, const Price&) = default;
    };
    std::vector<Price> columns;
    friend bool operator==(const TupleProof&, const TupleProof&) = default;
};

/// The proof of a part that shares nothing that matters with the others: the result of the problem restricted to these rows, by the
/// numbers of that problem (docs/certificate.md, "Parts").
struct Component {
    std::vector<std::int32_t> rows;  ///< ascending
    std::shared_ptr<const Result> result;
};

struct Certificate {
    std::vector<Component> components;  ///< instead of all else: what they reach and prove adds up
    std::vector<DerivedLimit> derived;  ///< limits numbered after those of the problem
    std::optional<TupleProof> tuple;    ///< proves every goal at once
    std::vector<Stage> stages;
};

/// JSON lines: a header with the digest of the problem, status, plan, values and bounds, then the proof. Throws InvalidArgument where the
/// problem has no digest, and nothing else of its own.
void write_certificate(std::ostream& out, const Problem& problem, const Result& result);

/// Reads what write_certificate wrote: the claims of the header and the proof. Throws InvalidArgument naming the line, also when the
/// header's digest is not the problem's. Nothing is believed: hand the result to check().
[[nodiscard]] Result read_certificate(std::istream& in, const Problem& problem);

}  // namespace husrom::solve
