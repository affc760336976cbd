#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <husrom/core/error.hpp>
#include <husrom/examples/examples.hpp>

namespace husrom {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        files.emplace(entry.path().filename().string(), text.str());
    }
    return files;
}

/// A folder of this test's own that goes away with it.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "husrom-examples-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

TEST(Folders, WhatShipsIsWhatTheGeneratorWrites) {
    // Rule: every file of examples/<name>/ is the generator's, byte for byte, and there is no other.
    const Folder folder;
    for (const std::string_view name : examples::names()) {
        const std::string word(name);
        examples::write(name, folder.path() / word);
        const auto made = files_of(folder.path() / word);
        const auto shipped = files_of(fs::path(HUSROM_SOURCE_DIR) / "examples" / word);
        ASSERT_GE(made.size(), 8U) << word;
        for (const auto& [file, text] : made) {
            ASSERT_TRUE(shipped.contains(file)) << word << "/" << file << " is not shipped";
            EXPECT_TRUE(shipped.at(file) == text) << word << "/" << file << " differs; run: husrom example " << word << " DIR";
        }
        EXPECT_EQ(shipped.size(), made.size()) << word;
    }
}

TEST(Folders, AnotherSeedIsAnotherCase) {
    // Rule: the seed decides the case, and the same seed decides it again.
    for (const std::string_view name : {"nordstrand", "bodo", "baerum"}) {
        const auto one = examples::make(name, 1), again = examples::make(name, 1), other = examples::make(name, 2);
        EXPECT_EQ(one.find("participants")->columns, again.find("participants")->columns) << name;
        EXPECT_NE(one.find("participants")->columns, other.find("participants")->columns) << name;
    }
}

TEST(Folders, AFolderInUseIsLeftAlone) {
    // Rule: an example is never written over something.
    const Folder folder;
    std::ofstream(folder.path() / "mine.txt") << "mine";
    EXPECT_THROW(examples::write("toy", folder.path()), InvalidArgument);
    EXPECT_EQ(files_of(folder.path()).size(), 1U);
    fs::create_directory(folder.path() / "toy.writing");
    EXPECT_THROW(examples::write("toy", folder.path() / "toy"), InvalidArgument);
    EXPECT_TRUE(fs::exists(folder.path() / "toy.writing"));
    EXPECT_THROW((void)examples::make("oslo"), InvalidArgument);
    EXPECT_FALSE(fs::exists(folder.path() / "oslo"));
}

TEST(Folders, NobodyRealIsInThem) {
    // Rule: ids begin with SYN-, no cell holds eleven digits in a row, no heading asks for a name, for any seed.
    for (const std::string_view name : examples::names()) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const model::Case source = examples::make(name, seed);
            for (const model::Table& table : source.tables) {
                for (std::size_t column = 0; column < table.headings.size(); ++column) {
                    const std::string& heading = table.headings[column];
                    EXPECT_EQ(heading.find("name"), std::string::npos) << table.name << "." << heading;
                    for (const std::string& cell : table.columns[column]) {
                        if (heading.ends_with("_id") || heading == "current_unit" || heading == "refused_units" ||
                            heading == "avoid_areas") {
                            ASSERT_TRUE(cell.empty() || cell.starts_with("SYN-")) << table.name << "." << heading << " seed " << seed;
                        }
                        int run = 0;
                        for (const char letter : cell) {
                            run = std::isdigit(static_cast<unsigned char>(letter)) != 0 ? run + 1 : 0;
                            ASSERT_LT(run, 11) << table.name << "." << heading << " seed " << seed;
                        }
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace husrom
