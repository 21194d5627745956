#pragma once

#include <cstdint>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "features/accounts/accounts.hpp"
#include "features/wheel_specifications/store.hpp"
#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// What people do with wheel specifications. Everybody sees and changes their own; staff see and change all.
class Service {
 public:
  Service(db::Queries& database, accounts::Accounts& accounts, std::int64_t per_page)
      : database_(database), accounts_(accounts), per_page_(per_page) {}

  /// Stores a saved form. form_number_taken when somebody else has the number.
  Task<Outcome<WheelSpecification>> create(const http::Call& call, NewWheelSpecification form) const;
  Task<Outcome<http::Page<WheelSpecification>>> list(const http::Call& call, ListQuery query) const;
  Task<Outcome<WheelSpecification>> get(const http::Call& call, std::int64_t id) const;
  /// Only while saved. A version that is not the current one is precondition_failed.
  Task<Outcome<WheelSpecification>> replace(const http::Call& call, std::int64_t id,
                                            NewWheelSpecification form) const;
  Task<Outcome<WheelSpecification>> change(const http::Call& call, std::int64_t id,
                                           schema::Patch<NewWheelSpecification> patch) const;
  /// Hands a saved form over to its reviewers.
  Task<Outcome<WheelSpecification>> submit(const http::Call& call, std::int64_t id) const;
  /// Everything that happened to it, oldest first.
  Task<Outcome<std::vector<events::Entry>>> history(const http::Call& call, std::int64_t id) const;

 private:
  db::Queries& database_;
  accounts::Accounts& accounts_;
  std::int64_t per_page_;
};

}  // namespace kpa::wheel_specifications
