#pragma once

#include <cstdint>
#include <vector>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "features/accounts/accounts.hpp"
#include "features/bogie_checksheets/store.hpp"
#include "features/bogie_checksheets/wire.hpp"

namespace kpa::bogie_checksheets {

/// What people do with bogie checksheets. Everybody sees and changes their own; staff see and change all.
class Service {
 public:
  Service(db::Queries& database, accounts::Accounts& accounts, std::int64_t per_page)
      : database_(database), accounts_(accounts), per_page_(per_page) {}

  /// Stores a saved checksheet. form_number_taken when somebody else has the number.
  Task<Outcome<BogieChecksheet>> create(const http::Call& call, NewBogieChecksheet form) const;
  Task<Outcome<http::Page<BogieChecksheet>>> list(const http::Call& call, ListQuery query) const;
  Task<Outcome<BogieChecksheet>> get(const http::Call& call, std::int64_t id) const;
  /// Only while saved. A version that is not the current one is precondition_failed.
  Task<Outcome<BogieChecksheet>> replace(const http::Call& call, std::int64_t id,
                                         NewBogieChecksheet form) const;
  Task<Outcome<BogieChecksheet>> change(const http::Call& call, std::int64_t id,
                                        schema::Patch<NewBogieChecksheet> patch) const;
  /// Hands a saved checksheet over to its reviewers.
  Task<Outcome<BogieChecksheet>> submit(const http::Call& call, std::int64_t id) const;
  /// Everything that happened to it, oldest first.
  Task<Outcome<std::vector<events::Entry>>> history(const http::Call& call, std::int64_t id) const;

 private:
  db::Queries& database_;
  accounts::Accounts& accounts_;
  std::int64_t per_page_;
};

}  // namespace kpa::bogie_checksheets
