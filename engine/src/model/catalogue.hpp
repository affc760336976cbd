#pragma once

/// Every code that a finding may carry, with its words. {0}, {1} … stand for the finding's arguments; a sentence in [[…]] is left out
/// when an argument that it names is empty. Codes are stable: a code is never given another meaning. docs/findings.md lists them.

#include <span>
#include <string_view>

namespace husrom::model {

struct CatalogueEntry {
    std::string_view code;
    std::string_view what_en, advice_en;
    std::string_view what_nb, advice_nb;
};

[[nodiscard]] std::span<const CatalogueEntry> catalogue();
[[nodiscard]] const CatalogueEntry* find_in_catalogue(std::string_view code);

}  // namespace husrom::model
