#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/db/database.hpp"
#include "core/http/message.hpp"
#include "core/i18n/language.hpp"
#include "core/problem.hpp"
#include "core/task.hpp"

namespace kpa::http {

/// Who may use a route. Each includes those after it.
enum class Role { anyone, user, staff, superuser };

/// Who asks.
struct Caller {
  std::int64_t user_id = 0;     ///< 0: nobody
  std::int64_t session_id = 0;  ///< the login that the token belongs to
  Role role = Role::anyone;
  bool sees_all = false;  ///< of the records that others may not see: all, without a look at whose they are
  std::optional<i18n::Language> language = {};       ///< in which they want to be answered
  std::optional<Role> role_with_second_factor = {};  ///< where the lack of one made it a smaller role

  bool is_staff() const { return role >= Role::staff; }
};

/// The language to answer them in: theirs, or what the request asks for.
inline i18n::Language language_for(const Caller& caller, const Request& request) {
  return caller.language.value_or(request.language);
}

/// Finds out who sent a request from its credentials. Called only on routes that want to know.
using Authenticate = std::function<Task<Outcome<Caller>>(const Request&)>;

struct Keyed;

/// One request on its way through a handler.
struct Call {
  const Request& request;
  Caller caller;
  /// Where the handler's writes belong: a transaction that also keeps the answer when the client sent an
  /// Idempotency-Key, else the database itself.
  db::Queries& unit;
  /// The versions in which the client wants the record to be, from If-Match; nothing: any.
  std::optional<std::vector<std::int64_t>> expected_versions;
  /// The Idempotency-Key under which it is still to be done once.
  const Keyed* keyed = nullptr;

  /// Whether a record of this version is one that the client wants to change.
  bool expects(std::int64_t version) const {
    return !expected_versions || std::ranges::find(*expected_versions, version) != expected_versions->end();
  }

  /// To answer in.
  i18n::Language language() const { return language_for(caller, request); }
};

}  // namespace kpa::http
