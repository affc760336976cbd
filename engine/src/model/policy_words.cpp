#include <husrom/model/policy_words.hpp>

#include <limits>
#include <optional>

#include <husrom/model/date.hpp>

#include "model/speaker.hpp"

namespace husrom::model {

namespace {

class Document {
public:
    Document(const Policy& policy, Language language) : policy_(policy), say_(policy, language) {}

    std::string text() {
        head();
        section("Who may have which home", "Hvem som kan få hvilken bolig", policy_.eligible, [this](const EligibleRule& rule) {
            line(say_.rule(rule.type));
            filters(rule.among, rule.where);
            unknown(rule.unknown);
            stated("Legal basis: ", "Hjemmel: ", rule.legal_basis);
            reason(rule.protected_reason);
        });
        risk();
        section("What makes a home a good one", "Hva som gjør en bolig god", policy_.terms, [this](const Term& term) {
            line(say_.term(term.type));
            filters(term.among, term.where);
            reason(term.protected_reason);
        });
        section("Limits", "Grenser", policy_.limits, [this](const LimitRule& limit) {
            line(say_.limit(limit));
            filters(limit.among, limit.where);
            firmness(limit);
            stated("Legal basis: ", "Hjemmel: ", limit.legal_basis);
            reason(limit.protected_reason);
        });
        goals();
        return text_;
    }

private:
    [[nodiscard]] std::string word(std::string_view en, std::string_view nb) const { return std::string(say_.pick(en, nb)); }
    void line(const std::string& words) { text_ += "    " + words + "\n"; }
    void stated(std::string_view en, std::string_view nb, const std::string& words) {
        if (!words.empty()) line(word(en, nb) + words);
    }
    void reason(const Words& words) { stated("Why a protected ground is used: ", "Hvorfor et vernet grunnlag brukes: ", say_.own(words)); }

    void head() {
        const auto title = say_.own(policy_.title);
        text_ += (title.empty() ? policy_.id : title + " (" + policy_.id + ")") + "\n";
        if (!policy_.preset.empty()) text_ += word("Built on the preset ", "Bygger på malen ") + policy_.preset + ".\n";
        text_ += word("Days are counted from ", "Dager regnes fra ") + to_text(policy_.round.as_of) +
                 word("; homes available within ", "; boliger som blir ledige innen ") + std::to_string(policy_.round.horizon_days) +
                 word(" days are in the round.\n", " dager er med i runden.\n");
    }

    template <class Entry, class Tell>
    void section(std::string_view en, std::string_view nb, const std::vector<Entry>& entries, const Tell& tell) {
        if (entries.empty()) return;
        text_ += "\n" + word(en, nb) + "\n";
        for (const auto& entry : entries) {
            text_ += "\n  " + entry.id;
            if (!entry.on) text_ += word(" (switched off)", " (slått av)");
            text_ += "\n";
            if (const auto words = say_.own(entry.text); !words.empty()) line(words);
            tell(entry);
        }
    }

    void filters(const Conditions& among, const Conditions& where) {
        if (!among.empty()) line(word("For people: ", "Gjelder personer: ") + as_sentence(say_.all(among)));
        if (!where.empty()) line(word("For homes: ", "Gjelder boliger: ") + as_sentence(say_.all(where)));
    }

    void unknown(OnUnknown rule) {
        switch (rule) {
            case OnUnknown::fail:
                return line(word("When a fact is not known, the home is closed.", "Er en opplysning ukjent, er boligen stengt."));
            case OnUnknown::pass:
                return line(word("When a fact is not known, the home is open.", "Er en opplysning ukjent, er boligen åpen."));
            case OnUnknown::ask:
                return line(word("When a fact is not known, the home is open, and the fact must be confirmed before an offer.",
                                 "Er en opplysning ukjent, er boligen åpen, og opplysningen må bekreftes før tilbud."));
        }
    }

    /// The units of excess that a step charges: the first ones, those after them, or all the rest.
    [[nodiscard]] std::string units_of_excess(const std::optional<std::int64_t>& width, bool first) const {
        if (!width) return first ? word("for each", "for hver") : word("for each of any more", "for hver av resten");
        if (*width == 1) return first ? word("for the first", "for den første") : word("for the next", "for den neste");
        return (first ? word("for each of the first ", "for hver av de første ") : word("for each of the next ", "for hver av de neste ")) +
               std::to_string(*width);
    }

