#include <husrom/core/integers.hpp>
#include <husrom/model/decimal.hpp>
#include <husrom/model/policy_words.hpp>

#include "model/speaker.hpp"

namespace husrom::model {

namespace {

class RuleWords {
public:
    explicit RuleWords(const Speaker& speaker) : say_(speaker) {}

    std::string operator()(const AtLeast& rule) const {
        return say_.sum(rule.left) + word(" is at least ", " er minst ") + say_.sum(rule.right);
    }
    std::string operator()(const AtMost& rule) const {
        return say_.sum(rule.left) + word(" is at most ", " er høyst ") + say_.sum(rule.right);
    }
    std::string operator()(const EqualColumns& rule) const {
        return say_.column(rule.left) + word(" equals ", " er lik ") + say_.column(rule.right);
    }
    std::string operator()(const Requires& rule) const {
        if (rule.when.empty()) return say_.all(rule.then);
        return word("if ", "hvis ") + say_.all(rule.when) + word(", then ", ", så gjelder at ") + say_.all(rule.then);
    }
    std::string operator()(const Forbids& rule) const {
        return word("it is ruled out that ", "det er utelukket at ") + say_.all(rule.conditions);
    }
    std::string operator()(const OneOf& rule) const {
        const auto* path = std::get_if<std::string>(&rule.set);
        return say_.column(rule.value) + word(" is one of ", " er blant ") +
               (path != nullptr ? say_.column(*path) : say_.list(std::get<std::vector<std::string>>(rule.set), say_.pick("and", "og")));
    }
    std::string operator()(const Contains& rule) const {
        return say_.column(rule.set) + word(" covers ", " omfatter ") + say_.column(rule.element);
    }
    std::string operator()(const Disjoint& rule) const {
        return say_.column(rule.left) + word(" and ", " og ") + say_.column(rule.right) +
               word(" have nothing in common", " har ikke noe felles");
    }
    std::string operator()(const Within& rule) const {
        auto text = say_.column(rule.value) + word(" is ", " er ");
        if (rule.low) text += word("at least ", "minst ") + say_.value(*rule.low);
        if (rule.low && rule.high) text += word(" and ", " og ");
        if (rule.high) text += word("at most ", "høyst ") + say_.value(*rule.high);
        return text;
    }
    std::string operator()(const WithinKm& rule) const {
        return word("the distance from ", "avstanden fra ") + say_.thing(rule.left) + word(" to ", " til ") + say_.thing(rule.right) +
               word(" is at most ", " er høyst ") + say_.value(rule.km) + " km";
    }
    std::string operator()(const Before& rule) const {
        auto text = say_.column(rule.left) + word(" is not later than ", " er ikke senere enn ");
        if (rule.slack_days < 0) text += say_.days(std::to_string(rule.slack_days).substr(1)) + word(" before ", " før ");
        text += say_.column(rule.right);
        if (rule.slack_days > 0) text += word(" plus ", " pluss ") + say_.days(std::to_string(rule.slack_days));
        return text;
    }
    std::string operator()(const RiskBelow& rule) const {
        return word("the risk points of person and neighbourhood are at most ", "risikopoengene for person og nabolag er høyst ") +
               say_.value(rule.max);
    }

private:
    [[nodiscard]] std::string word(std::string_view en, std::string_view nb) const { return std::string(say_.pick(en, nb)); }
    const Speaker& say_;
};

class TermWords {
public:
    explicit TermWords(const Speaker& speaker) : say_(speaker) {}

