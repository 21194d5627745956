#include "features/wheel_specifications/export_table.hpp"

#include <boost/json/parse.hpp>

#include "features/wheel_specifications/explain.hpp"

namespace kpa::wheel_specifications {
namespace {

/// Numbers are exact: what is stored in micrometres is written in millimetres.
tables::Cell millimetres(const std::optional<Micrometres>& size) {
  return size ? tables::Cell(tables::Number{format(*size)}) : tables::Cell();
}

boost::json::object texts_of(const WheelSpecification& form) {
  return boost::json::parse(form.fields.text).as_object();
}

tables::Cell text_at(const boost::json::object& texts, const FieldInfo& field) {
  const auto* const text = texts.if_contains(field.wire);
  return text != nullptr && text->is_string() ? tables::Cell(std::string(text->get_string()))
                                              : tables::Cell();
}

std::vector<tables::Cells> measurement_rows(const WheelSpecification& form) {
  std::vector<tables::Cells> rows;
  const auto texts = texts_of(form);
  for (const FieldInfo& field : all_fields()) {
    const auto cell = text_at(texts, field);
    const auto* const text = std::get_if<std::string>(&cell);
    if (text == nullptr) continue;
    // Stored texts were readable when they came; a later version may understand more of them.
    const auto parsed = measurements::parse_measurement(*text);
    const auto* const found = std::get_if<Measurement>(&parsed);
    const Measurement measured = found == nullptr ? Measurement() : *found;
    rows.push_back({std::string(field.wire), *text, millimetres(measured.nominal), millimetres(measured.low),
                    millimetres(measured.high), measured.label});
  }
  return rows;
}

exports::Table<WheelSpecification> made_table() {
  using W = WheelSpecification;
  auto made = maintenance_forms::describe_export<W>("wheel-specifications", header, explain);
  made.column("wheelNo", [](const W& form) { return tables::cell(form.wheel_no); });
  made.column("stockType", [](const W& form) { return form.stock_type; });
  made.column("ruleSetVersion", [](const W& form) { return tables::number(form.rule_set_version); });
  std::vector<std::string> names;
  for (const FieldInfo& field : all_fields()) names.emplace_back(field.wire);
  made.columns(names, [](const W& form, tables::Cells& cells) {
    const auto texts = texts_of(form);
    for (const FieldInfo& field : all_fields()) cells.push_back(text_at(texts, field));
  });
  made.part("measurements", {"field", "text", "nominal", "low", "high", "label"}, measurement_rows);
  return made;
}

}  // namespace

const exports::Table<WheelSpecification>& export_table() {
  static const auto made = made_table();
  return made;
}

}  // namespace kpa::wheel_specifications
