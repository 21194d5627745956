#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "core/text.hpp"
#include "core/workbook/dates.hpp"
#include "core/workbook/xml.hpp"

namespace kpa::workbook {
namespace {

using i18n::text;

/// A whole number in an attribute; nothing when it is none.
std::optional<std::size_t> whole(std::optional<std::string_view> digits) {
  std::size_t number = 0;
  if (!digits) return std::nullopt;
  const auto read = std::from_chars(digits->data(), digits->data() + digits->size(), number);
  if (read.ec != std::errc() || read.ptr != digits->data() + digits->size()) return std::nullopt;
  return number;
}

bool is_true(std::optional<std::string_view> flag) { return flag == "1" || flag == "true"; }

/// The column of a reference such as `BC12`, from 1; 0 when it is none.
std::size_t column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (!is_letter(c)) break;
    column = column * 26 + static_cast<std::size_t>(lower(c) - 'a') + 1;
    if (column > most_columns) return 0;
  }
  return column;
}

/// A text with `_x000D_` for a character that XML cannot hold (ECMA-376 part 1, 22.4.2.4).
std::string unescaped(std::string text) {
  constexpr std::size_t length = std::string_view("_x000D_").size();
  for (std::size_t at = text.find("_x"); at != text.npos && at + length <= text.size();
       at = text.find("_x", at + 1)) {
    unsigned code = 0;
    const char* const digits = text.data() + at + 2;
    const auto read = std::from_chars(digits, digits + 4, code, 16);
    constexpr unsigned ascii = 0x80;
    // Others than ASCII do not need it, and nobody writes them so.
    if (read.ptr != digits + 4 || text[at + length - 1] != '_' || code >= ascii || code == 0) continue;
    text.replace(at, length, 1, static_cast<char>(code));
  }
  return text;
}

/// The relationships of a part: id to target, as a part's name; `wanted` narrows to a type by its end.
struct Relationships : Handler {
  std::string base;
  std::map<std::string, std::string> by_id, by_type;

  explicit Relationships(std::string folder) : base(std::move(folder)) {}
  void begin(std::string_view name, const Attributes& attributes) override {
    if (name != "Relationship" || attributes.find("TargetMode") == "External") return;
    const auto id = attributes.find("Id"), target = attributes.find("Target"), type = attributes.find("Type");
    if (!id || !target || !type) return;
    const std::string part =
        target->starts_with('/') ? std::string(target->substr(1)) : base + std::string(*target);
    by_id.emplace(*id, part);
    by_type.emplace(type->substr(type->rfind('/') + 1), part);
  }
};

struct Tab {
  std::string name;
  std::string relation;
};

/// The part that names the sheets.
struct Book : Handler {
  std::vector<Tab> tabs;
  bool since_1904 = false;

  void begin(std::string_view name, const Attributes& attributes) override {
    if (name == "workbookPr") since_1904 = is_true(attributes.find("date1904"));
    if (name == "sheet")
      tabs.push_back({std::string(attributes.find("name").value_or("")),
                      std::string(attributes.find("id").value_or(""))});
  }
};

/// Which formats of cells are dates.
struct Styles : Handler {
  std::map<std::size_t, bool> codes;  // of number formats that are not built in
  std::vector<bool> dates;            // by the index that a cell names
  bool in_formats = false;

  void begin(std::string_view name, const Attributes& attributes) override {
    if (name == "cellXfs") in_formats = true;
    if (name == "numFmt")
      if (const auto id = whole(attributes.find("numFmtId")))
        codes[*id] = is_date_format(attributes.find("formatCode").value_or(""));
    if (name != "xf" || !in_formats) return;
    const std::size_t id = whole(attributes.find("numFmtId")).value_or(0);
    const auto code = codes.find(id);
    dates.push_back(code == codes.end() ? id < 1'000 && is_date_format(static_cast<int>(id)) : code->second);
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_formats = false;
  }
};

/// Collects what stands in <t>, of one run or several, but not how it is pronounced (<rPh>).
class RichText {
 public:
  void begin(std::string_view name) {
    if (name == "rPh") ++phonetic_;
    in_text_ = name == "t" && phonetic_ == 0;
  }
  void text(std::string_view more) {
    if (in_text_) text_ += more;
  }
  void end(std::string_view name) {
    if (name == "rPh") --phonetic_;
    in_text_ = false;
  }
  std::string take() { return unescaped(std::exchange(text_, {})); }

 private:
  std::string text_;
  int phonetic_ = 0;
  bool in_text_ = false;
};

struct SharedStrings : Handler {
  std::vector<std::string> all;
  RichText current;

  void begin(std::string_view name, const Attributes&) override { current.begin(name); }
  void text(std::string_view more) override { current.text(more); }
  void end(std::string_view name) override {
    current.end(name);
    if (name == "si") all.push_back(current.take());
  }
};

/// What remains of the limits.
struct Budget {
  std::size_t cells;
  std::size_t text_bytes;
};

/// Reads one sheet.
class Rows : public Handler {
 public:
  Rows(Sheet& sheet, const SharedStrings& shared, const Styles& styles, bool since_1904, Budget& budget)
      : sheet_(sheet), shared_(shared), styles_(styles), since_1904_(since_1904), budget_(budget) {}

  void begin(std::string_view name, const Attributes& attributes) override {
    inline_.begin(name);
    if (name == "row") begin_row(attributes);
    if (name == "c") begin_cell(attributes);
    in_value_ = name == "v";
  }
  void text(std::string_view more) override {
    inline_.text(more);
    if (in_value_) value_ += more;
  }
  void end(std::string_view name) override {
    inline_.end(name);
    in_value_ = false;
    if (name == "c") end_cell();
    if (name == "row" && !current_.cells.empty()) sheet_.rows.push_back(std::exchange(current_, {row_, {}}));
  }

