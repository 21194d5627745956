#include "features/built_forms/xlsform/xlsform.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/schema/codec.hpp"
#include "features/built_forms/xlsform/workbook_for_test.hpp"

namespace kpa::built_forms::xlsform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Cells titles = {"type",
                      "name",
                      "label",
                      "label::Hindi (hi)",
                      "hint",
                      "required",
                      "relevant",
                      "constraint",
                      "constraint_message",
                      "calculation",
                      "appearance",
                      "parameters",
                      "repeat_count",
                      "default",
                      "read_only"};

/// A row of survey; cells by their titles.
Cells row(std::initializer_list<std::pair<std::string_view, std::string>> cells) {
  Cells made(titles.size());
  for (const auto& [title, text] : cells)
    made.at(static_cast<std::size_t>(std::ranges::find(titles, title) - titles.begin())) = text;
  return made;
}

const std::vector<Cells> choices = {{"list_name", "name", "label", "label::Hindi (hi)"},
                                    {"sides", "left", "Left", "बायाँ"},
                                    {"sides", "right", "Right", ""},
                                    {"digits", "1", "One", ""}};

std::string file_with(std::vector<Cells> survey) {
  survey.insert(survey.begin(), titles);
  return workbook_with({{"survey", survey},
                        {"choices", choices},
                        {"settings", {{"form_title", "form_id"}, {"Wheels", "wheels"}}}});
}

Imported good(const std::string& file) {
  auto read = xlsform::read(file);
  if (read) return *std::move(read);
  for (const auto& problem : read.error().fields) ADD_FAILURE() << problem.path << " " << problem.code;
  return {};
}

std::vector<std::string> problems_of(const std::string& file) {
  const auto read = xlsform::read(file);
  if (read) return {"read"};
  std::vector<std::string> all;
  for (const auto& problem : read.error().fields) all.push_back(problem.path + " " + problem.code);
  return all;
}

std::vector<std::string> remarks_of(const Imported& imported) {
  std::vector<std::string> all;
  for (const Remark& remark : imported.remarks) all.push_back(remark.place.text() + " " + remark.code);
  return all;
}

std::string json_of(const Definition& form) { return schema::encode(form); }

