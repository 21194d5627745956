#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

#include "core/i18n/message.hpp"

namespace kpa {

/// Every way a request can fail that a client is told of. problem.cpp holds their status, title and default
/// message.
enum class Code {
  malformed_request,
  unauthenticated,
  invalid_credentials,
  invalid_token,
  invalid_code,
  second_factor_required,
  account_disabled,
  registration_closed,
  forbidden,
  csrf_token_invalid,
  second_factor_missing,
  not_found,
  method_not_allowed,
  request_timeout,
  conflict,
  form_number_taken,
  phone_number_taken,
  state_conflict,
  idempotency_in_flight,
  precondition_failed,
  payload_too_large,
  uri_too_long,
  unsupported_media_type,
  validation_failed,
  idempotency_mismatch,
  upgrade_required,
  precondition_required,
  too_many_requests,
  headers_too_large,
  internal,
  not_implemented,
  unavailable,
  outcome_unknown,
};

struct CodeInfo {
  Code code;
  std::string_view slug;  ///< stable name on the wire, snake_case
  int status;             ///< HTTP status
  i18n::Text title;       ///< short summary, the same for every occurrence
  i18n::Text message;     ///< what to tell a person when the failure has nothing more exact to say
};

/// The table of all codes, in the order of the enumeration.
const std::vector<CodeInfo>& all_codes();
const CodeInfo& describe(Code code);

/// Named values of a message, e.g. {"max", "50"}.
using Params = i18n::Params;

/// One thing wrong with one member of a request.
struct FieldProblem {
  std::string path;  ///< as the client spelled it: `fields.wheelGauge`, `items[2].name`; empty for the whole
  std::string code;  ///< stable, snake_case: `too_long`, `not_a_date`
  Params params;
  i18n::Text message;  ///< for a person; filled with the params when the answer is written
};

/// An expected failure, on its way to becoming an application/problem+json answer.
struct Problem {
  Code code = Code::internal;
  i18n::Message message = {};  ///< for a person; empty: the code's own
  std::vector<FieldProblem> fields = {};
  std::optional<std::chrono::seconds> retry_after =
      {};  ///< nothing: the usual wait, where the status has one
};

/// A value, or the reason there is none.
template <class T>
using Outcome = boost::system::result<T, Problem>;

/// Outcome::value() on a failure is a bug in the caller; Boost finds this by argument-dependent look-up.
[[noreturn]] void throw_exception_from_error(const Problem& problem, const boost::source_location& where);

/// An outage, thrown: the request cannot go on, and this is what its client is told.
struct Failure : std::runtime_error {
  Failure(Problem told, const std::string& cause) : std::runtime_error(cause), problem(std::move(told)) {}
  Problem problem;
};

/// One field's problem as a whole failure, for rules that need the database to be checked.
Problem field_failure(Code code, std::string path, std::string field_code, i18n::Text message);

/// What a person is told of the whole failure.
i18n::Message message_of(const Problem& problem);

}  // namespace kpa
