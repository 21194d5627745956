#include "features/audit/service.hpp"

#include <utility>

#include "core/http/paging.hpp"
#include "features/audit/store.hpp"
#include "features/audit/stream.hpp"

namespace kpa::audit {

Task<Outcome<events::Page<Entry>>> Service::list(const http::Call&, Query query) const {
  db::Selection selection;
  http::narrow(filters(), query.filters, selection);
  selection.where("from", query.from);
  selection.where("to", query.to);
  if (const auto placed = http::place(query, "-occurred_at", per_page_, selection); !placed)
    co_return placed.error();
  auto listed = co_await store::list(database_, selection);
  events::Page<Entry> answer;
  answer.data = std::move(listed.rows);
  answer.pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next);
  answer.archived_until = co_await events::archived_until(database_);
  // Archives cannot contain events from `from` on.
  if (query.from > answer.archived_until) answer.archived_until.reset();
  co_return answer;
}

Task<Outcome<http::Push>> Service::stream(const http::Call&, StreamQuery query) const {
  if (query.after) {
    const Anchor last = co_await store::last_seal(database_);
    if (*query.after > last.sequence)
      co_return field_failure(Code::validation_failed, "after", "not_sealed",
                              i18n::text("There is no such seal yet: is this the same installation?"));
  }
  co_return http::Push{
      [&database = database_, listener = listener_, after = query.after](http::Listening& client) {
        return tell_of_seals(database, listener, after, client);
      }};
}

}  // namespace kpa::audit