 private:
  [[noreturn]] void fail(std::string code, i18n::Message message) const {
    throw Fault{std::move(code), std::move(message), {sheet_.name, row_, column_}};
  }

  void begin_row(const Attributes& attributes) {
    const auto said = attributes.find("r");
    const std::size_t number = said ? whole(said).value_or(0) : row_ + 1;
    column_ = 0;
    if (number <= row_ || number > most_rows)
      fail(
          "misplaced_row",
          i18n::text("The rows of this sheet are not in their order: save the file anew in the spreadsheet"));
    row_ = number;
    current_ = {row_, {}};
  }

  void begin_cell(const Attributes& attributes) {
    const auto said = attributes.find("r");
    const std::size_t column = said ? column_of(*said) : column_ + 1;
    if (row_ == 0 || column <= column_ || column > most_columns)
      fail("misplaced_cell",
           i18n::text("The cells of this row are not in their order: save the file anew in the spreadsheet"));
    column_ = column;
    type_ = attributes.find("t").value_or("n");
    style_ = whole(attributes.find("s")).value_or(0);
    value_.clear();
    inline_.take();
  }

  void end_cell() {
    Value value = read();
    if (std::holds_alternative<std::monostate>(value)) return;
    if (budget_.cells == 0)
      fail("too_large",
           i18n::text("The workbook is too large: leave only the rows and sheets that are needed"));
    --budget_.cells;
    if (const auto* words = std::get_if<std::string>(&value)) {
      if (words->size() > budget_.text_bytes)
        fail("too_large",
             i18n::text("The workbook is too large: leave only the rows and sheets that are needed"));
      budget_.text_bytes -= words->size();
    }
    current_.cells.push_back({column_, std::move(value)});
  }

  static Value words(std::string text) {
    if (text.empty()) return {};
    return text;
  }

  Value read() {
    if (type_ == "inlineStr") return words(inline_.take());
    if (type_ == "str") return words(unescaped(value_));
    if (value_.empty()) return {};
    if (type_ == "s") {
      const auto index = whole(value_);
      if (!index || *index >= shared_.all.size()) unreadable();
      return words(shared_.all[*index]);
    }
    if (type_ == "b") return is_true(value_);
    if (type_ == "e") return Error{value_};
    if (type_ == "d") return date_as_text();
    return number();
  }

  Value number() const {
    double value = 0;
    const char* const end = value_.data() + value_.size();
    const auto read = std::from_chars(value_.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !(value - value == 0)) unreadable();  // not infinite
    if (style_ < styles_.dates.size() && styles_.dates[style_])
      if (auto date = from_serial(value, since_1904_)) return *std::move(date);
    return Number{value_};
  }

  /// ISO 8601, which programs may write in place of serial numbers.
  Value date_as_text() const {
    if (const auto date = parse_date(value_)) return *date;
    std::string with_zone = value_;
    if (!with_zone.ends_with('Z')) with_zone += 'Z';
    const auto instant = parse_instant(with_zone);
    if (!instant) unreadable();
    return LocalTime(std::chrono::floor<std::chrono::milliseconds>(instant->time_since_epoch()));
  }

  [[noreturn]] void unreadable() const {
    fail("unreadable_cell", i18n::text("This cell cannot be read: enter it again"));
  }

  Sheet& sheet_;
  const SharedStrings& shared_;
  const Styles& styles_;
  bool since_1904_;
  Budget& budget_;
  Row current_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  std::string type_;
  std::size_t style_ = 0;
  std::string value_;
  bool in_value_ = false;
  RichText inline_;
};

/// `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`.
std::string relations_of(const std::string& part) {
  const std::size_t name = part.rfind('/') + 1;
  return part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
}

std::vector<Sheet> read_all(std::string_view file, const Limits& limits) {
  Container container(file, limits);
  Relationships root("");
  read_xml(container, "_rels/.rels", root);
  const std::string book_part = root.by_type["officeDocument"];
  Relationships parts(book_part.substr(0, book_part.rfind('/') + 1));
  Book book;
  read_xml(container, book_part, book);
  read_xml(container, relations_of(book_part), parts);
  if (book.tabs.size() > limits.sheets)
    throw Fault{"too_many_sheets",
                {text("A workbook may have at most {max} sheets"), {{"max", std::to_string(limits.sheets)}}}};

  Styles styles;
  SharedStrings shared;
  if (const auto part = parts.by_type.find("styles"); part != parts.by_type.end())
    read_xml(container, part->second, styles);
  if (const auto part = parts.by_type.find("sharedStrings"); part != parts.by_type.end())
    read_xml(container, part->second, shared);

  std::vector<Sheet> sheets;
  Budget budget{limits.cells, limits.text_bytes};
  for (const Tab& tab : book.tabs) {
    Sheet& sheet = sheets.emplace_back(Sheet{tab.name, {}});
    Rows rows(sheet, shared, styles, book.since_1904, budget);
    read_xml(container, parts.by_id[tab.relation], rows);
  }
  return sheets;
}

}  // namespace

std::string column_letters(std::size_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

std::string Place::text() const {
  if (row == 0 && column == 0) return sheet;
  const std::string cell = column_letters(column) + (row == 0 ? "" : std::to_string(row));
  return sheet.empty() ? cell : sheet + '!' + cell;
}

boost::system::result<std::vector<Sheet>, Fault> read(std::string_view file, const Limits& limits) {
  try {
    return read_all(file, limits);
  } catch (const Fault& fault) {
    return fault;
  }
}

}  // namespace kpa::workbook
