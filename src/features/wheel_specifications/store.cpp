#include "features/wheel_specifications/store.hpp"

namespace kpa::wheel_specifications {
namespace {

/// The column of a measurement's text: its name on the wire, as the database writes names.
std::string text_column(std::size_t field) { return schema::snake_case(all_fields()[field].wire); }

std::optional<std::int64_t> micrometres(const std::optional<Measurement>& measurement,
                                        std::optional<Micrometres> Measurement::* size) {
  if (!measurement || !((*measurement).*size)) return std::nullopt;
  return ((*measurement).*size)->count;
}

}  // namespace
}  // namespace kpa::wheel_specifications

template <>
const kpa::db::Columns<kpa::wheel_specifications::Content>& kpa::db::columns() {
  using namespace wheel_specifications;
  static const auto made = [] {
    auto all = maintenance_forms::content_columns<Content>(names)
                   .column("stock_type", &Content::stock_type)
                   .column("rule_set_version", &Content::rule_set_version);
    for (std::size_t field = 0; field < field_count; ++field) {
      const std::string name = text_column(field);
      const auto size = [field](std::optional<Micrometres> Measurement::* which) {
        return [field, which](const Content& content) {
          return micrometres(content.measurements[field], which);
        };
      };
      std::move(all)
          .written(name,
                   [field](const Content& content) -> std::optional<std::string> {
                     const auto& measurement = content.measurements[field];
                     return measurement ? std::optional(measurement->text) : std::nullopt;
                   })
          .written(name + "_nominal", size(&Measurement::nominal))
          .written(name + "_low", size(&Measurement::low))
          .written(name + "_high", size(&Measurement::high));
    }
    return all;
  }();
  return made;
}

template <>
const kpa::db::Columns<kpa::wheel_specifications::WheelSpecification>& kpa::db::columns() {
  using namespace wheel_specifications;
  using W = WheelSpecification;
  static const auto made = [] {
    auto all = maintenance_forms::stored_columns<W>(names)
                   .column("stock_type", &W::stock_type)
                   .column("rule_set_version", &W::rule_set_version);
    for (std::size_t field = 0; field < field_count; ++field)
      std::move(all).read_by(text_column(field), [field](W& form, std::optional<std::string> text) {
        if (text) form.fields.values[field].emplace().text = std::move(*text);
      });
    return all;
  }();
  return made;
}

const kpa::maintenance_forms::Store<kpa::wheel_specifications::WheelSpecification,
                                    kpa::wheel_specifications::Content>
    kpa::wheel_specifications::store{names};
