#include "features/wheel_specifications/store.hpp"

namespace kpa::wheel_specifications {
namespace {

/// The columns of the measurements' texts, in the order of the fields.
constexpr std::array<std::string_view, field_count> text_columns = {
    "tread_diameter_new",
    "last_shop_issue_size",
    "condemning_dia",
    "wheel_gauge",
    "variation_same_axle",
    "variation_same_bogie",
    "variation_same_coach",
    "wheel_profile",
    "intermediate_wwp",
    "bearing_seat_diameter",
    "roller_bearing_outer_dia",
    "roller_bearing_bore_dia",
    "roller_bearing_width",
    "axle_box_housing_bore_dia",
    "wheel_disc_width",
    "flange_height",
    "root_radius",
};

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
    auto all = Columns<Content>()
                   .column("form_number", &Content::form_number)
                   .column("submitted_by", &Content::submitted_by)
                   .column("submitted_date", &Content::submitted_date)
                   .column("stock_type", &Content::stock_type)
                   .column("rule_set_version", &Content::rule_set_version);
    for (std::size_t field = 0; field < field_count; ++field) {
      const std::string name(text_columns[field]);
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
    return std::move(all)
        .column("findings", &Content::findings)
        .column("worst_severity", &Content::worst_severity);
  }();
  return made;
}

template <>
const kpa::db::Columns<kpa::wheel_specifications::WheelSpecification>& kpa::db::columns() {
  using namespace wheel_specifications;
  using W = WheelSpecification;
  static const auto made = [] {
    auto all = Columns<W>()
                   .column("id", &W::id)
                   .column("form_number", &W::form_number)
                   .column("submitted_by", &W::submitted_by)
                   .column("submitted_date", &W::submitted_date)
                   .column("status", &W::status)
                   .column("stock_type", &W::stock_type)
                   .column("rule_set_version", &W::rule_set_version);
    for (std::size_t field = 0; field < field_count; ++field)
      std::move(all).read_by(std::string(text_columns[field]),
                             [field](W& form, std::optional<std::string> text) {
                               if (text) form.fields.values[field] = Measurement{.text = std::move(*text)};
                             });
    return std::move(all)
        .column("findings", &W::findings)
        .column("worst_severity", &W::worst_severity)
        .column("created_by", &W::created_by)
        .column("version", &W::version)
        .column("created_at", &W::created_at)
        .column("updated_at", &W::updated_at);
  }();
  return made;
}

namespace kpa::wheel_specifications {
namespace {

const std::string answered = db::column_list<WheelSpecification>();
const std::string content_columns = db::column_list<Content>();
const std::size_t content_size = db::columns<Content>().slots().size();
const std::string content_values = db::placeholders(1, content_size);

/// `$n` for the value that is `offset` places behind the content.
std::string behind_content(std::size_t offset) { return "$" + std::to_string(content_size + offset); }

const db::Change<WheelSpecification(Content, events::Origin, RawJson)> insert_form{
    "wheel_specification_insert",
    events::sql_of({.entity_type = entity_type,
                    .change = "INSERT INTO wheel_specifications (" + content_columns +
                              ", created_by) VALUES (" + content_values + ", " + behind_content(1) +
                              ") ON CONFLICT (form_number) DO NOTHING",
                    .origin = content_size + 1,
                    .action = "'created'",
                    .after = behind_content(4),
                    .answered = answered})};

const db::Query<WheelSpecification(std::int64_t)> form_by_id{
    "wheel_specification_by_id", "SELECT " + answered + " FROM wheel_specifications WHERE id = $1"};

const db::Change<WheelSpecification(std::int64_t)> form_for_update{
    "wheel_specification_for_update",
    "SELECT " + answered + " FROM wheel_specifications WHERE id = $1 FOR UPDATE"};

const db::Change<WheelSpecification(Content, events::Origin, std::int64_t, RawJson, RawJson)> update_form{
    "wheel_specification_update",
    events::sql_of({.entity_type = entity_type,
                    .change = "UPDATE wheel_specifications SET (" + content_columns +
                              ", version, updated_at) = (" + content_values +
                              ", version + 1, now()) WHERE id = " + behind_content(4),
                    .origin = content_size + 1,
                    .action = "'updated'",
                    .before = behind_content(5),
                    .after = behind_content(6),
                    .answered = answered})};

const db::Change<WheelSpecification(std::int64_t, review::Status, events::Origin, std::string,
                                    review::Status)>
    change_status{
        "wheel_specification_set_status",
        events::sql_of(
            {.entity_type = entity_type,
             .change =
                 "UPDATE wheel_specifications SET status = $2, version = version + 1, updated_at = now()"
                 " WHERE id = $1",
             .origin = 3,
             .action = "$6",
             .before = "jsonb_build_object('status', $7::text)",
             .after = "jsonb_build_object('status', $2)",
             .answered = answered})};

const db::List<WheelSpecification> forms{"wheel_specifications",
                                         answered,
                                         "wheel_specifications",
                                         {{"form_number", "form_number ILIKE ?"},
                                          {"submitted_by", "submitted_by = ?"},
                                          {"submitted_date", "submitted_date = ?"},
                                          {"submitted_date_from", "submitted_date >= ?"},
                                          {"submitted_date_to", "submitted_date <= ?"},
                                          {"status", "status = ?"},
                                          {"created_after", "created_at > ?"},
                                          {"created_before", "created_at < ?"},
                                          {"has_findings", "(worst_severity > 1) = ?"}},
                                         {{"created_at", "created_at", "timestamptz"},
                                          {"submitted_date", "submitted_date", "date"},
                                          {"form_number", "form_number", "text"}}};

}  // namespace

Task<std::optional<WheelSpecification>> insert(db::Queries& unit, Content content, RawJson after,
                                               events::Origin origin) {
  return unit.first(insert_form, std::move(content), std::move(origin), std::move(after));
}

Task<std::optional<WheelSpecification>> find(db::Queries& database, std::int64_t id) {
  return database.first(form_by_id, id);
}

Task<std::optional<WheelSpecification>> find_for_update(db::Queries& unit, std::int64_t id) {
  return unit.first(form_for_update, id);
}

Task<std::optional<WheelSpecification>> update(db::Queries& unit, std::int64_t id, Content content,
                                               RawJson before, RawJson after, events::Origin origin) {
  // Asking first whether the number is free would leave a gap for two who ask at once.
  try {
    co_return co_await unit.first(update_form, std::move(content), std::move(origin), id, std::move(before),
                                  std::move(after));
  } catch (const db::Error& error) {
    if (error.constraint != "idx_wheel_spec_form_number") throw;
    co_return std::nullopt;
  }
}

Task<WheelSpecification> set_status(db::Queries& unit, std::int64_t id, review::Status from,
                                    review::Status to, std::string action, events::Origin origin) {
  auto form = co_await unit.first(change_status, id, to, std::move(origin), std::move(action), from);
  co_return std::move(form).value();
}

Task<db::Listed<WheelSpecification>> list(db::Queries& database, db::Selection selection) {
  return forms.fetch(database, std::move(selection));
}

}  // namespace kpa::wheel_specifications
