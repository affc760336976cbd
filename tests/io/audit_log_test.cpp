#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <husrom/core/error.hpp>
#include <husrom/io/audit_log.hpp>
#include <husrom/io/io.hpp>

#include "io/audit.hpp"

namespace husrom {
namespace {

namespace fs = std::filesystem;

class AuditLogTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("husrom-audit-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        path_ = folder_ / "audit.jsonl";
    }
    void TearDown() override { fs::remove_all(folder_); }

    [[nodiscard]] std::string text() const {
        std::ostringstream all;
        all << std::ifstream(path_).rdbuf();
        return all.str();
    }
    void write(const std::string& all) const { std::ofstream(path_, std::ios::trunc) << all; }
    /// Three lines; their bytes.
    std::string three_lines() const {
        AuditLog log(path_);
        for (const auto* event : {"open", "accept", "override"})
            log.append({{"event", event}, {"participant", "SYN-P-1"}, {"loss", std::map<std::string, std::string>{{"house-most", "1"}}}});
        return text();
    }

    fs::path folder_, path_;
};

TEST_F(AuditLogTest, HeadIsTheHashOfTheLastLineAndTheChainHolds) {
    AuditLog log(path_);
    EXPECT_EQ(log.head(), std::string(64, '0'));
    const auto first = log.append({{"event", "accept"}, {"actor", "user:1"}});
    EXPECT_EQ(log.head(), first);
    EXPECT_EQ(log.rows(), 1);
    log.append({{"event", "lock"}, {"days", std::int64_t{3}}});
    EXPECT_NE(text().find(first), std::string::npos) << "the second line holds the hash of the first";
    EXPECT_TRUE(verify_log(path_).accepted);
}

TEST_F(AuditLogTest, TextThatIsNotUtf8IsRefusedAndTheLogStays) {
    const auto before = three_lines();
    AuditLog log(path_);
    EXPECT_THROW(log.append({{"event", "\xff"}}), InvalidArgument);
    EXPECT_THROW(log.append({{"\xff", "accept"}}), InvalidArgument);
    EXPECT_THROW(log.append({{"loss", std::map<std::string, std::string>{{"most", "\xe6"}}}}), InvalidArgument);
    EXPECT_EQ(text(), before);
    EXPECT_EQ(log.rows(), 3);
}

TEST_F(AuditLogTest, WriterKilledAtAnyByteLosesNothingThatWasAccepted) {
    const auto whole = three_lines();
    // The fourth line, as long as it would be.
    const AuditLog::Row row{{"event", "forbid"}, {"participant", "SYN-P-2"}, {"unit", "SYN-U-3"}};
    std::size_t length = 0;
    {
        AuditLog log(path_);
        log.append(row);
        length = text().size() - whole.size();
    }
    for (std::size_t bytes = 0; bytes <= length; ++bytes) {
        SCOPED_TRACE("killed after " + std::to_string(bytes) + " bytes");
        for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry);
        write(whole);
        const auto child = ::fork();
        if (child == 0) {
            // The kernel writes up to the limit and then kills the writer.
            AuditLog log(path_);
            const rlimit most{whole.size() + bytes, whole.size() + bytes};
            ::setrlimit(RLIMIT_FSIZE, &most);
            try {
                log.append(row);
            } catch (const Error&) {
                ::_exit(2);
            }
            ::_exit(0);
        }
        int ended = 0;
        ASSERT_EQ(::waitpid(child, &ended, 0), child);
        const bool accepted = WIFEXITED(ended) && WEXITSTATUS(ended) == 0;
        EXPECT_EQ(accepted, bytes == length);
        EXPECT_EQ(WIFSIGNALED(ended) != 0, !accepted);
        EXPECT_TRUE(text().starts_with(whole)) << "no earlier line is touched";

        AuditLog log(path_);
        EXPECT_EQ(log.rows(), accepted ? 4 : 3);
        EXPECT_EQ(log.notes().size(), bytes > 0 && !accepted ? 1U : 0U);
        EXPECT_EQ(fs::exists(path_.string() + ".torn-1"), bytes > 0 && !accepted) << "what was torn is kept aside";
        log.append(row);
        EXPECT_TRUE(verify_log(path_).accepted);
    }
}

TEST_F(AuditLogTest, SecondWriterIsKeptOut) {
    const AuditLog log(path_);
    EXPECT_THROW(AuditLog{path_}, InvalidArgument) << "the other one's fault, not the library's";
}

TEST_F(AuditLogTest, ReaderTakesTheWholeLinesBesideAWriterAndChangesNothing) {
    AuditLog writer(path_);
    writer.append({{"event", "accept"}});
    const auto head = writer.head();
    std::ofstream(path_, std::ios::app) << R"({"actor":)";
    AuditLog reader(path_, AuditLog::Use::read);
    EXPECT_EQ(reader.rows(), 1);
    EXPECT_EQ(reader.head(), head);
    EXPECT_THROW(reader.append({{"event", "accept"}}), InvalidArgument);
    EXPECT_FALSE(fs::exists(path_.string() + ".torn-1"));
    const auto none = path_.string() + ".none";
    EXPECT_EQ(AuditLog(none, AuditLog::Use::read).rows(), 0);
    EXPECT_FALSE(fs::exists(none));
}

TEST_F(AuditLogTest, WriterLeavesTheLogToTheNextOne) {
    { AuditLog log(path_); }
    EXPECT_NO_THROW(AuditLog{path_});
}

