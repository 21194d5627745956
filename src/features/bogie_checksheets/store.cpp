#include "features/bogie_checksheets/store.hpp"

#include <stdexcept>
#include <utility>

#include "core/schema/spelling.hpp"

namespace kpa::bogie_checksheets {
namespace {

using Written = WrittenBogieChecksheet;

/// The column of a component's condition: its JSON name in snake_case.
std::string condition_column(const ComponentInfo& info) { return schema::snake_case(info.wire); }

std::optional<std::string> text_of(const std::optional<Condition>& condition) {
  if (!condition) return std::nullopt;
  return std::string(condition->name());
}

Condition stored_condition(Section section, const std::string& text) {
  if (const auto condition = parse_condition(section, text)) return *condition;
  throw std::runtime_error("the database holds a condition that this version does not know: " + text);
}

/// Adds the columns of a bogie's details; `at` returns the reference to a member in the row.
template <class Row>
void add_details(db::Columns<Row>& all, UnderstoodBogieDetails Row::* details) {
  const auto at = [details](auto member) {
    return [details, member](Row& row) -> auto& { return (row.*details).*member; };
  };
  each_detail([&](const char* name, auto member, const auto&...) {
    std::move(all).column(schema::snake_case(name), at(member));
  });
  using D = UnderstoodBogieDetails;
  std::move(all)
      .column("maker", at(&D::maker))
      .column("year_built", at(&D::year_built))
      .column("incoming_division", at(&D::incoming_division))
      .column("incoming_date", at(&D::incoming_date));
}

}  // namespace
}  // namespace kpa::bogie_checksheets

template <>
const kpa::db::Columns<kpa::bogie_checksheets::WrittenBogieChecksheet>& kpa::db::columns() {
  using namespace bogie_checksheets;
  static const auto made = [] {
    auto all = maintenance_forms::written_columns<Written>(header);
    add_details(all, &Written::details);
    for (std::size_t place = 0; place < all_components().size(); ++place)
      std::move(all).written(condition_column(all_components()[place]),
                             [place](const Written& form) { return text_of(form.conditions[place]); });
    return all;
  }();
  return made;
}

template <>
const kpa::db::Columns<kpa::bogie_checksheets::BogieChecksheet>& kpa::db::columns() {
  using namespace bogie_checksheets;
  using B = BogieChecksheet;
  static const auto made = [] {
    auto all = maintenance_forms::stored_columns<B>(header);
    add_details(all, &B::bogie_details);
    for (std::size_t place = 0; place < all_components().size(); ++place) {
      const ComponentInfo& info = all_components()[place];
      std::move(all).read_by(
          condition_column(info), [&info, place](B& form, std::optional<std::string> text) {
            auto& section = info.section == Section::bogie ? form.bogie_checksheet.conditions
                                                           : form.bmbc_checksheet.conditions;
            if (text) section[place] = stored_condition(info.section, *text);
          });
    }
    return all;
  }();
  return made;
}

