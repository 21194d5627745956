#include "core/http/dispatcher.hpp"

#include <chrono>
#include <string>

#include "core/http/answers.hpp"
#include "core/http/byte_range.hpp"
#include "core/http/failures.hpp"
#include "core/http/preconditions.hpp"
#include "core/http/push.hpp"
#include "core/http/upgrade.hpp"

namespace kpa::http {
namespace {

Response refuse(const Problem& problem, const Request& request, const Caller& caller = {}) {
  return problem_response(problem, request.request_id, language_for(caller, request));
}

Response refuse_handshake(const Problem& problem, const Request& request, const Caller& caller) {
  Response response = refuse(problem, request, caller);
  if (problem.code == Code::upgrade_required) {
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Connection",
                                  "Upgrade");  // with the one that says whether this one goes on
  }
  return response;
}

/// Why the caller may not use a route of this role.
Code refusal(const Caller& caller, Role role) {
  return caller.role_with_second_factor.value_or(Role::anyone) >= role ? Code::second_factor_missing
                                                                       : Code::forbidden;
}

/// Limits the body's size to what the route takes, and checks its announced length.
std::optional<Problem> limit_body(const Request& request, const Route& route) {
  if (request.arriving == nullptr) return std::nullopt;
  return request.arriving->limit(route.most_body, route.role == Role::anyone);
}

/// Whether the handler needs the whole body, and it has not arrived yet.
bool lacks_body(const Request& request, const Route& route) {
  return route.body && !route.streams_body && request.arriving != nullptr && !request.arriving->is_whole();
}

/// The Idempotency-Key, if the route takes one and the request has one.
Outcome<std::optional<std::string_view>> key_of(const Request& request, const Route& route) {
  if (!route.takes_idempotency_key) return std::optional<std::string_view>();
  const auto key = single(request.headers, "Idempotency-Key");
  if (!key || !*key || is_idempotency_key(**key)) return key;
  return Problem{.code = Code::malformed_request,
                 .message = i18n::text("An Idempotency-Key has 1 to 255 visible ASCII characters.")};
}

}  // namespace

Dispatcher::Dispatcher(const Router& router, db::Queries& database, Authenticate authenticate,
                       bool require_if_match, Limit limit)
    : router_(router),
      database_(database),
      authenticate_(std::move(authenticate)),
      require_if_match_(require_if_match),
      limit_(std::move(limit)) {}

Task<Response> Dispatcher::answer(const Request& request) {
  const auto began = std::chrono::steady_clock::now();
  Router::Match match = router_.find(request.method, request.path);
  Response response;
  Caller caller;
  if (request.when_full && (match.route == nullptr || !match.route->when_full)) {
    response = refuse({.code = Code::unavailable}, request);
  } else if (match.route != nullptr) {
    Allowance allowance;
    response = co_await routed(request, *match.route, std::move(match.values), caller, allowance);
    tell(allowance, response);
    // No cache may keep an answer for a logged-in person, nor a refusal: phones and screens in a workshop are
    // shared.
    if (match.route->role != Role::anyone || match.route->secret)
      response.headers.emplace_back("Cache-Control", "no-store");
    if (response.problem && tell_refusal_) co_await tell_refusal_(request, caller, *response.problem);
  } else if (match.allow.empty()) {
    response = refuse({.code = Code::not_found}, request);
  } else {
    response = request.method == Method::options ? Response{.status = 204, .content_type = ""}
                                                 : refuse({.code = Code::method_not_allowed}, request);
    response.headers.emplace_back("Allow", std::move(match.allow));
  }
  const auto ended = std::chrono::steady_clock::now();
  measures_.count(match.route, response.status, ended - began);
  log_answer(request, response, caller, began, ended);
  co_return response;
}

Task<Response> Dispatcher::routed(const Request& request, const Route& route, std::vector<std::string> values,
                                  Caller& caller, Allowance& allowance) {
  std::exception_ptr thrown;
  try {
    std::optional<Problem> refused;
    if (route.role != Role::anyone) {
      Outcome<Caller> known = co_await sender_of(request, route);
      if (known)
        caller = *known;
      else
        refused = known.error();
    }
    // Whom the request counts against may be in the body.
    if (limit_ && route.counts_for && lacks_body(request, route)) {
      if (const auto too_large = limit_body(request, route)) co_return refuse(*too_large, request);
      if (const auto unread = co_await request.arriving->read()) co_return refuse(*unread, request);
    }
    // Requests without a valid token count too, by address. A valid one is authenticated first.
    if (limit_) {
      const Caller counts_for = route.counts_for ? route.counts_for(request) : caller;
      const LimitClass usual = route.method == Method::get ? LimitClass::read : LimitClass::write;
      allowance = co_await limit_(request, route.counts_as.value_or(usual), counts_for);
      if (!allowance.served)
        co_return refuse({.code = Code::too_many_requests, .retry_after = allowance.retry_after}, request,
                         caller);
    }
    if (refused) co_return refuse(*refused, request);
    if (caller.role < route.role) co_return refuse({.code = refusal(caller, route.role)}, request, caller);
    Response response = co_await called(request, route, std::move(values), caller);
    if (response.push) {
      if (const auto problem = handshake_refusal(request, trusted_origins_))
        co_return refuse_handshake(*problem, request, caller);
      response.push->refusal_now = [this, &request, &route] { return refusal_now(request, route); };
    }
    if (route.method == Method::get && response.status == 200 && !response.secret) {
      if (response.asset.empty() && !response.stream) tag(response);
      honour_if_none_match(request, response);
      if (response.ranges) honour_range(request, response);
    }
    co_return response;
  } catch (...) {
    thrown = std::current_exception();
  }
  co_return refuse(problem_of(thrown, request), request, caller);
}

Task<Outcome<Caller>> Dispatcher::sender_of(const Request& request, const Route& route) {
  const Authenticate& authenticate = route.authenticate ? route.authenticate : authenticate_;
  return authenticate(request);
}

/// Why the sender may no longer use the route; nothing when they may.
Task<std::optional<Problem>> Dispatcher::refusal_now(const Request& request, const Route& route) {
  if (route.role == Role::anyone) co_return std::nullopt;
  const Outcome<Caller> known = co_await sender_of(request, route);
  if (!known) co_return known.error();
  if (known->role < route.role) co_return Problem{.code = refusal(*known, route.role)};
  co_return std::nullopt;
}

Task<Response> Dispatcher::called(const Request& request, const Route& route, std::vector<std::string> values,
                                  Caller caller) {
  Outcome<std::optional<std::vector<std::int64_t>>> expected = std::optional<std::vector<std::int64_t>>();
  if (route.takes_if_match) expected = expected_versions(request, require_if_match_);
  if (!expected) co_return refuse(expected.error(), request, caller);
  const auto key = key_of(request, route);
  if (!key) co_return refuse(key.error(), request, caller);
  if (const auto too_large = limit_body(request, route)) co_return refuse(*too_large, request, caller);
  if (lacks_body(request, route))
    if (const auto unread = co_await request.arriving->read()) co_return refuse(*unread, request, caller);
  std::optional<Keyed> keyed;
  if (*key) keyed.emplace(once_, **key);
  Call call{request, caller, database_, *expected, keyed ? &*keyed : nullptr};
  co_return co_await route.handler(call, std::move(values));
}

}  // namespace kpa::http
