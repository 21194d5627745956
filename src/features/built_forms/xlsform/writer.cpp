#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <boost/json/serialize.hpp>

#include "core/schema/codec.hpp"
#include "features/built_forms/xlsform/columns.hpp"
#include "features/built_forms/xlsform/names.hpp"
#include "features/built_forms/xlsform/table.hpp"
#include "features/built_forms/xlsform/to_xpath.hpp"
#include "features/built_forms/xlsform/types.hpp"
#include "features/built_forms/xlsform/xlsform.hpp"

namespace kpa::built_forms::xlsform {
namespace {

namespace json = boost::json;
using i18n::Language;
using workbook::Value;

/// A row as column and text.
using Row = std::map<std::string, std::string>;

/// The columns that programs look for first; others follow in the order of their names.
const std::vector<std::string> first_columns = {
    "type",     "list_name",  "form_title",         "name",        "label",     "hint",      "required",
    "relevant", "constraint", "constraint_message", "calculation", "read_only", "appearance"};

class Writing {
 public:
  explicit Writing(const Definition& form) : form_(form) {
    for (const auto& [language, texts] : form.translations.by_language) languages_.insert(language);
    each_field(form.fields, [&](const Field& field, const std::string&) {
      for (const auto& [language, texts] : field.translations.by_language) languages_.insert(language);
      for (const Option& option : field.options)
        for (const auto& [language, label] : option.translations.by_language) languages_.insert(language);
    });
    languages_.erase(form.language);
  }

  std::string file() {
    write_fields(form_.fields, {});
    write_settings();
    workbook::Writer writer(sheets());
    std::size_t number = 0;
    for (const auto& [name, rows] : tables()) {
      const auto columns = columns_of(name, *rows);
      for (const Row& row : *rows) {
        std::vector<Value> cells;
        for (const auto& column : columns) {
          const auto found = row.find(column);
          cells.push_back(found == row.end() || found->second.empty() ? Value() : Value(found->second));
        }
        writer.add(number, cells);
      }
      ++number;
    }
    std::string all = writer.take();
    while (writer.finish()) all += writer.take();
    return all + writer.take();
  }

 private:
  std::vector<std::pair<std::string, const std::vector<Row>*>> tables() const {
    std::vector<std::pair<std::string, const std::vector<Row>*>> all = {
        {"survey", &survey_}, {"choices", &choices_}, {"settings", &settings_}};
    if (!notes_.empty()) all.emplace_back("kpa_notes", &notes_);
    return all;
  }
  std::vector<workbook::NewSheet> sheets() const {
    std::vector<workbook::NewSheet> all;
    for (const auto& [name, rows] : tables()) all.push_back({name, columns_of(name, *rows)});
    return all;
  }
  /// Those that have texts, and those without which the sheet is none.
  static std::vector<std::string> columns_of(const std::string& sheet, const std::vector<Row>& rows) {
    std::set<std::string> names;
    if (sheet == "survey") names = {"type", "name"};
    if (sheet == "choices") names = {"list_name", "name"};
    for (const Row& row : rows)
      for (const auto& [name, text] : row)
        if (!text.empty()) names.insert(name);
    std::vector<std::string> columns(names.begin(), names.end());
    const auto place = [](const std::string& column) {
      const std::string name = column.substr(0, column.find("::"));
      return std::ranges::find(first_columns, name) - first_columns.begin();
    };
    std::ranges::stable_sort(columns, {}, place);
    return columns;
  }

  /// `label`, or `label::Hindi (hi)`; where there are translations, the own language is named too.
  std::string titled(const std::string& name, Language language) const {
    if (languages_.empty()) return name;
    return name + "::" + name_for_forms(language);
  }

  void write_fields(const std::vector<Field>& fields, std::vector<const Field*> within) {
    for (const Field& field : fields) {
      Row row = row_of(field, within);
      survey_.push_back(std::move(row));
      if (field.field_type != "group") continue;
      within.push_back(&field);
      write_fields(field.fields, within);
      within.pop_back();
      survey_.push_back({{"type", repeats(field) ? "end_repeat" : "end_group"}});
    }
  }

