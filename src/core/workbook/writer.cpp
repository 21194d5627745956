#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <set>
#include <system_error>
#include <utility>

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>
#include <zlib.h>

#include "core/text.hpp"
#include "core/workbook/dates.hpp"
#include "core/workbook/workbook.hpp"

namespace kpa::workbook {
namespace {

/// A sheet's XML may grow to this; beyond 4 GiB its container would need ZIP64, which not all programs read.
constexpr std::uint64_t most_sheet_bytes = std::uint64_t{3} << 30U;
constexpr std::size_t piece_bytes = 1U << 20U;
constexpr std::size_t longest_text = 32'767;  // UTF-16 units
constexpr std::size_t longest_sheet_name = 31;

constexpr std::string_view xml = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view main_namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view package = "http://schemas.openxmlformats.org/package/2006";

/// Indexes of the formats in styles().
enum class Style { general = 0, header = 1, date = 2, local_time = 3, time = 4, quoted = 5 };

std::string styles() {
  return std::string(xml) + "<styleSheet xmlns=\"" + std::string(main_namespace) + R"(">)" +
         R"(<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>)"
         R"(<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>)"
         R"(<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>)"
         R"(<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>)"
         R"(<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>)"
         R"(<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>)"
         R"(<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>)"
         R"(<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/>)"
         R"(<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)"
         R"(<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)"
         R"(<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)"
         R"(<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>)"
         R"(<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>)";
}

std::string relationship(std::string_view id, std::string_view type, std::string_view target) {
  return R"(<Relationship Id=")" + std::string(id) + R"(" Type=")" + std::string(relations) + '/' +
         std::string(type) + R"(" Target=")" + std::string(target) + R"("/>)";
}

std::string relationships(std::string_view all) {
  return std::string(xml) + "<Relationships xmlns=\"" + std::string(package) + "/relationships\">" +
         std::string(all) + "</Relationships>";
}

/// Appends a text as XML content. What XML cannot hold is written `_x0001_`, and so is what reads like that.
void append_xml(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const auto code = static_cast<unsigned char>(c);
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (code < 0x20 && c != '\n' && c != '\t') {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "_x%04X_", code);
      out += escape.data();
    } else if (c == '_' && text.substr(at).starts_with("_x") && text.size() > at + 6 && text[at + 6] == '_')
      out += "_x005F_";
    else if (text.substr(at).starts_with("\xEF\xBF\xBE") || text.substr(at).starts_with("\xEF\xBF\xBF")) {
      out += "\xEF\xBF\xBD";  // U+FFFE and U+FFFF are no characters
      at += 2;
    } else
      out += c;
  }
}

/// At most so many UTF-16 units of the text, the last one an ellipsis when something is cut.
std::string_view fitting(std::string_view text, std::size_t most, std::string& room) {
  if (text.size() <= most) return text;  // a unit takes one byte at least
  std::size_t units = 0, last = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    units += bytes == 4 ? 2 : 1;
    if (units <= most - 1) last = at + bytes;
    if (units > most) {
      room.assign(text.substr(0, last)).append("…");
      return room;
    }
    at += bytes;
  }
  return text;
}

/// A name that spreadsheets take: without the characters that formulas need, unique without regard to case.
std::string sheet_name(std::string_view wanted, std::set<std::string>& taken) {
  std::string name;
  for (const char c : wanted)
    name += std::string_view("[]:*?/\\").find(c) == std::string_view::npos ? c : '-';
  while (name.starts_with('\'')) name.erase(0, 1);
  while (name.ends_with('\'')) name.pop_back();
  if (name.empty()) name = "Sheet";
  std::string room;
  const std::string base(fitting(name, longest_sheet_name, room));
  std::string unique = base;
  for (int number = 2; !taken.insert(lower(unique)).second; ++number) {
    const std::string end = " (" + std::to_string(number) + ")";
    unique = std::string(fitting(base, longest_sheet_name - end.size(), room)) + end;
  }
  return unique;
}

bool begins_like_a_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

/// Whether a spreadsheet keeps all digits of it, of which it has 15.
bool fits_a_double(std::string_view number) {
  constexpr std::size_t exact = 15;
  std::size_t digits = 0;
  for (const char c : number)
    if (is_digit(c) && (digits > 0 || c != '0')) ++digits;
  return digits <= exact;
}

class CellWriter {
 public:
  CellWriter(std::string& out, const std::string& row) : out_(out), row_(row) {}

  void write(const Value& value) {
    ++column_;
    std::visit([this](const auto& content) { add(content); }, value);
  }
  void header(std::string_view title) {
    ++column_;
    add_text(title, Style::header);
  }

