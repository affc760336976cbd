// docs/findings.md, the catalogue and the code hold together.

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "io/files.hpp"
#include "model/catalogue.hpp"

namespace husrom::model {
namespace {

namespace fs = std::filesystem;

/// The line that the document must have for a code.
std::string line_of(const CatalogueEntry& entry) {
    std::string text = "| " + std::string(entry.code) + " | " + std::string(entry.what_en) + " | " + std::string(entry.advice_en) + " |";
    return text;
}

TEST(FindingsDocument, EveryCodeIsInTheDocumentAndNoOther) {
    // Rule: the document lists each code of the catalogue once, in the catalogue's words.
    const auto document = io::read_file(fs::path(HUSROM_SOURCE_DIR) / "docs" / "findings.md");
    ASSERT_TRUE(document.has_value());
    std::set<std::string> listed, codes;
    std::istringstream lines(*document);
    for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (!std::regex_search(line, found, std::regex("^\\| ([A-Z][0-9]{3}) \\|"))) continue;
        EXPECT_TRUE(listed.insert(found[1]).second) << found[1] << " stands twice";
    }
    for (const CatalogueEntry& entry : catalogue()) {
        EXPECT_TRUE(codes.insert(std::string(entry.code)).second) << entry.code << " stands twice in the catalogue";
        EXPECT_NE(document->find(line_of(entry) + "\n"), std::string::npos) << "missing or other words:\n" << line_of(entry);
    }
    EXPECT_EQ(listed, codes);
}

TEST(FindingsDocument, EveryCodeThatTheCodeUsesHasWords) {
    // Rule: a code written anywhere in the library stands in the catalogue, in English and Bokmål.
    std::size_t used = 0;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(HUSROM_SOURCE_DIR) / "engine" / "src")) {
        const std::string extension = entry.path().extension().string();
        if ((extension != ".cpp" && extension != ".hpp") || entry.path().filename() == "catalogue.cpp") continue;
        const std::string text = io::read_file(entry.path()).value_or("");
        const std::regex pattern("\"([A-Z][0-9]{3})\"");
        for (std::sregex_iterator found(text.begin(), text.end(), pattern), end; found != end; ++found) {
            const CatalogueEntry* words = find_in_catalogue((*found)[1].str());
            ASSERT_NE(words, nullptr) << (*found)[1] << " in " << entry.path();
            EXPECT_FALSE(words->what_en.empty() || words->what_nb.empty()) << (*found)[1];
            ++used;
        }
    }
    EXPECT_GT(used, 60u);
}

}  // namespace
}  // namespace husrom::model
