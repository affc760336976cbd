#include "plan/nynorsk.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace husrom::plan {

namespace {

struct Pair {
    std::string_view nb, nn;
};

constexpr std::array pairs{
    // rules that the engine adds to those of a policy
    Pair{"Paret er utelukket i tabellen over par.", "Paret er utelukka i tabellen over par."},
    Pair{"Nabolagsmodellen utelukker ikke boligen for personen.", "Nabolagsmodellen utelukkar ikkje bustaden for personen."},
    Pair{"Boligen blir ledig etter rundens horisont.", "Bustaden blir ledig etter horisonten til runden."},
    Pair{"Personen er låst til en annen bolig.", "Personen er låst til ein annan bustad."},
    // columns that every case knows
    Pair{"Alder fra", "Alder frå"},
    Pair{"Allerede utfordret", "Allereie utfordra"},
    Pair{"Andel elever i kommunale boliger", "Andel elevar i kommunale bustader"},
    Pair{"Andel kommunale boliger", "Andel kommunale bustader"},
    Pair{"Barnetetthet", "Barnetettleik"},
    Pair{"Beboer", "Bebuar"},
    Pair{"Boevne vurdert", "Buevne vurdert"},
    Pair{"Bolig i dag", "Bustad i dag"},
    Pair{"Bolig", "Bustad"},
    Pair{"Boliger det er takket nei til", "Bustader det er takka nei til"},
    Pair{"Boligtrinn O", "Bustadtrinn O"},
    Pair{"Boligtrinn V", "Bustadtrinn V"},
    Pair{"Boligtrinn", "Bustadtrinn"},
    Pair{"Boligtype", "Bustadtype"},
    Pair{"Bosituasjon siden", "Busituasjon sidan"},
    Pair{"Bosituasjon", "Busituasjon"},
    Pair{"Bostøtte", "Bustøtte"},
    Pair{"Botid (måneder)", "Butid (månader)"},
    Pair{"Dager rusfri", "Dagar rusfri"},
    Pair{"Deltaker", "Deltakar"},
    Pair{"Depositum i måneder", "Depositum i månader"},
    Pair{"Egen inngang", "Eigen inngang"},
    Pair{"Garanti i måneder", "Garanti i månader"},
    Pair{"Henvisende instanser", "Tilvisande instansar"},
    Pair{"Henvist fra", "Tilvist frå"},
    Pair{"Husleie per måned", "Husleige per månad"},
    Pair{"Høyeste antall boliger", "Høgste tal på bustader"},
    Pair{"Høyeste antall saker", "Høgste tal på saker"},
    Pair{"Høyeste boligtrinn", "Høgste bustadtrinn"},
    Pair{"Ikke i samme", "Ikkje i same"},
    Pair{"Ikke tillatt", "Ikkje tillate"},
    Pair{"Inntekt per måned", "Inntekt per månad"},
    Pair{"Inntektskilde", "Inntektskjelde"},
    Pair{"Klar fra", "Klar frå"},
    Pair{"Klargjøring", "Klargjering"},
    Pair{"Konfliktskapende bo-adferd", "Konfliktskapande bu-åtferd"},
    Pair{"Kostnad tom per måned", "Kostnad tom per månad"},
    Pair{"Krever aktivitet", "Krev aktivitet"},
    Pair{"Krever vedtak", "Krev vedtak"},
    Pair{"Laveste boligtrinn", "Lågaste bustadtrinn"},
    Pair{"Ledig fra", "Ledig frå"},
    Pair{"Leie til eie", "Leige til eige"},
    Pair{"Leieavtale", "Leigeavtale"},
    Pair{"Leier ut til", "Leiger ut til"},
    Pair{"Leietid (måneder)", "Leigetid (månader)"},
    Pair{"Løslatelse", "Lauslating"},
    Pair{"Midlertidig siden", "Mellombels sidan"},
    Pair{"Midlertidig", "Mellombels"},
    Pair{"Må få bolig", "Må få bustad"},
    Pair{"Må skjermes fra nabolag", "Må skjermast frå nabolag"},
    Pair{"Nylig mislykkede leieforhold", "Nyleg mislukka leigeforhold"},
    Pair{"Oppfølgingstimer per uke", "Oppfølgingstimar per veke"},
    Pair{"Personer i husstanden", "Personar i husstanden"},
    Pair{"Plasser", "Plassar"},
    Pair{"Samtykker", "Samtykke"},
    Pair{"Selvstendig", "Sjølvstendig"},
    Pair{"Skjermet", "Skjerma"},
    Pair{"Statsborgerskap", "Statsborgarskap"},
    Pair{"Tak for konfliktskapende bo-adferd", "Tak for konfliktskapande bu-åtferd"},
    Pair{"Tar imot", "Tek imot"},
    Pair{"Tilbud gitt", "Tilbod gitt"},
    Pair{"Tilgjengelig for rullestol", "Tilgjengeleg for rullestol"},
    Pair{"Tilgjengelighet", "Tilgjenge"},
    Pair{"Timer per uke", "Timar per veke"},
    Pair{"Unntatt fra reglene", "Unnateke frå reglane"},
    Pair{"Utbedres til", "Blir utbetra til"},
    Pair{"Utleier", "Utleigar"},
    Pair{"Utsatt for vold", "Utsett for vald"},
    Pair{"Voksne", "Vaksne"},
    Pair{"Voldsrisiko", "Valdsrisiko"},
    Pair{"Ønsker bytte", "Ønskjer byte"},
    Pair{"Øst (meter)", "Aust (meter)"},
};

}  // namespace

std::string nynorsk(const std::string& bokmaal) {
    const auto* const found = std::ranges::find(pairs, std::string_view(bokmaal), &Pair::nb);
    return found == pairs.end() ? bokmaal : std::string(found->nn);
}

}  // namespace husrom::plan
