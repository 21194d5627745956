#include <algorithm>

#include "core/text.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

constexpr std::int64_t largest_file = 100'000'000;
constexpr std::int64_t most_files = 20;

struct FileRules {
  std::optional<std::vector<std::string>> kinds;
  std::optional<std::int64_t> max_size;
  std::optional<std::int64_t> min_count;
  std::optional<std::int64_t> max_count;
};

const schema::Object<FileRules>& file_rules() {
  using R = FileRules;
  static const auto made =
      schema::object<R>("FileRules")
          .field("kinds", &R::kinds, "Media types that are accepted: application/pdf, image/*",
                 boost::json::array{"image/*"})
          .field("max_size", &R::max_size, schema::between(1, largest_file), "Most bytes of a file",
                 10'000'000)
          .field("min_count", &R::min_count, schema::between(0, most_files), "Fewest files", 1)
          .field("max_count", &R::max_count, schema::between(1, most_files), "Most files", 3);
  return made;
}

/// A file as a submission names it. Its content is recognised by its digest.
struct NamedFile {
  std::string name;
  std::string media_type;
  std::int64_t size = 0;
  std::string sha256;
};

const schema::Object<NamedFile>& named_file() {
  using F = NamedFile;
  static const auto made =
      schema::object<F>("NamedFile")
          .field("name", &F::name,
                 schema::matching("[^/\\\\\\x00-\\x1F]{1,200}", i18n::text("a file name without a path")),
                 "Name, without a path", "wheel.jpg")
          .field("media_type", &F::media_type,
                 schema::matching("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}",
                                  i18n::text("a media type, such as image/jpeg")),
                 "Media type", "image/jpeg")
          .field("size", &F::size, schema::between(1, largest_file), "Bytes", 48'213)
          .field("sha256", &F::sha256, schema::matching("[0-9a-f]{64}", i18n::text("64 hexadecimal digits")),
                 "Digest of its content", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  return made;
}

bool is_kind(const std::string& media_type, const std::string& kind) {
  if (kind.ends_with("/*")) return media_type.starts_with(kind.substr(0, kind.size() - 1));
  return media_type == kind;
}

struct Files {
  FileRules rules;
  std::size_t min = 0;
  std::size_t max = 1;
};

/// A list of NamedFile, kept as the JSON text of each.
class FilesMember final : public schema::Field<schema::Values> {
 public:
  FilesMember(const Making& making, Files files)
      : Field(making.field.name, making.field.label, nullptr),
        number_(making.number),
        files_(std::move(files)) {}

  bool required() const override { return false; }
  void read(const boost::json::value& value, schema::Values& into, const schema::Path& path,
            schema::Issues& issues) const override {
    const auto read_one = [&](const auto& item, const schema::Path& here) -> std::optional<std::string> {
      const auto file = named_file().read(item, here, issues);
      if (!file || !accepts(*file, here, issues)) return std::nullopt;
      std::string text;
      named_file().write(*file, text);
      return text;
    };
    auto list = schema::read_list(value, path, issues, read_one);
    if (!list) return;
    if (list->size() < files_.min)
      return issues.add(path, "too_few_items", {{"min", std::to_string(files_.min)}});
    if (list->size() > files_.max)
      return issues.add(path, "too_many_items", {{"max", std::to_string(files_.max)}});
    into.set(number_, std::move(*list));
  }
  void read_text(std::string_view, schema::Values&, const schema::Path& path,
                 schema::Issues& issues) const override {
    issues.add(path, "unknown_parameter");
  }
  void write(const schema::Values& from, std::string& out) const override {
    if (const auto* list = from.get<std::vector<std::string>>(number_))
      schema::write_list(*list, out, [&](const std::string& one) { out += one; });
    else
      out += "null";
  }
  boost::json::object document(schema::Components&) const override {
    schema::Components none;
    return documented(
        schema::or_null({{"type", "array"}, {"items", named_file().schema(none)}, {"maxItems", files_.max}}));
  }
  boost::json::value example_value() const override { return boost::json::array{named_file().example()}; }

 private:
  bool accepts(const NamedFile& file, const schema::Path& path, schema::Issues& issues) const {
    const std::size_t issues_before = issues.size();
    const auto& kinds = files_.rules.kinds;
    if (kinds &&
        std::ranges::none_of(*kinds, [&](const auto& kind) { return is_kind(file.media_type, kind); }))
      issues.add(schema::Path(path, "media_type"), "not_a_choice", {{"choices", schema::listed(*kinds)}});
    if (files_.rules.max_size && file.size > *files_.rules.max_size)
      issues.add(schema::Path(path, "size"), "too_large", {{"max", std::to_string(*files_.rules.max_size)}});
    return issues.size() == issues_before;
  }

  std::size_t number_;
  Files files_;
};

void check_kinds(const Making& making, const std::vector<std::string>& kinds) {
  static const auto media_type =
      schema::matching("[a-z0-9.+-]{1,60}/([a-z0-9.+-]{1,60}|\\*)",
                       i18n::text("a media type, such as application/pdf or image/*"));
  const schema::Path rules(making.path, "validation_rules");
  const schema::Path list(rules, "kinds");
  if (kinds.empty()) making.issues.add(list, "too_few_items", {{"min", "1"}});
  for (std::size_t index = 0; index < kinds.size(); ++index)
    if (auto violation = media_type.check(kinds[index]))
      making.issues.add(schema::Path(list, index), std::move(*violation));
}

BuiltAnswer make_file(const Making& making) {
  Files files{.rules = rules_of(making, file_rules())};
  if (files.rules.kinds) check_kinds(making, *files.rules.kinds);
  files.min = static_cast<std::size_t>(files.rules.min_count.value_or(0));
  files.max = static_cast<std::size_t>(
      files.rules.max_count.value_or(std::max<std::int64_t>(1, files.rules.min_count.value_or(1))));
  if (files.min > files.max) refuse_rule(making, "min_count", no_answer_fits("max_count"));
  return {.member = std::make_unique<FilesMember>(making, std::move(files))};
}

ValueType type_of_files(const Field&) {
  using Base = ValueType::Base;
  return {.base = Base::row,
          .list = true,
          .members = {{"name", {Base::text}},
                      {"media_type", {Base::text}},
                      {"size", {Base::number}},
                      {"sha256", {Base::text}}}};
}

}  // namespace

const FieldType file_type{.name = "file",
                          .title = i18n::text("File"),
                          .rules = []() -> const schema::Shape& { return file_rules(); },
                          .value_type = type_of_files,
                          .make = make_file};

}  // namespace kpa::built_forms::field_types
