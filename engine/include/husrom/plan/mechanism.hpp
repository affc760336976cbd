#pragma once

/// Other ways to allocate, to compare a plan with: on the same pairs, limits and people, in the same goals.
///
///  - deferred acceptance: people propose to homes in the order of their wishes, homes keep whom the priority puts first (Gale and Shapley
///    1962). Where homes alone are scarce the outcome is stable: nobody wishes for a home that somebody of lower priority holds.
///  - serial dictatorship: people are drawn by a published lottery (docs/policy.md tells how) and choose in turn.
///  - hardest to fill first: homes with the fewest people they fit are filled first, each by the person of highest priority; what offices
///    and the open systems do today.
///
/// Under limits each takes a placement only where it keeps every cap, `apart` and the last step of a soft limit; a refused proposal is not
/// made again, so that deferred acceptance may leave somebody without a home beside one that stands free and fits. Floors and the right to
/// a home are not looked after: `broken_duties` counts them.
///
/// Tenants who may move stay where they live. One who must have another home takes it before all others; where it does not fit (somebody
/// stays in it, or a cap or `apart` is in the way), their own home is kept for them without a pair of it, so that
/// neither caps nor `apart` see it, and `broken_duties` counts them.
/// O(pairs x (limits of a pair + log pairs)), deferred acceptance times the proposals made.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/plan/plan.hpp>

namespace husrom::plan {

enum class Mechanism : std::uint8_t { deferred_acceptance, serial_dictatorship, hardest_first };
[[nodiscard]] std::string_view to_string(Mechanism mechanism);

struct MechanismOptions {
    std::string preference = {};  ///< a term: what a person wishes; empty: the first goal that maximises a score, else nothing
    std::string priority = {};    ///< a term: who goes first to a home; empty: the columns of the policy's ties in their order
    /// Of the lottery that decides between equals, and of the order of serial dictatorship; none: the policy's `lottery_seed`.
    std::optional<std::uint64_t> seed = std::nullopt;
};

struct MechanismOutcome {
    Mechanism mechanism = Mechanism::deferred_acceptance;
    std::vector<rules::EdgeIndex> chosen;        ///< ascending
    std::vector<std::int64_t> objective;         ///< policy goals, in the solver's direction
    std::vector<rules::ParticipantIndex> order;  ///< by lottery number, for publication
    std::uint64_t seed = 0;                      ///< of that lottery
    std::int32_t housed = 0;                     ///< people without a home of their own who get one
    std::int32_t broken_duties = 0;              ///< rights to a home and floors of limits that are not kept
};

/// Throws InvalidArgument for a term that the policy does not have or that is off.
[[nodiscard]] MechanismOutcome run(const rules::AllocationProblem& problem, Mechanism mechanism, const MechanismOptions& options = {});

/// A person who wishes for a home, goes before whoever holds it, and could have taken it with every cap kept.
struct Envy {
    rules::ParticipantIndex who, holder;
    rules::UnitIndex unit;
};
struct EnvyOptions {
    std::string preference, priority;           ///< as in MechanismOptions
    std::optional<std::uint64_t> lottery_seed;  ///< of a lottery that a mechanism held between equals; none: equals do not envy each other
};
/// Justified envy in an allocation, by person; the holder goes without in the thought exchange. Throws InvalidArgument for an
/// edge that the problem does not have, and for terms as `run` does.
[[nodiscard]] std::vector<Envy> justified_envy(const rules::AllocationProblem& problem, std::span<const rules::EdgeIndex> chosen,
                                               const EnvyOptions& options = {});

}  // namespace husrom::plan
