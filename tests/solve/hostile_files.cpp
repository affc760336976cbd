#include "hostile_files.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <limits>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <husrom/core/error.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/problem_json.hpp>
#include <husrom/solve/solve.hpp>

#include "brute_force.hpp"
#include "random_problem.hpp"

namespace husrom::solve::testing {
namespace {

using Json = nlohmann::ordered_json;

/// Takes numbers from the bytes; zeros when they are used up.
class Bytes {
public:
    explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    template <class Number> Number take() {
        Number value{};
        const std::size_t count = std::min(bytes_.size(), sizeof value);
        std::memcpy(&value, bytes_.data(), count);
        bytes_ = bytes_.subspan(count);
        return value;
    }
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : take<std::uint16_t>() % bound; }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }
    [[nodiscard]] std::string rest() const { return {bytes_.begin(), bytes_.end()}; }

    /// Small ones, those at the ends of ranges, and any.
    std::int64_t number() {
        constexpr std::array ends{std::numeric_limits<std::int64_t>::min(),
                                  std::numeric_limits<std::int64_t>::max(),
                                  std::int64_t{std::numeric_limits<std::int32_t>::min()},
                                  std::int64_t{std::numeric_limits<std::int32_t>::max()},
                                  std::int64_t{1} << 60,
                                  -(std::int64_t{1} << 60),
                                  std::int64_t{1} << 40,
                                  std::int64_t{1} << 61};
        switch (const auto kind = take<std::uint8_t>(); kind % 8) {
            case 0:
                return ends[kind / 8 % ends.size()];
            case 1:
                return take<std::int64_t>();
            case 2:
                return take<std::int32_t>();
            default:
                return take<std::int8_t>();
        }
    }

private:
    std::span<const std::uint8_t> bytes_;
};

/// Is what the checker accepts so? Small problems only.
std::string refuted(const Problem& problem, const Result& result) {
    const auto truth = brute_force(problem);
    if (result.status == Status::infeasible) return truth.best ? "accepted as infeasible, and there is a plan" : "";
    if (!result.has_plan()) return "";
    if (value_of(problem, result.chosen) != result.objective) return "an accepted plan has other values, or is none";
    for (std::size_t g = 0; g < truth.best->size(); ++g)
        if (result.bound[g] < (*truth.best)[g]) return "goal " + std::to_string(g) + ": the accepted bound is below the best plan";
    const auto proven = static_cast<std::size_t>(result.status == Status::optimal ? result.policy_goals : result.proven_goals);
    for (std::size_t g = 0; g < proven; ++g)
        if (result.objective[g] != (*truth.best)[g]) return "goal " + std::to_string(g) + ": accepted as proven, and not the best";
    return "";
}

std::string judge_certificate(const Problem& problem, const std::string& text) {
    std::istringstream in(text);
    const Result result = read_certificate(in, problem);
    if (!check(problem, result).accepted) return "";
    if (const std::string wrong = refuted(problem, result); !wrong.empty()) return wrong;
    std::ostringstream written;
    write_certificate(written, problem, result);
    std::istringstream again(written.str());
    return check(problem, read_certificate(again, problem)).accepted ? "" : "accepted, and not when written again";
}

std::string judge_problem(const std::string& text) {
    std::istringstream in(text);
    const Problem problem = read_problem(in);
    std::stringstream written;
    write_problem(written, problem);
    return read_problem(written).digest() == problem.digest() ? "" : "a problem is another one when written again";
}

/// Sizes are small, numbers are anything.
Problem strange_problem(Bytes& bytes) {
    Problem problem;
    problem.rows = static_cast<std::int32_t>(bytes.below(5));
    problem.columns = static_cast<std::int32_t>(bytes.below(5));
    problem.goals = static_cast<std::int32_t>(bytes.below(3)) + 1;
    const std::size_t edges = problem.rows == 0 || problem.columns == 0 ? 0 : bytes.below(13);
    for (std::size_t e = 0; e < edges; ++e) {
        problem.edge_row.push_back(static_cast<std::int32_t>(bytes.below(static_cast<std::size_t>(problem.rows))));
        problem.edge_column.push_back(static_cast<std::int32_t>(bytes.below(static_cast<std::size_t>(problem.columns))));
    }
    for (std::int32_t g = 0; g < problem.goals; ++g)
        for (auto& weight : problem.weights.emplace_back(edges)) weight = bytes.number();
    const auto sides = bytes.take<std::uint8_t>();
    const auto fill = [&bytes](std::vector<std::int32_t>& values, std::int32_t count) {
        for (std::int32_t i = 0; i < count; ++i) values.push_back(bytes.take<std::uint8_t>() % 2);
    };
    if (sides % 4 == 1) fill(problem.row_lower, problem.rows);
    if (sides / 4 % 4 == 1) fill(problem.row_upper, problem.rows);
    if (sides / 16 % 4 == 1)
        for (std::int32_t c = 0; c < problem.columns; ++c) problem.column_upper.push_back(static_cast<std::int32_t>(bytes.number()));
    for (std::size_t k = bytes.below(4); k > 0; --k) {
        std::vector<std::int32_t> members;
        std::vector<std::int64_t> coefficients;
        for (std::size_t e = 0; e < edges; ++e)
            if (bytes.take<std::uint8_t>() % 4 != 0) {
                members.push_back(static_cast<std::int32_t>(e));
                coefficients.push_back(bytes.number());
            }
        const auto has = bytes.take<std::uint8_t>();
        problem.add_limit(members, coefficients, has % 2 != 0 ? no_lower : bytes.number(), has / 2 % 2 != 0 ? no_upper : bytes.number());
    }
    for (std::size_t s = problem.limits() == 0 ? 0 : bytes.below(4); s > 0; --s)
        problem.steps.push_back({static_cast<std::int32_t>(bytes.below(static_cast<std::size_t>(problem.limits()))),
                                 bytes.take<std::uint8_t>() % 2 != 0 ? Side::upper : Side::lower,
                                 static_cast<std::int32_t>(bytes.below(static_cast<std::size_t>(problem.goals))), bytes.number(),
                                 bytes.number()});
    for (std::size_t q = bytes.below(3); q > 0; --q) {
        std::vector<std::int32_t> members;
        for (std::size_t e = 0; e < edges; ++e)
            if (bytes.take<std::uint8_t>() % 2 != 0) members.push_back(static_cast<std::int32_t>(e));
        problem.add_clique(members);
    }
    return problem;
}

