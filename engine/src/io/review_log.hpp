#pragma once

/// The decisions of a review read back from its log, and the words that may stand in one.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/io/review.hpp>

namespace husrom::io {

struct PastReview {
    std::vector<Decision> decisions;     ///< about this plan and those that it came from, in the order made; not those taken back
    std::vector<Decision> withdrawn;     ///< taken back after a case with them was solved, so that a case may hold them still
    std::int64_t about_other_plans = 0;  ///< decisions of the log that are none of these
    bool current = false;                ///< this plan is the one that the log speaks of last
    bool went_on = false;                ///< the log speaks of another plan last
};

/// What a line of a log speaks of. The same placements are another plan under another policy: of another day, with other reasons.
struct PlanKey {
    std::string plan, problem, policy;
    friend auto operator<=>(const PlanKey&, const PlanKey&) = default;
};

/// A log speaks of a plan from the line that opens its review, or the resolve that found it, to the next such line; a resolve that found
/// none leaves it at the plan before. What was decided about a plan is known of each plan that was resolved from it, under the same policy.
/// Lines that are no decisions are passed over; the chain is the business of AuditLog.
[[nodiscard]] PastReview read_review(std::string_view log, const PlanKey& wanted);

/// Of one person: a home for them goes before another one, and what is decided of a home before what was.
[[nodiscard]] bool gives_way(const Decision& earlier, const Decision& later);
[[nodiscard]] bool is_about(const Decision& decision, std::string_view participant, std::string_view unit);

/// One word of at most 80 printable characters of ASCII: blanks of any kind and signs that cannot be seen would let a sentence about a
/// person into a log.
[[nodiscard]] bool is_reference(std::string_view text);
/// These throw InvalidArgument for what may not stand in a log: an actor that is no pseudonym; a time of several words; a reason that is no
/// code, where no list names the reasons there are.
void require_actor(std::string_view actor);
void require_time(std::string_view time);
void require_reason_code(std::string_view reason);

}  // namespace husrom::io
