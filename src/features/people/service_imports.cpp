#include "features/people/service_imports.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/i18n/catalogue.hpp"
#include "core/i18n/text.hpp"
#include "features/people/field_problem.hpp"
#include "features/people/log.hpp"
#include "features/people/ranks.hpp"
#include "features/permissions/permissions.hpp"

namespace kpa::people {
namespace {

using http::Reach;
using i18n::text;

constexpr std::size_t most_told = 1'000;
/// One that ends badly this often will not end better: it would only hold up the others.
constexpr std::int64_t most_attempts = 5;
/// People of one statement. Progress is told between two.
constexpr std::size_t batch = 1'000;

/// Told in the language of whoever sent the file.
store::Result refused(const ImportFile& file, i18n::Language language) {
  store::Result result{.status = ImportStatus::refused, .rows = static_cast<std::int64_t>(file.rows.size())};
  for (RowProblem& one : file.problems.first(most_told))
    result.problems.push_back({.row = one.row,
                               .column = std::move(one.found.path),
                               .code = std::move(one.found.code),
                               .params = one.found.params,
                               .message = i18n::in(language, one.found.message, one.found.params)});
  result.more_problems = file.problems.count() - static_cast<std::int64_t>(result.problems.size());
  return result;
}

/// What rows of a file and people of the table are called by.
class KnownNames {
 public:
  KnownNames(const ImportFile& file, const std::vector<store::Known>& known) {
    for (std::size_t index = 0; index < file.rows.size(); ++index) {
      const FilePerson& person = file.rows[index].person;
      if (!person.phone_number.empty()) rows_by_phone_.emplace(person.phone_number, index);
      if (person.employee_id) rows_by_employee_id_.emplace(key_of(*person.employee_id), index);
    }
    for (const auto& person : known) {
      by_phone_.emplace(person.phone_number, &person);
      if (person.employee_id) by_employee_id_.emplace(key_of(*person.employee_id), &person);
    }
  }

  bool has_phone(const std::string& number) const { return by_phone_.contains(number); }
  bool has_employee_id(const std::string& id) const { return by_employee_id_.contains(key_of(id)); }

  /// Whom the row names as manager: an employee id before a phone number.
  struct Manager {
    std::optional<std::size_t> row;
    const store::Known* person = nullptr;
    bool found() const { return row.has_value() || person != nullptr; }
  };
  Manager manager_of(const ImportRow& row) const {
    Manager manager = look_up(key_of(*row.person.manager), rows_by_employee_id_, by_employee_id_);
    if (!manager.found() && row.manager_phone)
      manager = look_up(*row.manager_phone, rows_by_phone_, by_phone_);
    return manager;
  }

 private:
  using Rows = std::unordered_map<std::string, std::size_t>;
  using People = std::unordered_map<std::string, const store::Known*>;

  static Manager look_up(const std::string& name, const Rows& rows, const People& people) {
    if (const auto row = rows.find(name); row != rows.end()) return {.row = row->second};
    const auto person = people.find(name);
    if (person == people.end() || !person->second->seen) return {.row = {}};
    return {.row = {}, .person = person->second};
  }

