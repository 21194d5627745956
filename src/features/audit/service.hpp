#pragma once

#include <cstdint>

#include "core/events/events.hpp"
#include "core/http/caller.hpp"
#include "features/audit/wire.hpp"

namespace kpa::audit {

class Service {
 public:
  /// `database` outlives it. `per_page`: entries on a page where the client asks for no other number.
  Service(db::Queries& database, std::int64_t per_page) : database_(database), per_page_(per_page) {}

  Task<Outcome<events::Page<Entry>>> list(const http::Call& call, Query query) const;

 private:
  db::Queries& database_;
  std::int64_t per_page_;
};

}  // namespace kpa::audit
