#pragma once

/// A round of offers in a file, from one answer to the next: one JSON document of ids, codes and whole numbers, the same bytes for the same
/// round.
///
///     write_offers(plan::Offers(plan, {.homes = 3}), "round.json");
///     auto round = read_offers("round.json", problem);        // judged anew
///     write_offers(round.refuse("SYN-P-0007", "safety"), "round.json");

#include <filesystem>
#include <memory>
#include <string>

#include <husrom/plan/offers.hpp>

namespace husrom {

[[nodiscard]] std::string offers_text(const plan::Offers& offers);
/// To a name of its own beside it, then renamed: a file is the round before or the round after. Throws InvalidArgument where a file stands
/// that is no round.
void write_offers(const plan::Offers& offers, const std::filesystem::path& path);
/// Throws InvalidArgument when `write_offers` would refuse the path or could not write there: to be asked before an answer is logged.
void require_round_file(const std::filesystem::path& path);
/// Throws InvalidInput when the file is not as it was written, or the round was made from another case or policy (see
/// plan::Offers::restore).
[[nodiscard]] plan::Offers read_offers(const std::filesystem::path& path, std::shared_ptr<const rules::AllocationProblem> problem);

/// Holds a round from the reading of it to the writing of what follows; whoever asks meanwhile waits, and then reads what was written. No
/// answer is lost that way:
///
///     const RoundLock held("round.json");
///     write_offers(read_offers("round.json", problem).accept("SYN-P-0007", "SYN-U-0011"), "round.json");
class RoundLock {
public:
    /// A round that cannot be opened is not held: `read_offers` says what is wrong. Throws Error where files cannot be locked.
    explicit RoundLock(const std::filesystem::path& path);
    ~RoundLock();
    RoundLock(const RoundLock&) = delete;
    RoundLock& operator=(const RoundLock&) = delete;

private:
    int file_ = -1;
};

}  // namespace husrom