namespace kpa::bogie_checksheets {
namespace {

const std::string seen = identity::seen_by("inspection_by", "$2", "$3");

/// SQL of what was filled in, as the API has it.
std::string filled_in() {
  std::string details, bogie, bmbc;
  const auto add = [](std::string& to, std::string_view name, const std::string& column) {
    to.append(to.empty() ? "'" : ", '").append(name).append("', ").append(column);
  };
  each_detail([&](const char* name, auto, const auto&...) { add(details, name, schema::snake_case(name)); });
  for (const ComponentInfo& info : all_components())
    add(info.section == Section::bogie ? bogie : bmbc, info.wire, condition_column(info));
  return "jsonb_build_object('inspectionDate', inspection_date, 'bogieDetails', jsonb_build_object(" +
         details + "), 'bogieChecksheet', jsonb_build_object(" + bogie +
         "), 'bmbcChecksheet', jsonb_build_object(" + bmbc + "))";
}

/// Inserts columns into SQL: `{answered}` and `{written}` as defined above; `{$7…}` are the written values,
/// of which the second is the inspector.
std::string sql(std::string_view text) { return db::with_columns<BogieChecksheet, Written>(text); }

}  // namespace

const records::Kind kind{{.name = record_name,
                          .singular = "bogie checksheet",
                          .tag = "Bogie checksheets",
                          .operation = "BogieChecksheet",
                          .path = "/api/forms/bogie-checksheets",
                          .older_path = "/api/forms/bogie-checksheet",
                          .view = &maintenance_forms::permissions::view_forms,
                          .table = "bogie_checksheets",
                          .title = "form_number",
                          .seen = seen,
                          .review = records::ReviewFacts{.inspector = "inspection_by",
                                                         .subject = "bogie_no",
                                                         .subject_key = "folded(bogie_no)",
                                                         .content = filled_in(),
                                                         .timing = "device_times"}}};

const maintenance_forms::Statements<BogieChecksheet, Written> statements{
    // The depot is that of the inspector, who did the work there.
    .insert = {"bogie_checksheet_insert", sql(R"(
        WITH record AS (
            INSERT INTO bogie_checksheets (created_by, depot_id, uuid, sent_digest, {written})
            VALUES ($1, (SELECT users.depot_id FROM users WHERE users.id = $8), $5, $6, {$7…})
            ON CONFLICT DO NOTHING
            RETURNING *)
        SELECT {answered} FROM record, LATERAL append_event(
            $1, 'bogie_checksheet', record.id, record.version, 'created', NULL, $4, $2, $3))")},
    .by_uuid = {"bogie_checksheet_by_uuid",
                sql("SELECT {answered} FROM bogie_checksheets WHERE created_by = $1 AND uuid = $4 AND ") +
                    seen},
    .was_sent_so = {"bogie_checksheet_was_sent_so",
                    "SELECT sent_digest = $3 FROM bogie_checksheets WHERE created_by = $1 AND uuid = $2"},
    .by_id = {"bogie_checksheet_by_id",
              sql("SELECT {answered} FROM bogie_checksheets WHERE id = $1 AND ") + seen},
    .for_update = {"bogie_checksheet_for_update",
                   sql("SELECT {answered} FROM bogie_checksheets WHERE id = $1 AND ") + seen + " FOR UPDATE"},
    // A change of inspector also changes the depot.
    .update = {"bogie_checksheet_update", sql(R"(
        WITH record AS (
            UPDATE bogie_checksheets SET (version, updated_at, depot_id, {written}) = (
                version + 1, now(),
                CASE WHEN inspection_by = $8 THEN depot_id
                     ELSE (SELECT users.depot_id FROM users WHERE users.id = $8) END,
                {$7…})
            WHERE id = $4
            RETURNING *)
        SELECT {answered} FROM record, LATERAL append_event(
            $1, 'bogie_checksheet', record.id, record.version, 'updated', $5, $6, $2, $3))")},
    .any_of = {"bogie_checksheet_any_of",
               "SELECT true FROM bogie_checksheets WHERE inspection_by = $1 AND " + seen + " LIMIT 1"},
    .list = {"bogie_checksheets", sql("{answered}"), "bogie_checksheets",
             maintenance_forms::filters(header, {{"bogie_no", "folded(bogie_no) = folded(?)"}}),
             maintenance_forms::sorts(header)},
    // By the id in a way that no index has: those of the person's own few forms are looked up and sorted.
    .own = {"bogie_checksheet_own", sql("SELECT {answered} FROM bogie_checksheets WHERE ") +
                                        maintenance_forms::own(header) + " AND id > $4 AND " + seen +
                                        " ORDER BY id + 0 LIMIT $5"},
    .own_among = {"bogie_checksheet_own_among",
                  sql("SELECT {answered} FROM bogie_checksheets WHERE id = ANY ($4) AND ") +
                      maintenance_forms::own(header) + " AND " + seen},
    .numbers = "idx_bogie_form_number"};

}  // namespace kpa::bogie_checksheets