 private:
  void begin(Style style, std::string_view type) {
    out_.append("<c r=\"").append(column_letters(column_)).append(row_).append("\"");
    if (style != Style::general)
      out_.append(" s=\"").append(std::to_string(static_cast<int>(style))).append("\"");
    if (!type.empty()) out_.append(" t=\"").append(type).append("\"");
    out_ += '>';
  }
  void add_value(std::string_view content, Style style, std::string_view type = {}) {
    begin(style, type);
    out_.append("<v>").append(content).append("</v></c>");
  }
  void add_text(std::string_view text, Style style) {
    begin(style, "inlineStr");
    std::string room;
    out_ += "<is><t xml:space=\"preserve\">";
    append_xml(fitting(text, longest_text, room), out_);
    out_ += "</t></is></c>";
  }
  void add(std::monostate) {}
  void add(const std::string& text) {
    if (!text.empty()) add_text(text, begins_like_a_formula(text) ? Style::quoted : Style::general);
  }
  void add(const Number& number) {
    if (fits_a_double(number.text))
      add_value(number.text, Style::general);
    else
      add_text(number.text, Style::general);
  }
  void add(bool value) { add_value(value ? "1" : "0", Style::general, "b"); }
  void add(Date date) {
    // Before March 1900 spreadsheets count wrongly, or not at all.
    if (date < Date(std::chrono::year(1900), std::chrono::March, std::chrono::day(1)))
      add_text(format(date), Style::general);
    else
      add_value(to_serial(date), Style::date);
  }
  void add(LocalTime time) { add_value(to_serial(time), Style::local_time); }
  void add(TimeOfDay time) { add_value(to_serial(time), Style::time); }
  void add(const Error& error) { add_text(error.text, Style::general); }

  std::string& out_;
  const std::string& row_;
  std::size_t column_ = 0;
};

[[noreturn]] void fail() {
  throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), "workbook");
}

/// Keeps XML for later: a compressed file that has no name, so that it goes with the process.
class Waiting {
 public:
  Waiting() : file_(std::tmpfile()) {
    if (file_ == nullptr) fail();
    stream_ = open("wb1");
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    if (stream_ != nullptr) gzclose(stream_);
    std::fclose(file_);
  }

  void add(std::string_view bytes) {
    if (!bytes.empty() && gzwrite(stream_, bytes.data(), static_cast<unsigned>(bytes.size())) <= 0) fail();
  }
  void rewind() {
    if (gzclose(std::exchange(stream_, nullptr)) != Z_OK || ::lseek(::fileno(file_), 0, SEEK_SET) != 0)
      fail();
    stream_ = open("rb");
  }
  /// Empty at the end.
  std::string next() {
    std::string piece(piece_bytes, '\0');
    const int size = gzread(stream_, piece.data(), static_cast<unsigned>(piece.size()));
    if (size < 0) fail();
    piece.resize(static_cast<std::size_t>(size));
    return piece;
  }

 private:
  gzFile open(const char* mode) const {
    const int descriptor = ::dup(::fileno(file_));
    if (descriptor < 0) fail();
    gzFile opened = gzdopen(descriptor, mode);
    if (opened == nullptr) {
      ::close(descriptor);
      fail();
    }
    return opened;
  }

  std::FILE* file_;
  gzFile stream_ = nullptr;
};

struct FreeZip {
  void operator()(archive* one) const { archive_write_free(one); }
};

}  // namespace

struct Writer::State {
  struct Open {
    NewSheet made;
    std::unique_ptr<Waiting> waiting = {};  // of other sheets than the first
    std::size_t rows = 0;
    std::uint64_t bytes = 0;
  };

  std::string out;
  std::unique_ptr<archive, FreeZip> zip;
  std::size_t rows_of_a_sheet;
  std::vector<Open> sheets;
  std::set<std::string> taken;
  std::vector<std::string> names;  // of the sheets whose parts have begun
  std::size_t writing = 0;         // the sheet that goes into the output
  bool ended = false;

  State(std::vector<NewSheet> wanted, std::size_t most) : zip(archive_write_new()), rows_of_a_sheet(most) {
    if (!zip) throw std::bad_alloc();
    archive_write_set_format_zip(zip.get());
    // Level 1: the text repeats itself, and higher levels take three times as long for a tenth less.
    if (archive_write_set_options(zip.get(), "zip:compression-level=1,zip:!zip64") != ARCHIVE_OK ||
        archive_write_set_bytes_in_last_block(zip.get(), 1) != ARCHIVE_OK ||
        archive_write_open(zip.get(), this, nullptr, on_bytes, nullptr) != ARCHIVE_OK)
      failed();
    for (NewSheet& sheet : wanted) sheets.push_back({std::move(sheet)});
    for (std::size_t at = 1; at < sheets.size(); ++at) sheets[at].waiting = std::make_unique<Waiting>();
    // First, so that programs that look at the beginning of a file know what it is.
    add_part("_rels/.rels", relationships(relationship("rId1", "officeDocument", "xl/workbook.xml")));
    add_part("xl/styles.xml", styles());
    for (std::size_t at = 0; at < sheets.size(); ++at) begin_part(at);
  }

  static la_ssize_t on_bytes(archive*, void* self, const void* bytes, std::size_t size) {
    static_cast<State*>(self)->out.append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  }
  [[noreturn]] void failed() const {
    throw std::system_error(archive_errno(zip.get()) != 0 ? archive_errno(zip.get()) : EIO,
                            std::generic_category(), "workbook");
  }

