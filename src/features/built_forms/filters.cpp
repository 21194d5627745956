#include "features/built_forms/filters.hpp"

#include <algorithm>

#include "core/schema/canonical_json.hpp"
#include "core/text.hpp"

namespace kpa::built_forms {
namespace {

using Base = ValueType::Base;

/// What a range compares: the answer itself, or a measurement's nominal size.
struct Compared {
  Base base;
  std::string path;  ///< in SQL/JSON path language
};
std::optional<Compared> compared(const Field& field) {
  const ValueType type = value_type_of(field);
  const std::string path = "$.\"" + field.name + '"';
  if (type.list || type.base == Base::text) return std::nullopt;
  if (type.base != Base::row) return Compared{type.base, path};
  for (const auto& [name, member] : type.members)
    if (name == "nominal") return Compared{member.base, path + ".\"nominal\""};
  return std::nullopt;
}

bool is_range(const boost::json::value& wanted) {
  return wanted.is_object() && (wanted.get_object().contains("from") || wanted.get_object().contains("to"));
}

/// One end of a range, as a literal of the path language.
std::optional<std::string> literal(Base base, const boost::json::value& end, const schema::Path& path,
                                   schema::Issues& issues) {
  if (base == Base::number) {
    const auto number = schema::Codec<Decimal>::read(end, path, issues);
    return number ? std::optional(format(*number)) : std::nullopt;
  }
  const auto text = schema::Codec<std::string>::read(end, path, issues);
  if (!text) return std::nullopt;
  std::optional<std::string> normal = text;
  if (base == Base::date) {
    const auto date = schema::Codec<Date>::read_text(*text, path, issues);
    normal = date ? std::optional(format(*date)) : std::nullopt;
  } else if (base == Base::date_time) {
    const auto moment = schema::Codec<Instant>::read(end, path, issues);
    normal = moment ? std::optional(format(*moment)) : std::nullopt;
  }
  if (!normal) return std::nullopt;
  std::string quoted;
  schema::write_string(*normal, quoted);
  return quoted;
}

std::optional<std::string> range(const Compared& field, const boost::json::object& wanted,
                                 const schema::Path& path, schema::Issues& issues) {
  std::string conditions;
  for (const auto& [name, end] : wanted) {
    const schema::Path here(path, name);
    if (name != "from" && name != "to") {
      issues.add(here, "unknown_field");
      continue;
    }
    const auto value = literal(field.base, end, here, issues);
    if (value)
      conditions.append(conditions.empty() ? "" : " && ")
          .append(name == "from" ? "@ >= " : "@ <= ")
          .append(*value);
  }
  return field.path + " ? (" + conditions + ")";
}

/// How a condition on a field is read.
struct Filtered {
  std::optional<Compared> range;  ///< set: it can be compared
  bool is_list = false;           ///< what is wanted must be among its items
  bool is_read = false;           ///< what is wanted is read like an answer
};

std::optional<Filtered> field_of(const Form& form, std::string_view name) {
  const std::size_t* const number = form.answers().find(name);
  if (number == nullptr) return std::nullopt;
  const Field& field = form.definition().fields[*number];
  const ValueType type = value_type_of(field);
  return Filtered{
      .range = compared(field), .is_list = type.list, .is_read = !type.list && type.base != Base::row};
}

/// Without a form, values are compared as they are: numbers as numbers, all others as texts.
std::optional<Filtered> untyped(std::string_view name, const boost::json::value& wanted) {
  if (!std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; }))
    return std::nullopt;
  Filtered field;
  if (!is_range(wanted)) return field;
  const auto& ends = wanted.get_object();
  const auto* const from = ends.if_contains("from");
  const bool numbers = (from != nullptr ? *from : ends.at("to")).is_number();
  field.range = Compared{numbers ? Base::number : Base::text, "$.\"" + std::string(name) + '"'};
  return field;
}

}  // namespace

Outcome<AnswerFilters> read_filters(const Form* form, std::string_view text) {
  schema::Issues issues;
  const schema::Path root;
  const schema::Path path(root, "answers");
  const auto wanted = schema::parse_json(text);
  if (!wanted || !wanted->is_object()) {
    issues.add(path, {"not_an_object", {}, i18n::text("Must be a JSON object by the names of fields")});
    return Problem{.code = Code::validation_failed, .fields = issues.take()};
  }
  AnswerFilters filters;
  boost::json::object holds;  // as it is stored
  boost::json::object sent;   // as somebody would answer it
  for (const auto& [name, value] : wanted->get_object()) {
    const schema::Path here(path, name);
    const auto field = form == nullptr ? untyped(name, value) : field_of(*form, name);
    if (!field || is_blank(value)) {
      issues.add(here, field ? "blank" : "unknown_field");
    } else if (is_range(value) && field->range) {
      if (auto condition = range(*field->range, value.get_object(), here, issues))
        filters.between.push_back(std::move(*condition));
    } else if (field->is_list && !value.is_array()) {
      holds[name] = boost::json::array{value};
    } else {
      (field->is_read ? sent : holds)[name] = value;
    }
  }
  if (form != nullptr) {
    const auto normal = form->answers().read(sent, path, issues);
    std::string normal_text;
    form->answers().write(normal, normal_text);
    const boost::json::value stored = schema::parse_json(normal_text).value();
    for (const auto& [name, value] : stored.as_object()) holds[name] = value;
  }
  if (!issues.empty()) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  filters.holds.text.clear();
  schema::write_canonical(holds, filters.holds.text);
  if (filters.holds.text.find("\\u0000") != std::string::npos) {  // which PostgreSQL has not
    issues.add(path, "control_character");
    return Problem{.code = Code::validation_failed, .fields = issues.take()};
  }
  return filters;
}

}  // namespace kpa::built_forms