TEST(XlsForm, BecomesADefinition) {
  const auto imported = good(file_with(
      {row({{"type", "text"},
            {"name", "coach"},
            {"label", "Coach"},
            {"label::Hindi (hi)", "कोच"},
            {"hint", "As painted"},
            {"required", "yes"},
            {"constraint", "regex(., '[A-Z]+') and string-length(.) > 1"},
            {"constraint_message", "Capital letters"}}),
       row({{"type", "select_one sides or_other"}, {"name", "side"}, {"label", "Side"}}),
       row({{"type", "select one digits"}, {"name", "digit"}, {"label", "Digit"}, {"appearance", "minimal"}}),
       row({{"type", "select_multiple sides"},
            {"name", "worn"},
            {"label", "Worn"},
            {"relevant", "${side} != 'left'"}}),
       row({{"type", "integer"}, {"name", "age"}, {"label", "Age"}, {"constraint", ". >= 0 and . < 100"}}),
       row({{"type", "range"},
            {"name", "wear"},
            {"label", "Wear"},
            {"parameters", "start=0 end=10 step=0.5"}}),
       row({{"type", "begin repeat"}, {"name", "axles"}, {"label", "Axles"}, {"repeat_count", "4"}}),
       row({{"type", "decimal"}, {"name", "load"}, {"label", "Load"}, {"required", "${age} > 10"}}),
       row({{"type", "begin_group"}, {"name", "wheel"}, {"label", ""}}),
       row({{"type", "image"}, {"name", "photo"}, {"label", "Photo"}, {"relevant", "${load} > 2"}}),
       row({{"type", "end_group"}}), row({{"type", "end repeat"}}),
       row({{"type", "calculate"}, {"name", "total"}, {"calculation", "sum(${load}) * 2"}}),
       row({{"type", "dateTime"}, {"name", "at"}, {"label", "At"}, {"read_only", "yes"}})}));
  EXPECT_THAT(remarks_of(imported), IsEmpty());
  const Definition& form = imported.form;
  EXPECT_EQ(form.title, "Wheels");
  ASSERT_EQ(form.fields.size(), 9U) << json_of(form);
  const Field& coach = form.fields[0];
  EXPECT_EQ(coach.label, "Coach");
  EXPECT_EQ(coach.translations.by_language.at(i18n::Language::hindi).label, "कोच");
  EXPECT_EQ(coach.help_text, "As painted");
  EXPECT_TRUE(coach.is_required);
  EXPECT_EQ(coach.validation_rules->members.at("pattern").as_string(), "[A-Z]+");
  EXPECT_EQ(coach.rule, "string length(coach) > 1");
  EXPECT_EQ(coach.rule_message, "Capital letters");
  EXPECT_EQ(form.fields[1].field_type, "radio");
  EXPECT_TRUE(form.fields[1].validation_rules->members.at("other_allowed").as_bool());
  EXPECT_EQ(form.fields[1].options.size(), 2U);
  EXPECT_EQ(form.fields[1].options[0].translations.by_language.at(i18n::Language::hindi), "बायाँ");
  EXPECT_EQ(form.fields[2].field_type, "select");
  EXPECT_EQ(form.fields[3].field_type, "checkbox");
  EXPECT_EQ(form.fields[3].visible_if, "side = null or side != \"left\"");
  EXPECT_EQ(form.fields[4].rule, "age >= 0 and age < 100");
  EXPECT_EQ(boost::json::serialize(form.fields[4].validation_rules->members), R"({"decimal_places":0})");
  EXPECT_EQ(form.fields[5].validation_rules->members.at("max"), 10);
  const Field& axles = form.fields[6];
  EXPECT_EQ(boost::json::serialize(axles.validation_rules->members),
            R"({"repeats":true,"max_items":4,"min_items":4})");
  EXPECT_EQ(axles.fields[0].required_if, "age > 10") << "from outside of the group";
  EXPECT_EQ(axles.fields[1].label, "wheel");
  EXPECT_EQ(axles.fields[1].fields[0].visible_if, "load > 2");
  EXPECT_EQ(axles.fields[1].fields[0].field_type, "file");
  EXPECT_EQ(form.fields[7].calculation, "sum(axles.load) * 2");
  EXPECT_EQ(form.fields[7].field_type, "number");
  EXPECT_EQ(form.fields[8].read_only_if, "true");
  EXPECT_EQ(form.fields[8].order, 9);
}

