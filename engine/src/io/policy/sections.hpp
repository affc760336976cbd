#pragma once

/// The sections of a policy file, each into its own part of model::Policy.

#include <optional>

#include "io/policy/reader.hpp"

namespace husrom::io {

[[nodiscard]] model::ColumnDeclaration read_column(const std::string& name, const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::EligibleRule read_eligible(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::Risk read_risk(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::Term read_term(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::LimitRule read_limit(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::Goal read_goal(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::Ties read_ties(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::Round read_round(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::Offers read_offers(const toml::table& table, PolicyFindings& out);
[[nodiscard]] std::vector<model::RefusalRule> read_refusals(const toml::table& table, PolicyFindings& out);
[[nodiscard]] std::vector<model::OverrideReason> read_overrides(const toml::table& table, PolicyFindings& out);
[[nodiscard]] std::vector<model::UncertainFact> read_uncertain(const toml::table& table, PolicyFindings& out);
[[nodiscard]] model::ChangeRule read_change(const toml::table& table, PolicyFindings& out);

/// What one file says, before a preset is merged in. `off` names entries that are only switched off (id and on, nothing else).
struct PolicyFile {
    struct Switch {
        std::string kind, id;  ///< kind: "eligible", "term", "limit"
        bool on = false;
        std::int64_t line = 0;
    };
    model::Policy policy;
    bool has_round = false, has_risk = false, has_ties = false, has_offers = false;
    std::optional<std::uint64_t> lottery_seed;  ///< ties may set the seed alone and keep the preset's order
    bool ties_order = false;
    std::vector<Switch> switches;
};

/// The file's policy on top of the preset's.
[[nodiscard]] model::Policy merge(PolicyFile preset, PolicyFile file, PolicyFindings& out);
/// Ids that stand twice, names of goals, terms and limits that do not exist.
void check_names(const model::Policy& policy, PolicyFindings& out);
/// Ids that stand twice in one file.
void check_ids(const PolicyFile& file, PolicyFindings& out);

}  // namespace husrom::io
