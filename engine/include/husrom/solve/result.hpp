#pragma once

/// What solving returned: what is known, why it ended, the chosen edges, and the proof.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace husrom::solve {

struct Certificate;  // certificate.hpp
struct WarmStart;    // the solver's own

/// What is known.
enum class Status : std::uint8_t {
    optimal,     ///< the chosen edges are proven best in every policy goal (see `proven_goals`)
    feasible,    ///< the chosen edges keep every limit; not proven best
    infeasible,  ///< proven: nothing keeps every limit
    unknown      ///< stopped before anything was found or disproved
};

/// Why it ended.
enum class StoppedBy : std::uint8_t { proof, gap, time_limit, work_limit, interrupt };

[[nodiscard]] constexpr std::string_view to_string(Status status) {
    switch (status) {
        case Status::optimal:
            return "optimal";
        case Status::feasible:
            return "feasible";
        case Status::infeasible:
            return "infeasible";
        case Status::unknown:
            return "unknown";
    }
    return "";
}

[[nodiscard]] constexpr std::string_view to_string(StoppedBy stopped_by) {
    switch (stopped_by) {
        case StoppedBy::proof:
            return "proof";
        case StoppedBy::gap:
            return "gap";
        case StoppedBy::time_limit:
            return "time_limit";
        case StoppedBy::work_limit:
            return "work_limit";
        case StoppedBy::interrupt:
            return "interrupt";
    }
    return "";
}

/// The status that is called so.
[[nodiscard]] constexpr std::optional<Status> status_of(std::string_view name) {
    for (const Status status : {Status::optimal, Status::feasible, Status::infeasible, Status::unknown})
        if (to_string(status) == name) return status;
    return std::nullopt;
}

/// A multiplier or price: numerator / denominator of the goal `goal` for one unit, as a bound of the linear relaxation has it; not the only
/// ones. What the proof charges for head counts, derived limits and branches is not among them, so that the best value may change by more
/// for one unit, or where the multiplier is 0.
struct Prices {
    std::int32_t goal = 0;  ///< the goal whose proof these come from
    std::int64_t denominator = 1;
    std::vector<std::int64_t> row;     ///< rows
    std::vector<std::int64_t> column;  ///< columns
    std::vector<std::int64_t> limit;   ///< limits: upper side positive, lower side negative
};

struct Result {
    Status status = Status::unknown;
    StoppedBy stopped_by = StoppedBy::proof;
    bool reproducible = true;  ///< false when a clock or an interrupt decided where it ended

    std::vector<std::int32_t> chosen;     ///< edge indices, ascending
    std::vector<std::int64_t> objective;  ///< G: value of each goal; empty without a plan
    std::vector<std::int64_t> bound;      ///< G: bound[g] holds for all plans whose earlier goals are at their proven values
    std::int32_t proven_goals = 0;        ///< how many leading goals are proven (objective == bound)
    std::int32_t policy_goals = 0;        ///< how many leading goals decide `status`; the others break ties

    std::vector<Prices> prices;  ///< one for each goal that has been bounded
    std::int64_t work = 0;       ///< work units spent
    std::int64_t nodes = 0;      ///< nodes of all search trees

    std::shared_ptr<const Certificate> certificate;
    std::shared_ptr<const WarmStart> warm_start;  ///< for Options::warm_start of a problem like this one; null where nothing is to be had

    [[nodiscard]] bool has_plan() const { return status == Status::optimal || status == Status::feasible; }
    /// bound - objective for a goal, 0 when proven.
    [[nodiscard]] std::int64_t gap(std::int32_t goal) const {
        return bound[static_cast<std::size_t>(goal)] - objective[static_cast<std::size_t>(goal)];
    }
};

}  // namespace husrom::solve
