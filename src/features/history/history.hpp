#pragma once

#include <cstdint>

#include "core/events/events.hpp"
#include "core/feature/feature.hpp"
#include "features/records/records.hpp"

/// The history of a record of any kind: `GET …/{id}/history` below the record's own address.
namespace kpa::history {

/// On one I/O thread.
class History final : public Feature {
 public:
  /// `kinds` must outlive it.
  History(const Foundation& foundation, const records::Register& kinds)
      : database_(foundation.database), kinds_(kinds), per_page_(foundation.settings.api.per_page) {}

  /// Declares an endpoint for each kind that is registered so far.
  void declare_routes(http::Router& router) override;

 private:
  /// A page of a record's history; not_found when the caller may not see the record.
  Task<Outcome<events::Page<events::Entry>>> of(const http::Call& call, const records::Kind& kind,
                                                std::int64_t id, events::HistoryQuery query) const;

  db::Queries& database_;
  const records::Register& kinds_;
  std::int64_t per_page_;
};

}  // namespace kpa::history
