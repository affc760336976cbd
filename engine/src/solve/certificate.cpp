#include <husrom/solve/certificate.hpp>

#include <istream>
#include <limits>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <variant>

#include <husrom/core/error.hpp>

#include "strict_json.hpp"

namespace husrom::solve {
namespace {

constexpr const char* format_name = "husrom certificate 1";

Json pairs(const std::vector<Entry>& entries) {
    Json list = Json::array();
    for (const Entry& entry : entries) list.push_back({entry.index, entry.value});
    return list;
}

Json to_json(const Multipliers& multipliers) {
    Json json{{"d", multipliers.denominator}};
    if (!multipliers.columns.empty()) json["columns"] = pairs(multipliers.columns);
    if (!multipliers.limits.empty()) json["limits"] = pairs(multipliers.limits);
    if (!multipliers.cliques.empty()) json["cliques"] = pairs(multipliers.cliques);
    if (!multipliers.goals.empty()) json["goals"] = pairs(multipliers.goals);
    if (!multipliers.counts.empty()) json["counts"] = pairs(multipliers.counts);
    return json;
}

Json to_json(const std::vector<Multipliers>& list) {
    Json json = Json::array();
    for (const Multipliers& multipliers : list) json.push_back(to_json(multipliers));
    return json;
}

const char* name_of(Objective objective) {
    switch (objective) {
        case Objective::nothing:
            return "nothing";
        case Objective::count:
            return "count";
        case Objective::goal:
            return "goal";
    }
    return "";
}

void write_stage(std::ostream& out, const Stage& stage) {
    Json head{{"stage", name_of(stage.objective)}};
    if (stage.objective == Objective::goal) head["goal"] = stage.goal;
    head["value"] = stage.value;
    head["bound"] = stage.bound;
    head["nodes"] = stage.nodes.size();
    head["after"] = to_json(stage.after);
    out << head << '\n';
    for (std::size_t i = 0; i < stage.nodes.size(); ++i) {
        const ProofNode& node = stage.nodes[i];
        Json json{{"node", i}};
        if (!node.fixes.empty()) json["fix"] = to_json(node.fixes);
        if (node.divided) {
            json["row"] = node.set.row;
            if (node.set.limit >= 0) json["limit"] = node.set.limit;
            if (node.set.edge >= 0) json["edge"] = node.set.edge;
            json["without"] = node.without;
            json["with"] = node.with;
        } else {
            json["bound"] = to_json(node.bound);
        }
        out << json << '\n';
    }
}

/// Reads one line after the other and names the line in whatever goes wrong.
class LineReader {
public:
    explicit LineReader(std::istream& in) : in_(in) {}

    [[nodiscard]] Json next() {
        std::string text;
        ++line_;
        if (!std::getline(in_, text)) fail("expected a line, the file ends");
        std::string objection;
        Json json = read_object(text, objection, Flags::in_tuple);
        if (!objection.empty()) fail(objection);
        return json;
    }
    void expect_end() {
        std::string text;
        ++line_;
        while (std::getline(in_, text))
            if (!text.empty()) fail("expected the end of the file");
    }
    [[noreturn]] void fail(const std::string& what) const {
        throw InvalidArgument("certificate line " + std::to_string(line_) + ": " + what);
    }

    [[nodiscard]] const Json& member(const Json& json, const char* key) const {
        const auto found = json.find(key);
        if (found == json.end()) fail(std::string("expected a member \"") + key + "\"");
        return *found;
    }
    [[nodiscard]] std::int64_t integer(const Json& json) const {
        if (!json.is_number_integer()) fail("expected a whole number");
        if (json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            fail("expected a whole number of 64 bits");
        return json.get<std::int64_t>();
    }
    [[nodiscard]] std::int32_t index(const Json& json) const {
        const std::int64_t value = integer(json);
        if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max())
            fail("expected an index of 32 bits");
        return static_cast<std::int32_t>(value);
    }
    [[nodiscard]] std::int64_t count(const Json& json) const {
        const std::int64_t value = integer(json);
        if (value < 0) fail("expected a number of at least 0");
        return value;
    }
    [[nodiscard]] std::int32_t position(const Json& json) const {
        const std::int32_t value = index(json);
        if (value < 0) fail("expected an index of at least 0");
        return value;
    }
    [[nodiscard]] const Json& array(const Json& json) const {
        if (!json.is_array()) fail("expected an array");
        return json;
    }
    [[nodiscard]] std::string text(const Json& json) const {
        if (!json.is_string()) fail("expected a text");
        return json.get<std::string>();
    }
    [[nodiscard]] std::vector<std::int64_t> integers(const Json& json) const {
        std::vector<std::int64_t> list;
        for (const Json& item : array(json)) list.push_back(integer(item));
        return list;
    }

