#include "features/bogie_checksheets/store.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace kpa::bogie_checksheets {
namespace {

/// The columns of the conditions, in the order of the components.
constexpr std::array<std::string_view, component_count> condition_columns = {
    "bogie_frame_condition", "bolster",          "bolster_suspension_bracket",
    "lower_spring_seat",     "axle_guide",       "axle_guide_assembly",
    "protective_tubes",      "anchor_links",     "side_bearer",
    "cylinder_body",         "piston_trunnion",  "adjusting_tube",
    "plunger_spring",        "tee_bolt_hex_nut", "pawl_and_pawl_spring",
    "dust_excluder",
};

std::optional<std::string> text_of(const std::optional<Condition>& condition) {
  if (!condition) return std::nullopt;
  return std::string(condition->name);
}

Condition stored_condition(Section section, const std::string& text) {
  if (const auto condition = parse_condition(section, text)) return *condition;
  throw std::runtime_error("the database holds a condition that this version does not know: " + text);
}

/// Adds the columns of a bogie's details; `at` gives the place of the member in the row.
template <class Row>
void add_details(db::Columns<Row>& all, UnderstoodBogieDetails Row::* details) {
  const auto at = [details](auto member) {
    return [details, member](Row& row) -> auto& { return (row.*details).*member; };
  };
  using D = UnderstoodBogieDetails;
  std::move(all)
      .column("bogie_no", at(&D::bogie_no))
      .column("maker_year_built", at(&D::maker_year_built))
      .column("maker", at(&D::maker))
      .column("year_built", at(&D::year_built))
      .column("incoming_div_and_date", at(&D::incoming_div_and_date))
      .column("incoming_division", at(&D::incoming_division))
      .column("incoming_date", at(&D::incoming_date))
      .column("deficit_components", at(&D::deficit_components))
      .column("date_of_ioh", at(&D::date_of_ioh));
}

}  // namespace
}  // namespace kpa::bogie_checksheets

template <>
const kpa::db::Columns<kpa::bogie_checksheets::Content>& kpa::db::columns() {
  using namespace bogie_checksheets;
  static const auto made = [] {
    auto all = Columns<Content>()
                   .column("form_number", &Content::form_number)
                   .column("inspection_by", &Content::inspection_by)
                   .column("inspection_date", &Content::inspection_date);
    add_details(all, &Content::details);
    for (std::size_t component = 0; component < component_count; ++component)
      std::move(all).written(std::string(condition_columns[component]), [component](const Content& content) {
        return text_of(content.conditions[component]);
      });
    return std::move(all)
        .column("findings", &Content::findings)
        .column("worst_severity", &Content::worst_severity);
  }();
  return made;
}

template <>
const kpa::db::Columns<kpa::bogie_checksheets::BogieChecksheet>& kpa::db::columns() {
  using namespace bogie_checksheets;
  using B = BogieChecksheet;
  static const auto made = [] {
    auto all = Columns<B>()
                   .column("id", &B::id)
                   .column("form_number", &B::form_number)
                   .column("inspection_by", &B::inspection_by)
                   .column("inspection_date", &B::inspection_date)
                   .column("status", &B::status);
    add_details(all, &B::bogie_details);
    for (const ComponentInfo& info : all_components())
      std::move(all).read_by(std::string(condition_columns[index(info.component)]),
                             [&info](B& form, std::optional<std::string> text) {
                               auto& section = info.section == Section::bogie
                                                   ? form.bogie_checksheet.conditions
                                                   : form.bmbc_checksheet.conditions;
                               if (text)
                                 section[index(info.component)] = stored_condition(info.section, *text);
                             });
    return std::move(all)
        .column("findings", &B::findings)
        .column("worst_severity", &B::worst_severity)
        .column("created_by", &B::created_by)
        .column("version", &B::version)
        .column("created_at", &B::created_at)
        .column("updated_at", &B::updated_at);
  }();
  return made;
}

