#include "features/people/store_imports.hpp"

#include <utility>

#include "features/people/import_file.hpp"

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
          .column("file_id", &U::file_id)
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

using Ids = std::vector<std::int64_t>;

const std::string import_columns = db::column_list<Import>();

// The first number is unique to this table. Two people with the same hash only wait for each other.
const db::Change<void(std::int64_t)> lock_sender{
    "user_imports_lock", "SELECT pg_advisory_xact_lock('user_imports'::regclass::oid::int, hashint8($1))"};

const db::Change<Import(std::int64_t, bool, i18n::Language, Origin)> insert_import{"user_imports_add",
                                                                                   R"(WITH added AS (
         INSERT INTO user_imports (file_id, dry_run, language, created_by, request_id, client_address)
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

const db::Change<void(std::int64_t, std::int64_t)> attach_to_import{
    "user_imports_attach_file",
    "UPDATE user_imports SET file_id = $2, file = NULL, updated_at = now() WHERE id = $1 AND finished_at IS NULL"};

const db::Change<std::int64_t(std::int64_t, ImportStatus, std::optional<std::int64_t>, std::int64_t, RawJson,
                              std::int64_t)>
    end_import{"user_imports_finish", R"(WITH dropped AS (
         DELETE FROM user_import_files WHERE id = (SELECT file_id FROM user_imports WHERE id = $1)
         RETURNING problems, problem_count),
       told AS (
         SELECT coalesce(jsonb_agg(one ORDER BY (one ->> 'row')::bigint, place), '[]') AS problems, count(*) AS count
         FROM (SELECT one, place FROM jsonb_array_elements(coalesce((SELECT problems FROM dropped), '[]') || $5)
                    WITH ORDINALITY AS all_found (one, place)
               ORDER BY (one ->> 'row')::bigint, place LIMIT )" +
                                          std::to_string(most_told) + R"() AS first_found),
       finished AS (
         UPDATE user_imports SET status = $2, rows = $3::bigint, rows_done = coalesce($3::bigint, 0), imported = $4,
                problems = told.problems, file = NULL, file_id = NULL, finished_at = clock_timestamp(), updated_at = now(),
                more_problems = coalesce((SELECT problem_count FROM dropped), 0) + $6::bigint - told.count
         FROM told WHERE id = $1 AND finished_at IS NULL RETURNING user_imports.*)
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

const db::Query<Known(Ids, Viewer)> known_by_id{
    "people_known_by_id", "SELECT id, phone_number, employee_id, " + identity::seen_by("id", "$2", "$3") +
                              " AS seen FROM users WHERE id = ANY ($1)"};

const db::Query<NamedDepot(Ids)> depots_by_id{"people_depots_by_id",
                                              "SELECT id, code FROM depots WHERE id = ANY ($1)"};

}  // namespace

Task<void> lock_imports_of(db::Queries& unit, std::int64_t creator) {
  co_await unit.run(lock_sender, creator);
}

Task<std::optional<Import>> add_import(db::Queries& unit, std::int64_t file, bool dry_run,
                                       i18n::Language language, Origin origin) {
  return unit.first(insert_import, file, dry_run, language, std::move(origin));
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

Task<void> attach_file(db::Queries& unit, std::int64_t id, std::int64_t file) {
  co_await unit.run(attach_to_import, id, file);
}

Task<void> finish_import(db::Queries& unit, std::int64_t id, Result result) {
  RawJson problems{schema::encode(result.problems)};
  co_await unit.first(end_import, id, result.status, result.rows, result.imported, std::move(problems),
                      result.problem_count);
}

Task<std::int64_t> forget_old_imports(db::Queries& unit) { co_return co_await unit.run(delete_old_imports); }

Task<std::optional<identity::Standing>> standing_of(db::Queries& database, std::int64_t user_id) {
  return database.first(standing, user_id);
}

Task<std::optional<identity::Standing>> lasting_standing_of(db::Queries& unit, std::int64_t user_id) {
  return unit.first(lasting_standing, user_id);
}

Task<std::vector<Known>> find_by_ids(db::Queries& database, std::vector<std::int64_t> ids, Viewer viewer) {
  return database.all(known_by_id, std::move(ids), viewer);
}

Task<std::vector<NamedDepot>> find_depots_by_ids(db::Queries& database, std::vector<std::int64_t> ids) {
  return database.all(depots_by_id, std::move(ids));
}

}  // namespace kpa::people::store
