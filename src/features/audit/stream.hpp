#pragma once

#include <cstdint>
#include <optional>

#include "core/db/listener.hpp"
#include "core/http/push.hpp"

namespace kpa::audit {

/// Sends the client all events from the seal `after` on, or from the chain's end if it is not set, then each
/// as it is sealed. Every event gets its seal after its commit, in a strict order, so no event is missed or
/// sent twice. Continues after outages of the database. Without a listener, polls.
Task<void> tell_of_seals(db::Queries& database, db::Listener* listener, std::optional<std::int64_t> after,
                         http::Listening& client);

}  // namespace kpa::audit
