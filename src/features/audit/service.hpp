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
  /// All outlive it. `per_page`: entries on a page where the client asks for no other number. Through
  /// `listener` is heard when events are sealed, at once; without one, those who listen hear of it some
  /// seconds later.
  Service(db::Queries& database, std::int64_t per_page, db::Listener* listener)
      : database_(database), listener_(listener), per_page_(per_page) {}

  Task<Outcome<events::Page<Entry>>> list(const http::Call& call, Query query) const;
  /// All events from a seal on, and then each as it is sealed.
  Task<Outcome<http::Push>> stream(const http::Call& call, StreamQuery query) const;

 private:
  db::Queries& database_;
  db::Listener* listener_;
  std::int64_t per_page_;
};

}  // namespace kpa::audit
