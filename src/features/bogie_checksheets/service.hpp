#pragma once

#include <functional>

#include "features/bogie_checksheets/store.hpp"
#include "features/bogie_checksheets/wire.hpp"

namespace kpa::bogie_checksheets {

/// What people do with bogie checksheets.
class Service {
 public:
  /// Both outlive it. `per_page`: records on a page of a list that does not ask for another number.
  Service(db::Queries& database, const identity::Directory& directory, std::int64_t per_page)
      : database_(database), directory_(directory), per_page_(per_page) {}

  /// Stores a saved form. form_number_taken when somebody else has the number.
  Task<Outcome<BogieChecksheet>> create(const http::Call& call, NewBogieChecksheet form) const;
  Task<Outcome<http::Page<BogieChecksheet>>> list(const http::Call& call, BogieChecksheetQuery query) const;
  Task<Outcome<BogieChecksheet>> get(const http::Call& call, std::int64_t id) const;
  /// Only while saved; see maintenance_forms::refusal().
  Task<Outcome<BogieChecksheet>> replace(const http::Call& call, std::int64_t id,
                                         NewBogieChecksheet form) const;
  Task<Outcome<BogieChecksheet>> change(const http::Call& call, std::int64_t id,
                                        schema::Patch<NewBogieChecksheet> patch) const;
  /// Hands a saved form over to its reviewers.
  Task<Outcome<BogieChecksheet>> submit(const http::Call& call, std::int64_t id) const;

 private:
  using Becomes = std::function<Outcome<NewBogieChecksheet>(const BogieChecksheet& before)>;

  Task<Outcome<BogieChecksheet>> update(const http::Call& call, std::int64_t id, Becomes becomes) const;
  /// Completes what a form leaves out, takes its details apart and weighs its conditions.
  Task<Outcome<WrittenBogieChecksheet>> judged(const http::Call& call, db::Queries& unit,
                                               NewBogieChecksheet& form, const BogieChecksheet* before) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  std::int64_t per_page_;
};

}  // namespace kpa::bogie_checksheets
