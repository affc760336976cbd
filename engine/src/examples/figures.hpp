#pragma once

// The table of an example's README: what the source says beside what the data hold.

#include <string>
#include <string_view>
#include <vector>

namespace husrom::examples {

struct Figure {
    std::string name;
    std::string source;  ///< a number where the source states one; "assumed" where nothing is published
    std::string data;
    std::string note;  ///< where it stands, or why the data differ
};

/// Markdown; the columns are figure, source, data, note.
[[nodiscard]] std::string figure_table(const std::vector<Figure>& figures);

}  // namespace husrom::examples
