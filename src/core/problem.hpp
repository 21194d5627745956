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
#include "core/raw_json.hpp"

namespace kpa {

/// Every way in which a request can fail. Status, title and default message are in problem.cpp.
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
  std::string_view slug;  ///< stable name in answers, snake_case
  int status;             ///< HTTP status
  i18n::Text title;       ///< short summary, the same for every occurrence
  i18n::Text message;     ///< text for a person, if the failure has no more specific one
};

/// All codes, in the order of the enumeration.
const std::vector<CodeInfo>& all_codes();
const CodeInfo& describe(Code code);

/// Values of a message's placeholders, e.g. {"max", "50"}.
using Params = i18n::Params;

/// One error in one member of a request.
struct FieldProblem {
  std::string path;  ///< in the client's spelling: `fields.wheelGauge`, `items[2].name`; empty: the whole
  std::string code;  ///< stable, snake_case: `too_long`, `not_a_date`
  Params params;
  i18n::Text message;  ///< for a person; the params are filled in when the answer is written
};

/// A member of a record that was changed meanwhile.
struct Difference {
  std::string field;  ///< a path, as in FieldProblem
  RawJson before;     ///< what it was when the client saw it; null: nothing
  RawJson after;      ///< what it is now
};

/// An expected failure, which becomes an application/problem+json answer.
struct Problem {
  Code code = Code::internal;
  i18n::Message message = {};  ///< for a person; empty: the code's own
  std::vector<FieldProblem> fields = {};
  std::optional<std::chrono::seconds> retry_after = {};  ///< not set: the usual wait, if the status has one
  std::vector<Difference> differences = {};              ///< of precondition_failed, as far as they are known
};

/// A value, or why there is none.
template <class T>
using Outcome = boost::system::result<T, Problem>;

/// Calling Outcome::value() on a failure is a bug; Boost finds this function by argument-dependent lookup.
[[noreturn]] void throw_exception_from_error(const Problem& problem, const boost::source_location& where);

/// An outage, as an exception: it ends the request, and `problem` is the answer.
struct Failure : std::runtime_error {
  Failure(Problem told, const std::string& cause) : std::runtime_error(cause), problem(std::move(told)) {}
  Problem problem;
};

/// A failure with one field error, for rules that need the database.
Problem field_failure(Code code, std::string path, std::string field_code, i18n::Text message);

/// The failure's message for a person.
i18n::Message message_of(const Problem& problem);

}  // namespace kpa
