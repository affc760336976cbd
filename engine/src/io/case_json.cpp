// A case as one JSON document: { "name", "policy" (TOML text), "participants": [rows] or { columns }, … }. Numbers are taken as they are
// written, digit by digit, never by way of a floating-point number.

#include <algorithm>
#include <numeric>

#include <nlohmann/json.hpp>

#include <husrom/io/io.hpp>

#include "model/code_points.hpp"
#include "model/text.hpp"

namespace husrom {
namespace {

using namespace model;

/// A JSON value with numbers as text.
struct Value {
    enum class Kind { null, text, number, flag, list, object };
    Kind kind = Kind::null;
    std::string text;
    std::vector<std::string> keys;  ///< object: one for each item
    std::vector<Value> items;
};

/// 1.5e3 as 1500: moving the point loses nothing. Far exponents are left for typing to refuse.
std::string without_exponent(const std::string& number) {
    const auto e = number.find_first_of("eE");
    if (e == std::string::npos) return number;
    const std::string power_text = number.substr(e + 1);
    if (power_text.size() > 4) return number;
    const int power = std::stoi(power_text);
    if (power > 40 || power < -40) return number;
    std::string sign, digits;
    std::size_t whole = 0;
    bool point = false;
    for (const char c : number.substr(0, e)) {
        if (c == '-') sign = "-";
        if (c == '.') point = true;
        if (c < '0' || c > '9') continue;
        digits.push_back(c);
        if (!point) ++whole;
    }
    std::int64_t place = static_cast<std::int64_t>(whole) + power;
    while (place <= 0) digits.insert(digits.begin(), '0'), ++place;
    while (static_cast<std::int64_t>(digits.size()) < place) digits.push_back('0');
    const auto at = static_cast<std::size_t>(place);
    return sign + digits.substr(0, at) + (at < digits.size() ? "." + digits.substr(at) : "");
}

/// Where a text ends, as an editor counts.
struct Place {
    std::int64_t line = 1;
    std::int64_t character = 1;
};

Place place_behind(std::string_view text) {
    const auto is_start = [](char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0) != 0x80; };
    const std::string_view line = text.substr(text.rfind('\n') + 1);
    return {std::ranges::count(text, '\n') + 1, std::ranges::count_if(line, is_start) + 1};
}

/// A key that stands twice in one object, and the object's table and row.
struct Twice {
    std::string table;
    std::int64_t row = 0;
    std::string key;
};

/// Builds a Value from nlohmann's parser events. Cases are four deep; deeper documents are refused before they grow.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    static constexpr std::size_t most_depth = 8;
    Value root;
    std::string fault_code;    ///< why reading stopped; empty where the document is too deep
    std::size_t fault_at = 0;  ///< how many bytes had been read, the faulty one among them
    std::vector<Twice> twice;

