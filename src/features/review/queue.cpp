#include "features/review/queue.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/http/paging.hpp"
#include "features/review/store.hpp"

namespace kpa::review {
namespace {

using Person = std::optional<std::int64_t>;

/// The person of a filter; 0, which nobody has, when the caller may see no such person.
Task<Person> sought(db::Queries& database, const identity::Directory& people, std::int64_t caller,
                    identity::Viewer viewer, std::optional<schema::Identifier> reference) {
  if (!reference) co_return std::nullopt;
  if (reference->text == "me") co_return caller;
  const auto person = co_await people.find(database, reference->text, viewer);
  co_return person.value_or(0);
}

}  // namespace

struct Queue::Found {
  std::vector<Actor> actors;
  store::Counted counted;
};

std::string Queue::slug_of(std::string_view kind) const {
  for (const records::Kind* one : kinds_.kinds())
    if (one->description().name == kind) return std::string(one->description().slug());
  return std::string(kind);
}

Task<Outcome<Queue::Found>> Queue::found(const http::Call& call, QueueFilters filters) const {
  const auto viewer = identity::viewer_of(call.caller);
  Found found;
  store::Counted& counted = found.counted;
  if (filters.kind) {
    const records::Kind* kind = kinds_.of_slug(*filters.kind);
    if (kind == nullptr || kind->reviewable() == nullptr)
      co_return field_failure(Code::validation_failed, "kind", "unknown_kind",
                              i18n::text("There is no such kind of record"));
    counted.kind = std::string(kind->description().name);
  }
  counted.status = filters.status;
  counted.depot = filters.depot;
  counted.severity = filters.severity;
  if (filters.older_than_days) counted.waiting_before = now() - std::chrono::days(*filters.older_than_days);
  counted.inspector = co_await sought(database_, people_, call.caller.user_id, viewer, filters.inspector);
  counted.unassigned = filters.assigned && filters.assigned->text == "nobody";
  if (!counted.unassigned)
    counted.assigned_to = co_await sought(database_, people_, call.caller.user_id, viewer, filters.assigned);
  found.actors = co_await actors_of(database_, call.caller);
  for (const Actor& actor : found.actors) counted.people.push_back(actor.caller.user_id);
  counted.caller = call.caller.user_id;
  counted.sees_all = call.caller.sees_all;
  co_return found;
}

Task<Outcome<http::Page<Waiting>>> Queue::page(const http::Call& call, QueueQuery query) const {
  const auto sought = co_await found(call, query);
  if (!sought) co_return sought.error();
  const store::Counted& wanted = sought->counted;
  db::Selection selection;
  selection.where("kind", wanted.kind);
  selection.where("status", wanted.status);
  selection.where("depot", wanted.depot);
  selection.where("severity", wanted.severity);
  selection.where("waiting_before", wanted.waiting_before);
  selection.where("inspector", wanted.inspector);
  selection.where("assigned_to", wanted.assigned_to);
  if (wanted.unassigned) selection.where("unassigned", true);
  selection.where("not_of", wanted.caller);
  // The plain condition where nobody delegated anything: an index serves it.
  if (!wanted.sees_all && wanted.people.size() == 1)
    selection.where("seen", wanted.caller);
  else if (!wanted.sees_all)
    selection.where("seen_for", wanted.people);
  if (const auto placed = http::place(query, "waiting_since", per_page_, selection); !placed)
    co_return placed.error();
  auto listed = co_await store::queue.fetch(database_, selection);
  for (Waiting& waiting : listed.rows) waiting.kind = slug_of(waiting.kind);
  co_return http::Page<Waiting>{
      .data = std::move(listed.rows),
      .pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next)};
}

Task<Outcome<QueueCounts>> Queue::counts(const http::Call& call, QueueFilters filters) const {
  auto sought = co_await found(call, std::move(filters));
  if (!sought) co_return sought.error();
  auto rows = co_await database_.all(store::counts, sought->counted, db::most_counted + 1);
  QueueCounts answer;
  for (QueueCount& row : rows) {
    if (row.filter == "total") {
      answer.total = std::min(row.count, db::most_counted);
      answer.total_is_exact = row.count <= db::most_counted;
      continue;
    }
    if (row.filter == "kind") row.value = slug_of(row.value);
    answer.counts.push_back(std::move(row));
  }
  co_return answer;
}

}  // namespace kpa::review
