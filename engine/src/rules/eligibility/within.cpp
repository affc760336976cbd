#include <optional>

#include "rules/eligibility/rule.hpp"
#include "rules/linear.hpp"

namespace husrom::rules {

using model::CellState;
using model::ColumnType;

namespace {

/// value - bound, or bound - value; kept at 0 or more.
class InsideBounds final : public PairRule {
public:
    explicit InsideBounds(std::vector<Linear> rooms) : rooms_(std::move(rooms)) {
        for (const auto& room : rooms_) reads(room.readers());
    }

    [[nodiscard]] Truth judge(const Pair& pair) const override {
        bool joined = true, known = true;
        for (const auto& room : rooms_) {
            const auto amount = room.amount(pair);
            if (amount.state == CellState::value && amount.value < 0) return Truth::no;
            joined = joined && amount.state != CellState::not_joined;
            known = known && amount.state != CellState::unknown;
        }
        return !joined ? Truth::not_applicable : known ? Truth::yes : Truth::unknown;
    }

private:
    std::vector<Linear> rooms_;
};

bool is_number(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::decimal;
}

}  // namespace

std::unique_ptr<PairRule> compile(const model::Within& rule, const RuleContext& context) {
    const Scope& scope = context.scope;
    const Entry& entry = context.entry;
    const auto check = [&](const std::string& path) {
        const auto reader = scope.reader(path, entry, Unknowns::keep);
        if (!reader) return false;
        if (is_number(reader->type())) return true;
        scope.error("P203", entry, {entry.id, path, std::string(to_string(reader->type()))});
        return false;
    };
    bool fits = check(rule.value);
    std::vector<Linear> rooms;
    const auto add_room = [&](const std::optional<model::ColumnOrNumber>& bound, std::int64_t sign) {
        if (!bound) return;
        Linear room;
        if (const auto* path = std::get_if<std::string>(&*bound)) {
            fits = check(*path) && fits;
            if (fits) room.add_column(*path, -sign, scope, entry, Unknowns::keep);
        } else {
            room.add_number(std::get<model::Decimal>(*bound), -sign);
        }
        if (!fits) return;
        room.add_column(rule.value, sign, scope, entry, Unknowns::keep);
        room.finish(scope);
        rooms.push_back(std::move(room));
    };
    add_room(rule.low, 1);
    add_room(rule.high, -1);
    return fits ? std::make_unique<InsideBounds>(std::move(rooms)) : nullptr;
}

}  // namespace husrom::rules
