#pragma once

/// A small case that is right in every respect, as files, so that a test can break one thing at a time.

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include <unistd.h>

#include <husrom/io/io.hpp>
#include <husrom/model/typed_case.hpp>

namespace husrom::testing {

using Files = std::map<std::string, std::string>;

/// A folder of its own that is gone with the object.
class TemporaryFolder {
public:
    TemporaryFolder() {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path() / ("husrom-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline void write_files(const std::filesystem::path& folder, const Files& files) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, text] : files) std::ofstream(folder / name, std::ios::binary) << text;
}

inline const Files& small_case() {
    static const Files files{
        {"participants.csv",
         "participant_id,application_date,age,bedrooms_needed,need_level,supervision,support_hours,segments,step_free_needed,current_unit,"
         "team_id\n"
         "SYN-P-1,2026-01-15,34,1,2,weekly,2.5,MH,false,,SYN-T-1\n"
         "SYN-P-2,2026-02-01,51,0,3,daily,4.0,ROP;SUD,true,SYN-U-3,SYN-T-1\n"
         "SYN-P-3,2026-03-10,,2,1,none,1.25,FAMILY,false,,\n"},
        {"units.csv",
         "unit_id,site_id,neighbourhood_id,landlord_id,bedrooms,step_free,rent_month,available_from,capacity\n"
         "SYN-U-1,SYN-S-1,,,1,true,9000,2026-11-01,1\n"
         "SYN-U-2,,SYN-N-2,SYN-L-1,2,false,11500.50,,\n"
         "SYN-U-3,SYN-S-2,,,1,,8000,,\n"},
        {"sites.csv",
         "site_id,neighbourhood_id,parent_site_id,conflict_cap\n"
         "SYN-S-1,SYN-N-1,,1\n"
         "SYN-S-2,SYN-N-1,SYN-S-1,\n"},
        {"neighbourhoods.csv",
         "neighbourhood_id,drug_scene,risk_capacity\n"
         "SYN-N-1,1,10\n"
         "SYN-N-2,0,\n"},
        {"teams.csv", "team_id,hours_week\nSYN-T-1,37.5\n"},
        {"landlords.csv", "landlord_id,accepts\nSYN-L-1,FAMILY;MH\n"},
        {"tenants.csv", "tenant_id,unit_id,team_id\nSYN-R-1,SYN-U-1,SYN-T-1\n"},
        {"wishes.csv", "participant_id,kind,value,rank\nSYN-P-1,area,SYN-N-1,1\nSYN-P-1,unit,SYN-U-2,2\n"},
        {"pairs.csv",
         "participant_id,unit_id,allow,forbid,require,reason\n"
         "SYN-P-1,SYN-U-1,bedrooms,,,A small household for now\n"
         "SYN-P-3,SYN-U-1,,true,,\n"},
        {"apart.csv", "participant_id,other_id,per\nSYN-P-1,SYN-P-3,site\nSYN-P-2,SYN-R-1,unit\n"},
        {"adjacent.csv", "neighbourhood_id,other_id,share\nSYN-N-1,SYN-N-2,0.5\n"},
        {"policy.toml", R"(schema = 1
id = "small"
title = { nb = "Liten", en = "Small" }

[round]
as_of = 2026-11-22
horizon = "60 days"

[columns."participant.step_free_needed"]
type = "flag"
empty = "none"
class = "need"

[[eligible]]
id = "bedrooms"
type = "at_least"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]

[[eligible]]
id = "step-free"
type = "requires"
when = [{ column = "participant.step_free_needed", op = "is", value = true }]
then = [{ column = "unit.step_free", op = "is", value = true }]
unknown = "ask"

[[term]]
id = "wish"
type = "wish_rank"
kind = "area"
points = [100, 60]

[[limit]]
id = "site-cap"
per = "unit.site"
sum = 1
max = 2
kind = "soft"
goal = "community"
steps = [{ width = 1, slope = 1 }, { slope = 2.5 }]

[[goal]]
id = "house-most"
maximise = "housed"

[[goal]]
id = "community"
minimise = "excess"

[[goal]]
id = "fit"
maximise = "score"
weights = { wish = 0.75 }

[ties]
order = ["application_date", "lottery"]
lottery_seed = 7

[offers]
homes = 2
max_loss = { fit = 10 }

[[change]]
id = "one more place"
limit = "site-cap"
by = 1
)"}};
    return files;
}

/// `text` with the one place that reads `from` changed; throws when there is none or more than one.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
        throw std::logic_error("the test's text \"" + from + "\" does not stand exactly once");
    return text.replace(at, from.size(), to);
}

struct Loaded {
    model::Case source;
    model::Policy policy;
    std::shared_ptr<const model::TypedCase> typed;
    model::Findings findings;
};

/// Everything that a call of check would find before rules are built.
inline Loaded load(const std::filesystem::path& path) {
    Loaded loaded;
    loaded.source = load_case(path);
    if (loaded.source.policy_text) loaded.policy = parse_policy(*loaded.source.policy_text, loaded.source.policy_source, loaded.findings);
    loaded.typed = model::type_case(loaded.source, loaded.policy, loaded.findings);
    return loaded;
}

inline Loaded load(const Files& files) {
    const TemporaryFolder folder;
    write_files(folder.path() / "case", files);
    return load(folder.path() / "case");
}

/// "T004 participants 3 age" for each finding of at least this severity, in their order.
inline std::vector<std::string> codes(const model::Findings& findings, bool notes = false) {
    std::vector<std::string> result;
    for (const model::Finding& finding : findings.list()) {
        if (finding.severity == model::Severity::note && !notes) continue;
        std::string text = finding.code + " " + finding.table;
        if (finding.row > 0) text += " " + std::to_string(finding.row);
        if (!finding.column.empty()) text += " " + finding.column;
        result.push_back(text);
    }
    return result;
}

}  // namespace husrom::testing
