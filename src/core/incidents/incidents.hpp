#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "core/events/events.hpp"
#include "core/http/dispatcher.hpp"
#include "core/incidents/bound.hpp"

namespace kpa::incidents {

/// Something that matters for security and changed no record: a refused login, a forbidden request.
struct Incident {
  std::string_view action;                   ///< `login_refused`: one of a small, fixed number
  std::optional<std::int64_t> user_id = {};  ///< whom it concerns, if that is known
  boost::json::object details = {};          ///< never a password, token or code
};

/// Writes incidents as events of entity_type `incident` or, of somebody, `user`. Of what comes in floods a
/// few a minute are written, and one event tells how many more there were (Bound). One for a process,
/// shared by its threads.
class Incidents {
 public:
  /// Outside of the transaction of the request, which may be rolled back: `database` is no transaction. An
  /// outage is only logged: the request ends as it would have.
  Task<void> note(db::Queries& database, Incident incident, events::Origin origin);

  /// For http::Dispatcher: notes refusals that an honest client does not meet, or not often.
  http::TellRefusal refusals(db::Queries& database);

  /// Writes what was only counted until now, when its minute is over or `at_once`; what cannot be written is
  /// counted on. To be called now and then, and at the end, by one whom nobody cancels (CountWriter): a
  /// request would take with it what it has not written when its client is gone.
  Task<void> write_counts(db::Queries& database, bool at_once = false);

 private:
  std::mutex mutex_;
  Bound bound_;
};

}  // namespace kpa::incidents
