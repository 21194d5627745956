#pragma once

#include <functional>

#include "features/bogie_checksheets/store.hpp"
#include "features/bogie_checksheets/wire.hpp"

namespace kpa::bogie_checksheets {

/// Use cases of bogie checksheets.
class Service {
 public:
  /// The arguments must outlive it. `per_page`: default number of records on a page.
  Service(db::Queries& database, const identity::Directory& directory, const exports::Exports& exports,
          std::int64_t per_page)
      : database_(database), directory_(directory), exports_(exports), per_page_(per_page) {}

  using Sent = maintenance_forms::WithUuid<NewBogieChecksheet>;
  using Becomes = std::function<Outcome<NewBogieChecksheet>(const BogieChecksheet& before)>;

  /// Stores a new form, as saved. Fails with form_number_taken when another form has the number, and with
  /// conflict when the caller sent another content under the UUID.
  Task<Outcome<BogieChecksheet>> create(const http::Call& call, Sent sent) const;
  /// The same; says whether the form was there before.
  Task<Outcome<maintenance_forms::Made<BogieChecksheet>>> store(const http::Call& call, Sent sent) const;
  Task<Outcome<http::Page<BogieChecksheet>>> list(const http::Call& call, BogieChecksheetQuery query) const;
  /// The forms of list() as a file.
  Task<Outcome<http::Download>> download(const http::Call& call, BogieChecksheetExport query) const;
  Task<Outcome<BogieChecksheet>> get(const http::Call& call, std::int64_t id) const;
  /// Only for a saved form; see maintenance_forms::refusal().
  Task<Outcome<BogieChecksheet>> replace(const http::Call& call, std::int64_t id,
                                         NewBogieChecksheet form) const;
  Task<Outcome<BogieChecksheet>> change(const http::Call& call, std::int64_t id,
                                        schema::Patch<NewBogieChecksheet> patch) const;
  /// The same, with a content that follows from the one before.
  Task<Outcome<BogieChecksheet>> update(const http::Call& call, std::int64_t id, Becomes becomes) const;
  /// A new form that corrects the approved one.
  Task<Outcome<BogieChecksheet>> amend(const http::Call& call, std::int64_t id,
                                       NewBogieChecksheet form) const;
  /// Submits a saved form for review.
  Task<Outcome<BogieChecksheet>> submit(const http::Call& call, std::int64_t id) const;
  /// Reopens a rejected form, so that it can be changed; the call names the version that was seen.
  Task<Outcome<BogieChecksheet>> reopen(const http::Call& call, std::int64_t id) const;

 private:
  Task<Outcome<maintenance_forms::Made<BogieChecksheet>>> store_judged(const http::Call& call,
                                                                       maintenance_forms::ClientName name,
                                                                       NewBogieChecksheet form,
                                                                       WrittenBogieChecksheet written) const;
  /// Completes what a form leaves out, takes its details apart and judges it by the rules.
  Task<Outcome<WrittenBogieChecksheet>> judged(const http::Call& call, db::Queries& unit,
                                               NewBogieChecksheet& form, const BogieChecksheet* before) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  const exports::Exports& exports_;
  std::int64_t per_page_;
};

}  // namespace kpa::bogie_checksheets
