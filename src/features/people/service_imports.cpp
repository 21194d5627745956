#include "features/people/service_imports.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/i18n/catalogue.hpp"
#include "core/i18n/text.hpp"
#include "features/people/log.hpp"
#include "features/people/permissions.hpp"
#include "features/people/store_import_files.hpp"

namespace kpa::people {
namespace {

using http::Reach;
using i18n::text;

/// After this many failed attempts an import is given up, because it would block the others.
constexpr std::int64_t most_attempts = 5;
/// People stored by one statement. Progress is reported after each.
constexpr std::size_t batch = 1'000;

/// The problem of a row for what the database objected to.
FieldProblem objection(const store::Objection& found) {
  const auto same = [&](const char* column, i18n::Text message) {
    return FieldProblem{
        column, "repeated_in_file", {{"row", std::to_string(found.other.value_or(0))}}, message};
  };
  if (found.kind == "same_phone_number")
    return same("phone_number", text("Row {row} has the same phone number"));
  if (found.kind == "same_employee_id")
    return same("employee_id", text("Row {row} has the same employee id"));
  if (found.kind == "phone_number_taken") return identity::phone_number_taken();
  if (found.kind == "employee_id_taken") return identity::employee_id_taken();
  if (found.kind == "unknown_depot")
    return {"depot", "unknown_depot", {}, text("Must be a depot, and one whose people you see")};
  if (found.kind == "unknown_manager")
    return {"manager", "unknown_person", {}, text("There is no such user")};
  return {found.kind, "read_only", {}, text("Only a superuser can change this")};
}

store::Result refused(const RowProblems& problems, std::int64_t rows, i18n::Language language) {
  return {.status = ImportStatus::refused,
          .rows = rows,
          .problems = told(problems.kept(), language),
          .problem_count = problems.count()};
}

/// Nothing when the caller has too many unfinished imports.
Task<std::optional<Import>> add(db::Queries& unit, const http::Call& call, bool dry_run, std::int64_t file) {
  co_await store::lock_imports_of(unit, call.caller.user_id);
  co_return co_await store::add_import(unit, file, dry_run, call.language(), events::origin_of(call));
}

}  // namespace

Task<Outcome<ReceivedFile>> Imports::receive(const http::Call& call, http::BodyStream body) const {
  const NextPart next = [&] { return body.next(); };
  const CanonicalPhone canonical_phone = [&](std::string_view number) {
    return directory_.canonical_phone(number);
  };
  co_return co_await receive_file(database_, workers_, canonical_phone, call.caller.user_id, call.language(),
                                  next);
}

Task<void> Imports::drop(ReceivedFile file) const { co_await store::drop_file(database_, file.id); }

Task<Outcome<Import>> Imports::accept(const http::Call& call, ImportQuery query, ReceivedFile file) const {
  const bool dry_run = query.dry_run.value_or(false);
  const auto work = [&](db::Queries& unit) { return add(unit, call, dry_run, file.id); };
  auto import = co_await call.unit.transaction(work);
  if (!import) co_return too_many_imports();
  users.info("import accepted", {{"import", import->id},
                                 {"by", call.caller.user_id},
                                 {"address", call.request.client_address},
                                 {"request_id", call.request.request_id}});
  co_return std::move(*import);
}

Task<Outcome<Import>> Imports::find(const http::Call& call, std::int64_t id) const {
  const bool all = permissions::view_imports.reach_of(call.caller.role) == Reach::all;
  auto import =
      co_await store::find_import(database_, id, all ? std::nullopt : std::optional(call.caller.user_id));
  if (!import) co_return Problem{.code = Code::not_found};
  co_return std::move(*import);
}

Task<jobs::Done> Imports::work(db::Queries& unit) const {
  const auto import = co_await store::next_import(unit);
  if (!import) co_return jobs::Done::nothing;
  store::Result result{.status = ImportStatus::failed};
  if (import->attempts < most_attempts) {
    if (import->file) {
      co_await read_text(*import);
      co_return jobs::Done::some;
    }
    co_await store::begin_import(database_, import->id);
    result = co_await result_of(unit, *import);
  }
  const std::string status(name_of(result.status));
  users.info("import finished", {{"import", import->id},
                                 {"by", import->origin.actor_id.value_or(0)},
                                 {"status", status},
                                 {"imported", result.imported},
                                 {"request_id", import->origin.request_id}});
  co_await store::finish_import(unit, import->id, std::move(result));
  co_return jobs::Done::some;
}

/// Converts an import that an earlier version stored as text.
Task<void> Imports::read_text(const store::Unfinished& import) const {
  std::string_view left = *import.file;
  const NextPart next = [&]() -> Task<Outcome<std::string_view>> { co_return std::exchange(left, {}); };
  const CanonicalPhone canonical_phone = [&](std::string_view number) {
    return directory_.canonical_phone(number);
  };
  // 0 is nobody, who has no limit of imports.
  const auto file = co_await receive_file(database_, workers_, canonical_phone, 0, import.language, next);
  co_await store::attach_file(database_, import.id, file.value().id);
}

Task<store::Result> Imports::result_of(db::Queries& unit, const store::Unfinished& import) const {
  // The sender may have lost the permission meanwhile.
  const std::int64_t creator = import.origin.actor_id.value();
  const auto found = co_await store::standing_of(unit, creator);
  const http::Caller sender = identity::caller_of(creator, found.value());
  const store::ReadFile file = co_await store::file_of(unit, import.file_id.value());
  if (permissions::create_users.reach_of(sender.role) == Reach::nobodys) {
    RowProblems forbidden;
    forbidden.add(0, {"", "forbidden", {}, text("You are no longer allowed to do this")});
    co_return refused(forbidden, file.rows, import.language);
  }
  co_await store::note_progress(database_, import.id, file.rows, 0);
  std::vector<std::size_t> managers_first;
  const RowProblems problems = co_await judge(unit, import, sender, file.rows, managers_first);
  if (!problems.empty() || file.problem_count > 0) co_return refused(problems, file.rows, import.language);
  if (import.dry_run) co_return store::Result{.status = ImportStatus::done, .rows = file.rows};
  co_await insert(unit, import, std::move(managers_first));
  const auto still = co_await store::lasting_standing_of(unit, creator);
  if (still != found)  // rolled back, and tried again
    throw Failure({.code = Code::conflict}, "the rank of whoever sent the file changed during the import");
  co_return store::Result{.status = ImportStatus::done, .rows = file.rows, .imported = file.rows};
}

Task<RowProblems> Imports::judge(db::Queries& unit, const store::Unfinished& import, http::Caller sender,
                                 std::int64_t rows, std::vector<std::size_t>& managers_first) const {
  const std::int64_t file = import.file_id.value();
  const identity::Viewer viewer = identity::viewer_of(sender);
  co_await store::resolve_names(unit, file, rows, viewer);
  RowProblems problems;
  // A caller who may see only some depots must put everybody into one of these.
  const bool any_rank = permissions::create_users.reach_of(sender.role) == Reach::all;
  const auto objections = co_await store::objections_to(unit, file, viewer.person.has_value(), any_rank);
  for (const auto& one : objections) problems.add(one.row, objection(one));
  if (!objections.empty()) problems.add_uncounted(objections.front().total - problems.count());

  std::vector<std::optional<std::size_t>> manager_of(static_cast<std::size_t>(rows));
  for (std::int64_t after = -1;;) {
    const auto reports = co_await store::reports_after(unit, file, after);
    if (reports.empty()) break;
    for (const auto& report : reports)
      manager_of.at(static_cast<std::size_t>(report.place)) = static_cast<std::size_t>(report.manager_place);
    after = reports.back().place;
  }
  std::vector<std::size_t> in_circles;
  managers_first = people::managers_first(manager_of, in_circles);
  const auto circle_count = static_cast<std::int64_t>(in_circles.size());
  if (in_circles.size() > most_told) in_circles.resize(most_told);
  std::vector<std::int64_t> places(in_circles.begin(), in_circles.end());
  const std::int64_t before = problems.count();
  const auto circling = co_await store::rows_at(unit, file, std::move(places));
  for (const std::int64_t row : circling)
    problems.add(
        row, {"manager", "circle", {}, text("By way of their managers, this person reports to themselves")});
  problems.add_uncounted(before + circle_count - problems.count());
  co_return problems;
}

Task<void> Imports::insert(db::Queries& unit, const store::Unfinished& import,
                           std::vector<std::size_t> managers_first) const {
  const std::int64_t file = import.file_id.value();
  const auto count = static_cast<std::int64_t>(managers_first.size());
  for (std::size_t begin = 0; begin < managers_first.size(); begin += batch) {
    const std::size_t end = std::min(begin + batch, managers_first.size());
    std::vector<std::int64_t> places(managers_first.begin() + static_cast<std::ptrdiff_t>(begin),
                                     managers_first.begin() + static_cast<std::ptrdiff_t>(end));
    const auto stored = co_await store::insert_people(unit, file, std::move(places), import.origin);
    // Somebody took a number after our check. Roll back: the next attempt reports it as a problem.
    if (static_cast<std::size_t>(stored) != end - begin)
      throw Failure({.code = Code::conflict}, "somebody of the file was enrolled during the import");
    co_await store::note_progress(database_, import.id, count, static_cast<std::int64_t>(end));
  }
}

}  // namespace kpa::people
