#pragma once

#include <functional>

#include "features/wheel_specifications/store.hpp"
#include "features/wheel_specifications/wire.hpp"

namespace kpa::wheel_specifications {

/// Use cases of wheel specifications.
class Service {
 public:
  /// The arguments must outlive it. `per_page`: default number of records on a page.
  Service(db::Queries& database, const identity::Directory& directory, const exports::Exports& exports,
          std::int64_t per_page)
      : database_(database), directory_(directory), exports_(exports), per_page_(per_page) {}

  using Sent = maintenance_forms::WithUuid<NewWheelSpecification>;
  using Becomes = std::function<Outcome<NewWheelSpecification>(const WheelSpecification& before)>;

  /// Stores a new form, as saved. Fails with form_number_taken when another form has the number, and with
  /// conflict when the caller sent another content under the UUID.
  Task<Outcome<WheelSpecification>> create(const http::Call& call, Sent sent) const;
  /// The same; says whether the form was there before.
  Task<Outcome<maintenance_forms::Made<WheelSpecification>>> store(const http::Call& call, Sent sent) const;
  Task<Outcome<http::Page<WheelSpecification>>> list(const http::Call& call,
                                                     WheelSpecificationQuery query) const;
  /// The forms of list() as a file.
  Task<Outcome<http::Download>> download(const http::Call& call, WheelSpecificationExport query) const;
  Task<Outcome<WheelSpecification>> get(const http::Call& call, std::int64_t id) const;
  /// Only for a saved form; see maintenance_forms::refusal().
  Task<Outcome<WheelSpecification>> replace(const http::Call& call, std::int64_t id,
                                            NewWheelSpecification form) const;
  Task<Outcome<WheelSpecification>> change(const http::Call& call, std::int64_t id,
                                           schema::Patch<NewWheelSpecification> patch) const;
  /// The same, with a content that follows from the one before.
  Task<Outcome<WheelSpecification>> update(const http::Call& call, std::int64_t id, Becomes becomes) const;
  /// A new form that corrects the approved one.
  Task<Outcome<WheelSpecification>> amend(const http::Call& call, std::int64_t id,
                                          NewWheelSpecification form) const;
  /// Submits a saved form for review.
  Task<Outcome<WheelSpecification>> submit(const http::Call& call, std::int64_t id) const;
  /// Reopens a rejected form, so that it can be changed; the call names the version that was seen.
  Task<Outcome<WheelSpecification>> reopen(const http::Call& call, std::int64_t id) const;

 private:
  Task<Outcome<maintenance_forms::Made<WheelSpecification>>> store_judged(
      const http::Call& call, maintenance_forms::ClientName name, NewWheelSpecification form,
      WrittenWheelSpecification written) const;
  /// Fills in what the form leaves out, and compares its measurements with the limits of its stock type.
  Task<Outcome<WrittenWheelSpecification>> judged(const http::Call& call, db::Queries& unit,
                                                  NewWheelSpecification& form,
                                                  const WheelSpecification* before) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  const exports::Exports& exports_;
  std::int64_t per_page_;
};

}  // namespace kpa::wheel_specifications
