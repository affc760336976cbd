#pragma once

/// The decisions of a review read back from its log.

#include <string_view>
#include <vector>

#include <husrom/io/review.hpp>

namespace husrom::io {

struct PastReview {
    std::vector<Decision> decisions;  ///< about this plan, in the order made
    bool current = false;             ///< this plan is the one that the log speaks of last
};

/// A log speaks of a plan from the line that opens its review, or the resolve that found it, to the next such line. Lines that are no
/// decisions are passed over; the chain is the business of AuditLog.
[[nodiscard]] PastReview read_review(std::string_view log, std::string_view plan_digest, std::string_view problem_digest);

}  // namespace husrom::io