    bool null() override { return put({}); }
    bool boolean(bool flag) override { return put({Value::Kind::flag, flag ? "true" : "false", {}, {}}); }
    bool number_integer(number_integer_t number) override { return put({Value::Kind::number, std::to_string(number), {}, {}}); }
    bool number_unsigned(number_unsigned_t number) override { return put({Value::Kind::number, std::to_string(number), {}, {}}); }
    bool number_float(number_float_t, const string_t& written) override {
        return put({Value::Kind::number, without_exponent(written), {}, {}});
    }
    bool string(string_t& text) override { return put({Value::Kind::text, text, {}, {}}); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Value::Kind::object); }
    bool start_array(std::size_t) override { return open(Value::Kind::list); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& written) override {
        const std::string name(trimmed(written));
        Value& object = *open_.back();
        if (std::ranges::find(object.keys, name) != object.keys.end()) twice.push_back(twice_in(name));
        object.keys.push_back(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
        fault_at = position;
        // The library's own words quote the text that it could not read, which may be a personal value; the place is enough.
        fault_code = error.id == 406 ? "F013" : "F011";
        return false;
    }

private:
    bool put(Value value) {
        if (open_.empty())
            root = std::move(value);
        else
            open_.back()->items.push_back(std::move(value));
        return true;
    }
    bool open(Value::Kind kind) {
        if (open_.size() >= most_depth) return false;
        Value value;
        value.kind = kind;
        put(std::move(value));
        open_.push_back(open_.empty() ? &root : &open_.back()->items.back());
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    [[nodiscard]] Twice twice_in(const std::string& key) const {
        if (open_.size() < 2 || root.keys.empty()) return {"", 0, key};
        const bool by_rows = open_.size() > 2 && open_[1]->kind == Value::Kind::list;
        return {root.keys.back(), by_rows ? static_cast<std::int64_t>(open_[1]->items.size()) + 1 : 0, key};
    }

    std::vector<Value*> open_;
};

constexpr const char* cell_kinds = "\"…\", 0, true, [ … ]";

class CaseReader {
public:
    explicit CaseReader(std::string source) { case_.policy_source = "policy in " + source, source_ = std::move(source); }

    Case read(std::string_view text) {
        if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
        if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
            error("F015", "", 0, "");
        } else if (!is_utf8(text)) {
            stopped("F022", text.substr(0, utf8_prefix(text)));
        } else {
            Builder builder;
            const bool whole = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
            if (!whole && builder.fault_code.empty()) error("F012", "", 0, "", {cell_kinds});
            if (!whole && !builder.fault_code.empty())
                stopped(builder.fault_code, text.substr(0, std::max<std::size_t>(builder.fault_at, 1) - 1));
            for (const Twice& one : builder.twice) error("F019", one.table, one.row, one.key);
            if (whole) document(builder.root);
        }
        std::ranges::stable_sort(case_.tables, {}, [](const Table& table) {
            return std::ranges::find(table_kinds(), table.name, &TableKind::name) - table_kinds().begin();
        });
        case_.notes.sort();
        return std::move(case_);
    }

private:
    void error(std::string code, std::string table, std::int64_t row, std::string column, std::vector<std::string> arguments = {}) {
        case_.notes.add({Severity::error, std::move(code), source_, std::move(table), row, std::move(column), std::move(arguments)});
    }

    /// An error of the text itself, behind what could be read.
    void stopped(std::string code, std::string_view read) {
        const Place place = place_behind(read);
        error(std::move(code), "", place.line, "", {std::to_string(place.character)});
    }

    void document(const Value& root) {
        if (root.kind != Value::Kind::object) return error("F012", "", 0, "", {"{ … }"});
        for (std::size_t i = 0; i < root.keys.size(); ++i) {
            const std::string& key = root.keys[i];
            const Value& value = root.items[i];
            const bool is_text = value.kind == Value::Kind::text;
            const auto kind = std::ranges::find(table_kinds(), key, &TableKind::name);
            if (key == "name" && is_text) {
                case_.name = value.text;
            } else if (key == "policy" && is_text) {
                case_.policy_text = value.text;
            } else if (key == "schema") {
                if (value.text != "1") error("F012", "", 0, key, {"1"});
            } else if (key == "name" || key == "policy") {
                error("F012", "", 0, key, {"\"…\""});
            } else if (kind == table_kinds().end()) {
                std::vector<std::string> names;
                for (const TableKind& one : table_kinds()) names.emplace_back(one.name);
                error("T001", "", 0, key, {nearest(key, names), join(names, ", ")});
            } else if (!case_.find(key)) {
                read_table(key, value);
            }
        }
    }

    void read_table(const std::string& name, const Value& value) {
        Table table;
        table.name = name;
        table.source = source_;
        const bool read = value.kind == Value::Kind::list ? by_rows(table, value) : by_columns(table, value);
        if (read) case_.tables.push_back(std::move(table));
    }

    bool by_rows(Table& table, const Value& list) {
        for (std::size_t row = 0; row < list.items.size(); ++row) {
            const Value& object = list.items[row];
            const auto number = static_cast<std::int64_t>(row) + 2;
            if (object.kind != Value::Kind::object) {
                error("F012", table.name, number, "", {"{ … }"});
                continue;
            }
            table.row_numbers.push_back(number);
            for (std::size_t i = 0; i < object.keys.size(); ++i) {
                auto column = table.find(object.keys[i]);
                if (!column) {
                    column = table.headings.size();
                    table.headings.push_back(object.keys[i]);
                    table.columns.emplace_back();
                }
                auto& cells = table.columns[*column];
                cells.resize(table.row_numbers.size());
                cells.back() = cell(object.items[i], table.name, number, object.keys[i]);
            }
        }
        for (auto& cells : table.columns) cells.resize(table.row_numbers.size());
        return true;
    }

    bool by_columns(Table& table, const Value& object) {
        if (object.kind != Value::Kind::object) {
            error("F012", table.name, 0, "", {"[ … ] / { … }"});
            return false;
        }
        std::size_t rows = 0;
        for (const Value& column : object.items) rows = std::max(rows, column.items.size());
        table.row_numbers.resize(rows);
        std::iota(table.row_numbers.begin(), table.row_numbers.end(), std::int64_t{2});
        for (std::size_t i = 0; i < object.keys.size(); ++i) {
            const Value& column = object.items[i];
            if (column.kind != Value::Kind::list) {
                error("F012", table.name, 0, object.keys[i], {"[ … ]"});
                continue;
            }
            if (table.find(object.keys[i])) continue;
            if (column.items.size() != rows)
                error("T005", table.name, 0, object.keys[i], {std::to_string(column.items.size()), std::to_string(rows)});
            std::vector<std::string> cells(rows);
            for (std::size_t row = 0; row < column.items.size(); ++row)
                cells[row] = cell(column.items[row], table.name, static_cast<std::int64_t>(row) + 2, object.keys[i]);
            table.headings.push_back(object.keys[i]);
            table.columns.push_back(std::move(cells));
        }
        return true;
    }

    /// A scalar as text; a list of scalars as a set.
    std::string cell(const Value& value, const std::string& table, std::int64_t row, const std::string& heading) {
        if (value.kind == Value::Kind::object) {
            error("F012", table, row, heading, {cell_kinds});
            return {};
        }
        if (value.kind != Value::Kind::list) return value.text;
        std::string elements;
        for (const Value& element : value.items) {
            if (element.kind == Value::Kind::list || element.kind == Value::Kind::object) {
                error("F012", table, row, heading, {"\"…\""});
                return {};
            }
            if (element.text.find(';') != std::string::npos) error("F020", table, row, heading);
            elements += (elements.empty() ? "" : ";") + element.text;
        }
        return elements;
    }

    Case case_;
    std::string source_;
};

}  // namespace

Case parse_case(std::string_view json, std::string source) {
    return CaseReader(std::move(source)).read(json);
}

}  // namespace husrom
