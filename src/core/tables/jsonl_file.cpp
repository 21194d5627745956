#include "core/schema/json.hpp"
#include "core/tables/files.hpp"

namespace kpa::tables {
namespace {

/// Appends a cell as JSON.
struct AsJson {
  std::string& out;

  void operator()(std::monostate) const { out += "null"; }
  void operator()(const std::string& text) const { schema::write_string(text, out); }
  void operator()(const Number& number) const { out += number.text; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(Date date) const { out.append("\"").append(format(date)).append("\""); }
  void operator()(Instant instant) const { out.append("\"").append(format(instant)).append("\""); }
  void operator()(TimeOfDay time) const { out.append("\"").append(text_of(time)).append("\""); }
  void operator()(const Texts& texts) const {
    out += '[';
    for (const auto& text : texts) {
      if (&text != texts.data()) out += ',';
      schema::write_string(text, out);
    }
    out += ']';
  }
};

class JsonLinesFile final : public File {
 public:
  JsonLinesFile(Layout layout, About about) : layout_(std::move(layout)), about_(std::move(about)) {}

  void add(const Record& record) override {
    begin();
    write(layout_.columns, record.cells);
    for (std::size_t part = 0; part < layout_.parts.size(); ++part) {
      name(layout_.parts[part].name);
      out_ += '[';
      for (const Cells& row : record.parts.at(part)) {
        if (&row != record.parts[part].data()) out_ += ',';
        begin();
        write(layout_.parts[part].columns, row);
        out_ += '}';
      }
      out_ += ']';
    }
    out_ += "}\n";
    ++rows_;
  }
  bool finish() override {
    if (std::exchange(ended_, true)) return false;
    out_.append(R"({"end":true,"rows":)").append(std::to_string(rows_));
    out_.append(R"(,"as_of":")").append(format(about_.as_of)).append("\"");
    for (const auto& [key, value] : about_.more) {
      name(key);
      schema::write_string(value, out_);
    }
    out_ += "}\n";
    return true;
  }
  std::string take() override { return std::exchange(out_, {}); }

 private:
  void begin() {
    out_ += '{';
    first_ = true;
  }
  void name(std::string_view key) {
    if (!std::exchange(first_, false)) out_ += ',';
    schema::write_string(key, out_);
    out_ += ':';
  }
  void write(const std::vector<std::string>& columns, const Cells& cells) {
    for (std::size_t at = 0; at < columns.size(); ++at) {
      name(columns[at]);
      std::visit(AsJson{out_}, cells.at(at));
    }
    first_ = columns.empty();
  }

  Layout layout_;
  About about_;
  std::int64_t rows_ = 0;
  bool first_ = true;
  bool ended_ = false;
  std::string out_;
};

}  // namespace

std::unique_ptr<File> make_jsonl(Layout layout, About about) {
  return std::make_unique<JsonLinesFile>(std::move(layout), std::move(about));
}

}  // namespace kpa::tables
