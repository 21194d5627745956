#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/db/database.hpp"
#include "core/db/listing.hpp"
#include "core/events/events.hpp"
#include "features/identity/identity.hpp"
#include "features/sessions/ended.hpp"

/// SQL for the tables sessions and refresh_tokens.
namespace kpa::sessions::store {

using events::Origin;

/// A valid session, and what its person may do.
struct LiveSession : identity::Standing {
  std::int64_t user_id = 0;
  std::optional<i18n::Language> language;  ///< of answers
  bool is_use_noted = true;                ///< last_used_at is recent, so note_use() is not needed
  std::int64_t seen_generation = 1;        ///< the newest of its tokens that was seen in use
};

/// The same, among several.
struct LiveSessionOf : LiveSession {
  std::int64_t session_id = 0;
};

struct SessionRow {
  std::int64_t id = 0;
  std::string device;
  std::string address;
  Instant created_at{};
  Instant last_used_at{};
  Instant expires_at{};
};

struct RefreshRow {
  std::int64_t generation = 0;
  std::string token_hash;
  std::string token_id;
  Instant issued_at;
  Instant expires_at;
};

/// The state of a refresh token that a client sent.
struct Presented {
  std::int64_t generation = 0;
  bool live = false;          ///< not used yet
  bool within_grace = false;  ///< it is the one before the live token, used a moment ago
  bool unanswered = false;    ///< no token made since was seen in use: the answer may have been lost
};

/// Nothing when the session has ended, or its person is deactivated.
Task<std::optional<LiveSession>> live_session(db::Queries& queries, std::int64_t session_id);
/// Like live_session(), with a lock until the transaction ends.
Task<std::optional<LiveSession>> locked_session(db::Queries& queries, std::int64_t session_id);
/// Those of these sessions that are good, in any order.
Task<std::vector<LiveSessionOf>> live_sessions_of(db::Queries& queries,
                                                  std::vector<std::int64_t> session_ids);
/// Locks the person's rank until the transaction ends.
Task<void> hold_rank(db::Queries& unit, std::int64_t user_id);

/// Records that the session was used, if it was not within the last minute, and that a token of this
/// generation was seen. Does nothing while another transaction has locked the row.
Task<void> note_use(db::Queries& queries, std::int64_t session_id, std::int64_t generation);

/// A person's valid sessions. `selection`: sorted by last_used_at or created_at.
Task<db::Listed<SessionRow>> live_sessions(db::Queries& queries, std::int64_t user_id,
                                           db::Selection selection);

/// Returns the new session's id.
Task<std::int64_t> add_session(db::Queries& queries, std::int64_t user_id, std::string device,
                               std::string address, Instant expires_at);
Task<void> add_refresh_token(db::Queries& queries, std::int64_t session_id, RefreshRow token);
/// Nothing when the session never had such a token.
Task<std::optional<Presented>> presented_token(db::Queries& queries, std::int64_t session_id,
                                               std::string token_hash, std::chrono::milliseconds grace);
Task<std::optional<RefreshRow>> live_token(db::Queries& queries, std::int64_t session_id);
/// Marks the live token as used, on behalf of the token of `generation` that was sent; prolongs the session,
/// but not beyond `longest` after the login; deletes expired tokens. Returns the live token's generation.
Task<std::int64_t> use_live_token(db::Queries& queries, std::int64_t session_id, std::int64_t generation,
                                  Instant session_expires_at, std::chrono::milliseconds longest);

/// False when the person has no such session, or it had ended already.
Task<bool> revoke_session(db::Queries& queries, std::int64_t user_id, std::int64_t session_id, Ended reason,
                          Origin origin);
/// Ends all of a person's sessions except `spared` (0: none), for a change that has its own event. Returns
/// how many.
Task<std::int64_t> revoke_sessions(db::Queries& queries, std::int64_t user_id, std::int64_t spared,
                                   Ended reason);
/// Like revoke_sessions(), with an event of its own if any session ended.
Task<std::int64_t> end_sessions(db::Queries& queries, std::int64_t user_id, std::int64_t spared, Ended reason,
                                Origin origin);

/// Deletes up to `most` sessions that expired more than 30 days ago. Returns how many.
Task<std::int64_t> forget_old_sessions(db::Queries& queries, std::int64_t most);
/// Deletes up to `most` expired refresh tokens; they are refused with or without their rows. Returns how
/// many.
Task<std::int64_t> forget_expired_tokens(db::Queries& queries, std::int64_t most);

}  // namespace kpa::sessions::store
