#include <husrom/plan/draft.hpp>

#include <algorithm>
#include <map>
#include <vector>

#include <husrom/model/date.hpp>
#include <husrom/model/well_known.hpp>
#include <husrom/plan/text.hpp>

#include "plan/facts.hpp"
#include "plan/nynorsk.hpp"
#include "plan/phrase.hpp"

namespace husrom::plan {

namespace {

class Draft {
public:
    Draft(const Plan& plan, Explanation told, DraftLanguage language)
        : problem_(plan.problem()), told_(std::move(told)), language_(language), not_proven_(plan.status() != solve::Status::optimal) {}

    std::string text() {
        line(say("UTKAST – dette er ikke et vedtak. En saksbehandler må vurdere, fylle ut og undertegne.",
                 "UTKAST – dette er ikkje eit vedtak. Ein saksbehandlar må vurdere, fylle ut og skrive under.",
                 "DRAFT – this is not a decision. A case handler must judge, complete and sign it."));
        if (not_proven_)
            line(say("[Søket ble avsluttet tidlig. Kjør fordelingen på nytt før det fattes vedtak.]",
                     "[Søket vart avslutta tidleg. Køyr fordelinga på nytt før det blir gjort vedtak.]",
                     "[The search ended early. Run the allocation again before deciding.]"));
        line("");
        line(say("Gjelder: ", "Gjeld: ", "Concerns: ") + problem_.participants[told_.participant.position()]);
        line(say("Regelverk: ", "Regelverk: ", "Policy: ") + title());
        line(say("Opplysninger per: ", "Opplysningar per: ", "Facts as of: ") + model::to_text(problem_.policy->round.as_of));
        line("");
        outcome();
        if (told_.assignment)
            rules_of_home();
        else
            rules_of_all_homes();
        facts();
        open_ends();
        return std::move(text_);
    }

private:
    [[nodiscard]] std::string say(std::string_view nb, std::string_view nn, std::string_view en) const {
        return std::string(language_ == DraftLanguage::nb ? nb : language_ == DraftLanguage::nn ? nn : en);
    }
    [[nodiscard]] Language policy_language() const { return language_ == DraftLanguage::en ? Language::en : Language::nb; }
    void line(const std::string& words) { text_ += words + "\n"; }

    [[nodiscard]] std::string title() const {
        const auto& title = problem_.policy->title;
        const auto& words = language_ == DraftLanguage::en ? title.en : title.nb;
        return words.empty() ? problem_.policy->id : words + " (" + problem_.policy->id + ")";
    }

    void outcome() {
        line(say("Forslag", "Framlegg", "Proposal"));
        if (told_.assignment) {
            const auto& home = problem_.units[told_.assignment->unit.position()];
            if (told_.assignment->stays)
                line(say("Du beholder boligen ", "Du beheld bustaden ", "You keep the home ") + home + ".");
            else
                line(say("Du tildeles boligen ", "Du får tildelt bustaden ", "You are allocated the home ") + home + ".");
            if (problem_.required[told_.assignment->participant.position()] == told_.assignment->unit)
                line(say("Plasseringen er bestemt i tabellen over par, ikke av regelverkets mål. [Begrunn]",
                         "Plasseringa er bestemt i tabellen over par, ikkje av måla i regelverket. [Grunngi]",
                         "The placement was decided in the table of pairs, not by the policy's goals. [Give the grounds]"));
            for (const auto& rule : told_.assignment->confirm)
                line("  " + say("Må bekreftes før tilbud: ", "Må stadfestast før tilbod: ", "To be confirmed before an offer: ") +
                     rule_words(rule));
        } else {
            line(say("Du tildeles ikke bolig i denne runden.", "Du får ikkje tildelt bustad i denne runden.",
                     "You are not allocated a home in this round."));
            line(why_waiting());
        }
        line("");
    }

