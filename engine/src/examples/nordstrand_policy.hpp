#pragma once

#include <string_view>

namespace husrom::examples {

inline constexpr std::string_view nordstrand_policy =
    R"(# From institution to a home with a private landlord, in a district with little municipal stock.

schema = 1
id     = "private-landlords-2026-2"
title  = { nb = "Private utleiere, høsten 2026", en = "Private landlords, autumn 2026" }

[round]
as_of   = 2026-11-22
horizon = "60 days"

[columns."participant.mapping_done"]
type  = "flag"
class = "need"
text  = { nb = "Kartleggingsskjema fylt ut sammen med brukeren", en = "Mapping form filled in together with the person" }

[columns."participant.lost_home"]
type  = "flag"
empty = "none"
class = "need"
text  = { nb = "Mistet en bolig i prosjektet", en = "Lost a home in the project" }

[columns."participant.support_hours"]
type   = "decimal"
digits = 1
class  = "need"
text   = { nb = "Oppfølgingstimer i uken", en = "Hours of follow-up a week" }

[columns."participant.deposit_nok"]
type   = "decimal"
digits = 2
empty  = "none"
class  = "need"
text   = { nb = "Depositum, kr", en = "Deposit, NOK" }

[columns."participant.guarantee_nok"]
type   = "decimal"
digits = 2
empty  = "none"
class  = "need"
text   = { nb = "Garanti, kr", en = "Guarantee, NOK" }

[columns."unit.rent_month"]
type   = "decimal"
digits = 2
text   = { nb = "Husleie, kr i måneden", en = "Rent, NOK a month" }

[columns."landlord.contact_weekday"]
type = "text"
text = { nb = "Beste ukedag for kontakt", en = "Best weekday for contact" }

[[eligible]]
id      = "landlord-consent"
type    = "contains"
set     = "unit.landlord.accepts"
element = "participant.segments"
text    = { nb = "Utleieren leier ut til målgruppen.", en = "The landlord lets to this group." }

[[eligible]]
id   = "viewing"
type = "forbids"
conditions = [{ column = "pair.consent", op = "is", value = false }]
text = { nb = "Etter visning har begge parter sagt ja.", en = "After the viewing both sides have said yes." }

[[eligible]]
id   = "mapped"
type = "requires"
when = [{ column = "participant.situation", op = "known", value = true }]
then = [{ column = "participant.mapping_done", op = "is", value = true }]
text = { nb = "Behovet er kartlagt sammen med bruker og institusjon.", en = "The need is mapped together with the person and the institution." }

[[eligible]]
id    = "bedrooms"
type  = "at_least"
left  = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
text  = { nb = "Boligen har soverom nok.", en = "The home has enough bedrooms." }

[[eligible]]
id    = "affordable"
type  = "at_most"
left  = ["unit.rent_month"]
right = ["participant.max_rent", "participant.housing_allowance"]
text  = { nb = "Personen kan betale leien med bostøtte.", en = "The person can pay the rent with housing allowance." }

[[eligible]]
id    = "deposit-and-guarantee"
type  = "at_most"
left  = ["participant.deposit_nok", "participant.guarantee_nok"]
right = [{ column = "unit.rent_month", times = 6 }]
legal_basis = "husleieloven § 3-7"
text  = { nb = "Depositum og garanti er til sammen høyst seks måneders husleie.", en = "Deposit and guarantee together are at most six months' rent." }

[[eligible]]
id   = "deposit-decision"
type = "requires"
when = [{ column = "unit.disposal_form", op = "is", value = "PRIVATE_MARKET" }]
then = [{ column = "participant.deposit_status", op = "any_of", value = ["GRANTED", "APPLIED"] }]
unknown = "ask"
text = { nb = "Vedtak om depositum foreligger eller er søkt om.", en = "A decision on the deposit is made or applied for." }

[[eligible]]
id   = "in-time-for-discharge"
type = "before"
left  = "unit.available_from"
right = "participant.ready_from"
slack_days = 14
among = [{ column = "participant.situation", op = "any_of", value = ["INSTITUTION_DISCHARGE", "PRISON_RELEASE"] }]
text = { nb = "Boligen er klar når personen skrives ut.", en = "The home is ready when the person is discharged." }

[[eligible]]
id    = "declined-before"
type  = "disjoint"
left  = "participant.refused_units"
right = "unit.unit_id"
text  = { nb = "En bolig personen har takket nei til eller mistet, tilbys ikke igjen.", en = "A home that the person has declined or lost is not offered again." }

[[term]]
id     = "area-wish"
type   = "wish_rank"
kind   = "area"
points = [100, 60]
text   = { nb = "Ønsket område, etter rang.", en = "Wished area, by rank." }

[[term]]
id     = "landlord-kept"
type   = "column"
column = "unit.landlord.recent_failures"
times  = -80
among  = [{ column = "participant.conflict", op = "at_least", value = 2 }]
text   = { nb = "En utleier som nettopp har hatt en vanskelig leietaker, skånes.", en = "A landlord who just had a difficult tenancy is spared." }

[[term]]
id    = "urgency"
type  = "waiting"
since = "participant.temporary_since"
steps = [{ days = 0, points = 1 }, { days = 60, points = 3 }, { days = 90, points = 8 }]
text  = { nb = "Tid uten egen bolig.", en = "Time without a home of one's own." }

[[limit]]
id   = "landlord-cap"
per  = "unit.landlord"
sum  = 1
max  = "landlord.max_programme_units"
kind = "hard"
text = { nb = "Ingen utleier får flere leietakere fra prosjektet enn avtalt.", en = "No landlord gets more of the project's tenants than agreed." }

[[limit]]
id   = "follow-up"
per  = "participant.team"
sum  = "participant.support_hours"
max  = "team.hours_week"
kind = "hard"
text = { nb = "Prosjektet har timer nok til oppfølging.", en = "The project has enough hours for follow-up." }

[[limit]]
id   = "deposits"
per  = "unit.budget"
sum  = "participant.deposit_nok"
max  = "budget.amount_nok"
kind = "hard"
text = { nb = "Depositumsmidlene rekker.", en = "The money for deposits suffices." }

[[goal]]
id       = "most-urgent"
maximise = "housed"
weight   = "urgency"
text     = { nb = "De som har ventet lengst uten egen bolig, først.", en = "Those longest without a home of their own, first." }

[[goal]]
id       = "house-most"
maximise = "housed"
text     = { nb = "Flest mulig får bolig.", en = "As many as possible get a home." }

[[goal]]
id       = "wishes-and-landlords"
maximise = "score"
weights  = { area-wish = 1.00, landlord-kept = 1.00 }
text     = { nb = "Ønsker oppfylles og utleiere beholdes.", en = "Wishes are met and landlords are kept." }

[[goal]]
id       = "soonest"
minimise = "days"
text     = { nb = "Hjem så fort som mulig.", en = "Home as soon as possible." }

[ties]
order        = ["application_date", "lottery"]
lottery_seed = 20261122
)";

}  // namespace husrom::examples
