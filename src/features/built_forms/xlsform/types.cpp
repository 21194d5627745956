#include "features/built_forms/xlsform/types.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/text.hpp"

namespace kpa::built_forms::xlsform {
namespace {

using i18n::text;
using Role = RowType::Role;

struct Simple {
  std::string_view type;
  std::string_view field_type;
};
/// The first of a field type is the one that is written for it.
constexpr std::array<Simple, 14> simple_types = {{{"text", "text"},
                                                  {"string", "text"},
                                                  {"decimal", "number"},
                                                  {"integer", "number"},
                                                  {"int", "number"},
                                                  {"range", "number"},
                                                  {"date", "date"},
                                                  {"time", "time"},
                                                  {"datetime", "datetime"},
                                                  {"image", "file"},
                                                  {"photo", "file"},
                                                  {"audio", "file"},
                                                  {"video", "file"},
                                                  {"file", "file"}}};

constexpr i18n::Text recorded =
    text("Who sends a form, when, and from which device, is recorded for every form; this row is left out");
constexpr i18n::Text not_asked = text("A form here has fields only; this text for people is left out");
constexpr i18n::Text no_place = text("There are no fields for places on a map");
constexpr i18n::Text no_type = text("There is no such type of field");

constexpr std::array<std::pair<std::string_view, i18n::Text>, 14> passed_types = {
    {{"start", recorded},
     {"end", recorded},
     {"today", recorded},
     {"deviceid", recorded},
     {"subscriberid", recorded},
     {"simserial", recorded},
     {"phonenumber", recorded},
     {"username", recorded},
     {"email", recorded},
     {"audit", recorded},
     {"start-geopoint", recorded},
     {"background-audio", recorded},
     {"note", not_asked},
     {"acknowledge", not_asked}}};

std::vector<std::string> words_of(std::string_view type) {
  std::vector<std::string> words;
  for (type = trimmed(type); !type.empty(); type = trimmed(type)) {
    const std::size_t end = std::min(type.find(' '), type.size());
    words.emplace_back(type.substr(0, end));
    type.remove_prefix(end);
  }
  return words;
}

/// `select one` and `begin group` may be written as one word or two.
void join_first_words(std::vector<std::string>& words) {
  for (std::string_view first : {"select", "begin", "end", "add"})
    if (words.size() > 1 && same_letters(words[0], first)) {
      words[0] += '_' + words[1];
      words.erase(words.begin() + 1);
    }
}

}  // namespace

RowType row_type(std::string_view type, std::string_view appearance) {
  auto words = words_of(type);
  join_first_words(words);
  const std::string first = words.empty() ? std::string() : lower(words[0]);
  RowType made;
  if (first == "begin_group" || first == "begin_repeat") {
    made.role = Role::begin;
    made.field_type = "group";
    if (first == "begin_repeat") made.rules["repeats"] = true;
    return made;
  }
  if (first == "end_group" || first == "end_repeat") {
    made.role = Role::end;
    return made;
  }
  if (first == "select_one" || first == "select_multiple" || first == "select1" || first == "select") {
    if (words.size() < 2) {
      made.why = text("Must name its list of choices: select_one colours");
      return made;
    }
    const bool several = first == "select_multiple" || first == "select";
    made.role = Role::field;
    made.field_type = several                                                  ? "checkbox"
                      : lower(appearance).find("minimal") != std::string::npos ? "select"
                                                                               : "radio";
    made.choices = words[1];
    if (words.size() > 2 && words[2] == "or_other") made.rules["other_allowed"] = true;
    return made;
  }
  if (first == "calculate") {
    made.role = Role::field;
    made.calculated = true;
    return made;
  }
  if (first == "barcode") {
    made.role = Role::field;
    made.field_type = "text";
    return made;
  }
  for (const Simple& simple : simple_types) {
    if (simple.type != first) continue;
    made.role = Role::field;
    made.field_type = simple.field_type;
    if (first == "integer" || first == "int") made.rules["decimal_places"] = 0;
    if (first == "image" || first == "photo") made.rules["kinds"] = boost::json::array{"image/*"};
    if (first == "audio" || first == "video")
      made.rules["kinds"] = boost::json::array{boost::json::string(first + "/*")};
    if (made.field_type == "text" && lower(appearance).find("multiline") != std::string::npos)
      made.field_type = "textarea";
    return made;
  }
  for (const auto& [passed, why] : passed_types)
    if (passed == first) {
      made.role = Role::passed;
      made.why = why;
      return made;
    }
  made.why = first.starts_with("geo") ? no_place : no_type;
  return made;
}

bool uses_appearance(const RowType& type, std::string_view appearance) {
  const std::string word = lower(trimmed(appearance));
  return (word == "minimal" && type.field_type == "select") ||
         (word == "multiline" && type.field_type == "textarea");
}

TypeCells cells_of(std::string_view field_type, const boost::json::object& rules, std::string_view choices) {
  const bool other = rules.contains("other_allowed") && rules.at("other_allowed") == true;
  const std::string list = ' ' + std::string(choices) + (other ? " or_other" : "");
  if (field_type == "select") return {"select_one" + list, "minimal"};
  if (field_type == "radio") return {"select_one" + list};
  if (field_type == "checkbox") return {"select_multiple" + list};
  if (field_type == "textarea") return {"text", "multiline"};
  if (field_type == "datetime") return {"dateTime"};
  if (field_type == "number") {
    const auto* const places = rules.if_contains("decimal_places");
    return {places != nullptr && *places == 0 ? "integer" : "decimal"};
  }
  if (field_type == "file") {
    const auto* const kinds = rules.if_contains("kinds");
    const auto only = kinds != nullptr && kinds->is_array() && kinds->get_array().size() == 1
                          ? kinds->get_array().front()
                          : boost::json::value();
    for (const char* kind : {"image", "audio", "video"})
      if (only == boost::json::string(std::string(kind) + "/*")) return {kind};
    return {"file"};
  }
  for (const Simple& simple : simple_types)
    if (simple.field_type == field_type) return {std::string(simple.type)};
  return {"text"};
}

}  // namespace kpa::built_forms::xlsform
