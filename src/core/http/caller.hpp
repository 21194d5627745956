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

/// Who may use a route. Each role includes those after it.
enum class Role { anyone, user, staff, superuser };

/// Who sent the request.
struct Caller {
  std::int64_t user_id = 0;     ///< 0: not logged in
  std::int64_t session_id = 0;  ///< the login that the token belongs to
  Role role = Role::anyone;
  bool sees_all = false;  ///< may see all records, also those of others, without a check of the owner
  std::optional<i18n::Language> language = {};  ///< in which they want their answers
  /// Set when a missing second factor lowered their role: the role with one.
  std::optional<Role> role_with_second_factor = {};

  bool is_staff() const { return role >= Role::staff; }
};

/// The language of the answer: the caller's own, else the one that the request asks for.
inline i18n::Language language_for(const Caller& caller, const Request& request) {
  return caller.language.value_or(request.language);
}

/// Finds out who sent a request, from its credentials. Called only on routes that need the caller.
using Authenticate = std::function<Task<Outcome<Caller>>(const Request&)>;

struct Keyed;

/// A request as its handler sees it.
struct Call {
  const Request& request;
  Caller caller;
  /// Where the handler must write: with an Idempotency-Key, a transaction that also stores the answer; else
  /// the database itself.
  db::Queries& unit;
  /// The versions that If-Match names; nothing: any version will do.
  std::optional<std::vector<std::int64_t>> expected_versions;
  /// The Idempotency-Key under which the handler has not run yet; null: none.
  const Keyed* keyed = nullptr;

  /// Whether If-Match allows a change of a record of this version.
  bool expects(std::int64_t version) const {
    return !expected_versions || std::ranges::find(*expected_versions, version) != expected_versions->end();
  }

  /// The language of the answer.
  i18n::Language language() const { return language_for(caller, request); }
};

}  // namespace kpa::http
