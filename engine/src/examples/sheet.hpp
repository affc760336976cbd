#pragma once

// A table under construction: rows of empty cells that are filled by heading, in the order in which the generator draws.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <husrom/model/case.hpp>
#include <husrom/model/date.hpp>

namespace husrom::examples {

class Sheet {
public:
    Sheet(std::string_view name, std::initializer_list<std::string_view> headings);

    /// Starts a row; the setters below fill cells of the last one. A heading that the sheet does not have throws InternalError.
    Sheet& row();
    Sheet& text(std::string_view heading, std::string_view value);
    Sheet& number(std::string_view heading, std::int64_t value);
    Sheet& tenths(std::string_view heading, std::int64_t value);  ///< 35 is written 3.5
    Sheet& flag(std::string_view heading, bool value);
    Sheet& date(std::string_view heading, model::Date value);

    [[nodiscard]] std::size_t rows() const { return table_.rows(); }
    [[nodiscard]] const std::string& cell(std::size_t row, std::string_view heading) const;
    [[nodiscard]] const model::Table& table() const { return table_; }

private:
    [[nodiscard]] std::size_t find(std::string_view heading) const;

    model::Table table_;
};

}  // namespace husrom::examples
