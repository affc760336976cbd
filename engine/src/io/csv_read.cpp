#include <algorithm>
#include <array>
#include <optional>

#include <csv.h>

#include "io/csv.hpp"
#include "io/encoding.hpp"
#include "model/code_points.hpp"
#include "model/decimal_marks.hpp"
#include "model/text.hpp"
#include "model/typing.hpp"

namespace husrom::io {
namespace {

using namespace model;

class Reader {
public:
    Reader(std::string table, std::string source, Findings& findings, const Policy& policy) : findings_(findings), policy_(policy) {
        reading_.table.name = std::move(table);
        reading_.table.source = std::move(source);
    }

    CsvReading read(std::string_view bytes) {
        const auto text = decoded(bytes);
        if (!text) return std::move(reading_);
        std::string_view body = *text;
        const char delimiter = detect_delimiter(body);
        if (!parse(body, delimiter)) return std::move(reading_);
        if (damaged_) {
            say_damage();
            return std::move(reading_);
        }
        drop_nameless_empty_columns();
        check_headings();
        if (delimiter == ';') take_decimal_marks();
        if (delimiter != ',') add(Severity::note, "F007", 0, {delimiter == '\t' ? std::string("tab") : std::string(1, delimiter)});
        reading_.readable = true;
        return std::move(reading_);
    }

private:
    void add(Severity severity, std::string code, std::int64_t row, std::vector<std::string> arguments = {}, std::string column = {}) {
        findings_.add(
            {severity, std::move(code), reading_.table.source, reading_.table.name, row, std::move(column), std::move(arguments)});
    }

    std::optional<std::string> decoded(std::string_view bytes) {
        if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return refuse("F015");
        const bool marked = bytes.starts_with("\xef\xbb\xbf");
        if (marked) {
            add(Severity::note, "F009", 0);
            bytes.remove_prefix(3);
        }
        if (bytes.find('\0') != std::string_view::npos) return refuse("F005");
        if (trimmed(bytes).empty()) return refuse("F002");
        damaged_ = marked && !is_utf8(bytes);
        if (marked || is_utf8(bytes)) return std::string(bytes);
        auto text = from_windows_1252(bytes);
        if (!text) return refuse("F006");
        add(Severity::note, "F010", 0);
        return text;
    }

    std::optional<std::string> refuse(std::string code) {
        add(Severity::error, std::move(code), 0);
        return std::nullopt;
    }

    /// The first line that is not empty.
    static std::string_view heading_line(std::string_view body) {
        body.remove_prefix(std::min(body.find_first_not_of("\r\n"), body.size()));
        return body.substr(0, body.find_first_of("\r\n"));
    }

