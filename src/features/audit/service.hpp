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
  /// `database` outlives it. `per_page`: entries on a page where the client asks for no other number.
  Service(db::Queries& database, std::int64_t per_page) : database_(database), per_page_(per_page) {}

  void hear_of_seals(db::Listener& listener) { listener_ = &listener; }

  Task<Outcome<events::Page<Entry>>> list(const http::Call& call, Query query) const;
  /// All events from a seal on, and then each as it is sealed.
  Task<Outcome<http::Push>> stream(const http::Call& call, StreamQuery query) const;

 private:
  db::Queries& database_;
  db::Listener* listener_ = nullptr;
  std::int64_t per_page_;
};

}  // namespace kpa::audit
