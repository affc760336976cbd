#include "io/audit.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include <husrom/core/error.hpp>
#include <husrom/core/sha256.hpp>
#include <husrom/io/audit_log.hpp>

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

AuditCheck check_audit(std::string_view log) {
    AuditCheck check;
    auto& objections = check.objections;
    std::string prev = first_prev;
    bool any_row = false;
    std::int64_t number = 0;
    for (const std::string_view line : lines_of(log)) {
        const std::string where = "audit log, line " + std::to_string(check.hashes.size() + 1) + ": ";
        const Json json = Json::parse(line, nullptr, false);
        ++number;
        if (!json.is_object()) {
            objections.push_back(where + "not a JSON object");
        } else {
            any_row = true;
            const Json seq = json.value("seq", Json());
            if (seq != number) objections.push_back(where + "its number is not " + std::to_string(number));
            // Lines after a gap are counted on from it: one objection tells of it.
            if (seq.is_number_integer() && seq >= 0 && seq < std::int64_t{1} << 53) number = seq;
            if (json.value("prev", Json()) != prev) objections.push_back(where + "the hash of the line before does not match");
            if (holds_float(json)) objections.push_back(where + "holds a number with decimals");
            if (json.dump() != line) objections.push_back(where + "not in the form in which it was written");
        }
        prev = core::sha256_hex(line);
        check.hashes.push_back(prev);
    }
    if (!check.hashes.empty() && !any_row) return {{"audit log: this is no log, no line of it is a JSON object"}, {}};
    if (check.hashes.empty()) objections.emplace_back("audit log: empty");
    if (!log.empty() && !log.ends_with('\n'))
        objections.emplace_back("audit log: the last line was not finished when its writer ended, and does not count");
    return check;
}

void check_head(AuditCheck& check, std::string_view head, std::vector<std::string>& told) {
    if (!AuditLog::is_head(head)) throw InvalidArgument("a head is the 64 digits of a hash, as they were printed");
    const auto found = std::ranges::find(check.hashes, head);
    if (found == check.hashes.end()) {
        check.objections.push_back("audit log: no line has the head " + std::string(head) +
                                   "; its end has been cut off, or a line was changed");
        return;
    }
    const auto place = found - check.hashes.begin() + 1;
    const auto after = static_cast<std::ptrdiff_t>(check.hashes.size()) - place;
    told.push_back("head of the log: line " + std::to_string(place) +
                   (after == 0 ? ", the last one" : ", " + std::to_string(after) + " after it"));
}

}  // namespace husrom::io