    [[nodiscard]] std::string why_waiting() const {
        const auto& waiting = *told_.waiting;
        switch (waiting.reason) {
            case WaitingReason::no_home_fits:
                if (waiting.homes_that_fail == 1)
                    return say("Den ledige boligen oppfyller ikke alle reglene for deg.",
                               "Den ledige bustaden oppfyller ikkje alle reglane for deg.",
                               "The home available does not meet every rule for you.");
                return say("Ingen av de ledige boligene oppfyller alle reglene for deg.",
                           "Ingen av dei ledige bustadene oppfyller alle reglane for deg.",
                           "None of the homes available meets every rule for you.");
            case WaitingReason::information_missing:
                if (waiting.homes_that_fail == 1)
                    return say("Den ledige boligen er stengt bare fordi opplysninger mangler.",
                               "Den ledige bustaden er stengd berre fordi opplysningar manglar.",
                               "The home available is closed only because information is missing.");
                return say("Boliger er stengt bare fordi opplysninger mangler.", "Bustader er stengde berre fordi opplysningar manglar.",
                           "Homes are closed only because information is missing.");
            case WaitingReason::not_proven:
                // What the goals and limits give is not known yet.
                if (waiting.homes_that_fit == 1)
                    return say("Det finnes en bolig som passer, men i dette forslaget tildeles du den ikke.",
                               "Det finst ein bustad som passar, men i dette framlegget får du han ikkje tildelt.",
                               "There is a home that fits, but in this proposal you are not given it.");
                return say("Det finnes boliger som passer, men i dette forslaget tildeles du ingen av dem.",
                           "Det finst bustader som passar, men i dette framlegget får du ikkje tildelt nokon av dei.",
                           "There are homes that fit, but in this proposal you are given none of them.");
            default:
                // The one reason that a person is told of all that depends on where others live; the bracket is the same for all of them.
                return no_room(waiting.homes_that_fit == 1) + " " +
                       say("[Begrunn nærmere uten å røpe andres forhold. Vurder å si om ventetid eller loddtrekning avgjorde.]",
                           "[Grunngi nærare utan å røpe forholda til andre. Vurder å seie om ventetid eller loddtrekning avgjorde.]",
                           "[Give the grounds without telling of others. Consider saying whether queue days or the lottery decided.]");
        }
    }
    [[nodiscard]] std::string no_room(bool one_fits) const {
        if (one_fits)
            return say("Det finnes en bolig som passer, men etter regelverkets mål og grenser tildeles du den ikke i denne runden.",
                       "Det finst ein bustad som passar, men etter måla og grensene i regelverket får du han ikkje tildelt i denne runden.",
                       "There is a home that fits, but by the policy's goals and limits you are not given it in this round.");
        return say("Det finnes boliger som passer, men etter regelverkets mål og grenser tildeles du ingen av dem i denne runden.",
                   "Det finst bustader som passar, men etter måla og grensene i regelverket får du ikkje tildelt nokon av dei i denne "
                   "runden.",
                   "There are homes that fit, but by the policy's goals and limits you are given none of them in this round.");
    }

    /// "The home has enough bedrooms (husleieloven § 3-7)"; a colon or a state may follow.
    [[nodiscard]] std::string rule_words(const std::string& id) const {
        auto words = text_of(*problem_.policy, id, policy_language());
        if (words.empty()) words = id;
        const auto rule = std::ranges::find(problem_.policy->eligible, id, &model::EligibleRule::id);
        const bool of_policy = rule != problem_.policy->eligible.end();
        if (!of_policy && language_ == DraftLanguage::nn) words = nynorsk(words);
        if (words.ends_with('.')) words.pop_back();
        if (of_policy && !rule->legal_basis.empty()) words += " (" + rule->legal_basis + ")";
        return words;
    }

    [[nodiscard]] std::string homes(std::int64_t number) const {
        return counted(number, say("bolig", "bustad", "home"), say("boliger", "bustader", "homes"));
    }

    void section(const std::string& title, const std::vector<std::string>& lines) {
        if (lines.empty()) return;
        line(title);
        for (const auto& words : lines) line("  – " + words);
        line("");
    }

