#include "examples/figures.hpp"

namespace husrom::examples {

std::string figure_table(const std::vector<Figure>& figures) {
    std::string out = "| figure | source | data | note |\n|---|---|---|---|\n";
    for (const Figure& figure : figures)
        out += "| " + figure.name + " | " + figure.source + " | " + figure.data + " | " + figure.note + " |\n";
    return out;
}

}  // namespace husrom::examples