    /// A first line `sep=;` says it; otherwise the mark that stands most often in the heading, outside quotes. Commas win ties.
    static char detect_delimiter(std::string_view& body) {
        const std::string_view line = body.substr(0, body.find_first_of("\r\n"));
        if (line.size() == 5 && lower(line.substr(0, 4)) == "sep=") {
            const char said = line[4];
            body.remove_prefix(line.size());
            body.remove_prefix(body.starts_with("\r\n") ? 2 : std::min<std::size_t>(body.size(), 1));
            if (said == ';' || said == ',' || said == '\t') return said;
        }
        std::array<std::size_t, 3> counts{};
        constexpr std::string_view marks = ",;\t";
        bool quoted = false;
        for (const char c : heading_line(body)) {
            if (c == '"') quoted = !quoted;
            const auto mark = marks.find(c);
            if (!quoted && mark != std::string_view::npos) ++counts[mark];
        }
        return marks[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
    }

    static void on_cell(void* cell, std::size_t size, void* reader) {
        auto& self = *static_cast<Reader*>(reader);
        self.cells_.emplace_back(static_cast<const char*>(cell), size);
    }

    static void on_row(int end, void* reader) { static_cast<Reader*>(reader)->row_done(end); }

    /// `end` is the character that ended the row; the parser tells both characters of a CR LF.
    void row_done(int end) {
        const bool second_half = end == '\n' && row_end_ == '\r' && cells_.empty();
        row_end_ = end;
        if (second_half) return;
        ++row_;
        const bool blank = std::ranges::all_of(cells_, [](const std::string& cell) { return cell.empty(); });
        Table& table = reading_.table;
        if (table.headings.empty()) {
            table.headings = std::move(cells_);
            table.columns.resize(table.headings.size());
        } else if (!blank) {
            const std::size_t width = table.headings.size();
            if (cells_.size() != width) add(Severity::error, "F003", row_, {std::to_string(cells_.size()), std::to_string(width)});
            cells_.resize(width);
            for (std::size_t column = 0; column < width; ++column) table.columns[column].push_back(std::move(cells_[column]));
            table.row_numbers.push_back(row_);
        }
        cells_.clear();
    }

    bool parse(std::string_view body, char delimiter) {
        csv_parser parser;
        csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
        csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
        const std::size_t taken = csv_parse(&parser, body.data(), body.size(), &Reader::on_cell, &Reader::on_row, this);
        const bool whole = taken == body.size() && csv_fini(&parser, &Reader::on_cell, &Reader::on_row, this) == 0;
        csv_free(&parser);
        if (!whole) add(Severity::error, "F004", row_ + 1);
        if (whole && reading_.table.headings.empty()) add(Severity::error, "F002", 0);
        return whole && !reading_.table.headings.empty();
    }

    /// A byte order mark promises UTF-8, so a byte that is not is damage and no other encoding.
    void say_damage() {
        const Table& table = reading_.table;
        for (std::size_t column = 0; column < table.headings.size(); ++column) {
            const std::string& heading = table.headings[column];
            if (!is_utf8(heading)) add(Severity::error, "F022", 1);
            for (std::size_t row = 0; row < table.rows(); ++row)
                if (!is_utf8(table.columns[column][row]))
                    add(Severity::error, "F022", table.row_numbers[row], {}, std::string(is_utf8(heading) ? trimmed(heading) : ""));
        }
    }

    /// Spreadsheets write delimiters behind the last column when cells there were once used.
    void drop_nameless_empty_columns() {
        Table& table = reading_.table;
        for (std::size_t column = table.headings.size(); column-- > 0;) {
            const bool empty = std::ranges::all_of(table.columns[column], [](const std::string& cell) { return cell.empty(); });
            if (!trimmed(table.headings[column]).empty() || !empty) continue;
            table.headings.erase(table.headings.begin() + static_cast<std::ptrdiff_t>(column));
            table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(column));
        }
    }

    void check_headings() {
        Table& table = reading_.table;
        for (std::string& heading : table.headings) heading = trimmed(heading);
        for (std::size_t column = table.headings.size(); column-- > 0;) {
            if (table.headings[column].empty() || *table.find(table.headings[column]) == column) continue;
            add(Severity::error, "T003", 0, {}, table.headings[column]);
            table.headings.erase(table.headings.begin() + static_cast<std::ptrdiff_t>(column));
            table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(column));
        }
    }

    [[nodiscard]] bool holds_numbers(const std::string& heading, std::vector<std::string> cells) const {
        const auto kind = std::ranges::find(table_kinds(), reading_.table.name, &TableKind::name);
        const std::string_view table = kind == table_kinds().end() ? std::string_view() : kind->singular;
        const ColumnDeclaration* declaration = declared(policy_, table, heading);
        if (!declaration) take_decimal_commas(cells);
        return is_number(declaration ? declaration->type : infer(table, heading, cells).type);
    }

    /// Where cells are separated by semicolons, 7,5 is a number. A column that also holds 7.5 is left alone: there, somebody must look.
    /// Without a 7.5 nothing tells whether 16.000 is meant with decimals or with thousands; whether that matters is for the policy to say.
    void take_decimal_marks() {
        Table& table = reading_.table;
        for (std::size_t column = 0; column < table.headings.size(); ++column) {
            auto& cells = table.columns[column];
            const std::string& heading = table.headings[column];
            if (shows_decimal_points(cells)) continue;
            if (std::ranges::any_of(cells, [](const std::string& cell) { return may_be_thousands(trimmed(cell)); })) {
                add(Severity::note, "N008", 0, {}, heading);
            } else if (holds_numbers(heading, cells)) {
                const std::size_t taken = take_decimal_commas(cells);
                if (taken > 0) add(Severity::note, "F008", 0, {std::to_string(taken)}, heading);
            }
        }
    }

    Findings& findings_;
    const Policy& policy_;
    CsvReading reading_;
    std::vector<std::string> cells_;
    std::int64_t row_ = 0;
    int row_end_ = 0;
    bool damaged_ = false;
};

}  // namespace

CsvReading read_csv(std::string_view bytes, std::string table, std::string source, Findings& findings, const Policy& policy) {
    return Reader(std::move(table), std::move(source), findings, policy).read(bytes);
}

}  // namespace husrom::io
