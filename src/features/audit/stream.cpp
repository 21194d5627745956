#include "features/audit/stream.hpp"

#include <exception>
#include <string>

#include <boost/asio/this_coro.hpp>

#include "features/audit/sealing.hpp"
#include "features/audit/store.hpp"

namespace kpa::audit {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t most_in_a_message = 100;
/// How often to poll, because notifications may be lost; see db::Listener.
constexpr auto between_looks = 5s;
constexpr auto rest_in_an_outage = 500ms;

/// The events sealed since then; nothing while the database cannot be reached.
Task<std::optional<SealedEvents>> sealed_since(db::Queries& database, std::optional<std::int64_t> after) {
  try {
    SealedEvents next;
    if (after) {
      next.after = *after;
    } else {
      const Anchor last = co_await store::last_seal(database);
      next.after = last.sequence;
    }
    next.events = co_await store::entries_after(database, next.after, most_in_a_message);
    if (!next.events.empty()) next.after = next.events.back().seal.value();
    co_return next;
  } catch (const std::exception&) {
    co_return std::nullopt;  // the pool has logged it
  }
}

}  // namespace

Task<void> tell_of_seals(db::Queries& database, db::Listener* listener, std::optional<std::int64_t> after,
                         http::Listening& client) {
  const Executor executor = co_await boost::asio::this_coro::executor;
  db::Listener::Subscription subscription;
  if (listener != nullptr)
    subscription =
        listener->subscribe(seals_channel, executor, [&client](const db::Heard&) { client.wake(); });
  bool goes_on = true;
  for (bool first = true; goes_on;) {
    const auto next = co_await sealed_since(database, after);
    if (next) {
      after = next->after;
      if (first || !next->events.empty()) {
        const std::string message = schema::encode(*next);
        goes_on = co_await client.send(message);
      }
      first = false;
      if (next->events.size() == most_in_a_message) continue;  // there may be more
    }
    if (goes_on)
      goes_on = co_await client.wait(next ? std::chrono::milliseconds(between_looks) : rest_in_an_outage);
  }
}

}  // namespace kpa::audit