    [[nodiscard]] Multipliers multipliers(const Json& json) const {
        if (!json.is_object()) fail("expected multipliers");
        Multipliers result;
        result.denominator = integer(member(json, "d"));
        for (const auto& [key, list] : json.items()) {
            if (key == "d") continue;
            auto* entries = key == "columns"   ? &result.columns
                            : key == "limits"  ? &result.limits
                            : key == "cliques" ? &result.cliques
                            : key == "goals"   ? &result.goals
                            : key == "counts"  ? &result.counts
                                               : nullptr;
            if (entries == nullptr) fail("unknown member of multipliers");
            for (const Json& item : array(list)) {
                if (!item.is_array() || item.size() != 2) fail("expected [index, value]");
                entries->push_back({index(item[0]), integer(item[1])});
            }
        }
        return result;
    }
    [[nodiscard]] std::vector<Multipliers> multiplier_list(const Json& json) const {
        std::vector<Multipliers> list;
        for (const Json& item : array(json)) list.push_back(multipliers(item));
        return list;
    }

private:
    std::istream& in_;
    std::int64_t line_ = 0;
};

ProofNode read_node(const LineReader& reader, const Json& json, std::size_t expected) {
    if (reader.integer(reader.member(json, "node")) != static_cast<std::int64_t>(expected))
        reader.fail("expected node " + std::to_string(expected));
    ProofNode node;
    if (json.contains("fix")) node.fixes = reader.multiplier_list(json["fix"]);
    node.divided = json.contains("row");
    if (node.divided) {
        node.set.row = reader.index(json["row"]);
        if (json.contains("limit")) node.set.limit = reader.position(json["limit"]);
        if (json.contains("edge")) node.set.edge = reader.position(json["edge"]);
        node.without = reader.index(reader.member(json, "without"));
        node.with = reader.index(reader.member(json, "with"));
    } else {
        node.bound = reader.multipliers(reader.member(json, "bound"));
    }
    return node;
}

Json to_json(const DerivedLimit& derived) {
    if (const auto* rounded = std::get_if<RoundedLimit>(&derived)) {
        Json turned = Json::array();
        for (const RoundedLimit::Group& group : rounded->turned) turned.push_back({group.row, group.coefficient});
        return {{"limit", rounded->limit}, {"divisor", rounded->divisor}, {"turned", std::move(turned)}};
    }
    const auto& knapsack = std::get<KnapsackLimit>(derived);
    Json values = Json::array();
    for (const KnapsackLimit::Value& one : knapsack.values) values.push_back({one.row, one.coefficient, one.value});
    return {{"limit", knapsack.limit}, {"bound", knapsack.bound}, {"values", std::move(values)}};
}

DerivedLimit read_derived(const LineReader& reader, const Json& json) {
    if (json.contains("values")) {
        KnapsackLimit knapsack;
        knapsack.limit = reader.index(reader.member(json, "limit"));
        knapsack.bound = reader.integer(reader.member(json, "bound"));
        for (const Json& item : reader.array(reader.member(json, "values"))) {
            if (!item.is_array() || item.size() != 3) reader.fail("expected [row, coefficient, value]");
            knapsack.values.push_back({reader.index(item[0]), reader.integer(item[1]), reader.integer(item[2])});
        }
        return knapsack;
    }
    RoundedLimit rounded;
    rounded.limit = reader.index(reader.member(json, "limit"));
    rounded.divisor = reader.integer(reader.member(json, "divisor"));
    for (const Json& item : reader.array(reader.member(json, "turned"))) {
        if (!item.is_array() || item.size() != 2) reader.fail("expected [row, coefficient]");
        rounded.turned.push_back({reader.index(item[0]), reader.integer(item[1])});
    }
    return rounded;
}

Stage read_stage(LineReader& reader) {
    const Json head = reader.next();
    Stage stage;
    const std::string objective = reader.text(reader.member(head, "stage"));
    if (objective == "nothing") {
        stage.objective = Objective::nothing;
    } else if (objective == "count") {
        stage.objective = Objective::count;
    } else if (objective == "goal") {
        stage.objective = Objective::goal;
        stage.goal = reader.index(reader.member(head, "goal"));
    } else {
        reader.fail("expected the stage \"nothing\", \"count\" or \"goal\"");
    }
    stage.value = reader.integer(reader.member(head, "value"));
    stage.bound = reader.integer(reader.member(head, "bound"));
    stage.after = reader.multiplier_list(reader.member(head, "after"));
    const std::int64_t nodes = reader.count(reader.member(head, "nodes"));
    for (std::int64_t i = 0; i < nodes; ++i) stage.nodes.push_back(read_node(reader, reader.next(), static_cast<std::size_t>(i)));
    return stage;
}

}  // namespace

namespace {

/// Reads the certificate of the whole problem, or of a part of it, which has no parts.
Result read_result(LineReader& reader, const Problem& problem, bool is_whole);

Component read_component(LineReader& reader, const Problem& problem, std::size_t expected) {
    const Json line = reader.next();
    if (reader.integer(reader.member(line, "component")) != static_cast<std::int64_t>(expected))
        reader.fail("expected component " + std::to_string(expected));
    Component component;
    for (const Json& row : reader.array(reader.member(line, "rows"))) {
        component.rows.push_back(reader.index(row));
        if (component.rows.back() < 0 || component.rows.back() >= problem.rows) reader.fail("a row does not exist");
    }
    const Problem part = restricted(problem, component.rows, edges_of_component(problem, component.rows));
    component.result = std::make_shared<const Result>(read_result(reader, part, false));
    return component;
}

}  // namespace

void write_certificate(std::ostream& out, const Problem& problem, const Result& result) {
    static const Certificate none;
    const Certificate& certificate = result.certificate ? *result.certificate : none;
    Json head{{"format", format_name}, {"problem", problem.digest()}, {"status", to_string(result.status)}};
    head["objective"] = result.objective;
    head["bound"] = result.bound;
    head["proven_goals"] = result.proven_goals;
    head["policy_goals"] = result.policy_goals;
    head["chosen"] = result.chosen;
    head["stages"] = certificate.stages.size();
    head["derived"] = certificate.derived.size();
    head["tuple"] = certificate.tuple.has_value();
    if (!certificate.components.empty()) head["components"] = certificate.components.size();
    out << head << '\n';
    for (std::size_t i = 0; i < certificate.components.size(); ++i) {
        const Component& component = certificate.components[i];
        out << Json{{"component", i}, {"rows", component.rows}} << '\n';
        write_certificate(out, restricted(problem, component.rows, edges_of_component(problem, component.rows)), *component.result);
    }
    for (const DerivedLimit& derived : certificate.derived) out << to_json(derived) << '\n';
    if (certificate.tuple) {
        Json list = Json::array();
        for (const auto& price : certificate.tuple->columns) list.push_back({price.column, price.value});
        out << Json{{"columns", std::move(list)}} << '\n';
    }
    for (const Stage& stage : certificate.stages) write_stage(out, stage);
}

Result read_certificate(std::istream& in, const Problem& problem) {
    LineReader reader(in);
    Result result = read_result(reader, problem, true);
    reader.expect_end();
    return result;
}

namespace {

Result read_result(LineReader& reader, const Problem& problem, bool is_whole) {
    const Json head = reader.next();
    if (reader.text(reader.member(head, "format")) != format_name) reader.fail(std::string("expected the format \"") + format_name + "\"");
    if (reader.text(reader.member(head, "problem")) != problem.digest()) reader.fail("the digest is not the problem's");
    Result result;
    const std::optional<Status> status = status_of(reader.text(reader.member(head, "status")));
    if (!status) reader.fail("unknown status");
    result.status = *status;
    result.objective = reader.integers(reader.member(head, "objective"));
    result.bound = reader.integers(reader.member(head, "bound"));
    result.proven_goals = reader.index(reader.member(head, "proven_goals"));
    result.policy_goals = reader.index(reader.member(head, "policy_goals"));
    for (const Json& edge : reader.array(reader.member(head, "chosen"))) result.chosen.push_back(reader.index(edge));
    auto certificate = std::make_shared<Certificate>();
    const std::int64_t components = head.contains("components") ? reader.count(head["components"]) : 0;
    if (components != 0 && !is_whole) reader.fail("a component has no components");
    for (std::int64_t i = 0; i < components; ++i)
        certificate->components.push_back(read_component(reader, problem, static_cast<std::size_t>(i)));
    const std::int64_t derived = reader.count(reader.member(head, head.contains("rounded") ? "rounded" : "derived"));
    for (std::int64_t i = 0; i < derived; ++i) certificate->derived.push_back(read_derived(reader, reader.next()));
    const Json& has_tuple = reader.member(head, "tuple");
    if (!has_tuple.is_boolean()) reader.fail("expected true or false");
    if (has_tuple.get<bool>()) {
        const Json line = reader.next();
        TupleProof proof;
        for (const Json& item : reader.array(reader.member(line, "columns"))) {
            if (!item.is_array() || item.size() != 2) reader.fail("expected [column, [values]]");
            proof.columns.push_back({reader.index(item[0]), reader.integers(item[1])});
        }
        certificate->tuple = std::move(proof);
    }
    const std::int64_t stages = reader.count(reader.member(head, "stages"));
    for (std::int64_t i = 0; i < stages; ++i) certificate->stages.push_back(read_stage(reader));
    result.certificate = std::move(certificate);
    return result;
}

}  // namespace

}  // namespace husrom::solve
