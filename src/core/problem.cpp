#include "core/problem.hpp"

#include <stdexcept>

namespace kpa {

const std::vector<CodeInfo>& all_codes() {
  using enum Code;
  static const std::vector<CodeInfo> table = {
      {malformed_request, "malformed_request", 400, "Malformed request",
       "The request could not be understood."},
      {unauthenticated, "unauthenticated", 401, "Authentication required",
       "Send an access token: Authorization: Bearer <access_token>."},
      {invalid_credentials, "invalid_credentials", 401, "Invalid credentials",
       "The phone number or the password is wrong."},
      {invalid_token, "invalid_token", 401, "Invalid token",
       "The token is invalid, expired or revoked. Log in again."},
      {invalid_code, "invalid_code", 401, "Invalid code",
       "The code is wrong or no longer good. Ask for another one."},
      {second_factor_required, "second_factor_required", 401, "Second factor required",
       "Send the code that your authenticator app shows, or a recovery code, as second_factor."},
      {account_disabled, "account_disabled", 403, "Account disabled",
       "This account is deactivated. Ask an administrator to activate it."},
      {forbidden, "forbidden", 403, "Forbidden", "You are not allowed to do this."},
      {csrf_token_invalid, "csrf_token_invalid", 403, "CSRF token missing or wrong",
       "A request with cookies that changes something must repeat the cookie kpa_csrf in the field X-CSRF-Token."},
      {second_factor_missing, "second_factor_missing", 403, "Second factor missing",
       "Your role asks for a second factor. Set up an authenticator app first."},
      {not_found, "not_found", 404, "Not found", "There is nothing here under this address."},
      {method_not_allowed, "method_not_allowed", 405, "Method not allowed",
       "This address does not take that method; the Allow header names those it takes."},
      {request_timeout, "request_timeout", 408, "Request timeout", "The request took too long to arrive."},
      {conflict, "conflict", 409, "Conflict", "This is at odds with what is already stored."},
      {form_number_taken, "form_number_taken", 409, "Form number taken",
       "This form number is already in use"},
      {phone_number_taken, "phone_number_taken", 409, "Phone number taken", "Phone number already exists"},
      {state_conflict, "state_conflict", 409, "Wrong state", "The record's status does not allow this."},
      {idempotency_in_flight, "idempotency_in_flight", 409, "Request in flight",
       "A request with this Idempotency-Key is still being worked on. Ask again shortly."},
      {precondition_failed, "precondition_failed", 412, "Precondition failed",
       "Somebody changed the record since you read it. Read it again and repeat your change."},
      {payload_too_large, "payload_too_large", 413, "Payload too large", "The request body is too large."},
      {uri_too_long, "uri_too_long", 414, "URI too long", "The address is too long."},
      {unsupported_media_type, "unsupported_media_type", 415, "Unsupported media type",
       "Send the body as application/json."},
      {validation_failed, "validation_failed", 422, "Validation failed", "Validation failed"},
      {idempotency_mismatch, "idempotency_mismatch", 422, "Idempotency key reused",
       "This Idempotency-Key was used for a different request. Use a new key."},
      {precondition_required, "precondition_required", 428, "Precondition required",
       "Send If-Match with the ETag of the record that you read."},
      {too_many_requests, "too_many_requests", 429, "Too many requests",
       "Too many requests. Wait, then ask again."},
      {headers_too_large, "headers_too_large", 431, "Headers too large",
       "The request headers are too large."},
      {internal, "internal_error", 500, "Internal error",
       "Something went wrong on our side. Quote the request id when you report it."},
      {not_implemented, "not_implemented", 501, "Not implemented",
       "This transfer coding or method is not supported."},
      {unavailable, "unavailable", 503, "Unavailable",
       "The service cannot answer just now. Ask again shortly."},
      {outcome_unknown, "outcome_unknown", 503, "Outcome unknown",
       "The connection to the database broke while your change was being saved, so it may or may not have been. "
       "Repeat the request with the same Idempotency-Key, or look before you repeat it."},
  };
  return table;
}

const CodeInfo& describe(Code code) { return all_codes().at(static_cast<std::size_t>(code)); }

void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
  throw std::logic_error("value of a failed outcome was read: " + std::string(describe(problem.code).slug));
}

Problem field_failure(Code code, std::string path, std::string field_code, std::string message) {
  Problem problem{.code = code};
  problem.fields.push_back({std::move(path), std::move(field_code), {}, std::move(message)});
  return problem;
}

}  // namespace kpa
