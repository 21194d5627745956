#pragma once

#include "features/sync/sync.hpp"
#include "features/sync/wire.hpp"

namespace kpa::sync {

class Service {
 public:
  Service(db::Queries& database, const Register& kinds) : database_(database), kinds_(kinds) {}

  /// Does the operations of a batch, each in a transaction of its own, so that after a crash the device sends
  /// the batch again and loses and doubles nothing.
  Task<Outcome<Verdicts>> receive(const http::Call& call, Batch batch) const;
  /// A page of what changed for the caller since the cursor.
  Task<Outcome<Changes>> changes(const http::Call& call, ChangesQuery query) const;

 private:
  db::Queries& database_;
  const Register& kinds_;
};

}  // namespace kpa::sync