  Row row_of(const Field& field, const std::vector<const Field*>& within) {
    static const json::object none;
    const json::object& rules = field.validation_rules ? field.validation_rules->members : none;
    Row row{{"name", field.name}, {titled("label", form_.language), field.label}};
    if (field.field_type == "group") {
      row["type"] = repeats(field) ? "begin_repeat" : "begin_group";
    } else {
      const TypeCells cells = cells_of(field.field_type, rules, field.options.empty() ? "" : list_of(field));
      row["type"] = cells.type;
      row["appearance"] = cells.appearance;
      const RowType back = row_type(cells.type, cells.appearance);
      if (back.field_type != field.field_type) row["kpa_type"] = field.field_type;
      if (back.rules != rules) row["kpa_rules"] = schema::encode(Rules{rules});
    }
    if (field.field_type == "group" && rules.size() > (repeats(field) ? 1U : 0U))
      row["kpa_rules"] = schema::encode(Rules{rules});
    write_texts(field, row);
    write_expressions(field, rules, within, row);
    return row;
  }

  void write_texts(const Field& field, Row& row) const {
    const auto write = [&](Language language, const FieldTexts& texts) {
      if (texts.label) row[titled("label", language)] = *texts.label;
      if (texts.help_text) row[titled("hint", language)] = *texts.help_text;
      if (texts.placeholder) row[titled("kpa_placeholder", language)] = *texts.placeholder;
      if (texts.rule_message) row[titled("constraint_message", language)] = *texts.rule_message;
    };
    write(form_.language, {{}, field.placeholder, field.help_text, field.rule_message});
    for (const auto& [language, texts] : field.translations.by_language) write(language, texts);
  }

  void write_expressions(const Field& field, const json::object& rules,
                         const std::vector<const Field*>& within, Row& row) {
    const auto scope = scope_within(form_.fields, within);
    json::object kept;
    const auto write = [&](const char* column, const std::optional<std::string>& expression,
                           std::string_view self, const std::string& before) {
      if (!expression) return;
      const auto xpath = to_xpath(*expression, scope, self);
      if (!xpath) note(field, column, *expression);
      std::string cell = before;
      if (xpath) cell = before.empty() ? *xpath : before + " and (" + *xpath + ')';
      row[column] = cell;
      kept[member_of(column)] = json::array{json::string(*expression), json::string(cell)};
    };
    if (field.is_required) row["required"] = "yes";
    write("relevant", field.visible_if, {}, {});
    if (!field.is_required) write("required", field.required_if, {}, {});
    if (field.read_only_if == "true")
      row["read_only"] = "yes";
    else
      write("read_only", field.read_only_if, {}, {});
    write("calculation", field.calculation, {}, {});
    row["constraint"] = constraint_of(field.field_type, rules);
    // A pattern that an XLSForm brought is no rule of ours alone.
    if (!row["constraint"].empty() && !row.contains("kpa_rules"))
      row["kpa_rules"] = schema::encode(Rules{rules});
    write("constraint", field.rule, field.name, row["constraint"]);
    if (!kept.empty()) row["kpa_expressions"] = json::serialize(kept);
  }

  /// Says on a sheet of its own what other programs will not do.
  void note(const Field& field, const std::string& column, const std::string& expression) {
    notes_.push_back({{"name", field.name},
                      {"column", column},
                      {"expression", expression},
                      {"note", "XLSForms cannot say this; only KPA ERP goes by it"}});
  }

  /// The name of the list with the field's options; equal lists are one.
  std::string list_of(const Field& field) {
    for (const auto& [name, options] : lists_)
      if (options == field.options) return name;
    std::string name = field.name;
    for (int number = 2; lists_.contains(name); ++number) name = field.name + '_' + std::to_string(number);
    lists_[name] = field.options;
    for (const Option& option : field.options) {
      Row row{{"list_name", name}, {"name", option.value}, {titled("label", form_.language), option.label}};
      for (const auto& [language, label] : option.translations.by_language)
        row[titled("label", language)] = label;
      choices_.push_back(std::move(row));
    }
    return name;
  }

  void write_settings() {
    Row row{{"form_title", form_.title},
            {"default_language", name_for_forms(form_.language)},
            {"kpa_form_type", std::string(name_of(form_.form_type))},
            {"kpa_description", form_.description.value_or("")}};
    for (const auto& [language, texts] : form_.translations.by_language) {
      if (texts.title) row["kpa_title::" + name_for_forms(language)] = *texts.title;
      if (texts.description) row["kpa_description::" + name_for_forms(language)] = *texts.description;
    }
    settings_.push_back(std::move(row));
  }

  const Definition& form_;
  std::set<Language> languages_;  // of translations
  std::map<std::string, std::vector<Option>> lists_;
  std::vector<Row> survey_, choices_, settings_, notes_;
};

}  // namespace

std::string write(const Definition& form) { return Writing(form).file(); }

}  // namespace kpa::built_forms::xlsform