  void begin_entry(const std::string& name) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    constexpr unsigned mode = 0644;
    archive_entry_set_perm(entry.get(), mode);
    if (archive_write_header(zip.get(), entry.get()) != ARCHIVE_OK) failed();
  }
  void write(std::string_view bytes) {
    if (archive_write_data(zip.get(), bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size()))
      failed();
  }
  void add_part(const std::string& name, std::string_view content) {
    begin_entry(name);
    write(content);
  }

  /// Begins the next part, of sheet `at`, in the output or where it waits.
  void begin_part(std::size_t at) {
    Open& sheet = sheets[at];
    std::string begin =
        std::string(xml) + "<worksheet xmlns=\"" + std::string(main_namespace) + "\">" +
        R"(<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>)" +
        R"(<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max=")" +
        std::to_string(std::max<std::size_t>(sheet.made.columns.size(), 1)) +
        R"(" width="18" customWidth="1"/></cols><sheetData><row r="1">)";
    const std::string first_row = "1";
    CellWriter cells(begin, first_row);
    for (const auto& title : sheet.made.columns) cells.header(title);
    begin += "</row>";
    if (at == writing) begin_sheet_entry(sheet);
    sheet.rows = 1;
    sheet.bytes = 0;
    put(at, begin);
  }
  void begin_sheet_entry(const Open& sheet) {
    names.push_back(sheet_name(sheet.made.name, taken));
    begin_entry("xl/worksheets/sheet" + std::to_string(names.size()) + ".xml");
  }
  void put(std::size_t at, std::string_view bytes) {
    sheets[at].bytes += bytes.size();
    if (sheets[at].waiting)
      sheets[at].waiting->add(bytes);
    else
      write(bytes);
  }

  static constexpr std::string_view end_of_part = "</sheetData></worksheet>";
  // Between two parts that wait in one file. It is in no cell: XML cannot hold it.
  static constexpr char next_part = '\x1D';

  void add(std::size_t at, std::span<const Value> row) {
    Open& sheet = sheets.at(at);
    if (sheet.rows >= rows_of_a_sheet || sheet.bytes > most_sheet_bytes) {
      put(at, end_of_part);
      if (sheet.waiting) put(at, {&next_part, 1});
      begin_part(at);
    }
    const std::string number = std::to_string(++sheet.rows);
    std::string made = "<row r=\"" + number + "\">";
    CellWriter cells(made, number);
    for (const Value& value : row) cells.write(value);
    made += "</row>";
    put(at, made);
  }

  /// Copies the next piece of a sheet that has waited; false at its end.
  bool copy_piece(Open& sheet) {
    const std::string piece = sheet.waiting->next();
    if (piece.empty()) return false;
    std::string_view left = piece;
    for (std::size_t end = left.find(next_part); end != left.npos; end = left.find(next_part)) {
      write(left.substr(0, end));
      begin_sheet_entry(sheet);
      left.remove_prefix(end + 1);
    }
    if (!left.empty()) write(left);
    return true;
  }

  bool finish() {
    if (ended) return false;
    Open& sheet = sheets[writing];
    if (!sheet.waiting) {
      write(end_of_part);
    } else if (copy_piece(sheet)) {
      return true;
    }
    if (++writing < sheets.size()) {
      sheets[writing].waiting->add(end_of_part);
      sheets[writing].waiting->rewind();
      begin_sheet_entry(sheets[writing]);
      return true;
    }
    end();
    ended = true;
    return true;
  }

  /// The parts that say which sheets there are.
  void end() {
    std::string book, links, types;
    for (std::size_t at = 1; at <= names.size(); ++at) {
      const std::string number = std::to_string(at);
      book += "<sheet name=\"";
      append_xml(names[at - 1], book);
      book += "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
      links += relationship("rId" + number, "worksheet", "worksheets/sheet" + number + ".xml");
      types +=
          "<Override PartName=\"/xl/worksheets/sheet" + number +
          ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>";
    }
    links += relationship("rId" + std::to_string(names.size() + 1), "styles", "styles.xml");
    add_part("xl/workbook.xml", std::string(xml) + "<workbook xmlns=\"" + std::string(main_namespace) +
                                    "\" xmlns:r=\"" + std::string(relations) + "\"><sheets>" + book +
                                    "</sheets></workbook>");
    add_part("xl/_rels/workbook.xml.rels", relationships(links));
    add_part(
        "[Content_Types].xml",
        std::string(xml) + "<Types xmlns=\"" + std::string(package) + "/content-types\">" +
            R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
            R"(<Default Extension="xml" ContentType="application/xml"/>)"
            R"(<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)"
            R"(<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>)" +
            types + "</Types>");
    if (archive_write_close(zip.get()) != ARCHIVE_OK) failed();
  }
};

Writer::Writer(std::vector<NewSheet> sheets, std::size_t rows_of_a_sheet)
    : state_(std::make_unique<State>(std::move(sheets), rows_of_a_sheet)) {}
Writer::~Writer() = default;

void Writer::add(std::size_t sheet, std::span<const Value> row) { state_->add(sheet, row); }
bool Writer::finish() { return state_->finish(); }
std::string Writer::take() { return std::exchange(state_->out, {}); }

}  // namespace kpa::workbook
