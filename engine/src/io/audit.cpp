#include "io/audit.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include <husrom/core/error.hpp>
#include <husrom/core/sha256.hpp>
#include <husrom/io/audit_log.hpp>

#include "plan/phrase.hpp"

namespace husrom::io {
namespace {

using Json = nlohmann::json;  // sorts its keys

std::vector<std::string_view> lines_of(std::string_view log) {
    std::vector<std::string_view> lines;
    while (!log.empty()) {
        const auto end = log.find('\n');
        lines.push_back(log.substr(0, end));
        if (end == std::string_view::npos) break;
        log.remove_prefix(end + 1);
    }
    return lines;
}

/// A line as JSON. A row holds texts, whole numbers and objects of texts: whatever is nested deeper is not built, only said, since anything
/// that walks down it could run out of stack.
struct Line {
    Json json;
    bool too_deep = false;
};
Line read_line(std::string_view text) {
    Line line;
    const auto is_kept = [&line](int depth, Json::parse_event_t event, const Json& /*value*/) {
        const bool opens = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
        const bool fits = !opens || depth < 2;
        line.too_deep = line.too_deep || !fits;
        return fits;
    };
    line.json = Json::parse(text, is_kept, false);
    return line;
}

bool holds_float(const Json& json) {
    if (json.is_number_float()) return true;
    return json.is_structured() && std::ranges::any_of(json, holds_float);
}

}  // namespace

std::string audit_line(const AuditRow& row, std::int64_t seq, std::string_view prev) {
    Json json = Json::object();
    for (const auto& entry : row) std::visit([&](const auto& one) { json[entry.first] = one; }, entry.second);
    json["seq"] = seq;
    json["prev"] = prev;
    try {
        return json.dump();
    } catch (const Json::type_error&) {
        throw InvalidArgument("a line of a log holds text that is not UTF-8");
    }
}

std::string append_audit(std::string_view log, const AuditRow& row) {
    const auto lines = lines_of(log);
    std::string whole(log);
    if (!whole.empty() && !whole.ends_with('\n')) whole += '\n';
    return whole +
           audit_line(row, static_cast<std::int64_t>(lines.size()) + 1, lines.empty() ? first_prev : core::sha256_hex(lines.back())) + "\n";
}

AuditCheck check_audit(std::string_view log, model::Language language) {
    const std::string name = plan::say(language, "audit log", "loggen");
    AuditCheck check;
    auto& objections = check.objections;
    std::string prev = first_prev;
    bool any_row = false;
    std::int64_t number = 0;
    for (const std::string_view line : lines_of(log)) {
        const std::string where = name + plan::say(language, ", line ", ", linje ") + std::to_string(check.hashes.size() + 1) + ": ";
        const auto [json, too_deep] = read_line(line);
        ++number;
        if (!json.is_object()) {
            objections.push_back(where + plan::say(language, "not a JSON object", "ikke et JSON-objekt"));
        } else {
            any_row = true;
            const Json seq = json.value("seq", Json());
            if (seq != number)
                objections.push_back(where + plan::say(language, "its number is not ", "nummeret er ikke ") + std::to_string(number));
            // Lines after a gap are counted on from it: one objection tells of it.
            if (seq.is_number_integer() && seq >= 0 && seq < std::int64_t{1} << 53) number = seq;
            if (json.value("prev", Json()) != prev)
                objections.push_back(
                    where + plan::say(language, "the hash of the line before does not match", "hashen til linjen før stemmer ikke"));
            if (holds_float(json))
                objections.push_back(where + plan::say(language, "holds a number with decimals", "inneholder et tall med desimaler"));
            if (too_deep)
                objections.push_back(where +
                                     plan::say(language, "nested deeper than a row of a log", "nøstet dypere enn en rad i en logg"));
            else if (json.dump() != line)
                objections.push_back(where +
                                     plan::say(language, "not in the form in which it was written", "ikke i den formen den ble skrevet i"));
        }
        prev = core::sha256_hex(line);
        check.hashes.push_back(prev);
    }
    if (!check.hashes.empty() && !any_row)
        return {{name + plan::say(language, ": this is no log, no line of it is a JSON object",
                                  ": dette er ingen logg, ingen linje i den er et JSON-objekt")},
                {}};
    if (check.hashes.empty()) objections.push_back(name + plan::say(language, ": empty", ": tom"));
    if (!log.empty() && !log.ends_with('\n'))
        objections.push_back(name + plan::say(language, ": the last line was not finished when its writer ended, and does not count",
                                              ": den siste linjen ble ikke skrevet ferdig, og teller ikke"));
    return check;
}

void check_head(AuditCheck& check, std::string_view head, std::vector<std::string>& told, model::Language language) {
    if (!AuditLog::is_head(head)) throw InvalidArgument("a head is the 64 digits of a hash, as they were printed");
    const auto found = std::ranges::find(check.hashes, head);
    if (found == check.hashes.end()) {
        check.objections.push_back(
            plan::say(language, "audit log: no line has the head ", "loggen: ingen linje har hashen ") + std::string(head) +
            plan::say(language, "; its end has been cut off, or a line was changed", "; slutten er kuttet av, eller en linje er endret"));
        return;
    }
    const auto place = found - check.hashes.begin() + 1;
    const auto after = static_cast<std::ptrdiff_t>(check.hashes.size()) - place;
    told.push_back(plan::say(language, "head of the log: line ", "hashen til loggen: linje ") + std::to_string(place) +
                   (after == 0 ? plan::say(language, ", the last one", ", den siste")
                               : ", " + std::to_string(after) + plan::say(language, " after it", " etter den")));
}

}  // namespace husrom::io
