#pragma once

/// Where policies meet cases: resolves the paths a policy names into columns, and says what does not fit, every finding at once.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/core/error.hpp>
#include <husrom/model/finding.hpp>
#include <husrom/model/policy.hpp>
#include <husrom/model/typed_case.hpp>

#include "rules/cell.hpp"

namespace husrom::rules {

/// The entry of the policy on whose behalf something is looked up.
struct Entry {
    std::string id;  ///< "rule bedrooms"
    model::PolicyLine line;
};

/// Codes of texts: those of the case, and further ones for texts that no cell holds.
class Texts {
public:
    explicit Texts(const model::TextPool& pool) : pool_(pool) {}
    [[nodiscard]] std::int64_t code(std::string_view text);

private:
    const model::TextPool& pool_;
    std::map<std::string, std::int64_t, std::less<>> absent_;
};

/// What an unknown cell means to the reader.
enum class Unknowns : std::uint8_t {
    keep,     ///< eligibility: unknown stays unknown
    defaults  ///< terms, loads and goals: the column's declared default
};

/// Whose rows stand on the participant's side: those of `participants`, or those of `tenants`, read as if they were participants.
enum class People : std::uint8_t { participants, tenants };

class Scope {
public:
    Scope(const model::TypedCase& typed, const model::Policy& policy, Texts& texts, model::Findings& findings)
        : typed_(typed), policy_(policy), texts_(texts), findings_(findings) {}

    [[nodiscard]] const model::TypedCase& typed() const { return typed_; }
    [[nodiscard]] const model::Policy& policy() const { return policy_; }
    [[nodiscard]] Texts& texts() const { return texts_; }
    [[nodiscard]] model::Findings& findings() const { return findings_; }
    [[nodiscard]] std::int64_t as_of() const { return policy_.round.as_of.day; }

    /// The rows of a side, every typed row.
    [[nodiscard]] std::int32_t rows(Side side, People people = People::participants) const;

    /// A column of a pair; nothing, with a finding, when the path does not exist. A fact of their own that tenants have no column for reads
    /// as an empty cell; what their rows cannot reach, and a number that no default gives, as not joined, with a warning.
    [[nodiscard]] std::optional<Reader> reader(std::string_view path, const Entry& entry, Unknowns unknowns,
                                               People people = People::participants) const;
    /// The rows of another table seen from a side, such as `unit.site.neighbourhood`; silent when there is no such path.
    [[nodiscard]] model::PathJoin join(std::string_view path, People people = People::participants) const;

    /// What a declared default reads as; nothing when none is declared, with a finding when it does not fit the type.
    [[nodiscard]] std::optional<DefaultCell> default_of(const model::ColumnDeclaration& declaration, std::string_view text) const;

    void report(model::Severity severity, std::string_view code, const Entry& entry, std::vector<std::string> arguments) const;
    void error(std::string_view code, const Entry& entry, std::vector<std::string> arguments) const;
    void warn(std::string_view code, const Entry& entry, std::vector<std::string> arguments) const;
    void note(std::string_view code, const Entry& entry, std::vector<std::string> arguments) const;
    /// For a finding: the id of a participant or a unit, unless the policy says that such ids are personal.
    [[nodiscard]] std::string shown_id(std::string_view singular, const std::string& id) const;
    /// "No such column", with the nearest one.
    void no_such_path(std::string_view path, const Entry& entry) const;

private:
    const model::TypedCase& typed_;
    const model::Policy& policy_;
    Texts& texts_;
    model::Findings& findings_;
};

/// Runs a step for one entry of the policy; a number that leaves 64 bits is a finding of that entry.
template <class Step> void guarded(const Scope& scope, const Entry& entry, const Step& step) {
    try {
        step();
    } catch (const Overflow&) {
        scope.error("C209", entry, {entry.id});
    }
}

/// The word in front of the first dot of a path.
[[nodiscard]] std::string_view root_of(std::string_view path);

/// "integer", "date" … as a policy writes them.
[[nodiscard]] std::string_view to_string(model::ColumnType type);

/// The paths under which a tenant's row reaches what `path` names for a pair: `unit.site.neighbourhood` is
/// `tenant.unit.site.neighbourhood`, or what the tenant's own row says: `tenant.site.neighbourhood`, `tenant.neighbourhood`.
[[nodiscard]] std::vector<std::string> tenant_paths(std::string_view path);

}  // namespace husrom::rules
