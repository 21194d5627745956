#include "features/built_forms/filters.hpp"

#include <boost/json/serialize.hpp>

#include "features/built_forms/canonical_json.hpp"

namespace kpa::built_forms {
namespace {

using Base = ValueType::Base;

/// The scalar that a range of this field compares: the field's own value, or a measurement's nominal size.
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

}  // namespace

Outcome<AnswerFilters> read_filters(const Form& form, std::string_view text) {
  schema::Issues issues;
  const schema::Path root;
  const schema::Path path(root, "answers");
  const auto wanted = schema::parse_json(text);
  if (!wanted || !wanted->is_object()) {
    issues.add(path, "wrong_type", {{"expected", i18n::text("an object")}});
    return Problem{.code = Code::validation_failed, .fields = issues.take()};
  }
  AnswerFilters filters;
  boost::json::object same;   // answers that are looked for, as somebody would send them
  boost::json::object parts;  // of lists and groups: what must be among them, as it is stored
  for (const auto& [name, value] : wanted->get_object()) {
    const schema::Path here(path, name);
    const std::size_t* const number = form.answers().find(name);
    if (number == nullptr) {
      issues.add(here, "unknown_field");
      continue;
    }
    if (is_blank(value)) {
      issues.add(here, "blank");
      continue;
    }
    const Field& field = form.definition().fields[*number];
    const auto scalar = compared(field);
    if (is_range(value) && scalar) {
      if (auto condition = range(*scalar, value.get_object(), here, issues))
        filters.between.push_back(std::move(*condition));
    } else if (const ValueType type = value_type_of(field); type.list || type.base == Base::row) {
      parts[name] = type.list && !value.is_array() ? boost::json::value(boost::json::array{value}) : value;
    } else {
      same[name] = value;
    }
  }
  const auto normal = form.answers().read(same, path, issues);
  if (!issues.empty()) return Problem{.code = Code::validation_failed, .fields = issues.take()};
  std::string normal_text;
  form.answers().write(normal, normal_text);
  boost::json::value holds = schema::parse_json(normal_text).value();
  for (auto& [name, value] : parts) holds.get_object()[name] = value;
  filters.holds.text.clear();
  write_canonical(holds, filters.holds.text);
  return filters;
}

}  // namespace kpa::built_forms
