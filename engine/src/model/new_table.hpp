#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include <husrom/model/case.hpp>

namespace husrom::model {

/// The table of this kind; where the case has none, an empty one in its place among the others. `source` is where its rows come from.
inline Table& table_or_new(Case& source, const TableKind& kind, std::string rows_from) {
    if (auto* found = source.find(kind.name)) return *found;
    Table created;
    created.name = kind.name;
    created.source = std::move(rows_from);
    const auto place = std::ranges::find_if(source.tables, [&](const Table& other) { return table_kind(other.name) > &kind; });
    return *source.tables.insert(place, std::move(created));
}

}  // namespace husrom::model