TEST(XlsForm, ThatIsWrongIsToldWhere) {
  struct Bad {
    Cells cells;
    const char* problem;
  };
  for (const auto& [cells, problem] : std::vector<Bad>{
           {row({{"type", "geopoint"}, {"name", "x"}, {"label", "X"}}), "survey!A2 unknown_type"},
           {row({{"type", "rank sides"}, {"name", "x"}, {"label", "X"}}), "survey!A2 unknown_type"},
           {row({{"type", "select_one"}, {"name", "x"}, {"label", "X"}}), "survey!A2 unknown_type"},
           {row({{"type", "select_one colours"}, {"name", "x"}, {"label", "X"}}), "survey!A2 unknown_list"},
           {row({{"type", "text"}, {"label", "X"}}), "survey!B2 required"},
           {row({{"name", "x"}, {"label", "X"}}), "survey!A2 required"},
           {row({{"type", "text"}, {"name", "x"}, {"label", "X"}, {"relevant", "${y} = 1"}}),
            "survey!G2 unknown_name"},
           {row({{"type", "text"}, {"name", "x"}, {"label", "X"}, {"relevant", "pulldata('a')"}}),
            "survey!G2 not_translatable"},
           {row({{"type", "integer"}, {"name", "x"}, {"label", "X"}, {"relevant", "${x} + 1"}}),
            "survey!G2 not_a_condition"},
           {row({{"type", "integer"}, {"name", "x"}, {"label", "X"}, {"constraint", ". >"}}),
            "survey!H2 unexpected_end"},
           {row({{"type", "integer"}, {"name", "x"}, {"label", "X"}, {"constraint", "regex(., 'a')"}}),
            "survey!H2 pattern_of_no_text"},
           {row({{"type", "calculate"}, {"name", "x"}}), "survey!J2 required"},
           {row({{"type", "begin_group"}, {"name", "x"}}), "survey!A2 not_ended"},
           {row({{"type", "end_group"}}), "survey!A2 not_begun"}})
    EXPECT_THAT(problems_of(file_with({cells})), ElementsAre(problem));
  EXPECT_THAT(problems_of(file_with({row({{"type", "begin_repeat"}, {"name", "x"}, {"repeat_count", "${n}"}}),
                                     row({{"type", "end_repeat"}})})),
              ElementsAre("survey!M2 count_of_rows", "survey!A2 empty_group"));
  EXPECT_THAT(problems_of(workbook_with({{"survey", {{"kind", "name"}}}})), ElementsAre(" no_survey"));
  EXPECT_THAT(problems_of(workbook_with({{"Sheet1", {{"type", "name"}}}})), ElementsAre(" no_survey"));
  EXPECT_THAT(problems_of("no workbook"), ElementsAre(" damaged"));
  EXPECT_THAT(problems_of(workbook_with(
                  {{"survey", {{"type", "name"}}},
                   {"choices", {{"list_name", "name"}, {"a", "x"}, {"a", "x"}, {"a", ""}, {"", "y"}}}})),
              ElementsAre("choices!B3 repeated", "choices!B4 required", "choices!A5 required"));
}

TEST(XlsForm, LeavesNothingOutInSilence) {
  const auto imported =
      good(workbook_with({{"survey",
                           {{"type", "name", "label", "label::French (fr)", "appearance", "default",
                             "media::image", "bind::odk:length", "choice_filter"},
                            {"text", "x", "X", "Le X", "numbers", "5", "x.png", "7", "a=b"},
                            {"note", "n", "Look here"},
                            {"start", "begun"},
                            {"barcode", "code"}}},
                          {"choices", {{"list_name", "name", "image"}, {"a", "b", "c.png"}}},
                          {"settings", {{"style"}, {"pages"}}},
                          {"entities", {{"dataset"}}}}));
  EXPECT_THAT(
      remarks_of(imported),
      ElementsAre("entities left_out", "survey!D2 other_language", "survey!F2 left_out", "survey!G2 left_out",
                  "survey!H2 left_out", "survey!I2 left_out", "choices!C2 left_out", "settings!A2 left_out",
                  "survey!E2 left_out", "survey!A3 left_out", "survey!A4 left_out", "survey!C5 no_label"));
  EXPECT_EQ(imported.form.fields.size(), 2U);
}

TEST(XlsForm, KnowsWhereAProblemOfTheFormStands) {
  const auto imported = good(file_with(
      {row({{"type", "text"}, {"name", "x"}, {"label", "X"}}), row({{"type", "begin_group"}, {"name", "g"}}),
       row({{"type", "integer"}, {"name", "y"}, {"label", "Y"}, {"relevant", "${x} = 'a'"}}),
       row({{"type", "end_group"}})}));
  const auto problem = imported.placed({.code = Code::validation_failed,
                                        .fields = {{"fields[1].fields[0].visible_if", "a", {}, {}},
                                                   {"fields[0].name", "b", {}, {}},
                                                   {"fields[1].fields[0].validation_rules.min", "c", {}, {}},
                                                   {"title", "d", {}, {}},
                                                   {"elsewhere", "e", {}, {}}}});
  std::vector<std::string> paths;
  for (const auto& one : problem.fields) paths.push_back(one.path);
  EXPECT_THAT(paths, ElementsAre("survey!G4", "survey!B2", "survey!4", "settings!A2", "elsewhere"));
}

