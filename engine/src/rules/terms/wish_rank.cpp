#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "rules/terms/term.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

/// The points of one wish: what the home must be, and what it is worth.
struct Wish {
    std::int64_t code = 0;
    std::int64_t rank = 1;
    friend auto operator<=>(const Wish&, const Wish&) = default;
};

/// What a home is, for one kind of wish: the path whose texts are compared with a wish's value.
std::string path_of(std::string_view kind, const model::TypedCase& typed) {
    if (kind == "area") return "unit.neighbourhood.neighbourhood_id";
    if (kind == "type") return "unit.unit_type";
    if (kind == "unit") return "unit.unit_id";
    const auto joined = "unit." + std::string(kind);
    if (typed.join(joined).table != nullptr) return joined + "." + std::string(kind) + "_id";
    return joined;
}

class PointsOfBestWish final : public ScoreTerm {
public:
    PointsOfBestWish(Reader home, std::vector<std::int64_t> points, std::vector<std::vector<Wish>> wishes)
        : home_(std::move(home)), points_(std::move(points)), wishes_(std::move(wishes)) {
        reads(home_);
    }

    [[nodiscard]] std::int64_t points(const Pair& pair) const override {
        const auto cell = home_.read(pair);
        if (cell.state != CellState::value) return 0;
        // in order of rank, so that the first wish that is met is the best
        for (const auto& wish : wishes_[static_cast<std::size_t>(pair.participant)])
            if (home_.type() == ColumnType::set ? std::ranges::binary_search(cell.set, wish.code) : cell.value == wish.code)
                return wish.rank <= static_cast<std::int64_t>(points_.size()) ? points_[static_cast<std::size_t>(wish.rank - 1)] : 0;
        return 0;
    }

    [[nodiscard]] Classes classes(Side side, std::int32_t rows) const override {
        if (side != Side::participant) return ScoreTerm::classes(side, rows);
        Classes classes;
        std::map<std::vector<Wish>, std::int32_t> numbers;
        for (std::int32_t row = 0; row < rows; ++row) {
            const auto [entry, is_new] = numbers.try_emplace(wishes_[static_cast<std::size_t>(row)], classes.count());
            classes.of_row.push_back(entry->second);
            if (is_new) classes.examples.push_back(row);
        }
        return classes;
    }

private:
    Reader home_;
    std::vector<std::int64_t> points_;
    std::vector<std::vector<Wish>> wishes_;  ///< by participant, best first
};

/// Everybody's wishes of one kind. A wish without a rank is a first wish.
std::vector<std::vector<Wish>> wishes_of(std::string_view kind, const Scope& scope) {
    const auto& typed = scope.typed();
    const auto& table = typed.table("wishes");
    const auto& participants = typed.table("participants");
    std::vector<std::vector<Wish>> wishes(static_cast<std::size_t>(participants.rows()));
    const auto* people = table.find("participant_id");
    const auto* kinds = table.find("kind");
    const auto* values = table.find("value");
    const auto* ranks = table.find("rank");
    if (people == nullptr || kinds == nullptr || values == nullptr) return wishes;
    const auto wanted = scope.texts().code(kind);
    for (std::size_t row = 0; row < static_cast<std::size_t>(table.rows()); ++row) {
        const auto is_value = [row](const model::Column& column) { return column.states[row] == CellState::value; };
        if (!is_value(*people) || !is_value(*kinds) || !is_value(*values) || kinds->values[row] != wanted) continue;
        const auto participant = participants.find_row(typed.pool.text(people->values[row]));
        if (participant < 0) continue;
        const bool ranked = ranks != nullptr && is_value(*ranks) && ranks->values[row] >= 1;
        wishes[static_cast<std::size_t>(participant)].push_back({values->values[row], ranked ? ranks->values[row] : 1});
    }
    for (auto& list : wishes) std::ranges::sort(list, {}, [](const Wish& wish) { return std::pair(wish.rank, wish.code); });
    return wishes;
}

}  // namespace

std::unique_ptr<ScoreTerm> compile(const model::WishRankTerm& term, const TermContext& context) {
    const auto path = path_of(term.kind, context.scope.typed());
    auto home = context.scope.reader(path, context.entry, Unknowns::defaults);
    if (!home) return nullptr;
    if (home->type() != ColumnType::text && home->type() != ColumnType::set) {
        context.scope.error("P211", context.entry, {context.entry.id, term.kind, path, std::string(to_string(home->type()))});
        return nullptr;
    }
    return std::make_unique<PointsOfBestWish>(std::move(*home), term.points, wishes_of(term.kind, context.scope));
}

}  // namespace husrom::rules
