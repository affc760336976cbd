#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <husrom/core/error.hpp>
#include <husrom/solve/certificate.hpp>
#include <husrom/solve/check.hpp>
#include <husrom/solve/lp.hpp>
#include <husrom/solve/mps.hpp>
#include <husrom/solve/problem_json.hpp>
#include <husrom/solve/solve.hpp>

#include "random_problem.hpp"

namespace husrom::solve::testing {
namespace {

std::string certificate_text(const Problem& problem, const Result& result) {
    std::ostringstream out;
    write_certificate(out, problem, result);
    return std::move(out).str();
}

TEST(Certificate, ReadingGivesBackWhatWasWritten) {
    // Written, read and written again: the same bytes, and the checker still agrees.
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Problem problem = random_problem(60'000 + seed);
        const Result result = maximise(problem);
        const std::string text = certificate_text(problem, result);
        std::istringstream in(text);
        const Result read = read_certificate(in, problem);
        EXPECT_EQ(certificate_text(problem, read), text) << "seed " << seed;
        EXPECT_TRUE(check(problem, read).accepted) << "seed " << seed;
    }
}

TEST(Certificate, EveryCutOrGarbledFileIsRefusedWithItsLine) {
    // A file cut after any line, and a file with a line that is not JSON, name the line.
    Problem problem = random_problem(3);
    for (std::uint64_t seed = 4; problem.limits() < 2; ++seed) problem = random_problem(seed);
    const std::string text = certificate_text(problem, maximise(problem));
    for (std::size_t end = text.find('\n'); end != std::string::npos && end + 1 < text.size(); end = text.find('\n', end + 1)) {
        std::istringstream in(text.substr(0, end + 1));
        EXPECT_THROW((void)read_certificate(in, problem), InvalidArgument);
    }
    for (const char* garbage : {"", "{", "[]", "null", "{\"format\":1}", "{\"format\":\"husrom certificate 1\"}"}) {
        std::istringstream in(garbage);
        try {
            (void)read_certificate(in, problem);
            ADD_FAILURE() << garbage;
        } catch (const InvalidArgument& error) {
            EXPECT_NE(std::string(error.what()).find("line 1"), std::string::npos) << error.what();
        }
    }
}

TEST(Certificate, AFileThatCanBeReadInTwoWaysIsRefused) {
    // A member twice, a byte order mark, a fraction or a nest without end, in the certificate and in the problem.
    const Problem problem = random_problem(3);
    std::ostringstream written;
    write_problem(written, problem);
    const std::string certificate = certificate_text(problem, maximise(problem));
    const auto with = [](const std::string& text, const std::string& member) { return "{" + member + "," + text.substr(1); };
    const std::string nest = "\"note\":" + std::string(200'000, '[') + std::string(200'000, ']');
    for (const auto& [member, what] : std::vector<std::pair<std::string, std::string>>{{R"("format":"")", "stands twice"},
                                                                                       {nest, "at most 32 levels"},
                                                                                       {R"("note":0.5)", "whole numbers"},
                                                                                       {R"("note":9223372036854775808)", "whole numbers"},
                                                                                       {"\xEF\xBB\xBF", "byte order mark"}}) {
        const bool is_mark = what == "byte order mark";
        const auto message_of = [&](const auto& read, const std::string& text) -> std::string {
            std::istringstream in(is_mark ? member + text : with(text, member));
            try {
                read(in);
                return "accepted";
            } catch (const InvalidArgument& error) {
                return error.what();
            }
        };
        const std::string of_certificate = message_of([&](std::istream& in) { (void)read_certificate(in, problem); }, certificate);
        EXPECT_TRUE(of_certificate.starts_with("certificate line 1: expected")) << of_certificate.substr(0, 200);
        EXPECT_NE(of_certificate.find(what), std::string::npos) << of_certificate.substr(0, 200);
        const std::string of_problem = message_of([](std::istream& in) { (void)read_problem(in); }, written.str());
        EXPECT_TRUE(of_problem.starts_with("problem: expected")) << of_problem.substr(0, 200);
        EXPECT_NE(of_problem.find(what), std::string::npos) << of_problem.substr(0, 200);
    }
}

TEST(Certificate, AnotherProblemsCertificateIsRefused) {
    // The header names the problem by its digest.
    const Problem problem = random_problem(5);
    Problem other = problem;
    other.weights[0].empty() ? static_cast<void>(other.rows += 1) : static_cast<void>(++other.weights[0][0]);
    std::istringstream in(certificate_text(problem, maximise(problem)));
    EXPECT_THROW((void)read_certificate(in, other), InvalidArgument);
}

TEST(ProblemJson, ReadingGivesBackWhatWasWritten) {
    // Every number survives, the bounds that are not there too.
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Problem problem = random_problem(70'000 + seed);
        std::stringstream text;
        write_problem(text, problem);
        EXPECT_EQ(read_problem(text).digest(), problem.digest()) << "seed " << seed;
    }
}

TEST(ProblemJson, ChangedNumbersAreNoticed) {
    // The digest in the file must be that of its numbers.
    std::stringstream text;
    write_problem(text, random_problem(5));
    std::string changed = text.str();
    const auto at = changed.find("\"rows\":") + 7;
    changed[at] = changed[at] == '9' ? '8' : '9';
    std::istringstream in(changed);
    EXPECT_THROW((void)read_problem(in), InvalidArgument);
}

TEST(Lp, AskedForAGoalWithoutTheValuesBeforeIt) {
    // Goal 1 needs the value of goal 0.
    const Problem problem = random_problem(8, {.most_goals = 1});
    std::ostringstream out;
    EXPECT_THROW(write_lp(out, problem, 1), InvalidArgument);
    EXPECT_THROW(write_mps(out, problem, 1), InvalidArgument);
    EXPECT_NO_THROW(write_lp(out, problem, 0));
    EXPECT_NE(out.str().find("Maximize"), std::string::npos);
}

TEST(Lp, AProblemWithoutEdgesKeepsItsRows) {
    // What cannot be kept by nothing is infeasible, in the file too.
    Problem problem;
    problem.rows = problem.columns = 1;
    problem.row_lower = {1};
    problem.weights = {{}};
    problem.add_limit({}, {}, 1, no_upper);
    std::ostringstream out;
    write_lp(out, problem);
    const std::string text = out.str();
    for (const char* line :
         {" obj: 0 none\n", " row0: 0 none = 1\n", " column0: 0 none <= 1\n", " limit0_lower: 0 none >= 1\n", " none = 0\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

}  // namespace
}  // namespace husrom::solve::testing
