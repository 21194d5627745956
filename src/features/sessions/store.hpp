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

/// The tables sessions and refresh_tokens.
namespace kpa::sessions::store {

using events::Origin;

/// A session that is good, and what its person may do.
struct LiveSession : identity::Standing {
  std::int64_t user_id = 0;
  std::optional<i18n::Language> language;  ///< to be answered in
  bool is_use_noted = true;                ///< a moment ago
  std::int64_t seen_generation = 1;        ///< the newest of its tokens that was seen in use
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

/// Where a presented refresh token stands.
struct Presented {
  std::int64_t generation = 0;
  bool live = false;          ///< not used yet
  bool within_grace = false;  ///< the one before the live one, used a moment ago
  bool unanswered = false;    ///< of what was made since, nothing was seen: the answer may have been lost
};

/// Nothing when the session ended, or its person is deactivated.
Task<std::optional<LiveSession>> live_session(db::Queries& queries, std::int64_t session_id);
/// The same, and nobody else changes the session until the transaction ends.
Task<std::optional<LiveSession>> locked_session(db::Queries& queries, std::int64_t session_id);
/// Nobody changes the person's rank until the transaction ends.
Task<void> hold_rank(db::Queries& unit, std::int64_t user_id);

/// Sets when the session was last used, unless that was set less than a minute ago, and that a token of this
/// generation was seen; neither while somebody holds the row.
Task<void> note_use(db::Queries& queries, std::int64_t session_id, std::int64_t generation);

/// A person's sessions that have not ended. `selection`: in the order of last_used_at or created_at.
Task<db::Listed<SessionRow>> live_sessions(db::Queries& queries, std::int64_t user_id,
                                           db::Selection selection);

/// The new session's id.
Task<std::int64_t> add_session(db::Queries& queries, std::int64_t user_id, std::string device,
                               std::string address, Instant expires_at);
Task<void> add_refresh_token(db::Queries& queries, std::int64_t session_id, RefreshRow token);
/// Nothing when the session never had such a token.
Task<std::optional<Presented>> presented_token(db::Queries& queries, std::int64_t session_id,
                                               std::string token_hash, std::chrono::milliseconds grace);
Task<std::optional<RefreshRow>> live_token(db::Queries& queries, std::int64_t session_id);
/// Marks the live token as used, for whoever presented the one of `generation`, prolongs the session, but not
/// beyond `longest` after the login, and forgets tokens that have expired. Gives the live token's generation.
Task<std::int64_t> use_live_token(db::Queries& queries, std::int64_t session_id, std::int64_t generation,
                                  Instant session_expires_at, std::chrono::milliseconds longest);

/// False when the person has no such session, or it had ended already.
Task<bool> revoke_session(db::Queries& queries, std::int64_t user_id, std::int64_t session_id, Ended reason,
                          Origin origin);
/// All of a person's sessions but `spared` (0: none is), for a change that has an event of its own. Gives how
/// many.
Task<std::int64_t> revoke_sessions(db::Queries& queries, std::int64_t user_id, std::int64_t spared,
                                   Ended reason);
/// The same, with an event that says so where there were any.
Task<std::int64_t> end_sessions(db::Queries& queries, std::int64_t user_id, std::int64_t spared, Ended reason,
                                Origin origin);

/// Deletes sessions that expired more than 30 days ago, `most` of them. Gives how many.
Task<std::int64_t> forget_old_sessions(db::Queries& queries, std::int64_t most);
/// Deletes refresh tokens that have expired, `most` of them: their expiry alone refuses them now. Gives how
/// many.
Task<std::int64_t> forget_expired_tokens(db::Queries& queries, std::int64_t most);

}  // namespace kpa::sessions::store