Definition whole_form() {
  return *schema::decode<Definition>(
      R"json({"title": "Wheels", "description": "All of them", "form_type": "inspection", "language": "en",
    "translations": {"hi": {"title": "पहिये"}}, "fields": [
      {"name": "coach", "label": "Coach", "field_type": "text", "placeholder": "C-1", "help_text": "As painted", "is_required": true, "order": 1,
       "validation_rules": {"max_length": 10, "pattern": "[A-Z']+"}, "rule": "coach != \"X\"", "rule_message": "Not X",
       "translations": {"hi": {"label": "कोच", "rule_message": "X नहीं"}}},
      {"name": "side", "label": "Side", "field_type": "radio", "order": 2, "options": [{"value": "left", "label": "Left", "translations": {"hi": "बायाँ"}}, {"value": "right", "label": "Right"}]},
      {"name": "other_side", "label": "Other side", "field_type": "select", "order": 3, "options": [{"value": "left", "label": "Left", "translations": {"hi": "बायाँ"}}, {"value": "right", "label": "Right"}],
       "visible_if": "side in (\"left\", \"right\")", "required_if": "side = \"left\""},
      {"name": "marks", "label": "Marks", "field_type": "checkbox", "order": 4, "options": [{"value": "bent", "label": "Bent"}], "validation_rules": {"min_selected": 1, "other_allowed": true}},
      {"name": "gauge", "label": "Gauge", "field_type": "measurement", "order": 5, "validation_rules": {"low": "1599", "high": "1602"}},
      {"name": "mail", "label": "Mail", "field_type": "email", "order": 6},
      {"name": "axles", "label": "Axles", "field_type": "group", "order": 7, "validation_rules": {"repeats": true, "max_items": 4}, "fields": [
        {"name": "load", "label": "Load", "field_type": "number", "order": 1, "validation_rules": {"min": 0.5, "max": 28.25, "unit": "t"}, "rule": "load < 20 or count(marks) > 0"},
        {"name": "seen", "label": "Seen", "field_type": "date", "order": 2, "validation_rules": {"max_date": "today"}, "read_only_if": "load = null"}]},
      {"name": "heaviest", "label": "Heaviest", "field_type": "number", "order": 8, "calculation": "max(axles.load)"},
      {"name": "heavy", "label": "Heavy", "field_type": "number", "order": 9, "calculation": "count(axles[item.load > 10])"},
      {"name": "photo", "label": "Photo", "field_type": "file", "order": 10, "validation_rules": {"kinds": ["image/*"], "max_count": 2}, "read_only_if": "true"}]
})json");
}

TEST(XlsForm, OfOurOwnReadsBackTheSame) {
  const Definition form = whole_form();
  const auto imported = good(write(form));
  EXPECT_EQ(json_of(imported.form), json_of(form));
  EXPECT_THAT(remarks_of(imported), IsEmpty());
  EXPECT_EQ(json_of(good(write(imported.form)).form), json_of(form));
}

std::string cell_of(const std::string& file, std::string_view sheet, std::string_view name,
                    std::string_view column) {
  const auto sheets = workbook::read(file);
  for (const auto& one : *sheets) {
    if (one.name != sheet) continue;
    std::size_t wanted = 0, key = 0;
    for (const auto& cell : one.rows[0].cells) {
      if (std::get<std::string>(cell.value) == column) wanted = cell.column;
      if (std::get<std::string>(cell.value) == "name") key = cell.column;
    }
    for (const auto& row : one.rows) {
      std::string found;
      bool here = false;
      for (const auto& cell : row.cells) {
        const auto* const text = std::get_if<std::string>(&cell.value);
        if (text != nullptr && cell.column == wanted) found = *text;
        here = here || (text != nullptr && cell.column == key && *text == name);
      }
      if (here) return found;
    }
  }
  return "no such cell";
}

