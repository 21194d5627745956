#pragma once

#include <cstdint>

#include "core/events/events.hpp"
#include "core/feature/feature.hpp"
#include "features/records/records.hpp"

/// What happened to a record, of whatever kind: `GET …/{id}/history` beside the record's own address.
namespace kpa::history {

/// On one I/O thread.
class History final : public Feature {
 public:
  /// `kinds` outlives it.
  History(const Foundation& foundation, const records::Register& kinds)
      : database_(foundation.database), kinds_(kinds), per_page_(foundation.settings.api.per_page) {}

  /// An endpoint for each kind that is in the register by now.
  void declare_routes(http::Router& router) override;

 private:
  /// A page of what happened to a record; not_found on any page for whoever does not see it.
  Task<Outcome<events::Page<events::Entry>>> of(const http::Call& call, const records::Kind& kind,
                                                std::int64_t id, events::HistoryQuery query) const;

  db::Queries& database_;
  const records::Register& kinds_;
  std::int64_t per_page_;
};

}  // namespace kpa::history
