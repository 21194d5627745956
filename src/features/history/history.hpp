#pragma once

#include <cstdint>

#include "core/events/events.hpp"
#include "features/records/records.hpp"

namespace kpa::http {
class Router;
}

/// What happened to a record, of whatever kind: `GET …/{id}/history` beside the record's own address.
namespace kpa::history {

/// On one I/O thread.
class History {
 public:
  /// All outlive it. `per_page`: entries on a page that does not ask for another number.
  History(db::Queries& database, const records::Register& kinds, std::int64_t per_page)
      : database_(database), kinds_(kinds), per_page_(per_page) {}

  /// An endpoint for each kind that is in the register by now; they live as long as this.
  void declare_routes(http::Router& router) const;

 private:
  /// A page of what happened to a record; not_found on any page for whoever does not see it.
  Task<Outcome<events::Page<events::Entry>>> of(const http::Call& call, const records::Kind& kind,
                                                std::int64_t id, events::HistoryQuery query) const;

  db::Queries& database_;
  const records::Register& kinds_;
  std::int64_t per_page_;
};

}  // namespace kpa::history
