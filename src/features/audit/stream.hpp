#pragma once

#include <cstdint>
#include <optional>

#include "core/db/listener.hpp"
#include "core/http/push.hpp"

namespace kpa::audit {

/// Tells the client of all events from the seal `after` on, then of each as it is sealed; nothing: from the
/// end of the chain on. Every event has a seal, given when it was committed and in that order, so none is
/// left out and none comes twice. Goes on through outages of the database. Without a listener, looks now and
/// then.
Task<void> tell_of_seals(db::Queries& database, db::Listener* listener, std::optional<std::int64_t> after,
                         http::Listening& client);

}  // namespace kpa::audit
