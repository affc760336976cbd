#include "rules/limits/rows.hpp"

#include <algorithm>

#include <husrom/model/decimal.hpp>

#include "rules/limits/ungrouped.hpp"

namespace husrom::rules {
namespace {

/// The entries of one group.
struct Row {
    std::vector<std::int32_t> edges;
    std::vector<std::int64_t> coefficients;
};

std::vector<Row> rows_of(const Limit& limit, std::span<const Pair> pairs) {
    std::vector<Row> rows(limit.groups().size());
    for (std::size_t edge = 0; edge < pairs.size(); ++edge) {
        const auto reached = limit.reached(pairs[edge]);
        if (reached.empty()) continue;
        const auto load = limit.load(pairs[edge]);
        if (load == 0) continue;
        for (const auto& share : reached) {
            auto& row = rows[static_cast<std::size_t>(share.group)];
            row.edges.push_back(static_cast<std::int32_t>(edge));
            row.coefficients.push_back(core::checked_multiply(load, share.part));
        }
    }
    return rows;
}

/// What people who may move use of each group where they live. It counts also where they may not stay: a decision about somebody changes
/// which plans there are, not how much room a limit has.
std::vector<std::int64_t> stays_of(const Limit& limit, std::span<const Pair> homes_now) {
    std::vector<std::int64_t> stays(limit.groups().size(), 0);
    for (const auto& home : homes_now) {
        const auto reached = limit.reached(home);
        if (reached.empty()) continue;
        const auto load = limit.load(home);
        for (const auto& share : reached) {
            auto& sum = stays[static_cast<std::size_t>(share.group)];
            sum = core::checked_add(sum, core::checked_multiply(load, share.part));
        }
    }
    return stays;
}

/// The most and the least that the chosen edges of a row can come to, one edge a person. Edges stand by participant.
struct Range {
    core::int128 most = 0, least = 0;
};

Range range_of(const Row& row, std::span<const std::int32_t> edge_row) {
    Range range;
    for (std::size_t i = 0; i < row.edges.size();) {
        std::int64_t most = 0, least = 0;
        const auto person = edge_row[static_cast<std::size_t>(row.edges[i])];
        for (; i < row.edges.size() && edge_row[static_cast<std::size_t>(row.edges[i])] == person; ++i) {
            most = std::max(most, row.coefficients[i]);
            least = std::min(least, row.coefficients[i]);
        }
        range.most += most;
        range.least += least;
    }
    return range;
}

class Writer {
public:
    Writer(std::span<const Pair> pairs, std::span<const Pair> homes_now, const Scope& scope, AllocationProblem& problem)
        : pairs_(pairs), homes_now_(homes_now), scope_(scope), problem_(problem) {}

    std::vector<std::int32_t> write(const Limit& limit) {
        std::vector<std::int32_t> info_of_group(limit.groups().size(), -1);
        const auto rows = rows_of(limit, pairs_);
        const auto tenants = limit.tenants(scope_);
        const auto stays = stays_of(limit, homes_now_);
        report_ungrouped(limit, problem_.unit_rows, scope_, {"limit " + limit.rule().id, limit.rule().line});
        for (std::size_t group = 0; group < rows.size(); ++group) {
            const auto number = static_cast<std::int32_t>(group);
            const Entry entry{"limit " + limit.rule().id, limit.rule().line};
            if (rows[group].edges.empty() && tenants[group] == 0 && limit.least(number).value_or(0) <= 0) continue;
            if (const auto path = limit.unknown_bound(number); !path.empty()) unknown_bound(limit, number, path, entry);
            if (!limit.most(number) && !limit.least(number)) continue;
            info_of_group[group] = write(limit, number, rows[group], tenants[group], stays[group], entry);
        }
        return info_of_group;
    }

private:
    /// A hard limit is not dropped because its column is missing; a missing column is said once, and not of each group.
    void unknown_bound(const Limit& limit, std::int32_t group, const std::string& path, const Entry& entry) const {
        if (scope_.typed().column(path).column->given)
            scope_.error("C210", entry, {entry.id, limit.groups().name(group), path});
        else if (!limit.rule().soft)
            scope_.error("C210", entry, {entry.id, "", path});
        else
            scope_.warn("P229", entry, {entry.id, path});
    }

