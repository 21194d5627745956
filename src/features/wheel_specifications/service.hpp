#pragma once

#include <functional>

#include "features/wheel_specifications/store.hpp"
#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// What people do with wheel specifications.
class Service {
 public:
  /// Both outlive it. `per_page`: records on a page of a list that does not ask for another number.
  Service(db::Queries& database, const identity::Directory& directory, std::int64_t per_page)
      : database_(database), directory_(directory), per_page_(per_page) {}

  /// Stores a saved form. form_number_taken when somebody else has the number.
  Task<Outcome<WheelSpecification>> create(const http::Call& call, NewWheelSpecification form) const;
  Task<Outcome<http::Page<WheelSpecification>>> list(const http::Call& call,
                                                     WheelSpecificationQuery query) const;
  Task<Outcome<WheelSpecification>> get(const http::Call& call, std::int64_t id) const;
  /// Only while saved; see maintenance_forms::refusal().
  Task<Outcome<WheelSpecification>> replace(const http::Call& call, std::int64_t id,
                                            NewWheelSpecification form) const;
  Task<Outcome<WheelSpecification>> change(const http::Call& call, std::int64_t id,
                                           schema::Patch<NewWheelSpecification> patch) const;
  /// Hands a saved form over to its reviewers.
  Task<Outcome<WheelSpecification>> submit(const http::Call& call, std::int64_t id) const;

 private:
  using Becomes = std::function<Outcome<NewWheelSpecification>(const WheelSpecification& before)>;

  Task<Outcome<WheelSpecification>> update(const http::Call& call, std::int64_t id, Becomes becomes) const;
  /// Completes what a form leaves out, and holds its measurements against the limits of its type of stock.
  Task<Outcome<WrittenWheelSpecification>> judged(const http::Call& call, db::Queries& unit,
                                                  NewWheelSpecification& form,
                                                  const WheelSpecification* before) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  std::int64_t per_page_;
};

}  // namespace kpa::wheel_specifications
