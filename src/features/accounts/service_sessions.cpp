#include <utility>

#include "core/http/paging.hpp"
#include "core/observe/log.hpp"
#include "features/accounts/cookie_mode.hpp"
#include "features/accounts/device.hpp"
#include "features/accounts/service.hpp"
#include "features/accounts/store.hpp"

namespace kpa::accounts {
namespace {

const observe::Log security("security");

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

store::RevokedFor reason_of(const http::Call& call, std::int64_t user_id) {
  return call.caller.user_id == user_id ? store::RevokedFor::ended : store::RevokedFor::administrator;
}

}  // namespace

Task<Outcome<http::Page<Session>>> Service::sessions(const http::Call& call, std::int64_t user_id,
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

Task<Outcome<http::Nothing>> Service::end_session(const http::Call& call, std::int64_t user_id,
                                                  std::int64_t session_id) {
  const auto reason = reason_of(call, user_id);
  const events::Origin origin = events::origin_of(call);
  const bool ended = co_await store::revoke_session(call.unit, user_id, session_id, reason, origin);
  if (!ended) co_return Problem{.code = Code::not_found};
  sessions_.ended();
  security.info("session ended", {{"user", user_id},
                                  {"session", session_id},
                                  {"by", call.caller.user_id},
                                  {"address", call.request.client_address},
                                  {"request_id", call.request.request_id}});
  http::Nothing done;
  if (session_id == call.caller.session_id) done.cookies = cookies_to_forget(call.request);
  co_return done;
}

Task<Outcome<SessionsEnded>> Service::end_sessions(const http::Call& call, std::int64_t user_id) {
  const bool known = co_await is_somebody(call, user_id);
  if (!known) co_return Problem{.code = Code::not_found};
  const auto reason = reason_of(call, user_id);
  const events::Origin origin = events::origin_of(call);
  const std::int64_t ended =
      co_await store::end_sessions(call.unit, user_id, call.caller.session_id, reason, origin);
  sessions_.ended();
  security.info("sessions ended", {{"user", user_id},
                                   {"count", ended},
                                   {"by", call.caller.user_id},
                                   {"address", call.request.client_address},
                                   {"request_id", call.request.request_id}});
  co_return SessionsEnded{ended};
}

Task<bool> Service::is_somebody(const http::Call& call, std::int64_t user_id) {
  if (user_id == call.caller.user_id) co_return true;
  const auto person = co_await store::person(call.unit, user_id);
  co_return person.has_value();
}

}  // namespace kpa::accounts
