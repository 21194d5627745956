#pragma once

#include <cstdint>
#include <optional>

#include "core/events/events.hpp"
#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/schema/identifier.hpp"
#include "features/identity/identity.hpp"

namespace kpa::review {

struct NewDelegation {
  schema::Identifier delegate;
  std::optional<schema::Identifier> delegator;  ///< the caller when left out
  Date starts_on{};
  Date ends_on{};
};
/// Somebody reviews in another's place, from one day to another, both included.
struct Delegation {
  std::int64_t id = 0;
  std::int64_t delegator = 0;
  std::int64_t delegate = 0;
  Date starts_on{};
  Date ends_on{};
  std::optional<Encoded<Instant>> ended_at;
  std::int64_t version = 1;
};

class Delegations {
 public:
  Delegations(db::Queries& database, const identity::Directory& people)
      : database_(database), people_(people) {}

  /// Those that the caller gave or was given; for superusers, all. The newest first.
  Task<Outcome<http::Whole<Delegation>>> list(const http::Call& call) const;
  Task<Outcome<Delegation>> create(const http::Call& call, NewDelegation delegation) const;
  /// Ends it now. What was decided under it stays decided.
  Task<Outcome<Delegation>> end(const http::Call& call, std::int64_t id) const;

 private:
  db::Queries& database_;
  const identity::Directory& people_;
};

}  // namespace kpa::review

namespace kpa::schema {

template <>
const Object<review::NewDelegation>& describe();
template <>
const Object<review::Delegation>& describe();

}  // namespace kpa::schema