    void rules_of_home() {
        if (told_.assignment->stays) return;
        std::vector<std::string> lines;
        for (const auto& verdict : told_.rules) {
            if (verdict.verdict == rules::Verdict::not_applicable) continue;
            std::string state;
            if (verdict.verdict == rules::Verdict::waived)
                state = say(" – fraveket: [begrunn]", " – fråvike: [grunngi]", " – waived: [give the grounds]");
            if (verdict.verdict == rules::Verdict::ask || verdict.verdict == rules::Verdict::pass_unknown)
                state = say(" – må bekreftes", " – må stadfestast", " – to be confirmed");
            lines.push_back(rule_words(verdict.rule) + state);
            read_by(verdict);
        }
        section(say("Regler som er vurdert for boligen", "Reglar som er vurderte for bustaden", "Rules judged for the home"), lines);
    }

    void rules_of_all_homes() {
        std::vector<std::string> lines;
        for (const auto& count : told_.rule_counts) {
            if (count.failed + count.unknown == 0) continue;
            auto words = rule_words(count.rule) + ": ";
            if (count.failed > 0) words += homes(count.failed);
            if (count.failed > 0 && count.unknown > 0) words += say(", og ", ", og ", ", and ");
            if (count.unknown > 0)
                words +=
                    homes(count.unknown) + say(" der opplysninger mangler", " der opplysningar manglar", " where information is missing");
            lines.push_back(std::move(words));
            read_by({count.rule, rules::Verdict::fail, {}});
        }
        section(say("Regler som stengte boliger", "Reglar som stengde bustader", "Rules that closed homes"), lines);
    }

    void read_by(const rules::RuleVerdict& verdict) {
        for (const auto& fact : facts_of(problem_, verdict)) {
            const auto reached = problem_.typed->column(fact.column);
            if (reached.column == nullptr) continue;
            facts_[fact.column] = reached.table->source;
        }
    }

    void facts() {
        std::vector<std::string> lines;
        for (const auto& [path, source] : facts_)
            lines.push_back(heading(path) + ": " + source + " " + say("[verdi]", "[verdi]", "[value]"));
        section(say("Opplysninger som er lagt til grunn, og hvor de står", "Opplysningar som er lagde til grunn, og kvar dei står",
                    "Facts relied on, and where they stand"),
                lines);
    }
    [[nodiscard]] std::string heading(const std::string& path) const {
        const auto& declared = problem_.typed->column(path).column->declaration;
        auto words = language_ == DraftLanguage::en ? declared.text.en : declared.text.nb;
        const auto* standard = model::well_known(declared.table, declared.name);
        if (language_ == DraftLanguage::nn && standard != nullptr && standard->text.nb == words) words = nynorsk(words);
        return plan::heading(words, path);
    }

    void open_ends() {
        line(say("[Individuell vurdering, herunder barnets beste der det er barn i husstanden]",
                 "[Individuell vurdering, medrekna det beste for barnet der det er barn i husstanden]",
                 "[Individual assessment, the child's best interest where there are children]"));
        line(say("[Rettslig grunnlag for vedtaket]", "[Rettsleg grunnlag for vedtaket]", "[Legal basis of the decision]"));
        line(say("[Klageadgang, frist og klageinstans]", "[Klagerett, frist og klageinstans]",
                 "[Right of appeal, time limit and appeal body]"));
        line(say("[Dato, navn og underskrift]", "[Dato, namn og underskrift]", "[Date, name and signature]"));
    }

    const rules::AllocationProblem& problem_;
    Explanation told_;
    DraftLanguage language_;
    bool not_proven_;
    std::map<std::string, std::string> facts_;  ///< source by path
    std::string text_;
};

}  // namespace

DraftLanguage draft_language(std::string_view code) {
    if (code == "nb") return DraftLanguage::nb;
    if (code == "nn") return DraftLanguage::nn;
    if (code == "en") return DraftLanguage::en;
    throw InvalidArgument("the language of a draft is nb, nn or en, not \"" + std::string(code) + "\"");
}

std::string draft_decision(const Plan& plan, std::string_view participant, DraftLanguage language) {
    return Draft(plan, for_participant(plan, plan.explain(participant)), language).text();
}

}  // namespace husrom::plan
