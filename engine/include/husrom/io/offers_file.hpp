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
/// To a temporary name beside it, then renamed: a file is the round before or the round after.
void write_offers(const plan::Offers& offers, const std::filesystem::path& path);
/// Throws InvalidInput when the file is not as it was written, or the round is not one of this problem (see plan::Offers::restore).
[[nodiscard]] plan::Offers read_offers(const std::filesystem::path& path, std::shared_ptr<const rules::AllocationProblem> problem);

}  // namespace husrom
