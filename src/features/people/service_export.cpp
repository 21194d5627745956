#include "features/people/service_export.hpp"

#include <unordered_map>
#include <utility>

#include "core/csv/csv.hpp"
#include "features/people/file_columns.hpp"
#include "features/people/service.hpp"
#include "features/people/store_imports.hpp"

namespace kpa::people {
namespace {

using identity::Viewer;

constexpr std::int64_t page_size = 200;

db::Selection seen_by(const http::Caller& caller, db::Selection selection) {
  if (!caller.sees_all) selection.where("seen", caller.user_id);
  return selection;
}

void write_header(std::string& out) {
  std::vector<std::string_view> names;
  for (const FileColumn& column : file_columns()) names.push_back(column.name);
  out += csv::byte_order_mark;
  csv::write_record(names, out);
}

void write_person(const FilePerson& person, std::string& out) {
  std::vector<std::string> cells;
  for (const FileColumn& column : file_columns()) cells.push_back(column.written(person));
  csv::write_record({cells.begin(), cells.end()}, out);
}

}  // namespace

Task<Outcome<http::Download>> Export::people(const http::Call& call, Filters filters) const {
  const RawJson asked{schema::encode(filters)};
  co_await store::note_export(call.unit, asked, events::origin_of(call));
  db::Selection selection = selection_of(filters, directory_);
  selection.sort = "date_joined";
  selection.descending = false;
  selection.per_page = page_size;
  selection.counted = false;
  Page first = co_await store::list.fetch(database_, seen_by(call.caller, selection));
  co_return http::Download{"users.csv", [this, &request = call.request, selection = std::move(selection),
                                         first = std::move(first)](http::SendChunk send) {
                             return write(std::move(send), request, selection, first);
                           }};
}

Task<void> Export::write(http::SendChunk send, const http::Request& request, db::Selection selection,
                         Page page) const {
  std::string part;
  write_header(part);
  for (;;) {
    const auto caller = co_await sessions_.authenticate(request);
    if (!caller || !caller->is_staff())
      throw Failure({.code = Code::invalid_token}, "the session ended during an export");
    co_await append(page, identity::viewer_of(*caller), part);
    co_await send(part);
    if (!page.next) co_return;
    part.clear();
    selection.after = page.next;
    page = co_await store::list.fetch(database_, seen_by(*caller, selection));
  }
}

Task<void> Export::append(const Page& page, Viewer viewer, std::string& out) const {
  std::vector<std::int64_t> managers, depots;
  for (const auto& person : page.rows) {
    if (person.manager_id) managers.push_back(*person.manager_id);
    if (person.depot_id) depots.push_back(*person.depot_id);
  }
  std::unordered_map<std::int64_t, std::string> manager_names, depot_codes;
  // Managers whom the viewer may not see are left out, even their numbers.
  const auto known = co_await store::find_by_ids(database_, std::move(managers), viewer);
  const auto named = co_await store::find_depots_by_ids(database_, std::move(depots));
  for (const auto& manager : known)
    if (manager.seen)
      manager_names.emplace(manager.id, manager.employee_id ? *manager.employee_id : manager.phone_number);
  for (const auto& depot : named) depot_codes.emplace(depot.id, depot.code);

  const auto name_in = [](const auto& names, std::optional<std::int64_t> id) -> std::optional<std::string> {
    const auto found = id ? names.find(*id) : names.end();
    return found == names.end() ? std::nullopt : std::optional(found->second);
  };
  for (const auto& person : page.rows) {
    FilePerson row;
    static_cast<identity::Details&>(row) = person;
    row.is_active = person.is_active;
    row.manager = name_in(manager_names, person.manager_id);
    row.depot = name_in(depot_codes, person.depot_id);
    write_person(row, out);
  }
}

}  // namespace kpa::people