    /// The most excess that steps carry; nothing when the last one takes the rest.
    [[nodiscard]] static std::optional<std::int64_t> carried(const std::vector<SoftStep>& steps) {
        std::int64_t most = 0;
        for (const auto& step : steps) {
            if (!step.width || *step.width > std::numeric_limits<std::int64_t>::max() - most) return std::nullopt;
            most += *step.width;
        }
        return most;
    }

    /// What becomes of a limit that a plan would exceed or miss.
    void firmness(const LimitRule& limit) {
        if (limit.soft) return softness(limit);
        if (limit.max) line(word("It is never exceeded.", "Den overskrides aldri."));
        if (!limit.min) return;
        if (limit.per == "all") return line(word("The floor is always kept.", "Gulvet holdes alltid."));
        line(word("The floor is always kept, except where nobody in the round can count towards it.",
                  "Gulvet holdes alltid, unntatt der ingen i runden kan telle med."));
    }

    void softness(const LimitRule& limit) {
        const auto may = limit.max && limit.min ? word("exceeded or missed", "overskrides eller underskrides")
                         : limit.max            ? word("exceeded", "overskrides")
                                                : word("missed", "underskrides");
        auto words = word("It may be ", "Den kan ") + may + word(", at a cost in the goal \"", ", mot et fratrekk i målet «") + limit.goal +
                     word("\": ", "»: ");
        for (std::size_t i = 0; i < limit.steps.size(); ++i) {
            const auto& step = limit.steps[i];
            if (i > 0) words += word(", then ", ", deretter ");
            words += say_.number(step.slope) + " " + units_of_excess(step.width, i == 0);
        }
        if (const auto most = carried(limit.steps)) words += word("; never by more than ", "; aldri med mer enn ") + std::to_string(*most);
        line(words + ".");
    }

    void risk() {
        if (!policy_.risk) return;
        const auto& model = *policy_.risk;
        text_ += "\n" + word("Person and neighbourhood: risk points", "Person og nabolag: risikopoeng") + "\n\n";
        for (std::size_t i = 0; i < model.traits.size() && i < model.points.size(); ++i) {
            for (std::size_t j = 0; j < model.factors.size() && j < model.points[i].size(); ++j) {
                const auto pair = say_.column(model.traits[i]) + " × " + say_.column(model.factors[j]);
                const auto& points = model.points[i][j];
                if (!points)
                    line(as_sentence(pair + word(": ruled out", ": utelukket")));
                else if (*points != 0)
                    line(as_sentence(pair + ": " + std::to_string(*points)));
            }
        }
        reason(model.protected_reason);
        const auto source = say_.own(model.source);
        if (source.empty() && !model.source_date) return;
        line(word("Source of the area scores: ", "Kilde for områdeskårene: ") + source +
             (model.source_date ? (source.empty() ? "" : ", ") + to_text(*model.source_date) : std::string()));
    }

    void goals() {
        text_ += "\n" +
                 word("Goals, in order: a later one never costs an earlier one",
                      "Mål, i rekkefølge: et senere mål går aldri ut over et tidligere") +
                 "\n\n";
        std::int64_t place = 0;
        for (const auto& goal : policy_.goals) {
            text_ += "  " + std::to_string(++place) + " " + goal.id + "\n";
            const auto own = say_.own(goal.text), plain = say_.goal(goal.type);
            if (!own.empty() && own != plain) line(own);
            line(plain);
            filters(goal.among, {});
            reason(goal.protected_reason);
        }
        text_ += "\n" + word("When all goals are equal, in order: ", "Når alle mål er like, i rekkefølge: ") +
                 say_.list(policy_.ties.order, say_.pick("and", "og")) + word(" (lottery seed ", " (loddtrekningens frø ") +
                 std::to_string(policy_.ties.lottery_seed) + ").\n";
        reason(policy_.ties.protected_reason);
    }

    const Policy& policy_;
    Speaker say_;
    std::string text_;
};

}  // namespace

std::string policy_words(const Policy& policy, Language language) {
    return Document(policy, language).text();
}

}  // namespace husrom::model
