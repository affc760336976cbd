#include "model/toml_text.hpp"

#include <algorithm>
#include <string>

namespace husrom::model {

namespace {

/// Where the string that begins here ends; npos: it is not closed.
std::size_t after_string(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    const bool several_lines = text.substr(begin, 3) == std::string(3, quote);
    const std::string closing(several_lines ? 3 : 1, quote);
    for (auto at = begin + closing.size(); at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text.substr(at, closing.size()) == closing) {
            at += closing.size();
            // Up to two quotation marks may stand before the three that close.
            for (int more = 0; several_lines && more < 2 && at < text.size() && text[at] == quote; ++more) ++at;
            return at;
        } else if (!several_lines && text[at] == '\n') {
            break;
        }
    }
    return std::string_view::npos;
}

}  // namespace

std::int64_t line_beyond_ascii(std::string_view toml) {
    if (toml.starts_with("\xef\xbb\xbf")) toml.remove_prefix(3);
    const auto line_at = [&](std::size_t place) {
        return 1 + std::count(toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(place), '\n');
    };
    for (std::size_t at = 0; at < toml.size();) {
        if (static_cast<unsigned char>(toml[at]) >= 0x80) return line_at(at);
        if (toml[at] == '#')
            at = toml.find('\n', at);
        else if (toml[at] == '"' || toml[at] == '\'')
            at = after_string(toml, at);
        else
            ++at;
    }
    return 0;
}

}  // namespace husrom::model
