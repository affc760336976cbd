#include <husrom/solve/problem_json.hpp>

#include <istream>
#include <iterator>
#include <ostream>
#include <string>

#include <husrom/core/error.hpp>

#include "strict_json.hpp"

namespace husrom::solve {
namespace {

constexpr const char* format_name = "husrom problem 1";

/// Rows and columns need no entry in a file, so that a few bytes could ask for any amount of memory.
constexpr std::int32_t most_vertices = std::int32_t{1} << 24;

Json or_null(std::int64_t value, std::int64_t none) {
    return value == none ? Json(nullptr) : Json(value);
}

Json bounds(const std::vector<std::int64_t>& values, std::int64_t none) {
    Json list = Json::array();
    for (const std::int64_t value : values) list.push_back(or_null(value, none));
    return list;
}

[[noreturn]] void fail(const std::string& member, const std::string& expected) {
    throw InvalidArgument("problem, member \"" + member + "\": " + expected);
}

const Json& member(const Json& json, const std::string& name) {
    const auto found = json.find(name);
    if (found == json.end()) fail(name, "expected, and not there");
    return *found;
}

template <class Integer> Integer integer(const Json& json, const std::string& name) {
    if (!json.is_number_integer()) fail(name, "expected a whole number");
    if (json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<Integer>::max()))
        fail(name, "a whole number is out of range");
    const auto value = json.get<std::int64_t>();
    if (value < std::numeric_limits<Integer>::min() || value > std::numeric_limits<Integer>::max())
        fail(name, "a whole number is out of range");
    return static_cast<Integer>(value);
}

template <class Integer> std::vector<Integer> integers(const Json& json, const std::string& name) {
    if (!json.is_array()) fail(name, "expected an array");
    std::vector<Integer> list;
    for (const Json& item : json) list.push_back(integer<Integer>(item, name));
    return list;
}

std::vector<std::int64_t> bounds_from(const Json& json, const std::string& name, std::int64_t none) {
    if (!json.is_array()) fail(name, "expected an array");
    std::vector<std::int64_t> list;
    for (const Json& item : json) {
        list.push_back(item.is_null() ? none : integer<std::int64_t>(item, name));
        if (list.back() == none && !item.is_null()) fail(name, "expected null where there is no bound");
    }
    return list;
}

}  // namespace

void write_problem(std::ostream& out, const Problem& problem) {
    Json json{{"format", format_name},
              {"digest", problem.digest()},
              {"rows", problem.rows},
              {"columns", problem.columns},
              {"goals", problem.goals}};
    json["edge_row"] = problem.edge_row;
    json["edge_column"] = problem.edge_column;
    json["weights"] = problem.weights;
    json["row_lower"] = problem.row_lower;
    json["row_upper"] = problem.row_upper;
    json["column_upper"] = problem.column_upper;
    json["limit_offsets"] = problem.limit_offsets;
    json["limit_edges"] = problem.limit_edges;
    json["limit_coefficients"] = problem.limit_coefficients;
    json["limit_lower"] = bounds(problem.limit_lower, no_lower);
    json["limit_upper"] = bounds(problem.limit_upper, no_upper);
    json["clique_offsets"] = problem.clique_offsets;
    json["clique_edges"] = problem.clique_edges;
    json["steps"] = Json::array();
    for (const Step& step : problem.steps)
        json["steps"].push_back({{"limit", step.limit},
                                 {"side", step.side == Side::upper ? "upper" : "lower"},
                                 {"goal", step.goal},
                                 {"width", or_null(step.width, unbounded)},
                                 {"slope", step.slope}});
    out << json << '\n';
}

Problem read_problem(std::istream& in) {
    std::string objection;
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const Json json = read_object(text, objection, Flags::in_tuple);
    if (!objection.empty()) throw InvalidArgument("problem: " + objection);
    if (member(json, "format") != format_name) fail("format", std::string("expected \"") + format_name + "\"");
    Problem problem;
    problem.rows = integer<std::int32_t>(member(json, "rows"), "rows");
    problem.columns = integer<std::int32_t>(member(json, "columns"), "columns");
    for (const char* side : {"rows", "columns"})
        if (integer<std::int32_t>(member(json, side), side) > most_vertices) fail(side, "expected at most 2^24");
    problem.goals = integer<std::int32_t>(member(json, "goals"), "goals");
    problem.edge_row = integers<std::int32_t>(member(json, "edge_row"), "edge_row");
    problem.edge_column = integers<std::int32_t>(member(json, "edge_column"), "edge_column");
    const Json& weights = member(json, "weights");
    if (!weights.is_array()) fail("weights", "expected an array");
    for (const Json& goal : weights) problem.weights.push_back(integers<std::int64_t>(goal, "weights"));
    problem.row_lower = integers<std::int32_t>(member(json, "row_lower"), "row_lower");
    problem.row_upper = integers<std::int32_t>(member(json, "row_upper"), "row_upper");
    problem.column_upper = integers<std::int32_t>(member(json, "column_upper"), "column_upper");
    problem.limit_offsets = integers<std::int64_t>(member(json, "limit_offsets"), "limit_offsets");
    problem.limit_edges = integers<std::int32_t>(member(json, "limit_edges"), "limit_edges");
    problem.limit_coefficients = integers<std::int64_t>(member(json, "limit_coefficients"), "limit_coefficients");
    problem.limit_lower = bounds_from(member(json, "limit_lower"), "limit_lower", no_lower);
    problem.limit_upper = bounds_from(member(json, "limit_upper"), "limit_upper", no_upper);
    problem.clique_offsets = integers<std::int64_t>(member(json, "clique_offsets"), "clique_offsets");
    problem.clique_edges = integers<std::int32_t>(member(json, "clique_edges"), "clique_edges");
    const Json& steps = member(json, "steps");
    if (!steps.is_array()) fail("steps", "expected an array");
    for (const Json& item : steps) {
        if (!item.is_object()) fail("steps", "expected objects");
        const Json& side = member(item, "side");
        if (side != "upper" && side != "lower") fail("side", "expected \"upper\" or \"lower\"");
        const Json& width = member(item, "width");
        if (width == unbounded) fail("width", "expected null for a step that never ends");
        problem.steps.push_back({integer<std::int32_t>(member(item, "limit"), "limit"), side == "upper" ? Side::upper : Side::lower,
                                 integer<std::int32_t>(member(item, "goal"), "goal"),
                                 width.is_null() ? unbounded : integer<std::int64_t>(width, "width"),
                                 integer<std::int64_t>(member(item, "slope"), "slope")});
    }
    problem.validate();
    if (member(json, "digest") != problem.digest()) fail("digest", "it is not that of the numbers");
    return problem;
}

}  // namespace husrom::solve
