#include "features/sessions/known_callers.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "core/db/database.hpp"
#include "features/sessions/log.hpp"
#include "features/sessions/store.hpp"

namespace kpa::sessions {
namespace {

/// Of one statement, so that reading its answer holds up the thread for less than a millisecond.
constexpr std::size_t most_at_once = 200;

/// Some of the tokens that are due, which are not due any more.
std::vector<std::string> take_due(KnownCallers& known) {
  const auto count = std::min(known.due.size(), most_at_once);
  const auto end = known.due.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<std::string> tokens(std::make_move_iterator(known.due.begin()), std::make_move_iterator(end));
  known.due.erase(known.due.begin(), end);
  return tokens;
}

Task<void> look_at(KnownCallers& known, std::vector<std::string> tokens, db::Queries& database,
                   Shared& shared) {
  // Both before the question: what ends while it is under way must not be missed.
  const auto asked_at = Clock::now();
  const std::uint64_t endings = shared.endings.load();
  std::vector<std::int64_t> ids;
  for (const auto& token : tokens)
    if (const auto* entry = known.cache.find(token); entry != nullptr && entry->caller)
      ids.push_back(entry->caller->session_id);
  const auto good = co_await store::live_sessions_of(database, std::move(ids));
  std::unordered_map<std::int64_t, const store::LiveSessionOf*> by_id;
  for (const auto& session : good) by_id.emplace(session.session_id, &session);
  for (const auto& token : tokens) {
    auto* entry = known.cache.find(token);
    // Looked up by a request in the meantime: that look is as new as this one.
    if (entry == nullptr || !entry->caller || !entry->being_checked) continue;
    const auto found = by_id.find(entry->caller->session_id);
    entry->being_checked = false;
    entry->checked_at = asked_at;
    entry->endings = endings;
    if (found == by_id.end()) {
      entry->caller.reset();
      continue;
    }
    entry->caller = caller_of(*found->second, found->first);
    const std::int64_t generation = entry->generation;  // the entry may be gone when this comes back
    co_await note_use(database, *found->second, found->first, generation);
  }
}

}  // namespace

http::Caller caller_of(const store::LiveSession& session, std::int64_t session_id) {
  http::Caller caller = identity::caller_of(session.user_id, session);
  caller.session_id = session_id;
  caller.language = session.language;
  return caller;
}

Task<void> note_use(db::Queries& database, const store::LiveSession& session, std::int64_t session_id,
                    std::int64_t generation) {
  if (session.is_use_noted && generation <= session.seen_generation) co_return;
  try {
    co_await store::note_use(database, session_id, generation);
  } catch (const std::exception& error) {
    security.debug("the use of a session was not noted", {{"session", session_id}, {"reason", error.what()}});
  }
}

Task<void> look_again(std::shared_ptr<KnownCallers> known, db::Queries& database, Shared& shared) {
  while (!known->due.empty()) {
    try {
      co_await look_at(*known, take_due(*known), database, shared);
    } catch (const std::exception& error) {
      security.debug("sessions were not looked up again", {{"reason", error.what()}});
    }
  }
  known->looking = false;
}

}  // namespace kpa::sessions
