#include <string>

#include "examples/example.hpp"
#include "examples/toy_policy.hpp"

namespace husrom::examples {
namespace {

using model::Date;

Sheet participants() {
    Sheet sheet("participants",
                {"participant_id", "application_date", "sex", "age", "household_size", "children", "bedrooms_needed", "segments",
                 "situation", "temporary_since", "ready_from", "supervision", "need_high", "conflict", "activity"});
    const auto person = [&](std::string_view name, std::int64_t applied_days_ago, std::string_view sex, std::int64_t age) -> Sheet& {
        return sheet.row()
            .text("participant_id", "SYN-P-" + std::string(name))
            .date("application_date", Date{round_day.day - applied_days_ago})
            .text("sex", sex)
            .number("age", age)
            .number("household_size", 1)
            .number("children", 0)
            .number("bedrooms_needed", 0)
            .number("conflict", 0)
            .flag("activity", false);
    };
    person("A", 120, "M", 39)
        .text("segments", "ROP")
        .text("situation", "ACUTE_TEMP")
        .date("temporary_since", Date{round_day.day - 80})
        .text("supervision", "daily")
        .number("need_high", 4)
        .number("conflict", 2);
    person("B", 75, "F", 19)
        .text("segments", "YOUTH")
        .text("situation", "SOFA")
        .text("supervision", "weekly")
        .number("need_high", 1)
        .flag("activity", true);
    person("C", 30, "F", 31)
        .number("household_size", 3)
        .number("children", 2)
        .number("bedrooms_needed", 2)
        .text("segments", "FAMILY")
        .text("situation", "ACUTE_TEMP")
        .date("temporary_since", Date{round_day.day - 30})
        .text("supervision", "none")
        .number("need_high", 1);
    person("D", 60, "M", 45)
        .text("segments", "SUD")
        .text("situation", "PRISON_RELEASE")
        .date("ready_from", Date{round_day.day + 20})
        .text("supervision", "h24")
        .number("need_high", 5);
    person("E", 90, "F", 34)
        .text("segments", "MH")
        .text("situation", "UNSUITABLE_HOME")
        .text("supervision", "weekly")
        .number("need_high", 4);
    person("F", 45, "M", 41)
        .text("segments", "ROP")
        .text("situation", "SOFA")
        .text("supervision", "daily")
        .number("need_high", 4)
        .number("conflict", 2);
    return sheet;
}

Sheet units() {
    Sheet sheet("units", {"unit_id", "site_id", "neighbourhood_id", "landlord_id", "unit_type", "disposal_form", "level", "rooms",
                          "bedrooms", "staffing", "age_min", "age_max", "requires_activity", "available_from"});
    const auto home = [&](std::int64_t number, std::string_view type, std::string_view form, std::int64_t level) -> Sheet& {
        return sheet.row()
            .text("unit_id", "SYN-U-" + std::to_string(number))
            .text("unit_type", type)
            .text("disposal_form", form)
            .number("level", level)
            .flag("requires_activity", false)
            .date("available_from", round_day);
    };
    for (const std::int64_t number : {1, 2}) {
        home(number, "FOURPLEX", "OWNED", 4).text("site_id", "SYN-S-1").number("rooms", 2).number("bedrooms", 1).text("staffing", "daily");
    }
    home(3, "TUN_WITH_BASE", "OWNED", 5).text("site_id", "SYN-S-2").number("rooms", 1).number("bedrooms", 0).text("staffing", "h24");
    home(4, "APARTMENT", "PRIVATE_MARKET", 1)
        .text("neighbourhood_id", "SYN-N-1")
        .text("landlord_id", "SYN-L-1")
        .number("rooms", 3)
        .number("bedrooms", 2)
        .text("staffing", "weekly");
    home(5, "BEDSIT", "OWNED", 1)
        .text("site_id", "SYN-S-3")
        .number("rooms", 1)
        .number("bedrooms", 0)
        .text("staffing", "weekly")
        .number("age_min", 16)
        .number("age_max", 23)
        .flag("requires_activity", true);
    home(6, "APARTMENT", "PRIVATE_MARKET", 1)
        .text("neighbourhood_id", "SYN-N-1")
        .text("landlord_id", "SYN-L-2")
        .number("rooms", 1)
        .number("bedrooms", 0)
        .text("staffing", "daily");
    return sheet;
}

Sheet sites() {
    Sheet sheet("sites", {"site_id", "neighbourhood_id", "conflict_cap"});
    sheet.row().text("site_id", "SYN-S-1").text("neighbourhood_id", "SYN-N-2").number("conflict_cap", 1);
    sheet.row().text("site_id", "SYN-S-2").text("neighbourhood_id", "SYN-N-3");
    sheet.row().text("site_id", "SYN-S-3").text("neighbourhood_id", "SYN-N-4");
    return sheet;
}

Sheet neighbourhoods() {
    Sheet sheet("neighbourhoods", {"neighbourhood_id", "drug_scene"});
    const std::int64_t drug_scene[] = {0, 1, 2, 0};
    for (std::int64_t number = 1; number <= 4; ++number)
        sheet.row().text("neighbourhood_id", "SYN-N-" + std::to_string(number)).number("drug_scene", drug_scene[number - 1]);
    return sheet;
}

Sheet landlords() {
    Sheet sheet("landlords", {"landlord_id", "accepts"});
    sheet.row().text("landlord_id", "SYN-L-1").text("accepts", "FAMILY;MH;YOUTH");
    sheet.row().text("landlord_id", "SYN-L-2").text("accepts", "MH;ROP");
    return sheet;
}

Sheet wishes() {
    Sheet sheet("wishes", {"participant_id", "kind", "value", "rank"});
    sheet.row().text("participant_id", "SYN-P-E").text("kind", "area").text("value", "SYN-N-1").number("rank", 1);
    return sheet;
}

constexpr std::string_view toy_readme = R"(# toy: six people, six homes

Small enough to solve by hand, and still with a limit whose price can be worked out on paper. Everything is made up.

- A and F both have conflict behaviour; the fourplex (SYN-U-1, SYN-U-2) takes one such person: `conflict_cap` of SYN-S-1 is 1.
- C and her two children need two bedrooms: only SYN-U-4 has them. D needs staff day and night: only SYN-U-3 has them.
- B may live in the youth house (SYN-U-5) while in daytime activity, or in SYN-U-4.
- E wishes neighbourhood SYN-N-1 (SYN-U-4 and SYN-U-6), and fits the fourplex as long as her `need_high` is 4.

The policy houses as many as possible, and among those plans meets E's wish. What comes out when B's `activity`, E's `need_high` and the
cap change, with the number of plans that are equally good before the ties of the policy decide:

| B active | E fits fourplex | cap | housed | E's wish met | optimal plans |
|---|---|---|---|---|---|
| yes | yes | 1 | 6 | no | 4 |
| yes | yes | 2 | 6 | yes | 2 |
| yes | no | 1 | 5 | yes | 8 |
| yes | no | 2 | 6 | yes | 2 |
| no | yes | 1 | 5 | no | 8 |
| no | yes | 2 | 5 | yes | 4 |
| no | no | 1 | 4 | yes | 12 |
| no | no | 2 | 5 | yes | 4 |

The first row is the case as it ships. "E fits" is `need_high` 4, otherwise 3; "B active" is `activity`; the cap is `conflict_cap`.
One place more in the cap is worth a wish while E is flexible, and a whole home when she is not; and with so many equal plans, the published
order of ties (date of application, then the seeded lottery) is what makes the answer one answer.

## The figures

| figure | source | data | note |
|---|---|---|---|
| participants | assumed | 6 | made up |
| homes | assumed | 6 | made up |
| flats in the fourplex that are vacant | assumed | 2 | a site of four has four; two are vacant |
| days A has been in temporary accommodation | assumed | 80 | ten days before the three-month limit |
| days until D is released | assumed | 20 | within the two months that make somebody homeless in the national definition |
)";

}  // namespace

Example make_toy() {
    Example example;
    example.source.name = "toy";
    example.source.tables = {participants().table(),   units().table(),     sites().table(),
                             neighbourhoods().table(), landlords().table(), wishes().table()};
    example.source.policy_text = std::string(toy_policy);
    example.readme = std::string(toy_readme);
    return example;
}

}  // namespace husrom::examples
