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

/// A comma-separated list of the columns of T.
template <class T>
std::string column_list() {
  std::string list;
  for (const auto& slot : db::columns<T>().slots()) list.append(list.empty() ? "" : ", ").append(slot.name);
  return list;
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

const std::string answered = column_list<BogieChecksheet>();
const std::string content_columns = column_list<Content>();
const std::size_t content_size = db::columns<Content>().slots().size();
const std::string content_values = db::placeholders(1, content_size);

/// `$n` for the value that is `offset` places behind the content.
std::string behind_content(std::size_t offset) { return "$" + std::to_string(content_size + offset); }

/// The values of an event, as SQL.
struct EventValues {
  std::string actor, action, before, after, request_id, client_address;
};

/// A statement that changes one checksheet, appends the event and gives the checksheet.
std::string with_event(const std::string& change, const EventValues& event) {
  return "WITH form AS (" + change + " RETURNING *) SELECT " + answered +
         " FROM form, LATERAL append_event(" + event.actor + ", 'bogie_checksheet', form.id, form.version, " +
         event.action + ", " + event.before + ", " + event.after + ", " + event.request_id + ", " +
         event.client_address + ")";
}

const db::Change<BogieChecksheet(Content, RawJson, events::Origin)> insert_form{
    "bogie_checksheet_insert",
    with_event("INSERT INTO bogie_checksheets (" + content_columns + ", created_by) VALUES (" +
                   content_values + ", " + behind_content(2) + ") ON CONFLICT (form_number) DO NOTHING",
               {.actor = behind_content(2),
                .action = "'created'",
                .before = "NULL",
                .after = behind_content(1),
                .request_id = behind_content(3),
                .client_address = behind_content(4)})};

const db::Query<BogieChecksheet(std::int64_t)> form_by_id{
    "bogie_checksheet_by_id", "SELECT " + answered + " FROM bogie_checksheets WHERE id = $1"};

const db::Change<BogieChecksheet(std::int64_t)> form_for_update{
    "bogie_checksheet_for_update", "SELECT " + answered + " FROM bogie_checksheets WHERE id = $1 FOR UPDATE"};

const db::Change<BogieChecksheet(Content, RawJson, events::Origin, std::int64_t, RawJson)> update_form{
    "bogie_checksheet_update",
    with_event("UPDATE bogie_checksheets SET (" + content_columns + ", version, updated_at) = (" +
                   content_values + ", version + 1, now()) WHERE id = " + behind_content(5),
               {.actor = behind_content(2),
                .action = "'updated'",
                .before = behind_content(6),
                .after = behind_content(1),
                .request_id = behind_content(3),
                .client_address = behind_content(4)})};

const db::Change<BogieChecksheet(std::int64_t, review::Status, std::string, events::Origin)> change_status{
    "bogie_checksheet_set_status",
    with_event(
        "UPDATE bogie_checksheets SET status = $2, version = version + 1, updated_at = now() WHERE id = $1",
        {.actor = "$4",
         .action = "$3",
         .before = "NULL",
         .after = "jsonb_build_object('status', $2)",
         .request_id = "$5",
         .client_address = "$6"})};

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
  co_return co_await unit.first(insert_form, std::move(content), std::move(after), std::move(origin));
}

Task<std::optional<BogieChecksheet>> find(db::Queries& database, std::int64_t id) {
  co_return co_await database.first(form_by_id, id);
}

Task<std::optional<BogieChecksheet>> find_for_update(db::Queries& unit, std::int64_t id) {
  co_return co_await unit.first(form_for_update, id);
}

Task<std::optional<BogieChecksheet>> update(db::Queries& unit, std::int64_t id, Content content,
                                            RawJson before, RawJson after, events::Origin origin) {
  // Asking first whether the number is free would leave a gap for two who ask at once.
  try {
    co_return co_await unit.first(update_form, std::move(content), std::move(after), std::move(origin), id,
                                  std::move(before));
  } catch (const db::Error& error) {
    if (error.constraint != "idx_bogie_form_number") throw;
    co_return std::nullopt;
  }
}

Task<BogieChecksheet> set_status(db::Queries& unit, std::int64_t id, review::Status status,
                                 std::string action, events::Origin origin) {
  auto form = co_await unit.first(change_status, id, status, std::move(action), std::move(origin));
  co_return std::move(form).value();
}

Task<db::Listed<BogieChecksheet>> list(db::Queries& database, db::Selection selection) {
  co_return co_await forms.fetch(database, std::move(selection));
}

}  // namespace kpa::bogie_checksheets
