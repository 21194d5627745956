#include <utility>

#include "core/http/paging.hpp"
#include "features/sessions/cookies.hpp"
#include "features/sessions/device.hpp"
#include "features/sessions/log.hpp"
#include "features/sessions/service.hpp"
#include "features/sessions/store.hpp"

namespace kpa::sessions {
namespace {

constexpr std::int64_t usual_page = 20;

Session shown(store::SessionRow row, std::int64_t current) {
  return {.id = row.id,
          .user_agent = row.device,
          .device = readable_device(row.device),
          .address = std::move(row.address),
          .created_at = row.created_at,
          .last_used_at = row.last_used_at,
          .expires_at = row.expires_at,
          .is_current = row.id == current};
}

Ended reason_of(const http::Call& call, std::int64_t user_id) {
  return call.caller.user_id == user_id ? Ended::by_its_person : Ended::by_administrator;
}

Task<bool> is_somebody(const http::Call& call, std::int64_t user_id) {
  if (user_id == call.caller.user_id) co_return true;
  const auto person = co_await identity::find_person(call.unit, user_id);
  co_return person.has_value();
}

}  // namespace

Task<Outcome<http::Page<Session>>> Service::list(const http::Call& call, std::int64_t user_id,
                                                 SessionQuery query) {
  db::Selection selection;
  if (const auto placed = http::place(query, "-last_used_at", usual_page, selection); !placed)
    co_return placed.error();
  const bool known = co_await is_somebody(call, user_id);
  if (!known) co_return Problem{.code = Code::not_found};
  auto listed = co_await store::live_sessions(call.unit, user_id, selection);
  http::Page<Session> answer;
  for (auto& row : listed.rows) answer.data.push_back(shown(std::move(row), call.caller.session_id));
  answer.pagination = http::pagination_of(selection, listed.total, listed.total_is_exact, listed.next);
  co_return answer;
}

Task<Outcome<http::Nothing>> Service::end(const http::Call& call, std::int64_t user_id,
                                          std::int64_t session_id) {
  const auto reason = reason_of(call, user_id);
  const events::Origin origin = events::origin_of(call);
  const bool was_live = co_await store::revoke_session(call.unit, user_id, session_id, reason, origin);
  if (!was_live) co_return Problem{.code = Code::not_found};
  ended();
  security.info("session ended", {{"user", user_id},
                                  {"session", session_id},
                                  {"by", call.caller.user_id},
                                  {"address", call.request.client_address},
                                  {"request_id", call.request.request_id}});
  http::Nothing done;
  if (session_id == call.caller.session_id) done.cookies = cookies_to_forget(call.request);
  co_return done;
}

Task<Outcome<SessionsEnded>> Service::end_others(const http::Call& call, std::int64_t user_id) {
  const bool known = co_await is_somebody(call, user_id);
  if (!known) co_return Problem{.code = Code::not_found};
  const auto reason = reason_of(call, user_id);
  const events::Origin origin = events::origin_of(call);
  const std::int64_t count =
      co_await store::end_sessions(call.unit, user_id, call.caller.session_id, reason, origin);
  ended();
  security.info("sessions ended", {{"user", user_id},
                                   {"count", count},
                                   {"by", call.caller.user_id},
                                   {"address", call.request.client_address},
                                   {"request_id", call.request.request_id}});
  co_return SessionsEnded{count};
}

}  // namespace kpa::sessions
