#pragma once

#include <string_view>

namespace husrom::examples {

inline constexpr std::string_view toy_policy = R"(# Six people and six homes, small enough to check by hand.

schema = 1
id     = "toy"
title  = { nb = "Seks personer, seks boliger", en = "Six people, six homes" }

[round]
as_of   = 2026-11-22
horizon = "60 days"

[columns."participant.activity"]
type  = "flag"
class = "readiness"
text  = { nb = "I dagaktivitet", en = "In daytime activity" }

[columns."landlord.accepts"]
type  = "set"
empty = "no_bound"

[[eligible]]
id    = "bedrooms"
type  = "at_least"
left  = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
text  = { nb = "Boligen har soverom nok.", en = "The home has enough bedrooms." }

[[eligible]]
id    = "supervision"
type  = "at_least"
left  = ["unit.staffing"]
right = ["participant.supervision"]
text  = { nb = "Boligen har minst den oppfølgingen personen trenger.", en = "The home comes with at least the follow-up the person needs." }

[[eligible]]
id    = "not-above-need"
type  = "within"
value = "unit.level"
high  = "participant.need_high"
text  = { nb = "Bemannede boliger er for dem som trenger dem.", en = "Staffed homes are for those who need them." }

[[eligible]]
id      = "landlord-consent"
type    = "contains"
set     = "unit.landlord.accepts"
element = "participant.segments"
text    = { nb = "Utleieren leier ut til målgruppen.", en = "The landlord lets to this group." }

[[eligible]]
id    = "age-limits"
type  = "within"
value = "participant.age"
low   = "unit.age_min"
high  = "unit.age_max"
text  = { nb = "Alderen er innenfor tilbudets grenser.", en = "Age is within the offer's limits." }

[[eligible]]
id   = "daytime-activity"
type = "requires"
when = [{ column = "unit.requires_activity", op = "is", value = true }]
then = [{ column = "participant.activity", op = "is", value = true }]
text = { nb = "Ungdomshuset krever dagaktivitet.", en = "The youth house requires daytime activity." }

[[eligible]]
id   = "families-away-from-drug-scenes"
type = "forbids"
conditions = [
  { column = "participant.children", op = "at_least", value = 1 },
  { column = "unit.site.neighbourhood.drug_scene", op = "at_least", value = 1 },
]
text = { nb = "Barnefamilier bosettes ikke i områder med kjent rusmiljø.", en = "Families with children are not settled where there is a known drug scene." }

[[term]]
id     = "area-wish"
type   = "wish_rank"
kind   = "area"
points = [1]
text   = { nb = "Ønsket område.", en = "Wished area." }

[[limit]]
id    = "conflict-cap"
per   = "unit.site"
sum   = 1
among = [{ column = "participant.conflict", op = "at_least", value = 2 }]
max   = "site.conflict_cap"
kind  = "hard"
text  = { nb = "Ikke flere med konfliktskapende bo-adferd på ett sted enn stedet tåler.", en = "No more people with conflict behaviour on one site than it can bear." }

[[goal]]
id       = "house-most"
maximise = "housed"
text     = { nb = "Flest mulig får bolig.", en = "As many as possible get a home." }

[[goal]]
id       = "wishes"
maximise = "score"
weights  = { area-wish = 1 }
text     = { nb = "Flest mulig ønsker oppfylles.", en = "As many wishes as possible are met." }

[ties]
order        = ["application_date", "lottery"]
lottery_seed = 20261122
)";

}  // namespace husrom::examples
