#include <husrom/model/well_known.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace husrom::model {
namespace {

using enum ColumnType;
constexpr auto unknown = EmptyMeans::unknown;
constexpr auto none = EmptyMeans::none;
constexpr auto no_bound = EmptyMeans::no_bound;
using enum ColumnClass;

struct Entry {
    std::string_view table, name;
    ColumnType type;
    std::int32_t digits;
    EmptyMeans empty;
    ColumnClass column_class;
    std::string_view default_value;
    bool not_negative;
    std::string_view nb;
};

/// Steps of supervision that a person needs and of staffing that a home has, on one scale so that rules can compare them.
constexpr std::array<std::string_view, 6> supervision_scale{"none", "weekly", "several_weekly", "daily", "day_evening", "h24"};

// An empty cell means "unknown" where the engine must not guess, "none" where registers leave out what is not there, and "no_bound" for
// caps and ages that a table leaves open.
constexpr Entry entries[] = {
    {"participant", "participant_id", text, 0, unknown, need, "", false, "Deltaker"},
    {"participant", "application_date", date, 0, unknown, need, "", false, "Søknadsdato"},
    {"participant", "ready_from", date, 0, none, need, "", false, "Klar fra"},
    {"participant", "current_unit", text, 0, none, need, "", false, "Bolig i dag"},
    {"participant", "must_house", flag, 0, none, need, "", false, "Må få bolig"},
    {"participant", "x", integer, 0, unknown, need, "", false, "Øst (meter)"},
    {"participant", "y", integer, 0, unknown, need, "", false, "Nord (meter)"},
    {"participant", "team_id", text, 0, none, need, "", false, "Oppfølgingsteam"},
    {"participant", "budget_id", text, 0, none, need, "", false, "Budsjettpost"},
    {"participant", "neighbourhood_id", text, 0, none, need, "", false, "Nabolag i dag"},
    {"participant", "age", integer, 0, unknown, need, "", true, "Alder"},
    {"participant", "is_youth", flag, 0, unknown, need, "", false, "Ung"},
    {"participant", "birth_date", date, 0, unknown, personal, "", false, "Fødselsdato"},
    {"participant", "household_size", integer, 0, unknown, need, "", true, "Personer i husstanden"},
    {"participant", "adults", integer, 0, unknown, need, "", true, "Voksne"},
    {"participant", "children", integer, 0, unknown, need, "", true, "Barn"},
    {"participant", "bedrooms_needed", integer, 0, unknown, need, "", true, "Soverombehov"},
    {"participant", "segments", set, 0, unknown, need, "", false, "Målgrupper"},
    {"participant", "situation", text, 0, unknown, need, "", false, "Bosituasjon"},
    {"participant", "homeless_situation", text, 0, unknown, need, "", false, "Bosituasjon"},
    {"participant", "situation_since", date, 0, unknown, need, "", false, "Bosituasjon siden"},
    {"participant", "temporary_since", date, 0, unknown, need, "", false, "Midlertidig siden"},
    {"participant", "release_date", date, 0, none, need, "", false, "Løslatelse"},
    {"participant", "discharge_date", date, 0, none, need, "", false, "Utskriving"},
    {"participant", "residence_months", integer, 0, unknown, need, "", true, "Botid (måneder)"},
    {"participant", "income_month", decimal, 2, unknown, need, "", false, "Inntekt per måned"},
    {"participant", "wealth", decimal, 2, unknown, need, "", false, "Formue"},
    {"participant", "income_source", text, 0, unknown, need, "", false, "Inntektskilde"},
    {"participant", "housing_allowance", decimal, 2, none, need, "", true, "Bostøtte"},
    {"participant", "max_rent", decimal, 2, unknown, need, "", true, "Betalingsevne"},
    {"participant", "deposit_status", text, 0, unknown, need, "", false, "Depositum"},
    {"participant", "guarantee_type", text, 0, unknown, need, "", false, "Garanti"},
    {"participant", "deposit_nok", decimal, 2, none, need, "", true, "Depositum i kroner"},
    {"participant", "guarantee_nok", decimal, 2, none, need, "", true, "Garanti i kroner"},
    {"participant", "deposit_months", decimal, 2, none, need, "", true, "Depositum i måneder"},
    {"participant", "guarantee_months", decimal, 2, none, need, "", true, "Garanti i måneder"},
    {"participant", "need_level", integer, 0, unknown, need, "", false, "Boligtrinn"},
    {"participant", "need_level_v", integer, 0, unknown, need, "", false, "Boligtrinn V"},
    {"participant", "need_level_o", integer, 0, none, need, "", false, "Boligtrinn O"},
    {"participant", "need_low", integer, 0, unknown, need, "", false, "Laveste boligtrinn"},
    {"participant", "need_high", integer, 0, unknown, need, "", false, "Høyeste boligtrinn"},
    {"participant", "supervision", ordered, 0, unknown, need, "", false, "Tilsynsbehov"},
    {"participant", "support_hours", decimal, 2, unknown, need, "", true, "Oppfølgingstimer per uke"},
    {"participant", "followup_hours_week", decimal, 2, unknown, need, "", true, "Oppfølgingstimer per uke"},
    {"participant", "followup_motivation", text, 0, unknown, readiness, "", false, "Motivasjon for oppfølging"},
    {"participant", "sober_days", integer, 0, unknown, readiness, "", false, "Dager rusfri"},
    {"participant", "in_treatment", flag, 0, unknown, readiness, "", false, "I behandling"},
    {"participant", "treatment_completed", flag, 0, unknown, readiness, "", false, "Fullført behandling"},
    {"participant", "housing_readiness", integer, 0, unknown, readiness, "", false, "Boevne vurdert"},
    {"participant", "conflict", integer, 0, unknown, need, "", true, "Konfliktskapende bo-adferd"},
    {"participant", "conflict_behaviour", integer, 0, unknown, need, "", true, "Konfliktskapende bo-adferd"},
    {"participant", "active_use", integer, 0, unknown, need, "", true, "Aktiv rusbruk"},
    {"participant", "wear_risk", integer, 0, unknown, need, "", true, "Slitasje"},
    {"participant", "fire_risk", integer, 0, unknown, need, "", true, "Brannfare"},
    {"participant", "hoarding", flag, 0, unknown, need, "", false, "Samling"},
    {"participant", "violence_exposed", flag, 0, unknown, need, "", false, "Utsatt for vold"},
    {"participant", "violence_risk", integer, 0, unknown, need, "", true, "Voldsrisiko"},
    {"participant", "shared_area_effect", integer, 0, unknown, need, "", false, "Utbytte av fellesareal"},
    {"participant", "accessibility", set, 0, none, need, "", false, "Tilgjengelighet"},
    {"participant", "pets", set, 0, none, need, "", false, "Dyr"},
    {"participant", "avoid_areas", set, 0, none, need, "", false, "Må skjermes fra nabolag"},
    {"participant", "refused_units", set, 0, none, need, "", false, "Boliger det er takket nei til"},
    {"participant", "parked_until", date, 0, none, need, "", false, "Pause til"},
    {"participant", "wants_swap", flag, 0, none, need, "", false, "Ønsker bytte"},
    {"participant", "activity", flag, 0, unknown, need, "", false, "Aktivitet"},
    {"participant", "activity_status", text, 0, unknown, need, "", false, "Dagaktivitet"},
    {"participant", "legal_decisions", set, 0, none, need, "", false, "Vedtak"},
    {"participant", "referral_source", text, 0, unknown, need, "", false, "Henvist fra"},
    {"participant", "consents", set, 0, none, need, "", false, "Samtykker"},
    {"participant", "offers_made", integer, 0, none, need, "", true, "Tilbud gitt"},
    {"participant", "programme_lock", text, 0, none, need, "", false, "Metode"},
    {"participant", "sex", text, 0, unknown, protected_ground, "", false, "Kjønn"},
    {"participant", "gender", text, 0, unknown, protected_ground, "", false, "Kjønn"},
    {"participant", "citizenship", text, 0, unknown, protected_ground, "", false, "Statsborgerskap"},
    {"participant", "country_of_birth", text, 0, unknown, protected_ground, "", false, "Fødeland"},
    {"participant", "ethnicity", text, 0, unknown, protected_ground, "", false, "Etnisitet"},
    {"participant", "religion", text, 0, unknown, protected_ground, "", false, "Livssyn"},
    {"participant", "language", text, 0, unknown, protected_ground, "", false, "Språk"},
    {"unit", "unit_id", text, 0, unknown, need, "", false, "Bolig"},
    {"unit", "site_id", text, 0, none, need, "", false, "Tomt eller bygning"},
    {"unit", "neighbourhood_id", text, 0, none, need, "", false, "Nabolag"},
    {"unit", "landlord_id", text, 0, none, need, "", false, "Utleier"},
    {"unit", "budget_id", text, 0, none, need, "", false, "Budsjettpost"},
    {"unit", "team_id", text, 0, none, need, "", false, "Team"},
    {"unit", "available_from", date, 0, none, need, "", false, "Ledig fra"},
    {"unit", "capacity", integer, 0, unknown, need, "1", true, "Plasser"},
    {"unit", "x", integer, 0, unknown, need, "", false, "Øst (meter)"},
    {"unit", "y", integer, 0, unknown, need, "", false, "Nord (meter)"},
    {"unit", "kobo_id", text, 0, none, need, "", false, "Kobo-id"},
    {"unit", "unit_type", text, 0, unknown, need, "", false, "Boligtype"},
    {"unit", "level", integer, 0, unknown, need, "", false, "Trinn"},
    {"unit", "scheme_level", text, 0, unknown, need, "", false, "Trinn"},
    {"unit", "disposal_form", text, 0, unknown, need, "", false, "Disposisjonsform"},
    {"unit", "bedrooms", integer, 0, unknown, need, "", true, "Soverom"},
    {"unit", "rooms", integer, 0, unknown, need, "", true, "Rom"},
    {"unit", "area_m2", decimal, 2, unknown, need, "", true, "Bruksareal"},
    {"unit", "floor", integer, 0, unknown, need, "", false, "Etasje"},
    {"unit", "lift", flag, 0, unknown, need, "", false, "Heis"},
    {"unit", "wheelchair", flag, 0, unknown, need, "", false, "Tilgjengelig for rullestol"},
    {"unit", "step_free", flag, 0, unknown, need, "", false, "Trinnfri"},
    {"unit", "accessible", set, 0, unknown, need, "", false, "Tilgjengelighet"},
    {"unit", "self_contained", flag, 0, unknown, need, "", false, "Selvstendig"},
    {"unit", "separate_entrance", flag, 0, unknown, need, "", false, "Egen inngang"},
    {"unit", "shared_area", flag, 0, unknown, need, "", false, "Fellesareal"},
    {"unit", "robust", integer, 0, unknown, need, "", true, "Robust"},
    {"unit", "screening", integer, 0, unknown, need, "", true, "Skjermet"},
    {"unit", "staffing", ordered, 0, none, need, "", false, "Bemanning"},
    {"unit", "base_until", date, 0, none, need, "", false, "Personalbase til"},
    {"unit", "rent_month", decimal, 2, unknown, need, "", true, "Husleie per måned"},
    {"unit", "lease_kind", text, 0, unknown, need, "", false, "Leieavtale"},
    {"unit", "lease_months", integer, 0, unknown, need, "", true, "Leietid (måneder)"},
    {"unit", "quality_agreement", flag, 0, unknown, need, "", false, "Kvalitetsavtale"},
    {"unit", "temporary", flag, 0, none, need, "", false, "Midlertidig"},
    {"unit", "accepts", set, 0, unknown, need, "", false, "Tar imot"},
    {"unit", "age_min", integer, 0, no_bound, need, "", true, "Alder fra"},
    {"unit", "age_max", integer, 0, no_bound, need, "", true, "Alder til"},
    {"unit", "requires_decision", set, 0, none, need, "", false, "Krever vedtak"},
    {"unit", "requires_activity", flag, 0, none, need, "", false, "Krever aktivitet"},
    {"unit", "referral_sources", set, 0, none, need, "", false, "Henvisende instanser"},
    {"unit", "reserved_for", text, 0, none, need, "", false, "Reservert for"},
    {"unit", "repair_until", date, 0, none, need, "", false, "Utbedres til"},
    {"unit", "relocatable", flag, 0, none, need, "", false, "Flyttbar"},
    {"unit", "rent_to_own", flag, 0, none, need, "", false, "Leie til eie"},
    {"unit", "cost_month_vacant", decimal, 2, unknown, need, "", true, "Kostnad tom per måned"},
    {"unit", "cost_setup", decimal, 2, unknown, need, "", true, "Klargjøring"},
    {"site", "site_id", text, 0, unknown, need, "", false, "Tomt eller bygning"},
    {"site", "neighbourhood_id", text, 0, none, need, "", false, "Nabolag"},
    {"site", "parent_site_id", text, 0, none, need, "", false, "Del av tomt"},
    {"site", "cap_total", integer, 0, no_bound, need, "", true, "Tak"},
    {"site", "conflict_cap", integer, 0, no_bound, need, "", true, "Tak for konfliktskapende bo-adferd"},
    {"site", "existing_load", integer, 0, none, need, "", true, "Belastning i dag"},
    {"site", "is_new", flag, 0, none, need, "", false, "Ny tomt"},
    {"site", "ros_done", flag, 0, unknown, need, "", false, "ROS-analyse gjort"},
    {"site", "neighbour_dialogue_done", flag, 0, unknown, need, "", false, "Nabodialog gjort"},
    {"neighbourhood", "neighbourhood_id", text, 0, unknown, need, "", false, "Nabolag"},
    {"neighbourhood", "district_id", text, 0, none, need, "", false, "Bydel"},
    {"neighbourhood", "team_id", text, 0, none, need, "", false, "Team"},
    {"neighbourhood", "x", integer, 0, unknown, need, "", false, "Øst (meter)"},
    {"neighbourhood", "y", integer, 0, unknown, need, "", false, "Nord (meter)"},
    {"neighbourhood", "drug_scene", integer, 0, unknown, need, "", true, "Kjent rusmiljø"},
    {"neighbourhood", "strained", integer, 0, unknown, need, "", true, "Allerede utfordret"},
    {"neighbourhood", "children_density", integer, 0, unknown, need, "", true, "Barnetetthet"},
    {"neighbourhood", "risk_capacity", integer, 0, no_bound, need, "", true, "Tåleevne"},
    {"neighbourhood", "school_load", decimal, 4, unknown, need, "", true, "Andel elever i kommunale boliger"},
    {"neighbourhood", "municipal_share", decimal, 4, unknown, need, "", true, "Andel kommunale boliger"},
    {"district", "district_id", text, 0, unknown, need, "", false, "Bydel"},
    {"team", "team_id", text, 0, unknown, need, "", false, "Team"},
    {"team", "kind", text, 0, unknown, need, "", false, "Slag"},
    {"team", "hours_week", decimal, 2, unknown, need, "", true, "Timer per uke"},
    {"team", "max_cases", integer, 0, no_bound, need, "", true, "Høyeste antall saker"},
    {"landlord", "landlord_id", text, 0, unknown, need, "", false, "Utleier"},
    {"landlord", "accepts", set, 0, unknown, need, "", false, "Leier ut til"},
    {"landlord", "max_programme_units", integer, 0, no_bound, need, "", true, "Høyeste antall boliger"},
    {"landlord", "recent_failures", integer, 0, none, need, "", true, "Nylig mislykkede leieforhold"},
    {"budget", "budget_id", text, 0, unknown, need, "", false, "Budsjettpost"},
    {"budget", "amount_nok", decimal, 2, unknown, need, "", true, "Beløp i kroner"},
    {"tenant", "tenant_id", text, 0, unknown, need, "", false, "Beboer"},
    {"tenant", "unit_id", text, 0, none, need, "", false, "Bolig"},
    {"tenant", "site_id", text, 0, none, need, "", false, "Tomt eller bygning"},
    {"tenant", "neighbourhood_id", text, 0, none, need, "", false, "Nabolag"},
    {"tenant", "team_id", text, 0, none, need, "", false, "Team"},
    {"tenant", "landlord_id", text, 0, none, need, "", false, "Utleier"},
    {"tenant", "budget_id", text, 0, none, need, "", false, "Budsjettpost"},
    {"wish", "participant_id", text, 0, unknown, need, "", false, "Deltaker"},
    {"wish", "kind", text, 0, unknown, need, "", false, "Slag"},
    {"wish", "value", text, 0, unknown, need, "", false, "Ønske"},
    {"wish", "rank", integer, 0, unknown, need, "", true, "Rang"},
    {"pair", "participant_id", text, 0, unknown, need, "", false, "Deltaker"},
    {"pair", "unit_id", text, 0, unknown, need, "", false, "Bolig"},
    {"pair", "allow", set, 0, none, need, "", false, "Unntatt fra reglene"},
    {"pair", "forbid", flag, 0, none, need, "", false, "Ikke tillatt"},
    {"pair", "require", flag, 0, none, need, "", false, "Skal ha"},
    {"pair", "reason", text, 0, none, need, "", false, "Grunn"},
    {"pair", "consent", flag, 0, unknown, need, "", false, "Samtykke"},
    {"apart", "participant_id", text, 0, unknown, need, "", false, "Deltaker"},
    {"apart", "other_id", text, 0, unknown, need, "", false, "Den andre"},
    {"apart", "per", text, 0, unknown, need, "", false, "Ikke i samme"},
    {"adjacent", "neighbourhood_id", text, 0, unknown, need, "", false, "Nabolag"},
    {"adjacent", "other_id", text, 0, unknown, need, "", false, "Nabo"},
    {"adjacent", "share", decimal, 4, unknown, need, "", true, "Andel"},
};

std::vector<ColumnDeclaration> declarations() {
    std::vector<ColumnDeclaration> result;
    for (const Entry& entry : entries) {
        ColumnDeclaration declaration;
        declaration.table = entry.table;
        declaration.name = entry.name;
        declaration.type = entry.type;
        declaration.digits = entry.digits;
        declaration.empty = entry.empty;
        declaration.column_class = entry.column_class;
        declaration.default_value = entry.default_value;
        declaration.not_negative = entry.not_negative;
        if (entry.type == ordered) declaration.order.assign(supervision_scale.begin(), supervision_scale.end());
        declaration.text.nb = entry.nb;
        declaration.text.en = entry.name;
        std::ranges::replace(declaration.text.en, '_', ' ');
        result.push_back(std::move(declaration));
    }
    std::ranges::sort(result, {}, [](const ColumnDeclaration& one) { return std::tie(one.table, one.name); });
    return result;
}

}  // namespace

std::span<const ColumnDeclaration> well_known_columns() {
    static const std::vector<ColumnDeclaration> all = declarations();
    return all;
}

const ColumnDeclaration* well_known(std::string_view table, std::string_view name) {
    const auto all = well_known_columns();
    const auto found = std::ranges::lower_bound(all, std::pair(table, name), {}, [](const ColumnDeclaration& one) {
        return std::pair<std::string_view, std::string_view>(one.table, one.name);
    });
    return found != all.end() && found->table == table && found->name == name ? &*found : nullptr;
}

}  // namespace husrom::model
