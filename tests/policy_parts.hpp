#pragma once

/// Entries that the policies of several tests are put together from. Each ends with a line end.

#include <string>
#include <string_view>

namespace husrom::sample {

/// Days count from 2026-11-22; homes that fall vacant within 60 days are in the round.
inline std::string policy_head(std::string_view id) {
    return "schema = 1\nid = \"" + std::string(id) + "\"\n[round]\nas_of = 2026-11-22\nhorizon = \"60 days\"\n";
}

inline const std::string bedrooms_rule = R"([[eligible]]
id = "bedrooms"
type = "at_least"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
text = { en = "The home has enough bedrooms.", nb = "Boligen har soverom nok." }
)";

inline const std::string step_free_rule = R"([[eligible]]
id = "step-free"
type = "requires"
when = [{ column = "participant.accessibility", op = "any_of", value = ["STEP_FREE"] }]
then = [{ column = "unit.step_free", op = "is", value = true }]
)";

inline const std::string conflict_cap = R"([[limit]]
id = "conflict-cap"
per = "unit.site"
sum = 1
among = [{ column = "participant.conflict", op = "at_least", value = 2 }]
max = "site.conflict_cap"
kind = "hard"
)";

inline const std::string house_most = R"([[goal]]
id = "house-most"
maximise = "housed"
)";

/// A term called "wish" for the rank of a wished home, and the goal "wishes" that maximises it.
inline std::string unit_wish(std::string_view points) {
    return "[[term]]\nid = \"wish\"\ntype = \"wish_rank\"\nkind = \"unit\"\npoints = " + std::string(points) + "\n";
}
inline const std::string wishes_goal = R"([[goal]]
id = "wishes"
maximise = "score"
weights = { wish = 1 }
)";

inline const std::string level_goal = R"([[goal]]
id = "level"
minimise = "unit.level"
)";

/// The goal "community", charged by soft limits.
inline const std::string community_goal = R"([[goal]]
id = "community"
minimise = "excess"
)";

inline const std::string ties = R"([ties]
order = ["application_date", "lottery"]
lottery_seed = 7
)";

}  // namespace husrom::sample
