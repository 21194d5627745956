#pragma once

#include <cstdint>

#include "core/db/listener.hpp"
#include "core/events/events.hpp"
#include "core/http/caller.hpp"
#include "core/http/push.hpp"
#include "features/audit/wire.hpp"

namespace kpa::audit {

class Service {
 public:
  /// The arguments must outlive it. `per_page`: default number of entries on a page. `listener` tells at once
  /// when events are sealed; without it, streams poll every few seconds.
  Service(db::Queries& database, std::int64_t per_page, db::Listener* listener)
      : database_(database), listener_(listener), per_page_(per_page) {}

  Task<Outcome<events::Page<Entry>>> list(const http::Call& call, Query query) const;
  /// Streams all events from a seal on, then each new one when it is sealed.
  Task<Outcome<http::Push>> stream(const http::Call& call, StreamQuery query) const;

 private:
  db::Queries& database_;
  db::Listener* listener_;
  std::int64_t per_page_;
};

}  // namespace kpa::audit
