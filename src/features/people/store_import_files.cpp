#include "features/people/store_import_files.hpp"

#include <utility>

#include "core/schema/codec.hpp"
#include "core/schema/object.hpp"
#include "features/people/ranks.hpp"
#include "features/people/store_imports.hpp"
#include "features/people/wire_details.hpp"

template <>
const kpa::db::Columns<kpa::people::store::ReadFile>& kpa::db::columns() {
  using F = people::store::ReadFile;
  static const auto made = Columns<F>().column("rows", &F::rows).column("problem_count", &F::problem_count);
  return made;
}

template <>
const kpa::db::Columns<kpa::people::store::Objection>& kpa::db::columns() {
  using O = people::store::Objection;
  static const auto made = Columns<O>()
                               .column("row_number", &O::row)
                               .column("kind", &O::kind)
                               .column("other", &O::other)
                               .column("total", &O::total);
  return made;
}

template <>
const kpa::db::Columns<kpa::people::store::Report>& kpa::db::columns() {
  using R = people::store::Report;
  static const auto made = Columns<R>().column("place", &R::place).column("manager_place", &R::manager_place);
  return made;
}

namespace kpa::people::store {
namespace {

using Places = std::vector<std::int64_t>;

/// Rows whose names are looked up by one statement, so that it keeps within its time limit.
constexpr std::int64_t resolved_at_once = 20'000;

const db::Change<std::int64_t(std::int64_t)> add_empty_file{
    "user_import_files_begin",
    "INSERT INTO user_import_files (rows) SELECT 0 WHERE (SELECT count(*) FROM user_imports "
    "WHERE created_by = $1 AND finished_at IS NULL) < " +
        std::to_string(most_unfinished) + " RETURNING id"};

const db::Change<void(std::int64_t, std::int64_t, RawJson)> add_rows_to_file{
    "user_import_files_add_rows",
    R"(WITH touched AS (UPDATE user_import_files SET updated_at = now() WHERE id = $1)
       INSERT INTO user_import_rows (file_id, place, row_number, person, phone_number, employee_id, manager, manager_phone,
                                     depot, ranks)
       SELECT $1, $2::bigint + ordinality - 1, (one ->> 'row')::bigint, one -> 'person', one ->> 'phone_number',
              one ->> 'employee_id', one ->> 'manager', one ->> 'manager_phone', one ->> 'depot',
              ARRAY(SELECT jsonb_array_elements_text(one -> 'ranks'))
       FROM jsonb_array_elements($3) WITH ORDINALITY AS rows (one, ordinality))"};

const db::Change<void(std::int64_t, std::int64_t, RawJson, std::int64_t)> end_whole_file{
    "user_import_files_end",
    "UPDATE user_import_files SET rows = $2, problems = $3, problem_count = $4, updated_at = now() WHERE id = $1"};

const db::Change<void(std::int64_t)> delete_file{
    "user_import_files_drop",
    "DELETE FROM user_import_files WHERE id = $1 AND NOT EXISTS (SELECT FROM user_imports WHERE file_id = $1)"};

const db::Change<void()> delete_lost_files{"user_import_files_forget_lost",
                                           R"(DELETE FROM user_import_files AS file
       WHERE updated_at < now() - interval '1 hour' AND NOT EXISTS (SELECT FROM user_imports WHERE file_id = file.id))"};

const db::Query<ReadFile(std::int64_t)> file_by_id{
    "user_import_files_read", "SELECT rows, problem_count FROM user_import_files WHERE id = $1"};

/// SQL: for each value of a column, the first row of the file with it.
std::string first_with(const std::string& column) {
  return "(SELECT DISTINCT ON (" + column + ") " + column +
         ", place FROM user_import_rows WHERE file_id = $1 AND " + column + " IS NOT NULL ORDER BY " +
         column + ", place)";
}
/// SQL: the id of a person whom the viewer may see.
std::string seen_with(const std::string& condition) {
  return "(SELECT id FROM users WHERE " + condition + " AND " + identity::seen_by("id", "$2", "$3") + ")";
}

const db::Change<void(std::int64_t, Viewer, std::int64_t, std::int64_t)> resolve_in_file{
    "user_import_files_resolve", R"(WITH named AS (
         SELECT given.place, depots.id AS depot_id,
                CASE WHEN by_id.place IS NOT NULL THEN by_id.place WHEN known_by_id.id IS NULL THEN by_phone.place END
                AS manager_place,
                CASE WHEN by_id.place IS NOT NULL THEN NULL WHEN known_by_id.id IS NOT NULL THEN known_by_id.id
                     WHEN by_phone.place IS NULL THEN known_by_phone.id END AS manager_id
         FROM user_import_rows AS given
         LEFT JOIN depots ON folded(depots.code) = folded(given.depot)
                             AND ($2::bigint IS NULL OR depots.id = ANY ((SELECT depots_seen_by($3))::bigint[]))
         LEFT JOIN )" + first_with("employee_key") +
                                     R"( AS by_id ON by_id.employee_key = given.manager_key
         LEFT JOIN )" + first_with("phone_number") +
                                     R"( AS by_phone ON by_phone.phone_number = given.manager_phone
         LEFT JOIN LATERAL )" + seen_with("folded(employee_id) = given.manager_key") +
                                     R"( AS known_by_id ON true
         LEFT JOIN LATERAL )" + seen_with("phone_number = given.manager_phone") +
                                     R"( AS known_by_phone ON true
         WHERE given.file_id = $1 AND given.place >= $4 AND given.place < $5 AND (given.depot IS NOT NULL OR given.manager IS NOT NULL))
       UPDATE user_import_rows AS given
       SET depot_id = named.depot_id, manager_place = named.manager_place, manager_id = named.manager_id
       FROM named WHERE given.file_id = $1 AND given.place = named.place)"};