  Rows rows_by_phone_, rows_by_employee_id_;
  People by_phone_, by_employee_id_;
};

void append_json(const FilePerson& person, std::int64_t id, std::string& out) {
  out += out.empty() ? '[' : ',';
  const std::size_t begin = out.size();
  schema::Codec<Details>::write(person, out);
  out.replace(begin, 1,
              "{\"id\":" + std::to_string(id) + ",\"is_active\":" + schema::encode(person.is_active) + ',');
}

/// Nothing when they have enough that are not finished.
Task<std::optional<Import>> add(db::Queries& unit, const http::Call& call, bool dry_run, std::string file) {
  co_await store::lock_imports_of(unit, call.caller.user_id);
  co_return co_await store::add_import(unit, std::move(file), dry_run, call.language(),
                                       events::origin_of(call));
}

}  // namespace

Task<Outcome<Import>> Imports::accept(const http::Call& call, ImportQuery query, std::string file) const {
  if (auto other = not_a_text_file(file))
    co_return Problem{.code = Code::validation_failed, .fields = {std::move(*other)}};
  const bool dry_run = query.dry_run.value_or(false);
  const auto work = [&](db::Queries& unit) { return add(unit, call, dry_run, file); };
  auto import = co_await call.unit.transaction(work);
  if (!import)
    co_return Problem{.code = Code::too_many_requests,
                      .message = text("You have imports that are not finished yet: wait for them."),
                      .retry_after = std::chrono::seconds(5)};
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

Task<store::Result> Imports::result_of(db::Queries& unit, const store::Unfinished& import) const {
  // Whoever sent the file may have lost the right since.
  const std::int64_t creator = import.origin.actor_id.value();
  const auto found = co_await store::standing_of(unit, creator);
  const http::Caller sender = identity::caller_of(creator, found.value());
  ImportFile file;
  if (permissions::create_users.reach_of(sender.role) == Reach::nobodys) {
    file.problems.add(0, problem("", "forbidden", text("You are no longer allowed to do this")));
    co_return refused(file, import.language);
  }
  const auto read = [content = std::make_shared<const std::string>(import.file), &directory = directory_] {
    return read_file(*content, [&](std::string_view number) { return directory.canonical_phone(number); });
  };
  file = co_await workers_.run(read);
  const auto rows = static_cast<std::int64_t>(file.rows.size());
  co_await store::note_progress(database_, import.id, rows, 0);

  const auto manager_of = co_await judge(unit, file, sender);
  std::vector<std::size_t> in_circles;
  const auto order = managers_first(manager_of, in_circles);
  for (const std::size_t index : in_circles)
    file.problems.add(
        file.rows[index].row,
        problem("manager", "circle", text("By way of their managers, this person reports to themselves")));
  if (!file.problems.empty()) co_return refused(file, import.language);
  if (import.dry_run) co_return store::Result{.status = ImportStatus::done, .rows = rows};
  co_await insert(unit, import, std::move(file.rows), manager_of, order);
  const auto still = co_await store::lasting_standing_of(unit, creator);
  if (still != found)  // undone, and looked at again
    throw Failure({.code = Code::conflict}, "the rank of whoever sent the file changed during the import");
  co_return store::Result{.status = ImportStatus::done, .rows = rows, .imported = rows};
}

Task<std::vector<std::optional<std::size_t>>> Imports::judge(db::Queries& unit, ImportFile& file,
                                                             http::Caller sender) const {
  const identity::Viewer viewer = identity::viewer_of(sender);
  std::vector<std::string> phones, employee_ids, codes;
  for (const ImportRow& row : file.rows) {
    if (!row.person.phone_number.empty()) phones.push_back(row.person.phone_number);
    if (row.manager_phone) phones.push_back(*row.manager_phone);
    if (row.person.employee_id) employee_ids.push_back(*row.person.employee_id);
    if (row.person.manager) employee_ids.push_back(*row.person.manager);
    if (row.person.depot) codes.push_back(*row.person.depot);
  }
  const auto known = co_await store::find_known(unit, std::move(phones), std::move(employee_ids), viewer);
  const KnownNames names(file, known);
  std::unordered_map<std::string, std::int64_t> depots;
  const auto named = co_await store::find_depots(unit, std::move(codes), viewer);
  for (const auto& depot : named) depots.emplace(key_of(depot.code), depot.id);

  const bool any_rank = permissions::create_users.reach_of(sender.role) == Reach::all;
  std::vector<std::optional<std::size_t>> manager_of(file.rows.size());
  for (std::size_t index = 0; index < file.rows.size(); ++index) {
    ImportRow& row = file.rows[index];
    FilePerson& person = row.person;
    const auto note = [&](FieldProblem found) { file.problems.add(row.row, std::move(found)); };
    if (!any_rank)
      for (auto& refused_rank : refused_ranks(person)) note(std::move(refused_rank));
    if (names.has_phone(person.phone_number)) note(identity::phone_number_taken());
    if (person.employee_id && names.has_employee_id(*person.employee_id)) note(identity::employee_id_taken());
    if (person.depot) {
      const auto depot = depots.find(key_of(*person.depot));
      if (depot != depots.end()) person.depot_id = depot->second;
    }
    // Who sees some depots only puts people into these.
    if ((person.depot && !person.depot_id) || (viewer.person && !person.depot))
      note(problem("depot", "unknown_depot", text("Must be a depot, and one whose people you see")));
    if (!person.manager) continue;
    const auto manager = names.manager_of(row);
    manager_of[index] = manager.row;
    if (manager.person != nullptr) person.manager_id = manager.person->id;
    if (!manager.found()) note(problem("manager", "unknown_person", text("There is no such user")));
  }
  co_return manager_of;
}

Task<void> Imports::insert(db::Queries& unit, const store::Unfinished& import, std::vector<ImportRow> rows,
                           std::vector<std::optional<std::size_t>> manager_of,
                           std::vector<std::size_t> order) const {
  const auto count = static_cast<std::int64_t>(rows.size());
  const auto ids = co_await store::reserve_user_ids(unit, count);
  for (std::size_t begin = 0; begin < order.size(); begin += batch) {
    const std::size_t end = std::min(begin + batch, order.size());
    std::string list;
    for (std::size_t at = begin; at < end; ++at) {
      FilePerson& person = rows[order[at]].person;
      if (manager_of[order[at]]) person.manager_id = ids[*manager_of[order[at]]];
      append_json(person, ids[order[at]], list);
    }
    RawJson people{std::move(list) + ']'};
    const auto stored = co_await store::insert_people(unit, std::move(people), import.origin);
    // Somebody else took a number since we looked. Undone, and looked at again, it is a problem of the file.
    if (static_cast<std::size_t>(stored) != end - begin)
      throw Failure({.code = Code::conflict}, "somebody of the file was enrolled during the import");
    co_await store::note_progress(database_, import.id, count, static_cast<std::int64_t>(end));
  }
}

}  // namespace kpa::people