TEST(XlsForm, SaysToOthersWhatTheyUnderstand) {
  const std::string file = write(whole_form());
  EXPECT_EQ(cell_of(file, "survey", "coach", "constraint"),
            "string-length(.) <= 10 and regex(., \"[A-Z']+\") and (. != 'X')");
  EXPECT_EQ(cell_of(file, "survey", "coach", "label::English (en)"), "Coach");
  EXPECT_EQ(cell_of(file, "survey", "coach", "constraint_message::Hindi (hi)"), "X नहीं");
  EXPECT_EQ(cell_of(file, "survey", "side", "type"), "select_one side");
  EXPECT_EQ(cell_of(file, "survey", "other_side", "type"), "select_one side") << "one list for equal options";
  EXPECT_EQ(cell_of(file, "survey", "other_side", "required"), "${side} = 'left'");
  EXPECT_EQ(cell_of(file, "survey", "load", "constraint"),
            ". >= 0.5 and . <= 28.25 and (. < 20 or count-selected(${marks}) > 0)");
  EXPECT_EQ(cell_of(file, "survey", "seen", "read_only"), "${load} = ''");
  EXPECT_EQ(cell_of(file, "survey", "heaviest", "calculation"), "max(${load})");
  EXPECT_EQ(cell_of(file, "survey", "heavy", "calculation"), "") << "XPath of forms has no filters";
  EXPECT_EQ(cell_of(file, "kpa_notes", "heavy", "expression"), "count(axles[item.load > 10])");
}

TEST(XlsForm, OfOthersIsWrittenAsItCame) {
  const std::vector<Cells> survey = {row({{"type", "text"},
                                          {"name", "coach"},
                                          {"label", "Coach"},
                                          {"required", "yes"},
                                          {"constraint", "regex(., '[A-Z]+')"}}),
                                     row({{"type", "select_one sides"}, {"name", "side"}, {"label", "Side"}}),
                                     row({{"type", "select_multiple sides"},
                                          {"name", "worn"},
                                          {"label", "Worn"},
                                          {"relevant", "${side} != 'left'"}}),
                                     row({{"type", "integer"},
                                          {"name", "age"},
                                          {"label", "Age"},
                                          {"relevant", "not(selected(${worn}, 'left')) and ${coach} != ''"},
                                          {"constraint", ". >= 0 and . < 100"}}),
                                     row({{"type", "begin_repeat"}, {"name", "axles"}, {"label", "Axles"}}),
                                     row({{"type", "decimal"},
                                          {"name", "load"},
                                          {"label", "Load"},
                                          {"relevant", "if(${age} > 1, ${age} mod 2 = 0, false())"}}),
                                     row({{"type", "end_repeat"}}),
                                     row({{"type", "calculate"},
                                          {"name", "total"},
                                          {"label", "Total"},
                                          {"calculation", "round(sum(${load}) div int(${age}), 2)"}})};
  const auto first = good(file_with(survey));
  const std::string file = write(first.form);
  for (const Cells& cells : survey) {
    if (cells[1].empty()) continue;
    for (const std::string_view column : {"type", "relevant", "constraint", "calculation", "required"}) {
      if (column == "type" && (cells[0] == "calculate" || cells[0].starts_with("select"))) continue;
      const auto title = static_cast<std::size_t>(std::ranges::find(titles, column) - titles.begin());
      EXPECT_EQ(cell_of(file, "survey", cells[1], column), cells[title]) << cells[1] << " " << column;
    }
  }
  EXPECT_EQ(json_of(good(file).form), json_of(first.form));
}

}  // namespace
}  // namespace kpa::built_forms::xlsform
