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

/// Something relevant to security that changed no record: a refused login, a forbidden request.
struct Incident {
  std::string_view action;                   ///< `login_refused`; there is a small, fixed set
  std::optional<std::int64_t> user_id = {};  ///< whom it concerns, if known
  boost::json::object details = {};          ///< never a password, token or code
};

/// Writes incidents as events of entity_type `incident`, or `user` when the person is known. In a flood only
/// a few per minute are written, and one event says how many more there were (see Bound). One per process,
/// shared by its threads.
class Incidents {
 public:
  /// Writes outside the request's transaction, which may be rolled back: `database` must not be a
  /// transaction. An outage is only logged: the request goes on.
  Task<void> note(db::Queries& database, Incident incident, events::Origin origin);

  /// For http::Dispatcher: records refusals that an honest client rarely or never gets.
  http::TellRefusal refusals(db::Queries& database);

  /// Writes the counts of incidents not written, when their minute is over or `at_once`; counts that cannot
  /// be written are kept. Call it regularly and at the end, from something that is never cancelled
  /// (CountWriter): a cancelled request would lose the counts.
  Task<void> write_counts(db::Queries& database, bool at_once = false);

 private:
  std::mutex mutex_;
  Bound bound_;
};

}  // namespace kpa::incidents