/// SQL: rows whose value in a column occurs in an earlier row.
std::string repeated(const std::string& column, const std::string& kind) {
  return "SELECT row_number, '" + kind +
         "' AS kind, first AS other FROM (SELECT row_number, min(row_number) OVER (PARTITION BY " + column +
         ") AS first FROM given WHERE " + column + " IS NOT NULL) AS same WHERE row_number <> first";
}

const db::Query<Objection(std::int64_t, bool, bool)> objections_in_file{
    "user_import_files_objections",
    "WITH given AS (SELECT * FROM user_import_rows WHERE file_id = $1), found AS (" +
        repeated("phone_number", "same_phone_number") + " UNION ALL " +
        repeated("employee_key", "same_employee_id") +
        R"( UNION ALL SELECT row_number, 'phone_number_taken', NULL FROM given
              WHERE EXISTS (SELECT FROM users WHERE users.phone_number = given.phone_number)
         UNION ALL SELECT row_number, 'employee_id_taken', NULL FROM given
              WHERE EXISTS (SELECT FROM users WHERE folded(users.employee_id) = given.employee_key)
         UNION ALL SELECT row_number, 'unknown_depot', NULL FROM given
              WHERE depot_id IS NULL AND (depot IS NOT NULL OR $2)
         UNION ALL SELECT row_number, 'unknown_manager', NULL FROM given
              WHERE manager IS NOT NULL AND manager_place IS NULL AND manager_id IS NULL
         UNION ALL SELECT row_number, rank, NULL FROM given, unnest(ranks) AS rank WHERE NOT $3)
       SELECT row_number, kind, other, count(*) OVER () AS total FROM found ORDER BY row_number, kind LIMIT )" +
        std::to_string(most_told)};

const db::Query<Report(std::int64_t, std::int64_t)> reports_in_file{
    "user_import_files_reports",
    "SELECT place, manager_place FROM user_import_rows WHERE file_id = $1 AND place > $2 AND manager_place IS NOT NULL "
    "ORDER BY place LIMIT 10000"};

const db::Query<std::int64_t(std::int64_t, Places)> row_numbers_in_file{
    "user_import_files_row_numbers",
    "SELECT row_number FROM user_import_rows WHERE file_id = $1 AND place = ANY ($2) ORDER BY place"};

const db::Change<void(std::int64_t, Places)> give_ids_in_file{
    "user_import_files_give_ids",
    "UPDATE user_import_rows SET user_id = nextval(pg_get_serial_sequence('users', 'id')) "
    "WHERE file_id = $1 AND place = ANY ($2)"};

const std::string details_columns = db::column_list<Details>();

