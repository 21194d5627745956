#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/http/caller.hpp"
#include "features/sessions/caller_cache.hpp"
#include "features/sessions/shared.hpp"

namespace kpa::sessions {

namespace store {
struct LiveSession;
}  // namespace store

/// Who a session's person is to the service.
http::Caller caller_of(const store::LiveSession& session, std::int64_t session_id);

/// Notes that a token was seen in use, where that is not known. Never fails: it is a hint.
Task<void> note_use(db::Queries& database, const store::LiveSession& session, std::int64_t session_id,
                    std::int64_t generation);

/// The callers that an I/O thread knows. Their sessions are looked up again before the last look is too old,
/// many with one statement: what comes due while one is under way waits for the next.
struct KnownCallers {
  explicit KnownCallers(std::size_t most) : cache(most) {}

  CallerCache cache;
  std::vector<std::string> due = {};  ///< tokens whose sessions are to be looked up again
  bool looking = false;               ///< somebody does
};

/// Looks up the sessions of all that is due, until nothing is. What cannot be looked up is left as it was,
/// and so is believed no longer than any other.
Task<void> look_again(std::shared_ptr<KnownCallers> known, db::Queries& database, Shared& shared);

}  // namespace kpa::sessions
