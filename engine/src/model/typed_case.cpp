#include <husrom/model/typed_case.hpp>

#include <algorithm>

namespace husrom::model {

std::int64_t TextPool::add(std::string_view text) {
    const auto [place, added] = codes_.try_emplace(std::string(text), static_cast<std::int64_t>(texts_.size()));
    if (added) texts_.emplace_back(text);
    return place->second;
}

std::int64_t TextPool::find(std::string_view text) const {
    const auto found = codes_.find(std::string(text));
    return found == codes_.end() ? -1 : found->second;
}

std::int32_t TypedTable::find_row(std::string_view id) const {
    const auto found = position.find(std::string(id));
    return found == position.end() ? -1 : found->second;
}

const Column* TypedTable::find(std::string_view heading) const {
    const auto found = columns.find(heading);
    return found == columns.end() ? nullptr : &found->second;
}

const TypedTable& TypedCase::table(std::string_view name_or_singular) const {
    const TableKind* kind = table_kind(name_or_singular);
    const auto found = kind ? tables.find(kind->name) : tables.end();
    if (found != tables.end()) return found->second;
    throw InvalidArgument("a case has no table \"" + std::string(name_or_singular) + "\"");
}

}  // namespace husrom::model