TEST_F(AuditLogTest, ChangedDroppedReorderedOrInsertedLineIsFoundAndNotContinued) {
    const auto whole = three_lines();
    const auto second = whole.find('\n') + 1, third = whole.find('\n', second) + 1;
    const auto a = whole.substr(0, second), b = whole.substr(second, third - second), c = whole.substr(third);
    auto changed = whole;
    changed.replace(changed.find("SYN-P-1", second), 7, "SYN-P-9");
    for (const auto& broken : {changed, a + c, b + c, b + a + c, a + c + b, a + b + b + c, a + "\n" + b + c, a + "{}\n" + b + c}) {
        SCOPED_TRACE(broken);
        write(broken);
        EXPECT_FALSE(verify_log(path_).accepted);
        EXPECT_THROW(AuditLog{path_}, InvalidInput);
        EXPECT_EQ(text(), broken) << "a log that is not to be continued is left as it is";
    }
}

TEST_F(AuditLogTest, FileThatIsNotThereIsRefusedAndNothingIsCalledChecked) {
    const auto verdict = verify_log(path_.string() + "-nowhere");
    EXPECT_FALSE(verdict.accepted);
    EXPECT_TRUE(verdict.checked.empty());
    EXPECT_EQ(verdict.objections.size(), 1U);
}

TEST_F(AuditLogTest, FileThatIsNoLogIsRefusedInOneSentence) {
    write("participant_id,unit_id\nSYN-P-1,SYN-U-1\nSYN-P-2,SYN-U-2\n");
    const auto verdict = verify_log(path_);
    ASSERT_EQ(verdict.objections.size(), 1U);
    EXPECT_NE(verdict.objections[0].find("this is no log"), std::string::npos);
    EXPECT_TRUE(verdict.checked.empty());
}

TEST_F(AuditLogTest, RowNestedDeeperThanARowIsRefused) {
    // Rule: anybody may hand in a log; however deep a row of it is nested, it is judged and refused.
    const auto whole = three_lines();
    const std::string open(200'000, '['), close(200'000, ']');
    for (const auto& row : {"{\"n\":" + open + close + "}", open + close, open, std::string(R"({"files":{"a":{"b":"c"}}})")}) {
        write(whole + row + "\n");
        EXPECT_FALSE(verify_log(path_).accepted);
        EXPECT_THROW(AuditLog{path_}, InvalidInput);
    }
    EXPECT_NE(io::check_audit("{\"n\":" + open + close + "}\n").objections.back().find("nested deeper"), std::string::npos);
}

TEST_F(AuditLogTest, HeadOfAnEmptyLogHoldsForEveryLog) {
    // Rule: what a review that has decided nothing gives as its head is no sign of tampering later; what is no head is refused.
    three_lines();
    const auto verdict = verify_log(path_, {std::string(64, '0')});
    EXPECT_TRUE(verdict.accepted);
    for (const std::string head : {"", "abc", "no hash"}) EXPECT_THROW((void)verify_log(path_, {head}), InvalidArgument) << head;
}

TEST_F(AuditLogTest, LineThatIsMissingIsToldOnce) {
    {
        AuditLog log(path_);
        for (int i = 0; i < 20; ++i) log.append({{"event", "test"}});
    }
    auto all = text();
    const auto second = all.find('\n') + 1;
    write(all.erase(second, all.find('\n', second) + 1 - second));
    EXPECT_EQ(verify_log(path_).objections.size(), 2U) << "its number and the hash of the line before";
}

TEST_F(AuditLogTest, CutOffTailIsFoundAgainstTheHeadThatWasPrinted) {
    // Rule: a cut-off tail is a whole chain; a head kept elsewhere shows it, at whatever line the cut is, and later lines are no fault.
    std::vector<std::string> heads;
    std::vector<std::size_t> ends{0};
    {
        AuditLog log(path_);
        for (int row = 0; row < 6; ++row) {
            heads.push_back(log.append({{"event", "accept"}, {"participant", "SYN-P-" + std::to_string(row)}}));
            ends.push_back(text().size());
        }
    }
    const auto whole = text();
    for (std::size_t kept = 1; kept <= heads.size(); ++kept) {
        write(whole.substr(0, ends[kept]));
        EXPECT_TRUE(verify_log(path_).accepted) << "the chain alone does not show the cut";
        for (std::size_t head = 0; head < heads.size(); ++head)
            EXPECT_EQ(verify_log(path_, {heads[head]}).accepted, head < kept) << "cut to " << kept << " lines, head " << head;
        EXPECT_EQ(verify_log(path_, heads).accepted, kept == heads.size()) << "each of several heads has to be there";
    }
}

TEST_F(AuditLogTest, EveryChangedByteIsFound) {
    // Rule: whatever byte of a log is changed to another one or left out, the chain or the head shows it.
    const auto whole = three_lines();
    std::string head;
    {
        AuditLog log(path_);
        head = log.head();
    }
    for (std::size_t place = 0; place < whole.size(); ++place) {
        SCOPED_TRACE("byte " + std::to_string(place));
        auto broken = whole;
        broken[place] = broken[place] == '1' ? '2' : '1';
        write(broken);
        EXPECT_FALSE(verify_log(path_, {head}).accepted);
        write(whole.substr(0, place) + whole.substr(place + 1));
        EXPECT_FALSE(verify_log(path_, {head}).accepted);
    }
}

}  // namespace
}  // namespace husrom
