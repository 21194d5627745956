#include "core/problem.hpp"

#include <stdexcept>

namespace kpa {

const std::vector<CodeInfo>& all_codes() {
  using enum Code;
  using i18n::text;
  static const std::vector<CodeInfo> table = {
      {malformed_request, "malformed_request", 400, text("Malformed request"),
       text("The request could not be understood.")},
      {unauthenticated, "unauthenticated", 401, text("Authentication required"),
       text("Send an access token: Authorization: Bearer <access_token>.")},
      {invalid_credentials, "invalid_credentials", 401, text("Invalid credentials"),
       text("The phone number or the password is wrong.")},
      {invalid_token, "invalid_token", 401, text("Invalid token"),
       text("The token is invalid, expired or revoked. Log in again.")},
      {invalid_code, "invalid_code", 401, text("Invalid code"),
       text("The code is wrong or no longer good. Ask for another one.")},
      {second_factor_required, "second_factor_required", 401, text("Second factor required"),
       text("Send the code that your authenticator app shows, or a recovery code, as second_factor.")},
      {account_disabled, "account_disabled", 403, text("Account disabled"),
       text("This account is deactivated. Ask an administrator to activate it.")},
      {registration_closed, "registration_closed", 403, text("Registration closed"),
       text("Nobody can register on their own here. Ask an administrator for an account.")},
      {forbidden, "forbidden", 403, text("Forbidden"), text("You are not allowed to do this.")},
      {csrf_token_invalid, "csrf_token_invalid", 403, text("CSRF token missing or wrong"),
       text(
           "A request with cookies that changes something must repeat the cookie __Host-kpa_csrf in the field X-CSRF-Token.")},
      {second_factor_missing, "second_factor_missing", 403, text("Second factor missing"),
       text("Your role asks for a second factor. Set up an authenticator app first.")},
      {not_found, "not_found", 404, text("Not found"), text("There is nothing here under this address.")},
      {method_not_allowed, "method_not_allowed", 405, text("Method not allowed"),
       text("This address does not take that method; the Allow header names those it takes.")},
      {request_timeout, "request_timeout", 408, text("Request timeout"),
       text("The request took too long to arrive.")},
      {conflict, "conflict", 409, text("Conflict"), text("This is at odds with what is already stored.")},
      {form_number_taken, "form_number_taken", 409, text("Form number taken"),
       text("This form number is already in use")},
      {phone_number_taken, "phone_number_taken", 409, text("Phone number taken"),
       text("Phone number already exists")},
      {state_conflict, "state_conflict", 409, text("Wrong state"),
       text("The record's status does not allow this.")},
      {idempotency_in_flight, "idempotency_in_flight", 409, text("Request in flight"),
       text("A request with this Idempotency-Key is still being worked on. Ask again shortly.")},
      {precondition_failed, "precondition_failed", 412, text("Precondition failed"),
       text("Somebody changed the record since you read it. Read it again and repeat your change.")},
      {payload_too_large, "payload_too_large", 413, text("Payload too large"),
       text("The request body is too large.")},
      {uri_too_long, "uri_too_long", 414, text("URI too long"), text("The address is too long.")},
      {unsupported_media_type, "unsupported_media_type", 415, text("Unsupported media type"),
       text("Send the body as application/json.")},
      {validation_failed, "validation_failed", 422, text("Validation failed"), text("Validation failed")},
      {idempotency_mismatch, "idempotency_mismatch", 422, text("Idempotency key reused"),
       text("This Idempotency-Key was used for a different request. Use a new key.")},
      {upgrade_required, "upgrade_required", 426, text("Upgrade required"),
       text("Here one listens: open a WebSocket (RFC 6455).")},
      {precondition_required, "precondition_required", 428, text("Precondition required"),
       text("Send If-Match with the ETag of the record that you read.")},
      {too_many_requests, "too_many_requests", 429, text("Too many requests"),
       text("Too many requests. Wait, then ask again.")},
      {headers_too_large, "headers_too_large", 431, text("Headers too large"),
       text("The request headers are too large.")},
      {internal, "internal_error", 500, text("Internal error"),
       text("Something went wrong on our side. Quote the request id when you report it.")},
      {not_implemented, "not_implemented", 501, text("Not implemented"),
       text("This transfer coding or method is not supported.")},
      {unavailable, "unavailable", 503, text("Unavailable"),
       text("The service cannot answer just now. Ask again shortly.")},
      {outcome_unknown, "outcome_unknown", 503, text("Outcome unknown"),
       text(
           "The connection to the database broke while your change was being saved, so it may or may not have been. Repeat the request with the same Idempotency-Key, or look before you repeat it.")},
  };
  return table;
}

const CodeInfo& describe(Code code) { return all_codes().at(static_cast<std::size_t>(code)); }

void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
  throw std::logic_error("value of a failed outcome was read: " + std::string(describe(problem.code).slug));
}

Problem field_failure(Code code, std::string path, std::string field_code, i18n::Text message) {
  Problem problem{.code = code};
  problem.fields.push_back({std::move(path), std::move(field_code), {}, message});
  return problem;
}

i18n::Message message_of(const Problem& problem) {
  return problem.message.empty() ? i18n::Message(describe(problem.code).message) : problem.message;
}

}  // namespace kpa