    std::string operator()(const EqualTerm& term) const {
        return points(term.points) + word(" where ", " når ") + say_.column(term.left) + word(" equals ", " er lik ") +
               say_.column(term.right);
    }
    std::string operator()(const ClosenessTerm& term) const {
        return word("for each step that ", "for hvert trinn som ") + say_.column(term.left) + word(" is above ", " er over ") +
               say_.column(term.right) + word(", ", ", trekkes ") + points(term.over) + lost(term.over) +
               word("; for each step below, ", "; for hvert trinn under, ") + points(term.under);
    }
    std::string operator()(const DistanceTerm& term) const {
        auto text = points(term.points_per_km) + lost(term.points_per_km) +
                    word(" for each kilometre from ", " trekkes for hver kilometer fra ") + say_.thing(term.left) + word(" to ", " til ") +
                    say_.thing(term.right);
        if (term.most_points) text += word(", at most ", ", høyst ") + std::to_string(*term.most_points);
        return text;
    }
    std::string operator()(const WishRankTerm& term) const {
        std::vector<std::string> steps;
        for (const auto each : term.points) steps.push_back(std::to_string(each));
        return word("the best wish of kind \"", "det beste ønsket av slaget «") + term.kind +
               word("\" that the home meets gives, by rank, ", "» som boligen oppfyller, gir etter rang ") +
               say_.list(steps, say_.pick("and", "og")) + points_after(steps.empty() ? "" : steps.back());
    }
    std::string operator()(const WaitingTerm& term) const {
        std::vector<std::string> steps;
        for (const auto& step : term.steps)
            steps.push_back(points(step.points) + word(" from ", " fra ") + say_.days(std::to_string(step.days)));
        return word("by days since ", "etter dager siden ") + say_.column(term.since) + ": " + say_.list(steps, say_.pick("and", "og"));
    }
    std::string operator()(const DaysToHomeTerm& term) const {
        return points(term.points_per_day) + word(" for each day from ", " for hver dag fra ") +
               (term.from.empty() ? word("the round's date", "rundens dato") : say_.column(term.from)) +
               word(" until the home is available", " til boligen er ledig");
    }
    std::string operator()(const RiskTerm& term) const {
        return points(term.points_each) +
               word(" for each risk point of person and neighbourhood", " for hvert risikopoeng for person og nabolag");
    }
    std::string operator()(const ColumnTerm& term) const { return scaled(term.column, term.times); }
    std::string operator()(const PairTerm& term) const { return scaled(term.column, term.times); }
    std::string operator()(const SlackTerm& term) const {
        const auto number = say_.number(term.points_each);
        return number + points_after(number) + word(" for each unit by which ", " for hver enhet som ") + say_.sum(term.left) +
               word(" exceeds ", " overstiger ") + say_.sum(term.right);
    }

private:
    [[nodiscard]] std::string word(std::string_view en, std::string_view nb) const { return std::string(say_.pick(en, nb)); }
    [[nodiscard]] std::string points_after(std::string_view number) const {
        return number == "1" || number == "-1" ? word(" point", " poeng") : word(" points", " poeng");
    }
    [[nodiscard]] std::string points(std::int64_t count) const { return std::to_string(count) + points_after(std::to_string(count)); }
    [[nodiscard]] std::string lost(std::int64_t count) const {
        return count == 1 || count == -1 ? word(" is lost", "") : word(" are lost", "");
    }
    [[nodiscard]] std::string scaled(const std::string& column, const Decimal& times) const {
        const auto words = say_.column(column);
        return normalised(times) == Decimal{1, 0} ? words : say_.number(times) + word(" times ", " ganger ") + words;
    }
    const Speaker& say_;
};

}  // namespace

std::string Speaker::rule(const EligibleType& type) const {
    return as_sentence(std::visit(RuleWords(*this), type));
}

std::string Speaker::term(const TermType& type) const {
    return as_sentence(std::visit(TermWords(*this), type));
}

std::string Speaker::limit(const LimitRule& one) const {
    auto text =
        one.per == "all" ? std::string(pick("in all, ", "i alt: ")) : std::string("for ") + each(one.per) + std::string(pick(", ", ": "));
    const auto what = [&]() -> std::string {
        if (std::holds_alternative<SumOne>(one.sum)) return std::string(pick("the number of people placed", "antallet som får plass"));
        if (std::holds_alternative<SumRisk>(one.sum)) return std::string(pick("the sum of risk points", "summen av risikopoeng"));
        if (const auto* columns = std::get_if<SumColumns>(&one.sum))
            return std::string(pick("the sum of ", "summen av ")) + sum(columns->columns);
        const auto& product = std::get<SumProduct>(one.sum);
        return std::string(pick("the sum of ", "summen av ")) + column(product.participant_column) +
               std::string(pick(" times ", " ganger ")) + column(product.unit_column);
    };
    text += what() + std::string(pick(" is ", " er "));
    if (one.min) text += std::string(pick("at least ", "minst ")) + value(*one.min);
    if (one.min && one.max) text += pick(" and ", " og ");
    if (one.max) text += std::string(pick("at most ", "høyst ")) + value(*one.max);
    text += pick(", what tenants use already counted in", ", det leietakerne alt bruker, medregnet");
    if (one.spread)
        text += std::string(pick("; the share ", "; andelen ")) + number(*one.spread) +
                std::string(pick(" reaches each adjacent neighbourhood", " når hvert nabonabolag"));
    return as_sentence(text);
}

std::string Speaker::goal(const GoalType& type) const {
    if (const auto* housed = std::get_if<MaximiseHoused>(&type)) {
        if (housed->weight.empty()) return std::string(pick("As many as possible get a home.", "Flest mulig får bolig."));
        return std::string(pick("As much as possible of the term \"", "Mest mulig av leddet «")) + housed->weight +
               std::string(pick("\" among those who get a home.", "» hos dem som får bolig."));
    }
    if (const auto* score = std::get_if<MaximiseScore>(&type)) {
        std::vector<std::string> parts;
        for (const auto& [term, weight] : score->weights) parts.push_back(term + " × " + number(weight));
        return std::string(pick("The highest sum of scores: ", "Høyest mulig sum av poeng: ")) + list(parts, pick("and", "og")) + ".";
    }
    if (const auto* minimised = std::get_if<MinimiseColumn>(&type))
        return std::string(pick("The lowest sum of ", "Lavest mulig sum av ")) + column(minimised->column) +
               std::string(pick(" over those placed.", " over dem som får plass."));
    if (std::holds_alternative<MinimiseMoves>(type))
        return std::string(
            pick("As few moves as possible among those who have a home.", "Færrest mulig flyttinger blant dem som har bolig."));
    if (std::holds_alternative<MinimiseExcess>(type))
        return std::string(pick("The least charge of the soft limits that name this goal.",
                                "Minst mulig fratrekk fra de myke grensene som viser til målet."));
    return std::string(pick("The fewest days until the homes are available, for those who have none.",
                            "Færrest mulig dager til boligene er ledige, for dem som er uten bolig."));
}

std::string rule_words(const Policy& policy, const EligibleType& type, Language language) {
    return Speaker(policy, language).rule(type);
}

std::string column_words(const Policy& policy, std::string_view path, Language language) {
    return Speaker(policy, language).column(path);
}

}  // namespace husrom::model