std::string judge_solving(const Problem& problem) {
    const Result result = maximise(problem, {.work_limit = 200'000});
    if (!check(problem, result).accepted) return "the solver's own result is refused";
    return refuted(problem, result);
}

struct Example {
    Problem problem;
    std::string certificate;
};

/// Small problems of every kind with their proofs, made once. Some are stopped early.
const Example& example(std::uint8_t seed) {
    static std::map<std::uint8_t, Example> made;
    const auto [at, fresh] = made.try_emplace(seed);
    if (fresh) {
        at->second.problem = random_problem(80'000 + seed, {.most_rows = 4, .most_columns = 4, .most_goals = 3, .most_limits = 3});
        Options options;
        if (seed % 4 == 0) options.work_limit = 1;
        std::ostringstream out;
        write_certificate(out, at->second.problem, maximise(at->second.problem, options));
        at->second.certificate = out.str();
    }
    return at->second;
}

/// Bytes changed, cut out, put in, or a stretch of the text doubled.
std::string garbled(std::string text, Bytes& bytes) {
    while (!bytes.empty() && !text.empty()) {
        const std::size_t at = bytes.below(text.size());
        const auto kind = bytes.take<std::uint8_t>();
        const std::size_t length = bytes.below(kind % 5 == 4 ? 200 : 4) + 1;
        if (kind % 5 == 0) text[at] = static_cast<char>(bytes.take<std::uint8_t>());
        if (kind % 5 == 1) text.erase(at, length);
        if (kind % 5 == 2) text.insert(at, 1, "0123456789-,[]{}:\"\ne."[bytes.below(21)]);
        if (kind % 5 >= 3) text.insert(bytes.below(text.size()), text.substr(at, length));
    }
    return text;
}

void collect(Json& json, std::vector<Json*>& parts) {
    parts.push_back(&json);
    if (json.is_structured())
        for (Json& part : json) collect(part, parts);
}

/// Numbers changed, parts left out, doubled, exchanged or put in another's place; the lines stay JSON.
std::string rearranged(const std::string& text, Bytes& bytes) {
    Json lines = Json::array();
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
    for (std::size_t changes = bytes.below(4) + 1; changes > 0; --changes) {
        std::vector<Json*> parts;
        collect(lines, parts);
        Json& part = *parts[bytes.below(parts.size())];
        const auto kind = bytes.take<std::uint8_t>();
        if (part.is_number()) {
            const std::int64_t number = bytes.number();
            if (kind % 8 == 0)
                part = static_cast<double>(number) / 3;
            else
                part = kind % 2 == 0 && part.is_number_integer()
                           ? static_cast<std::int64_t>(part.get<std::uint64_t>() + static_cast<std::uint64_t>(number))
                           : number;
        } else if (part.is_structured() && !part.empty() && kind % 4 == 0) {
            auto at = part.begin();
            std::advance(at, static_cast<std::ptrdiff_t>(bytes.below(part.size())));
            part.erase(at);
        } else if (part.is_array() && !part.empty() && kind % 4 == 1) {
            const Json again = part[bytes.below(part.size())];
            part.push_back(again);
        } else if (part.is_array() && part.size() > 1 && kind % 4 == 2) {
            std::swap(part[bytes.below(part.size())], part[bytes.below(part.size())]);
        } else {
            const Json other = *parts[bytes.below(parts.size())];
            part = other;
        }
    }
    std::string out;
    for (const Json& line : lines) out += line.dump() + '\n';
    return out;
}

}  // namespace

std::string read_hostile_file(std::span<const std::uint8_t> input) {
    Bytes bytes(input);
    const auto kind = bytes.take<std::uint8_t>();
    try {
        if (kind % 8 == 0) return judge_problem(bytes.rest());
        if (kind % 8 == 1) return judge_solving(strange_problem(bytes));
        const Example& from = example(bytes.take<std::uint8_t>());
        if (kind % 8 == 2) return judge_certificate(from.problem, bytes.rest());
        if (kind % 8 == 3) return judge_certificate(from.problem, garbled(from.certificate, bytes));
        if (kind % 8 == 4) {
            std::ostringstream out;
            write_problem(out, from.problem);
            return judge_problem(kind % 16 < 8 ? garbled(out.str(), bytes) : rearranged(out.str(), bytes));
        }
        return judge_certificate(from.problem, rearranged(from.certificate, bytes));
    } catch (const InternalError& error) {
        return error.what();
    } catch (const Error&) {
        return "";  // refused in words
    }
}

}  // namespace husrom::solve::testing
