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

/// Is told of a request that was refused, and why, before the answer is sent.
using TellRefusal = std::function<Task<void>(const Request& request, const Caller& caller, Code code)>;

/// From a request's header to its answer: route, caller, limit, permission, length of the body; only then is
/// that read, and the handler called. Every failure comes out as a problem document.
class Dispatcher {
 public:
  /// Without `limit` nothing is counted.
  Dispatcher(const Router& router, db::Queries& database, Authenticate authenticate, bool require_if_match,
             Limit limit = {});

  void tell_refusals(TellRefusal tell) { tell_refusal_ = std::move(tell); }
  /// Pages of other origins that may listen with the cookies of their user.
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
