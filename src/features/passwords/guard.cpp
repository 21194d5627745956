#include "features/passwords/guard.hpp"

#include <optional>
#include <utility>

#include "core/http/client_address.hpp"
#include "features/passwords/store_attempts.hpp"

namespace kpa::passwords {

Task<Outcome<Attempt>> begin_login_attempt(db::Queries& queries, std::string account,
                                           std::string_view address) {
  Attempt attempt{.account = std::move(account), .source = to_string(http::client_network(address))};
  std::optional<std::string> site;
  if (attempt.source.find('/') != std::string::npos) site = attempt.source;
  attempt.known = co_await store::was_seen_at(queries, attempt.account, std::string(address), std::move(site),
                                              attempt.source);
  co_return co_await begin_attempt(queries, std::move(attempt));
}

Task<Outcome<Attempt>> begin_attempt(db::Queries& queries, Attempt attempt) {
  const auto wait = co_await store::note_attempt(queries, attempt);
  if (wait.count() > 0) co_return Problem{.code = Code::too_many_requests, .retry_after = wait};
  co_return attempt;
}

Task<void> leave_out(db::Queries& queries, Attempt attempt) {
  co_await store::leave_out_attempt(queries, std::move(attempt));
}

Task<void> prove(db::Queries& queries, std::string account, std::string_view address) {
  co_await store::note_proof(queries, std::move(account), to_string(http::client_network(address)));
}

Task<void> succeed(db::Queries& queries, Attempt attempt) {
  co_await store::take_back_attempt(queries, std::move(attempt));
}

}  // namespace kpa::passwords
