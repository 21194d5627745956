#include "features/audit/service.hpp"

#include <utility>

#include "core/http/paging.hpp"
#include "features/audit/store.hpp"

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
  if (query.from > answer.archived_until) answer.archived_until.reset();  // none would be in the list
  co_return answer;
}

}  // namespace kpa::audit
