#include "strict_json.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace husrom::solve {
namespace {

constexpr std::size_t most_levels = 32;
constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// Ends the reading before anything else is built.
struct Refused {
    std::string objection;
};

/// Told of every member and value on the way.
class Watch {
public:
    explicit Watch(Flags flags) : flags_(flags) {}

    void see(Json::parse_event_t event, const Json& value) {
        switch (event) {
            case Json::parse_event_t::object_start:
            case Json::parse_event_t::array_start:
                if (members_.size() == most_levels) throw Refused{"expected at most 32 levels"};
                members_.emplace_back();
                break;
            case Json::parse_event_t::object_end:
            case Json::parse_event_t::array_end:
                members_.pop_back();
                break;
            case Json::parse_event_t::key:
                member_ = value.get<std::string>();
                if (!members_.back().insert(member_).second)
                    throw Refused{"expected each member once, and " + value.dump() + " stands twice"};
                break;
            case Json::parse_event_t::value:
                if (value.is_number_float() || (value.is_number_unsigned() && value.get<std::uint64_t>() > largest))
                    throw Refused{"expected whole numbers of 64 bits"};
                if (value.is_boolean() && flags_ == Flags::in_tuple && member_ != "tuple")
                    throw Refused{"expected true or false of \"tuple\" alone"};
                break;
        }
    }

private:
    Flags flags_;
    std::vector<std::set<std::string>> members_;  // of each level that is open
    std::string member_;                          // the last one
};

}  // namespace

Json read_object(std::string_view text, std::string& objection, Flags flags) {
    objection.clear();
    if (text.starts_with("\xEF\xBB\xBF")) {
        objection = "expected no byte order mark";
        return {};
    }
    try {
        Watch watch(flags);
        Json json = Json::parse(
            text,
            [&](int /*depth*/, Json::parse_event_t event, Json& value) {
                watch.see(event, value);
                return true;
            },
            false);
        if (!json.is_object()) objection = "expected a JSON object";
        return json;
    } catch (const Refused& refused) {
        objection = refused.objection;
        return {};
    }
}

}  // namespace husrom::solve
