#include "features/people/store_imports.hpp"

#include <utility>

template <>
const kpa::db::Columns<kpa::people::Import>& kpa::db::columns() {
  using I = people::Import;
  static const auto made = Columns<I>()
                               .column("id", &I::id)
                               .column("status", &I::status)
                               .column("dry_run", &I::dry_run)
                               .column("created_by", &I::created_by)
                               .column("created_at", &I::created_at)
                               .column("finished_at", &I::finished_at)
                               .column("rows", &I::rows)
                               .column("rows_done", &I::rows_done)
                               .column("imported", &I::imported)
                               .column("problems", &I::problems)
                               .column("more_problems", &I::more_problems);
  return made;
}

template <>
const kpa::db::Columns<kpa::people::store::Unfinished>& kpa::db::columns() {
  using U = people::store::Unfinished;
  static const auto made =
      Columns<U>()
          .column("id", &U::id)
          .column("file", &U::file)
          .column("dry_run", &U::dry_run)
          .column("language", &U::language)
          .column("attempts", &U::attempts)
          .read_by("created_by", [](U& row, std::int64_t creator) { row.origin.actor_id = creator; })
          .column("request_id", [](auto& row) -> auto& { return row.origin.request_id; })
          .column("client_address", [](auto& row) -> auto& { return row.origin.client_address; });
  return made;
}

template <>
const kpa::db::Columns<kpa::people::store::Known>& kpa::db::columns() {
  using K = people::store::Known;
  static const auto made = Columns<K>()
                               .column("id", &K::id)
                               .column("phone_number", &K::phone_number)
                               .column("employee_id", &K::employee_id)
                               .column("seen", &K::seen);
  return made;
}

template <>
const kpa::db::Columns<kpa::people::store::NamedDepot>& kpa::db::columns() {
  using D = people::store::NamedDepot;
  static const auto made = Columns<D>().column("id", &D::id).column("code", &D::code);
  return made;
}

namespace kpa::people::store {
namespace {

using Texts = std::vector<std::string>;
using Ids = std::vector<std::int64_t>;

const std::string import_columns = db::column_list<Import>();

// The first number is the table's own. Two people who share the second only wait for each other.
const db::Change<void(std::int64_t)> lock_sender{
    "user_imports_lock", "SELECT pg_advisory_xact_lock('user_imports'::regclass::oid::int, hashint8($1))"};

const db::Change<Import(std::string, bool, i18n::Language, Origin)> insert_import{"user_imports_add",
                                                                                  R"(WITH added AS (
         INSERT INTO user_imports (file, dry_run, language, created_by, request_id, client_address)
         SELECT $1, $2, $3, $4, $5, $6
         WHERE (SELECT count(*) FROM user_imports WHERE created_by = $4 AND finished_at IS NULL) < )" +
                                                                                      std::to_string(
                                                                                          most_unfinished) +
                                                                                      R"( RETURNING *),
       noted AS (
         SELECT append_event(created_by, 'user_import', id, 1, 'import_accepted', NULL,
                             jsonb_build_object('dry_run', dry_run), request_id, client_address) FROM added)
       SELECT )" + import_columns + " FROM added, noted"};

const db::Query<Import(std::int64_t, std::optional<std::int64_t>)> import_by_id{
    "user_imports_by_id", "SELECT " + import_columns +
                              " FROM user_imports WHERE id = $1 AND ($2::bigint IS NULL OR created_by = $2)"};

const db::Query<bool()> any_unfinished{
    "user_imports_any_unfinished",
    "SELECT EXISTS (SELECT FROM user_imports WHERE finished_at IS NULL) AS waits"};

const db::Query<Unfinished()> oldest_unfinished{
    "user_imports_oldest_unfinished", "SELECT " + db::column_list<Unfinished>() +
                                          " FROM user_imports WHERE finished_at IS NULL ORDER BY id LIMIT 1"};

const db::Change<void(std::int64_t)> count_begun{
    "user_imports_begin",
    R"(UPDATE user_imports SET status = 'running', attempts = attempts + 1, rows_done = 0, updated_at = now()
       WHERE id = $1 AND finished_at IS NULL)"};

const db::Change<void(std::int64_t, std::int64_t, std::int64_t)> set_progress{
    "user_imports_progress",
    R"(UPDATE user_imports SET rows = $2, rows_done = $3, updated_at = now() WHERE id = $1 AND finished_at IS NULL)"};

const db::Change<std::int64_t(std::int64_t, ImportStatus, std::optional<std::int64_t>, std::int64_t, RawJson,
                              std::int64_t)>
    end_import{"user_imports_finish", R"(WITH finished AS (
         UPDATE user_imports SET status = $2, rows = $3::bigint, rows_done = coalesce($3::bigint, 0), imported = $4,
                problems = $5, more_problems = $6, file = NULL, finished_at = clock_timestamp(), updated_at = now()
         WHERE id = $1 AND finished_at IS NULL RETURNING *)
       SELECT append_event(created_by, 'user_import', id, 2, 'import_finished', NULL,
                           jsonb_build_object('dry_run', dry_run, 'status', status, 'rows', rows, 'imported', imported),
                           request_id, client_address)
       FROM finished)"};

const db::Change<void()> delete_old_imports{
    "user_imports_forget_old", "DELETE FROM user_imports WHERE finished_at < now() - interval '30 days'"};

const std::string standing_of_user =
    "SELECT " + identity::standing_columns("users") + " FROM users WHERE id = $1";

const db::Query<identity::Standing(std::int64_t)> standing{"people_standing", standing_of_user};