    std::int32_t write(const Limit& limit, std::int32_t group, const Row& row, std::int64_t tenants, std::int64_t stays,
                       const Entry& entry) {
        LimitInfo info;
        info.id = limit.rule().id;
        info.group = limit.groups().name(group);
        if (limit.groups().table() != nullptr) info.group_table = limit.groups().table()->name;
        info.digits = limit.digits();
        info.soft = limit.rule().soft;
        info.tenants = tenants;
        info.stays = stays;
        const auto as_text = [&info](std::int64_t value) { return model::to_text(model::Decimal{value, info.digits}); };
        if (const auto most = limit.most(group)) {
            info.has_max = true;
            info.max = *most;
            if (info.max < 0) scope_.error("C211", entry, {entry.id, info.group, as_text(info.max)});
            info.room = std::max({std::int64_t{0}, core::checked_subtract(info.max, tenants), info.stays});
            const auto used = core::checked_add(tenants, info.stays);
            info.already_over = used > info.max;
            if (info.already_over) scope_.warn("C212", entry, {entry.id, info.group, as_text(used), as_text(info.max)});
        }
        if (const auto least = limit.least(group)) {
            info.has_min = true;
            info.min = *least;
        }
        const auto upper = info.has_max ? info.room : solve::no_upper;
        const auto lower = info.has_min ? core::checked_subtract(info.min, tenants) : solve::no_lower;
        const auto range = range_of(row, problem_.numeric.edge_row);
        const bool above = info.has_max && range.most > upper;
        const bool below = info.has_min && range.least < lower;
        // A floor where no pair counts holds for the whole round, but not for a place: this round does not reach it, which is said.
        const bool reached = !row.edges.empty() || limit.rule().per == "all";
        if (info.has_min && info.has_max && lower > upper)
            scope_.error("C213", entry, {entry.id, info.group, as_text(info.min), as_text(info.max)});
        else if ((above || below) && reached) {
            // Said here, of the limit by its name. solve::Problem::validate sums absolute values, so that it asks more.
            const auto too_far = [](core::int128 value) { return value > solve::value_range || value < -solve::value_range; };
            if (too_far(range.most) || too_far(range.least) || (info.has_max && too_far(upper)) || (info.has_min && too_far(lower)))
                throw Overflow("the sums or a bound of a limit leave 62 bits");
            info.numeric = problem_.numeric.add_limit(row.edges, row.coefficients, lower, upper);
        }
        if (below && range.most < lower) scope_.warn("C214", entry, {entry.id, info.group, as_text(info.min)});
        problem_.limits.push_back(std::move(info));
        return static_cast<std::int32_t>(problem_.limits.size()) - 1;
    }

    std::span<const Pair> pairs_, homes_now_;
    const Scope& scope_;
    AllocationProblem& problem_;
};

}  // namespace

LimitRows write_limits(std::span<const std::unique_ptr<Limit>> limits, std::span<const Pair> pairs, std::span<const Pair> homes_now,
                       const Scope& scope, AllocationProblem& problem) {
    LimitRows rows;
    Writer writer(pairs, homes_now, scope, problem);
    for (const auto& limit : limits) {
        auto& infos = rows.info_of_group.emplace_back(limit->groups().size(), -1);
        guarded(scope, {"limit " + limit->rule().id, limit->rule().line}, [&] { infos = writer.write(*limit); });
        if (!limit->rule().soft) continue;
        for (const auto info : infos)
            if (info >= 0 && problem.limits[static_cast<std::size_t>(info)].numeric >= 0) rows.soft.push_back({info, limit.get()});
    }
    return rows;
}

}  // namespace husrom::rules
