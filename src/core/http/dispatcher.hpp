#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http/idempotency.hpp"
#include "core/http/limit.hpp"
#include "core/http/route_measures.hpp"
#include "core/http/router.hpp"

namespace kpa::http {

/// Called with each refused request and the reason, before the answer is sent.
using TellRefusal = std::function<Task<void>(const Request& request, const Caller& caller, Code code)>;

/// Turns a request into its answer: finds the route and the caller, checks rate limit, permission and the
/// length of the body, and only then reads the body and calls the handler. Every failure becomes a problem
/// document.
class Dispatcher {
 public:
  /// Without `limit`, requests are not rate-limited.
  Dispatcher(const Router& router, db::Queries& database, Authenticate authenticate, bool require_if_match,
             Limit limit = {});

  void tell_refusals(TellRefusal tell) { tell_refusal_ = std::move(tell); }
  /// Other origins whose pages may open a WebSocket with their user's cookies.
  void trust_origins(std::vector<std::string> origins) { trusted_origins_ = std::move(origins); }

  Task<Response> answer(const Request& request);

 private:
  Task<Response> routed(const Request& request, const Route& route, std::vector<std::string> values,
                        Caller& caller, Allowance& allowance);
  Task<Outcome<Caller>> sender_of(const Request& request, const Route& route);
  Task<std::optional<Problem>> refusal_now(const Request& request, const Route& route);
  Task<Response> called(const Request& request, const Route& route, std::vector<std::string> values,
                        Caller caller);

  const Router& router_;
  db::Queries& database_;
  Authenticate authenticate_;
  bool require_if_match_;
  Limit limit_;
  TellRefusal tell_refusal_;
  std::vector<std::string> trusted_origins_;
  Once once_;
  RouteMeasures measures_;
};

}  // namespace kpa::http