const db::Change<std::int64_t(std::int64_t, Places, Origin)> insert_from_file{
    "user_import_files_insert_people",
    R"(WITH given AS (
         SELECT report.user_id, report.person || jsonb_build_object('depot_id', report.depot_id,
                                   'manager_id', coalesce(manager.user_id, report.manager_id)) AS person
         FROM user_import_rows AS report
         LEFT JOIN user_import_rows AS manager ON manager.file_id = $1 AND manager.place = report.manager_place
         WHERE report.file_id = $1 AND report.place = ANY ($2)),
       fresh AS (
         INSERT INTO users (id, is_active, password_hash, )" +
        details_columns + R"()
         OVERRIDING SYSTEM VALUE SELECT user_id, is_active, ')" +
        std::string(identity::no_password) + "', " + details_columns + R"(
         FROM given, jsonb_populate_record(NULL::users, person)
         ON CONFLICT DO NOTHING RETURNING id, version)
       SELECT count(append_event($3, 'user', fresh.id, fresh.version, 'created', NULL, person, $4, $5))
       FROM fresh JOIN given ON given.user_id = fresh.id)"};

void append_text(std::string_view name, const std::optional<std::string>& value, std::string& out) {
  out.append(",\"").append(name).append("\":");
  if (value)
    schema::write_string(*value, out);
  else
    out += "null";
}

/// Names of the filled columns that only superusers may set.
std::string ranks_of(const FilePerson& person) {
  std::vector<std::string> ranks;
  for (auto& refused : refused_ranks(person)) ranks.push_back(std::move(refused.path));
  return schema::encode(ranks);
}

void append_row(const ImportRow& row, std::string& out) {
  out += out.empty() ? "[{" : ",{";
  out.append("\"row\":").append(std::to_string(row.row)).append(",\"person\":");
  const std::size_t begin = out.size();
  schema::Codec<Details>::write(row.person, out);
  out.replace(begin, 1, "{\"is_active\":" + schema::encode(row.person.is_active) + ',');
  if (!row.person.phone_number.empty()) append_text("phone_number", row.person.phone_number, out);
  append_text("employee_id", row.person.employee_id, out);
  append_text("manager", row.person.manager, out);
  append_text("manager_phone", row.manager_phone, out);
  append_text("depot", row.person.depot, out);
  out.append(",\"ranks\":").append(ranks_of(row.person)).append(1, '}');
}

}  // namespace

Task<std::optional<std::int64_t>> add_file(db::Queries& database, std::int64_t creator) {
  return database.first(add_empty_file, creator);
}

Task<void> add_rows(db::Queries& database, std::int64_t file, std::int64_t before,
                    const std::vector<ImportRow>& rows) {
  std::string rows_json;
  for (const ImportRow& row : rows) append_row(row, rows_json);
  if (rows_json.empty()) co_return;
  RawJson json{std::move(rows_json) + ']'};
  co_await database.run(add_rows_to_file, file, before, std::move(json));
}

Task<void> end_file(db::Queries& database, std::int64_t file, std::int64_t rows,
                    const std::vector<ImportProblem>& problems, std::int64_t problem_count) {
  RawJson json{schema::encode(problems)};
  co_await database.run(end_whole_file, file, rows, std::move(json), problem_count);
}

Task<void> drop_file(db::Queries& database, std::int64_t file) { co_await database.run(delete_file, file); }

Task<std::int64_t> forget_lost_files(db::Queries& unit) { co_return co_await unit.run(delete_lost_files); }

Task<ReadFile> file_of(db::Queries& unit, std::int64_t file) {
  const auto found = co_await unit.first(file_by_id, file);
  co_return found.value();
}

Task<void> resolve_names(db::Queries& unit, std::int64_t file, std::int64_t rows, Viewer viewer) {
  for (std::int64_t from = 0; from < rows; from += resolved_at_once)
    co_await unit.run(resolve_in_file, file, viewer, from, from + resolved_at_once);
}

Task<std::vector<Objection>> objections_to(db::Queries& unit, std::int64_t file, bool needs_depot,
                                           bool any_rank) {
  return unit.all(objections_in_file, file, needs_depot, any_rank);
}

Task<std::vector<Report>> reports_after(db::Queries& unit, std::int64_t file, std::int64_t place) {
  return unit.all(reports_in_file, file, place);
}

Task<std::vector<std::int64_t>> rows_at(db::Queries& unit, std::int64_t file, Places places) {
  return unit.all(row_numbers_in_file, file, std::move(places));
}

Task<std::int64_t> insert_people(db::Queries& unit, std::int64_t file, Places places, Origin origin) {
  co_await unit.run(give_ids_in_file, file, places);
  const auto stored = co_await unit.first(insert_from_file, file, std::move(places), std::move(origin));
  co_return stored.value();
}

}  // namespace kpa::people::store