const db::Change<identity::Standing(std::int64_t)> lasting_standing{"people_lasting_standing",
                                                                    standing_of_user + " FOR SHARE"};

/// SQL: any of the list of texts that `placeholder` stands for, however they are spelled.
std::string any_folded(const std::string& placeholder) {
  return "ANY (ARRAY(SELECT folded(written) FROM unnest(" + placeholder + "::text[]) AS written))";
}

const std::string known_columns = "SELECT id, phone_number, employee_id, " +
                                  identity::seen_by("id", "$3", "$4") + " AS seen FROM users WHERE ";

const db::Query<Known(Texts, Texts, Viewer)> known{
    "people_known", known_columns + "phone_number = ANY ($1) OR folded(employee_id) = " + any_folded("$2")};

const db::Query<Known(Ids, Viewer)> known_by_id{
    "people_known_by_id", "SELECT id, phone_number, employee_id, " + identity::seen_by("id", "$2", "$3") +
                              " AS seen FROM users WHERE id = ANY ($1)"};

const db::Query<NamedDepot(Texts, Viewer)> depots_by_code{
    "people_depots_by_code", "SELECT id, code FROM depots WHERE folded(code) = " + any_folded("$1") +
                                 " AND ($2::bigint IS NULL OR id = ANY (depots_seen_by($3)))"};

const db::Query<NamedDepot(Ids)> depots_by_id{"people_depots_by_id",
                                              "SELECT id, code FROM depots WHERE id = ANY ($1)"};

const db::Change<std::int64_t(std::int64_t)> reserve_ids{
    "people_reserve_ids",
    "SELECT nextval(pg_get_serial_sequence('users', 'id')) FROM generate_series(1, $1::bigint)"};

const std::string details_columns = db::column_list<Details>();

const db::Change<std::int64_t(RawJson, Origin)> insert_all{
    "people_insert_all",
    "WITH fresh AS (INSERT INTO users (id, is_active, password_hash, " + details_columns +
        ") OVERRIDING SYSTEM VALUE SELECT id, is_active, '" + std::string(identity::no_password) + "', " +
        details_columns +
        R"( FROM jsonb_populate_recordset(NULL::users, $1) ON CONFLICT DO NOTHING RETURNING id, version)
       SELECT count(append_event($2, 'user', fresh.id, fresh.version, 'created', NULL, given - 'id', $3, $4))
       FROM fresh JOIN jsonb_array_elements($1) AS given ON (given ->> 'id')::bigint = fresh.id)"};

}  // namespace

Task<void> lock_imports_of(db::Queries& unit, std::int64_t creator) {
  co_await unit.run(lock_sender, creator);
}

Task<std::optional<Import>> add_import(db::Queries& unit, std::string file, bool dry_run,
                                       i18n::Language language, Origin origin) {
  return unit.first(insert_import, std::move(file), dry_run, language, std::move(origin));
}

Task<std::optional<Import>> find_import(db::Queries& database, std::int64_t id,
                                        std::optional<std::int64_t> creator) {
  return database.first(import_by_id, id, creator);
}

Task<bool> import_waits(db::Queries& database) {
  const auto waits = co_await database.first(any_unfinished);
  co_return waits.value();
}

Task<std::optional<Unfinished>> next_import(db::Queries& database) {
  return database.first(oldest_unfinished);
}

Task<void> begin_import(db::Queries& database, std::int64_t id) { co_await database.run(count_begun, id); }

Task<void> note_progress(db::Queries& database, std::int64_t id, std::int64_t rows, std::int64_t rows_done) {
  co_await database.run(set_progress, id, rows, rows_done);
}

Task<void> finish_import(db::Queries& unit, std::int64_t id, Result result) {
  RawJson problems{schema::encode(result.problems)};
  co_await unit.first(end_import, id, result.status, result.rows, result.imported, std::move(problems),
                      result.more_problems);
}

Task<std::int64_t> forget_old_imports(db::Queries& unit) { co_return co_await unit.run(delete_old_imports); }

Task<std::optional<identity::Standing>> standing_of(db::Queries& database, std::int64_t user_id) {
  return database.first(standing, user_id);
}

Task<std::optional<identity::Standing>> lasting_standing_of(db::Queries& unit, std::int64_t user_id) {
  return unit.first(lasting_standing, user_id);
}

Task<std::vector<Known>> find_known(db::Queries& unit, std::vector<std::string> phone_numbers,
                                    std::vector<std::string> employee_ids, Viewer viewer) {
  return unit.all(known, std::move(phone_numbers), std::move(employee_ids), viewer);
}

Task<std::vector<Known>> find_by_ids(db::Queries& database, std::vector<std::int64_t> ids, Viewer viewer) {
  return database.all(known_by_id, std::move(ids), viewer);
}

Task<std::vector<NamedDepot>> find_depots(db::Queries& unit, std::vector<std::string> codes, Viewer viewer) {
  return unit.all(depots_by_code, std::move(codes), viewer);
}

Task<std::vector<NamedDepot>> find_depots_by_ids(db::Queries& database, std::vector<std::int64_t> ids) {
  return database.all(depots_by_id, std::move(ids));
}

Task<std::vector<std::int64_t>> reserve_user_ids(db::Queries& unit, std::int64_t count) {
  return unit.all(reserve_ids, count);
}

Task<std::int64_t> insert_people(db::Queries& unit, RawJson people, Origin origin) {
  const auto stored = co_await unit.first(insert_all, std::move(people), std::move(origin));
  co_return stored.value();
}

}  // namespace kpa::people::store
