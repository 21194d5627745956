#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/http/answers.hpp"
#include "core/http/endpoint.hpp"
#include "features/login/login.hpp"
#include "features/people/store.hpp"
#include "features/people/wire.hpp"
#include "features/people/wire_details.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::people {

/// The people whom the filters let through, as far as anybody sees them.
db::Selection selection_of(const Filters& filters, const identity::Directory& directory);

/// What administrators do with people, on one I/O thread. Whom a caller does not see is not there for them;
/// what they write stays within what they see.
class Service {
 public:
  /// All outlive it. `per_page`: people on a page of a list that does not ask for another number.
  Service(db::Queries& database, const identity::Directory& directory, sessions::Sessions& sessions,
          login::Logins& logins, std::int64_t per_page)
      : database_(database),
        directory_(directory),
        sessions_(sessions),
        logins_(logins),
        per_page_(per_page) {}

  Task<Outcome<http::Page<Profile>>> list(const http::Call& call, ListQuery query) const;
  Task<Outcome<http::Page<Profile>>> reports(const http::Call& call, std::int64_t id,
                                             ReportsQuery query) const;
  Task<Outcome<Profile>> get(const http::Call& call, std::int64_t id) const;

  /// Enrols somebody who has no password yet. phone_number_taken; conflict when the employee id is.
  Task<Outcome<Profile>> create(const http::Call& call, Details details) const;
  /// The same failures, and conflict when nobody would be left to administer the system.
  Task<Outcome<Profile>> replace(const http::Call& call, std::int64_t id,
                                 Replacement<Details> replacement) const;
  Task<Outcome<Profile>> change(const http::Call& call, std::int64_t id, schema::Patch<Details> patch) const;

  /// They cannot log in any more, and their sessions end. Doing it twice is no failure. Never oneself, never
  /// the last superuser: conflict.
  Task<Outcome<http::Nothing>> deactivate(const http::Call& call, std::int64_t id) const;
  Task<Outcome<Profile>> activate(const http::Call& call, std::int64_t id) const;

 private:
  using Change = std::function<Outcome<Details>(const Person& current, const Editable& editable)>;

  Task<Outcome<http::Page<Profile>>> page(const http::Call& call, const schema::PageQuery& query,
                                          db::Selection selection) const;
  /// The details with a canonical phone number, or all that is wrong with putting them in place of
  /// `before`'s.
  Task<Outcome<Details>> judged(const http::Call& call, db::Queries& unit, Details details,
                                const Person* before) const;
  /// A person whom the caller, who still has their rank, sees, and whom nobody else changes meanwhile.
  Task<Outcome<Person>> locked(const http::Call& call, db::Queries& unit, std::int64_t id) const;
  Task<Outcome<Profile>> create_in(const http::Call& call, db::Queries& unit, Details details) const;
  Task<Outcome<Profile>> update(const http::Call& call, std::int64_t id, Change change) const;
  Task<Outcome<Profile>> update_in(const http::Call& call, db::Queries& unit, std::int64_t id,
                                   const Change& change) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  sessions::Sessions& sessions_;
  login::Logins& logins_;
  std::int64_t per_page_;
};

}  // namespace kpa::people
