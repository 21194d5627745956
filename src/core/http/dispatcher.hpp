#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "core/http/limit.hpp"
#include "core/http/router.hpp"

namespace kpa::http {

/// Is told of a request that was refused, and why, before the answer is sent.
using TellRefusal = std::function<Task<void>(const Request& request, const Caller& caller, Code code)>;

/// From a whole request to its answer: route, caller, limit, permission, idempotency, handler. Every failure
/// comes out as a problem document.
class Dispatcher {
 public:
  /// Without `limit` nothing is counted.
  Dispatcher(const Router& router, db::Queries& database, Authenticate authenticate, bool require_if_match,
             Limit limit = {});
  ~Dispatcher();

  void tell_refusals(TellRefusal tell) { tell_refusal_ = std::move(tell); }

  Task<Response> answer(const Request& request);
  /// What the route says of its bodies, for http::Server.
  BodyRule body_rule(Method method, std::string_view path) const;

 private:
  struct Measures;

  Task<Response> routed(const Request& request, const Route& route, std::vector<std::string> values,
                        Caller& caller, Standing& standing);
  Task<Response> called(const Request& request, const Route& route, std::vector<std::string> values,
                        Caller caller);

  const Router& router_;
  db::Queries& database_;
  Authenticate authenticate_;
  bool require_if_match_;
  Limit limit_;
  TellRefusal tell_refusal_;
  std::unique_ptr<Measures> measures_;
};

/// The version in an If-Match field of Object::tag_of(); nothing for anything else.
std::optional<std::int64_t> version_in(std::string_view if_match);

}  // namespace kpa::http
