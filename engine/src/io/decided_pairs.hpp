#pragma once

/// The table `pairs` of a case under the decisions of a review. What a case says after its decisions does not hang on how often it was
/// solved between them: decisions that were written into it in earlier rounds are taken out again, all of them, before those that stand are
/// written.

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/io/review.hpp>

namespace husrom::io {

class DecidedPairs {
public:
    /// Adds the table where the case has none.
    explicit DecidedPairs(model::Case& source);

    /// As if the decision had not been made. What the case itself required of somebody whose home was decided, or set aside for a pair
    /// that was forbidden, has given way for good.
    void undo(const Decision& decision);
    void decide(const Decision& decision);
    /// Sets these rules aside for the pair, beside those that are already, whose reason then stays.
    void allow(std::string_view participant, std::string_view unit, std::span<const std::string> rules, std::string_view reason);
    /// Nothing is required of the person any more.
    void require_nothing(std::string_view participant);
    /// Takes out the rows that say nothing any more, since a row alone tells a pair from others. To be called last.
    void tidy();

private:
    [[nodiscard]] std::size_t column(std::string_view heading);
    [[nodiscard]] std::size_t row_of(std::string_view participant, std::string_view unit);
    [[nodiscard]] std::string& cell(std::string_view participant, std::string_view unit, std::string_view heading);
    void clear(std::size_t row, std::string_view heading);
    /// Clears these cells of the pair where it has a row.
    void clear(std::string_view participant, std::string_view unit, std::span<const std::string_view> headings);

    model::Table* table_ = nullptr;
    std::map<std::string, std::vector<std::size_t>, std::less<>> rows_;  ///< by participant
    std::set<std::size_t> cleared_;
};

}  // namespace husrom::io