namespace kpa::bogie_checksheets {
namespace {

const std::string answered = db::column_list<BogieChecksheet>();
const std::string content_columns = db::column_list<Content>();
const std::size_t content_size = db::columns<Content>().slots().size();
const std::string content_values = db::placeholders(1, content_size);

/// `$n` for the value that is `offset` places behind the content.
std::string behind_content(std::size_t offset) { return "$" + std::to_string(content_size + offset); }

const db::Change<BogieChecksheet(Content, events::Origin, RawJson)> insert_form{
    "bogie_checksheet_insert",
    events::sql_of({.entity_type = entity_type,
                    .change = "INSERT INTO bogie_checksheets (" + content_columns + ", created_by) VALUES (" +
                              content_values + ", " + behind_content(1) +
                              ") ON CONFLICT (form_number) DO NOTHING",
                    .origin = content_size + 1,
                    .action = "'created'",
                    .after = behind_content(4),
                    .answered = answered})};

const db::Query<BogieChecksheet(std::int64_t)> form_by_id{
    "bogie_checksheet_by_id", "SELECT " + answered + " FROM bogie_checksheets WHERE id = $1"};

const db::Change<BogieChecksheet(std::int64_t)> form_for_update{
    "bogie_checksheet_for_update", "SELECT " + answered + " FROM bogie_checksheets WHERE id = $1 FOR UPDATE"};

const db::Change<BogieChecksheet(Content, events::Origin, std::int64_t, RawJson, RawJson)> update_form{
    "bogie_checksheet_update",
    events::sql_of({.entity_type = entity_type,
                    .change = "UPDATE bogie_checksheets SET (" + content_columns +
                              ", version, updated_at) = (" + content_values +
                              ", version + 1, now()) WHERE id = " + behind_content(4),
                    .origin = content_size + 1,
                    .action = "'updated'",
                    .before = behind_content(5),
                    .after = behind_content(6),
                    .answered = answered})};

const db::Change<BogieChecksheet(std::int64_t, review::Status, events::Origin, std::string, review::Status)>
    change_status{
        "bogie_checksheet_set_status",
        events::sql_of(
            {.entity_type = entity_type,
             .change = "UPDATE bogie_checksheets SET status = $2, version = version + 1, updated_at = now()"
                       " WHERE id = $1",
             .origin = 3,
             .action = "$6",
             .before = "jsonb_build_object('status', $7::text)",
             .after = "jsonb_build_object('status', $2)",
             .answered = answered})};

const db::List<BogieChecksheet> forms{"bogie_checksheets",
                                      answered,
                                      "bogie_checksheets",
                                      {{"form_number", "form_number ILIKE ?"},
                                       {"inspection_by", "inspection_by = ?"},
                                       {"inspection_date", "inspection_date = ?"},
                                       {"inspection_date_from", "inspection_date >= ?"},
                                       {"inspection_date_to", "inspection_date <= ?"},
                                       {"status", "status = ?"},
                                       {"bogie_no", "lower(bogie_no) = lower(?)"},
                                       {"created_after", "created_at > ?"},
                                       {"created_before", "created_at < ?"},
                                       {"has_findings", "(worst_severity > 2) = ?"}},
                                      {{"created_at", "created_at", "timestamptz"},
                                       {"inspection_date", "inspection_date", "date"},
                                       {"form_number", "form_number", "text"}}};

}  // namespace

Task<std::optional<BogieChecksheet>> insert(db::Queries& unit, Content content, RawJson after,
                                            events::Origin origin) {
  return unit.first(insert_form, std::move(content), std::move(origin), std::move(after));
}

Task<std::optional<BogieChecksheet>> find(db::Queries& database, std::int64_t id) {
  return database.first(form_by_id, id);
}

Task<std::optional<BogieChecksheet>> find_for_update(db::Queries& unit, std::int64_t id) {
  return unit.first(form_for_update, id);
}

Task<std::optional<BogieChecksheet>> update(db::Queries& unit, std::int64_t id, Content content,
                                            RawJson before, RawJson after, events::Origin origin) {
  // Asking first whether the number is free would leave a gap for two who ask at once.
  try {
    co_return co_await unit.first(update_form, std::move(content), std::move(origin), id, std::move(before),
                                  std::move(after));
  } catch (const db::Error& error) {
    if (error.constraint != "idx_bogie_form_number") throw;
    co_return std::nullopt;
  }
}

Task<BogieChecksheet> set_status(db::Queries& unit, std::int64_t id, review::Status from, review::Status to,
                                 std::string action, events::Origin origin) {
  auto form = co_await unit.first(change_status, id, to, std::move(origin), std::move(action), from);
  co_return std::move(form).value();
}

Task<db::Listed<BogieChecksheet>> list(db::Queries& database, db::Selection selection) {
  return forms.fetch(database, std::move(selection));
}

}  // namespace kpa::bogie_checksheets
