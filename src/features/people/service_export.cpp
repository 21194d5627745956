#include "features/people/service_export.hpp"

#include <unordered_map>
#include <utility>

#include "features/people/file_columns.hpp"
#include "features/people/permissions.hpp"
#include "features/people/service.hpp"
#include "features/people/store_imports.hpp"

namespace kpa::people {
namespace {

/// What people are called in files who are named by an id here.
using Names = std::unordered_map<std::int64_t, std::string>;

std::optional<std::string> name_in(const Names& names, std::optional<std::int64_t> id) {
  const auto found = id ? names.find(*id) : names.end();
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

tables::Layout layout() {
  tables::Layout made{.name = "users", .columns = {}, .parts = {}};
  for (const FileColumn& column : file_columns()) made.columns.push_back(column.name);
  return made;
}

std::vector<tables::Record> records_of(const std::vector<identity::Person>& people, const Names& managers,
                                       const Names& depots) {
  std::vector<tables::Record> records;
  for (const auto& person : people) {
    FilePerson row;
    static_cast<identity::Details&>(row) = person;
    row.is_active = person.is_active;
    row.manager = name_in(managers, person.manager_id);
    row.depot = name_in(depots, person.depot_id);
    tables::Record& record = records.emplace_back();
    for (const FileColumn& column : file_columns()) record.cells.push_back(column.written(row));
  }
  return records;
}

}  // namespace

Task<Outcome<http::Download>> Export::people(const http::Call& call, ExportQuery query) const {
  const auto read_page = [this, selection = selection_of(query, directory_)](exports::PageWanted wanted) {
    return read(selection, std::move(wanted));
  };
  const Filters& filters = query;
  return exports_.download(call, query,
                           {.name = "users",
                            .layout = layout(),
                            .permission = permissions::view_users,
                            .filters = RawJson{schema::encode(filters)},
                            .read = read_page});
}

Task<exports::Page> Export::read(db::Selection selection, exports::PageWanted wanted) const {
  if (!wanted.caller.sees_all) selection.where("seen", wanted.caller.user_id);
  selection.where("joined_by", wanted.as_of);
  auto page = co_await exports::read_rows(database_, store::list, std::move(selection), "date_joined",
                                          std::move(wanted.after));
  std::vector<std::int64_t> managers, depots;
  for (const auto& person : page.rows) {
    if (person.manager_id) managers.push_back(*person.manager_id);
    if (person.depot_id) depots.push_back(*person.depot_id);
  }
  Names manager_names, depot_codes;
  // Managers whom the viewer may not see are left out, even their numbers.
  const auto known =
      co_await store::find_by_ids(database_, std::move(managers), identity::viewer_of(wanted.caller));
  const auto named = co_await store::find_depots_by_ids(database_, std::move(depots));
  for (const auto& manager : known)
    if (manager.seen)
      manager_names.emplace(manager.id, manager.employee_id ? *manager.employee_id : manager.phone_number);
  for (const auto& depot : named) depot_codes.emplace(depot.id, depot.code);
  exports::Page made;
  made.next = page.next;
  made.records = [people = std::move(page.rows), manager_names, depot_codes] {
    return records_of(people, manager_names, depot_codes);
  };
  co_return made;
}

}  // namespace kpa::people
