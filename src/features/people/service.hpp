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

/// A selection of people by the filters, before it is restricted to what the caller may see.
db::Selection selection_of(const Filters& filters, const identity::Directory& directory);

/// Use cases of administering people, on one I/O thread. People whom the caller may not see do not exist for
/// them, and they cannot move people to places that they may not see.
class Service {
 public:
  /// The arguments must outlive it. `per_page`: default number of people on a page.
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

  /// Creates a person without a password. Fails with phone_number_taken, or conflict when the employee id is
  /// taken.
  Task<Outcome<Profile>> create(const http::Call& call, Details details) const;
  /// Fails like create(), and with conflict when no superuser would be left.
  Task<Outcome<Profile>> replace(const http::Call& call, std::int64_t id,
                                 Replacement<Details> replacement) const;
  Task<Outcome<Profile>> change(const http::Call& call, std::int64_t id, schema::Patch<Details> patch) const;

  /// The person can no longer log in, and their sessions end. Repeating it is not a failure. Fails with
  /// conflict for oneself and for the last superuser.
  Task<Outcome<http::Nothing>> deactivate(const http::Call& call, std::int64_t id) const;
  Task<Outcome<Profile>> activate(const http::Call& call, std::int64_t id) const;

 private:
  using Change = std::function<Outcome<Details>(const Person& current, const Editable& editable)>;

  Task<Outcome<http::Page<Profile>>> page(const http::Call& call, const schema::PageQuery& query,
                                          db::Selection selection) const;
  /// The details with a canonical phone number, or everything wrong with them as a replacement for those of
  /// `before`.
  Task<Outcome<Details>> judged(const http::Call& call, db::Queries& unit, Details details,
                                const Person* before) const;
  /// Locks and returns a person whom the caller may see; also checks that the caller still has their rank.
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
