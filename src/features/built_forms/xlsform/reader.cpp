#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <boost/json/parse.hpp>

#include "core/decimal.hpp"
#include "core/schema/codec.hpp"
#include "core/text.hpp"
#include "features/built_forms/xlsform/columns.hpp"
#include "features/built_forms/xlsform/names.hpp"
#include "features/built_forms/xlsform/table.hpp"
#include "features/built_forms/xlsform/types.hpp"
#include "features/built_forms/xlsform/xlsform.hpp"

namespace kpa::built_forms::xlsform {
namespace {

namespace json = boost::json;
using i18n::Language;
using i18n::text;
using workbook::Place;

constexpr i18n::Text left_out = text("There is no counterpart for this here; it is left out");

bool says_yes(std::string_view cell) {
  const std::string word = lower(cell);
  return word == "yes" || word == "true" || word == "true()" || word == "1";
}
bool says_no(std::string_view cell) {
  const std::string word = lower(cell);
  return word.empty() || word == "no" || word == "false" || word == "false()" || word == "0";
}

std::optional<std::string> if_any(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

/// A field and the row that it stands in.
struct Draft {
  Table::Row row;
  RowType type;
  std::string path;  ///< `fields[2].fields[0]`
};

class Reading {
 public:
  explicit Reading(const std::vector<workbook::Sheet>& sheets) {
    for (const workbook::Sheet& sheet : sheets) {
      const std::string name = lower(trimmed(sheet.name));
      if (name == "survey") survey_.emplace(sheet);
      if (name == "choices") choices_.emplace(sheet);
      if (name == "settings") settings_.emplace(sheet);
      if (name == "entities" || name == "external_choices" || name == "osm") remark({sheet.name}, left_out);
    }
  }

  Outcome<Imported> result() {
    if (!survey_ || survey_->find("type") == nullptr || survey_->find("name") == nullptr) {
      problem({}, "no_survey",
              text("An XLSForm has a sheet named survey, whose first row has the titles type and name"));
      return failure();
    }
    read_settings();
    for (const auto* table : {&survey_, &choices_, &settings_})
      if (*table) check_columns(**table);
    read_choices();
    read_rows();
    translate(made_.form.fields, {});
    if (!problems_.empty()) return failure();
    return std::move(made_);
  }

 private:
  using Row = Table::Row;

  Problem failure() { return {.code = Code::validation_failed, .fields = std::move(problems_)}; }
  void problem(const Place& place, std::string code, i18n::Message message) {
    problems_.push_back({place.text(), std::move(code), message.params, message.text});
  }
  void remark(Place place, i18n::Message message, std::string code = "left_out") {
    made_.remarks.push_back({std::move(place), std::move(code), std::move(message)});
  }

  // Titles

  void check_columns(const Table& table) {
    for (const Table::Column& column : table.columns()) {
      const bool known = knows_column(table.name(), column.title.name);
      const bool unknown_language = known && !column.title.written_language.empty() && !column.title.language;
      if (!known || unknown_language) leave_out(table, column, unknown_language);
    }
  }
  void leave_out(const Table& table, const Table::Column& column, bool unknown_language) {
    for (const Row& row : table.rows())
      if (!row.cell_at(column.number).empty()) {
        const Place place{table.name(), row.number(), column.number};
        if (unknown_language)
          remark(place,
                 {text("Forms here cannot be in {language}; this text is left out"),
                  {{"language", column.title.written_language}}},
                 "other_language");
        else
          remark(place, left_out);
      }
  }

  // The sheet settings

  void read_settings() {
    Definition& form = made_.form;
    std::optional<Row> row;
    if (settings_ && !settings_->rows().empty()) row.emplace(settings_->rows().front());
    const auto setting = [&](std::string_view name) { return row ? row->cell(name) : std::string(); };
    form.language = own_language(setting("default_language"));
    form.title = setting("form_title");
    if (form.title.empty()) form.title = setting("form_id");
    if (form.title.empty()) form.title = "Form";
    form.description = if_any(setting("kpa_description"));
    if (const auto type = named<FormType>(setting("kpa_form_type"))) form.form_type = *type;
    if (!row) return;
    made_.places["title"] = row->place("form_title");
    for (const auto& [language, code] : EnumNames<Language>::table) {
      FormTexts texts{if_any(row->cell("kpa_title", language)),
                      if_any(row->cell("kpa_description", language))};
      if (!(texts == FormTexts())) form.translations.by_language[language] = std::move(texts);
    }
  }

  /// The language of what stands outside of translations: that of the titles without a language, else the
  /// default language of the form, else the first that there is.
  Language own_language(const std::string& said) const {
    if (const auto language = language_named(said)) return *language;
    if (survey_->find("label") != nullptr) return Language::english;
    for (const Table::Column& column : survey_->columns())
      if (column.title.name == "label" && column.title.language) return *column.title.language;
    return Language::english;
  }

  /// A text for people in the form's own language.
  std::string own(const Row& row, std::string_view column) const {
    std::string plain = row.cell(column);
    return plain.empty() ? row.cell(column, made_.form.language) : plain;
  }

  // The sheet choices

  void read_choices() {
    if (!choices_) return;
    for (const Row& row : choices_->rows()) {
      const std::string list = row.cell("list_name"), value = row.cell("name");
      if (list.empty() && value.empty()) continue;
      if (list.empty())
        problem(row.place("list_name"), "required", text("Must name the list that the choice belongs to"));
      if (value.empty())
        problem(row.place("name"), "required", text("Must have a name, which is what is stored"));
      Option option{.value = value, .label = own(row, "label")};
      if (option.label.empty()) option.label = value;
      for (const auto& [language, code] : EnumNames<Language>::table)
        if (auto label = row.cell("label", language); !label.empty() && language != made_.form.language)
          option.translations.by_language[language] = std::move(label);
      auto& options = lists_[list];
      if (std::ranges::find(options, value, &Option::value) != options.end())
        problem(row.place("name"), "repeated", {text("The list has '{name}' already"), {{"name", value}}});
      options.push_back(std::move(option));
    }
  }

  // The sheet survey

  struct Open {
    std::vector<Field>* fields;
    std::string path;
    std::optional<Place> begin;
  };

  void read_rows() {
    std::vector<Open> open{{&made_.form.fields, "fields", std::nullopt}};
    for (const Row& row : survey_->rows()) {
      const std::string type = row.cell("type");
      if (type.empty() || type.starts_with('#')) {
        if (!row.cell("name").empty())
          problem(row.place("type"), "required", text("Must say of which type the field is"));
        continue;
      }
      const std::string appearance = row.cell("appearance");
      RowType said = row_type(type, appearance);
      if (!appearance.empty() && !uses_appearance(said, appearance))
        remark(row.place("appearance"), left_out);
      switch (said.role) {
        case RowType::Role::passed: remark(row.place("type"), said.why); break;
        case RowType::Role::unknown:
          problem(row.place("type"), "unknown_type", {said.why, {{"type", type}}});
          break;
        case RowType::Role::end: end_group(row, open); break;
        case RowType::Role::begin:
        case RowType::Role::field: add_field(row, std::move(said), open);
      }
    }
    while (open.size() > 1) {
      problem(*open.back().begin, "not_ended", text("This group is never ended"));
      open.pop_back();
    }
  }

  void end_group(const Row& row, std::vector<Open>& open) {
    if (open.size() == 1)
      return problem(row.place("type"), "not_begun", text("There is no group to end here"));
    if (open.back().fields->empty())
      problem(*open.back().begin, "empty_group", text("There is no field in this group"));
    open.pop_back();
  }

  void add_field(const Row& row, RowType said, std::vector<Open>& open) {
    auto& fields = *open.back().fields;
    const std::string path = open.back().path + '[' + std::to_string(fields.size()) + ']';
    Field& field = fields.emplace_back();
    made_.places[path] = row.place("name");
    field.name = row.cell("name");
    if (field.name.empty()) problem(row.place("name"), "required", text("Must have a name"));
    if (auto our_type = row.cell("kpa_type"); !our_type.empty()) said.field_type = std::move(our_type);
    field.field_type = said.field_type;
    field.order = static_cast<std::int64_t>(fields.size());
    read_texts(row, said, field);
    read_rules(row, said, field);
    if (!said.choices.empty()) read_options(row, said, field);
    for (const std::string_view column : columns_of_members())
      made_.places[path + '.' + std::string(member_of(column))] = row.place(column);
    drafts_.push_back({row, said, path});
    if (said.role != RowType::Role::begin) return;
    open.push_back({&field.fields, path + ".fields", row.place("type")});
    read_count(row, field);
  }

  void read_texts(const Row& row, const RowType& said, Field& field) {
    field.label = own(row, "label");
    if (field.label.empty() && (said.role == RowType::Role::begin || said.calculated))
      field.label = field.name;
    if (field.label.empty()) {
      remark(row.place("label"), text("There is no label; the name of the field is shown"), "no_label");
      field.label = field.name;
    }
    field.help_text = if_any(own(row, "hint"));
    field.placeholder = if_any(own(row, "kpa_placeholder"));
    field.rule_message = if_any(own(row, "constraint_message"));
    for (const auto& [language, code] : EnumNames<Language>::table) {
      if (language == made_.form.language) continue;
      FieldTexts texts{.label = if_any(row.cell("label", language)),
                       .placeholder = if_any(row.cell("kpa_placeholder", language)),
                       .help_text = if_any(row.cell("hint", language)),
                       .rule_message = if_any(row.cell("constraint_message", language))};
      if (!(texts == FieldTexts())) field.translations.by_language[language] = std::move(texts);
    }
  }

  void read_rules(const Row& row, const RowType& said, Field& field) {
    json::object rules = said.rules;
    if (const std::string parameters = row.cell("parameters"); !parameters.empty())
      read_parameters(row, parameters, rules);
    if (const std::string ours = row.cell("kpa_rules"); !ours.empty()) {
      boost::system::error_code error;
      const auto parsed = json::parse(ours, error);
      if (error || !parsed.is_object())
        problem(row.place("kpa_rules"), "not_rules", text("Must be rules as a JSON object"));
      else
        rules = parsed.as_object();
    }
    if (!rules.empty()) field.validation_rules = Rules{std::move(rules)};
  }

  /// `start=0 end=10 step=1` of a range.
  void read_parameters(const Row& row, std::string_view parameters, json::object& rules) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> meanings = {
        {{"start", "min"}, {"end", "max"}, {"step", "step"}}};
    for (std::string_view left = trimmed(parameters); !left.empty(); left = trimmed(left)) {
      const std::size_t end = std::min(left.find_first_of(" ,;"), left.size());
      const std::string_view one = left.substr(0, end);
      left.remove_prefix(std::min(end + 1, left.size()));
      const std::size_t sign = std::min(one.find('='), one.size());
      const auto meaning = std::ranges::find(meanings, one.substr(0, sign),
                                             &std::pair<std::string_view, std::string_view>::first);
      const auto number = parse_decimal(one.substr(std::min(sign + 1, one.size())));
      if (meaning != meanings.end() && std::holds_alternative<Decimal>(number))
        rules[meaning->second] = json::parse(format(std::get<Decimal>(number)));
      else
        remark(row.place("parameters"), left_out);
    }
  }

  void read_options(const Row& row, const RowType& said, Field& field) {
    const auto found = lists_.find(said.choices);
    if (found == lists_.end())
      return problem(row.place("type"), "unknown_list",
                     {text("There is no list '{name}' on the sheet choices"), {{"name", said.choices}}});
    field.options = found->second;
  }

  void read_count(const Row& row, Field& field) {
    const std::string count = row.cell("repeat_count");
    if (count.empty()) return;
    const auto number = parse_decimal(count);
    if (!std::holds_alternative<Decimal>(number) || std::get<Decimal>(number).decimals() > 0)
      return problem(row.place("repeat_count"), "count_of_rows",
                     text("The number of rows can only be a whole number, nothing calculated"));
    auto& rules = field.validation_rules->members;
    rules["min_items"] = rules["max_items"] = json::parse(format(std::get<Decimal>(number)));
  }

  // Expressions, when all names are known

  void translate(std::vector<Field>& fields, std::vector<const Field*> within) {
    for (Field& field : fields) {
      const Draft draft = drafts_[next_draft_++];
      if (draft.type.calculated) field.field_type = "text";  // until its calculation tells
      translate(draft.row, draft.type, field, within);
      if (field.fields.empty()) continue;
      within.push_back(&field);
      translate(field.fields, within);
      within.pop_back();
    }
  }

  void translate(const Row& row, const RowType& said, Field& field, const std::vector<const Field*>& within) {
    Names names{[&](std::string_view name) { return resolve(made_.form.fields, within, name); }};
    const json::object ours = written_here(row);
    const auto expression = [&](std::string_view column, std::optional<std::string>& into,
                                std::optional<Kind> wanted) {
      const std::string xpath = row.cell(column);
      if (auto kept = kept_expression(ours, member_of(column), xpath)) {
        into = std::move(kept);
        return Kind::unknown;
      }
      if (xpath.empty()) return Kind::unknown;
      const auto made = from_xpath(xpath, names, wanted);
      if (const auto* refused = std::get_if<Untranslatable>(&made)) {
        problem(row.place(column), refused->code, refused->message);
        return Kind::unknown;
      }
      const auto& good = std::get<Translated>(made);
      if (good.pattern) set_pattern(row, field, *good.pattern);
      into = if_any(good.text);
      return good.kind;
    };

    expression("relevant", field.visible_if, Kind::truth);
    const Kind kind = expression("calculation", field.calculation, std::nullopt);
    if (said.calculated && row.cell("kpa_type").empty()) set_type(row, field, kind);
    yes_or_expression(row, "required", field.is_required, field.required_if, expression);
    bool read_only = false;
    yes_or_expression(row, "read_only", read_only, field.read_only_if, expression);
    if (read_only) field.read_only_if = "true";
    names.self = Reference{field.name, kind_of(field)};
    if (!is_derived(row, field, names)) expression("constraint", field.rule, Kind::truth);
  }

  template <class Expression>
  static void yes_or_expression(const Row& row, std::string_view column, bool& yes,
                                std::optional<std::string>& condition, Expression& expression) {
    const std::string cell = row.cell(column);
    yes = says_yes(cell);
    if (!yes && !says_no(cell)) expression(column, condition, Kind::truth);
  }

  void set_type(const Row& row, Field& field, Kind kind) {
    field.field_type = kind == Kind::number || kind == Kind::many ? "number"
                       : kind == Kind::date                       ? "date"
                       : kind == Kind::date_time                  ? "datetime"
                                                                  : "text";
    if (!field.calculation && row.cell("calculation").empty())
      problem(row.place("calculation"), "required", text("Must have a calculation"));
  }

  void set_pattern(const Row& row, Field& field, const std::string& pattern) {
    if (field.field_type != "text" && field.field_type != "textarea")
      return problem(row.place("constraint"), "pattern_of_no_text",
                     text("Only texts can have to match a pattern"));
    if (!field.validation_rules) field.validation_rules.emplace();
    field.validation_rules->members["pattern"] = json::string(pattern);
  }

  /// Whether the constraint says only what the rules in kpa_rules say, as write() put it there.
  bool is_derived(const Row& row, const Field& field, const Names&) const {
    return field.validation_rules && !row.cell("kpa_rules").empty() &&
           row.cell("constraint") == constraint_of(field.field_type, field.validation_rules->members);
  }

  /// What write() put into kpa_expressions.
  json::object written_here(const Row& row) {
    const std::string cell = row.cell("kpa_expressions");
    if (cell.empty()) return {};
    boost::system::error_code error;
    const auto parsed = json::parse(cell, error);
    if (!error && parsed.is_object()) return parsed.get_object();
    problem(row.place("kpa_expressions"), "not_expressions", text("Must be expressions as a JSON object"));
    return {};
  }

  /// The expression of which `xpath` was made, if nobody has changed that since.
  static std::optional<std::string> kept_expression(const json::object& ours, std::string_view member,
                                                    std::string_view xpath) {
    const auto* const kept = ours.if_contains(member);
    if (kept == nullptr || !kept->is_array() || kept->get_array().size() != 2) return std::nullopt;
    const auto &here = kept->get_array()[0], &there = kept->get_array()[1];
    if (!here.is_string() || !there.is_string() || there.get_string() != xpath) return std::nullopt;
    return std::string(here.get_string());
  }

  std::optional<Table> survey_, choices_, settings_;
  std::map<std::string, std::vector<Option>> lists_;
  std::vector<Draft> drafts_;  // in the order of the rows
  std::size_t next_draft_ = 0;
  Imported made_;
  std::vector<FieldProblem> problems_;
};

}  // namespace

Problem Imported::placed(Problem problem) const {
  for (FieldProblem& one : problem.fields) {
    // The nearest part of the form that stands in the workbook.
    for (std::string path = one.path; !path.empty();) {
      if (const auto place = places.find(path); place != places.end()) {
        one.path = place->second.text();
        break;
      }
      const std::size_t end = path.find_last_of(".[");
      path.erase(end == path.npos ? 0 : end);
    }
  }
  return problem;
}

Outcome<Imported> read(std::string_view file) {
  const auto sheets = workbook::read(file);
  if (!sheets) {
    const workbook::Fault& fault = sheets.error();
    return Problem{.code = Code::validation_failed,
                   .fields = {{fault.place.text(), fault.code, fault.message.params, fault.message.text}}};
  }
  return Reading(*sheets).result();
}

}  // namespace kpa::built_forms::xlsform
