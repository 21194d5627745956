#include <string>
#include <utility>

#include "core/http/caller.hpp"
#include "core/http/paging.hpp"
#include "features/history/history.hpp"

namespace kpa::history {

Task<Outcome<events::Page<events::Entry>>> History::of(const http::Call& call, const records::Kind& kind,
                                                       std::int64_t id, events::HistoryQuery query) const {
  if (!co_await kind.find(database_, id, identity::viewer_of(call.caller)))
    co_return Problem{.code = Code::not_found};
  db::Selection selection;
  if (const auto placed = http::place(query, "id", per_page_, selection); !placed) co_return placed.error();

  const std::string type(kind.description().name);
  auto listed = co_await events::history(database_, type, id, selection);
  events::Page<events::Entry> answer;
  answer.archived_until = co_await events::archived_until(database_, type, id);
  answer.data = std::move(listed.rows);
  answer.pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next);
  co_return answer;
}

}  // namespace kpa::history
