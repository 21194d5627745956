#include "features/wheel_specifications/store.hpp"

#include "core/schema/spelling.hpp"

namespace kpa::wheel_specifications {
namespace {

using Written = WrittenWheelSpecification;

/// The column of a measurement's text: its JSON name in snake_case.
std::string text_column(std::size_t field) { return schema::snake_case(all_fields()[field].wire); }

std::optional<std::int64_t> micrometres(const std::optional<Measurement>& measurement,
                                        std::optional<Micrometres> Measurement::* size) {
  if (!measurement || !((*measurement).*size)) return std::nullopt;
  return ((*measurement).*size)->count;
}

/// Encoded as JSON at once, because the measurements of a stored form are only answered.
Encoded<Fields> answered_fields(const db::Cells& texts) {
  constexpr std::size_t usual = 640;
  std::string json;
  json.reserve(usual);
  const auto& members = schema::describe<Fields>().fields();
  for (std::size_t field = 0; field < members.size(); ++field) {
    json.append(1, field == 0 ? '{' : ',').append(members[field]->quoted());
    if (const db::Cell text = texts[field]; text.null)
      json += "null";
    else
      schema::write_string(text.text, json);
  }
  json += '}';
  return {std::move(json)};
}

}  // namespace
}  // namespace kpa::wheel_specifications

template <>
const kpa::db::Columns<kpa::wheel_specifications::WrittenWheelSpecification>& kpa::db::columns() {
  using namespace wheel_specifications;
  static const auto made = [] {
    auto all = maintenance_forms::written_columns<Written>(header)
                   .column("wheel_no", &Written::wheel_no)
                   .column("stock_type", &Written::stock_type)
                   .column("rule_set_version", &Written::rule_set_version);
    for (std::size_t field = 0; field < all_fields().size(); ++field) {
      const std::string name = text_column(field);
      const auto size = [field](std::optional<Micrometres> Measurement::* which) {
        return [field, which](const Written& form) { return micrometres(form.measurements[field], which); };
      };
      std::move(all)
          .written(name,
                   [field](const Written& form) -> std::optional<std::string> {
                     const auto& measurement = form.measurements[field];
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
    std::vector<std::string> texts;
    for (std::size_t field = 0; field < all_fields().size(); ++field) texts.push_back(text_column(field));
    return maintenance_forms::stored_columns<W>(header)
        .column("wheel_no", &W::wheel_no)
        .column("stock_type", &W::stock_type)
        .column("rule_set_version", &W::rule_set_version)
        .read_together(texts, [](W& form, const db::Cells& cells) { form.fields = answered_fields(cells); });
  }();
  return made;
}

namespace kpa::wheel_specifications {
namespace {

const std::string seen = identity::seen_by("submitted_by", "$2", "$3");

/// SQL of what was filled in, as the API has it.
std::string filled_in() {
  std::string fields;
  for (std::size_t field = 0; field < all_fields().size(); ++field)
    fields.append(fields.empty() ? "" : ", ")
        .append("'")
        .append(all_fields()[field].wire)
        .append("', ")
        .append(text_column(field));
  return "jsonb_build_object('submittedDate', submitted_date, 'wheelNo', wheel_no, 'stockType', stock_type, 'fields', "
         "jsonb_build_object(" +
         fields + "))";
}

/// Inserts columns into SQL: `{answered}` and `{written}` as defined above; `{$7…}` are the written values,
/// of which the second is the inspector.
std::string sql(std::string_view text) { return db::with_columns<WheelSpecification, Written>(text); }

}  // namespace

const records::Kind kind{{.name = record_name,
                          .singular = "wheel specification",
                          .tag = "Wheel specifications",
                          .operation = "WheelSpecification",
                          .path = "/api/forms/wheel-specifications",
                          .view = &maintenance_forms::permissions::view_forms,
                          .table = "wheel_specifications",
                          .title = "form_number",
                          .seen = seen,
                          .review = records::ReviewFacts{.inspector = "submitted_by",
                                                         .subject = "wheel_no",
                                                         .subject_key = "folded(wheel_no)",
                                                         .content = filled_in(),
                                                         .timing = "device_times"}}};

const maintenance_forms::Statements<WheelSpecification, Written> statements{
    // The depot is that of the inspector, who did the work there.
    .insert = {"wheel_specification_insert", sql(R"(
        WITH record AS (
            INSERT INTO wheel_specifications (created_by, depot_id, uuid, sent_digest, {written})
            VALUES ($1, (SELECT users.depot_id FROM users WHERE users.id = $8), $5, $6, {$7…})
            ON CONFLICT DO NOTHING
            RETURNING *)
        SELECT {answered} FROM record, LATERAL append_event(
            $1, 'wheel_specification', record.id, record.version, 'created', NULL, $4, $2, $3))")},
    .by_uuid = {"wheel_specification_by_uuid",
                sql("SELECT {answered} FROM wheel_specifications WHERE created_by = $1 AND uuid = $4 AND ") +
                    seen},
    .was_sent_so = {"wheel_specification_was_sent_so",
                    "SELECT sent_digest = $3 FROM wheel_specifications WHERE created_by = $1 AND uuid = $2"},
    .by_id = {"wheel_specification_by_id",
              sql("SELECT {answered} FROM wheel_specifications WHERE id = $1 AND ") + seen},
    .for_update = {"wheel_specification_for_update",
                   sql("SELECT {answered} FROM wheel_specifications WHERE id = $1 AND ") + seen +
                       " FOR UPDATE"},
    // A change of inspector also changes the depot.
    .update = {"wheel_specification_update", sql(R"(
        WITH record AS (
            UPDATE wheel_specifications SET (version, updated_at, depot_id, {written}) = (
                version + 1, now(),
                CASE WHEN submitted_by = $8 THEN depot_id
                     ELSE (SELECT users.depot_id FROM users WHERE users.id = $8) END,
                {$7…})
            WHERE id = $4
            RETURNING *)
        SELECT {answered} FROM record, LATERAL append_event(
            $1, 'wheel_specification', record.id, record.version, 'updated', $5, $6, $2, $3))")},
    .any_of = {"wheel_specification_any_of",
               "SELECT true FROM wheel_specifications WHERE submitted_by = $1 AND " + seen + " LIMIT 1"},
    .list = {"wheel_specifications", sql("{answered}"), "wheel_specifications",
             maintenance_forms::filters(header, {{"wheel_no", "folded(wheel_no) = folded(?)"}}),
             maintenance_forms::sorts(header)},
    // By the id in a way that no index has: those of the person's own few forms are looked up and sorted.
    .own = {"wheel_specification_own", sql("SELECT {answered} FROM wheel_specifications WHERE ") +
                                           maintenance_forms::own(header) + " AND id > $4 AND " + seen +
                                           " ORDER BY id + 0 LIMIT $5"},
    .own_among = {"wheel_specification_own_among",
                  sql("SELECT {answered} FROM wheel_specifications WHERE id = ANY ($4) AND ") +
                      maintenance_forms::own(header) + " AND " + seen},
    .numbers = "idx_wheel_spec_form_number"};

}  // namespace kpa::wheel_specifications
