#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http/idempotency.hpp"
#include "core/http/limit.hpp"
#include "core/http/router.hpp"

namespace kpa::http {

/// Is told of a request that was refused, and why, before the answer is sent.
using TellRefusal = std::function<Task<void>(const Request& request, const Caller& caller, Code code)>;

/// From a whole request to its answer: route, caller, limit, permission, handler. Every failure
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
  /// The versions that the request's If-Match asks for; nothing: any.
  Outcome<std::optional<std::vector<std::int64_t>>> expected_of(const Request& request,
                                                                const Route& route) const;
  Task<Response> called(const Request& request, const Route& route, std::vector<std::string> values,
                        Caller caller);

  const Router& router_;
  db::Queries& database_;
  Authenticate authenticate_;
  bool require_if_match_;
  Limit limit_;
  TellRefusal tell_refusal_;
  Once once_;
  std::unique_ptr<Measures> measures_;
};

/// The versions that an If-Match field names (RFC 9110 §13.1.1), in ETags of Object::tag_of(). A weak one
/// names none, nor does one that is not ours. Nothing when the field is no list of ETags.
std::optional<std::vector<std::int64_t>> versions_in(std::string_view if_match);

}  // namespace kpa::http
