#include "core/http/dispatcher.hpp"

#include <charconv>
#include <chrono>
#include <string>
#include <unordered_map>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "core/http/answers.hpp"
#include "core/http/gzip.hpp"
#include "core/http/log.hpp"
#include "core/observe/metrics.hpp"

namespace kpa::http {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto slow = std::chrono::seconds(1);

Response refuse(const Problem& problem, const Request& request, const Caller& caller = {}) {
  return problem_response(problem, request.request_id, language_for(caller, request));
}

/// Why somebody may not use a route of this role.
Code refusal(const Caller& caller, Role role) {
  return caller.role_with_second_factor.value_or(Role::anyone) >= role ? Code::second_factor_missing
                                                                       : Code::forbidden;
}

/// GET answers without a version of their own get a digest as ETag, so that unchanged lists need not travel
/// again.
void tag(Response& response) {
  for (const auto& [name, value] : response.headers)
    if (name == "ETag") return;
  const std::size_t digest = std::hash<std::string_view>()(response.body);
  std::string text = "W/\"0000000000000000\"";
  std::to_chars(text.data() + 3, text.data() + 19, digest, 16);
  response.headers.emplace_back("ETag", std::move(text));
}

bool matches(std::string_view if_none_match, std::string_view etag) {
  const auto opaque = [](std::string_view one) {
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one.ends_with('"')) one.remove_suffix(1);
    if (one.ends_with(compressed_mark)) one.remove_suffix(compressed_mark.size());
    return one;
  };
  while (!if_none_match.empty()) {
    const std::size_t end = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view one = if_none_match.substr(0, end);
    if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (one == "*" || opaque(one) == opaque(etag)) return true;
  }
  return false;
}

void honour_if_none_match(const Request& request, Response& response) {
  const std::string_view wanted = request.headers.find("If-None-Match");
  if (wanted.empty()) return;
  for (const auto& [name, value] : response.headers) {
    if (name != "ETag" || !matches(wanted, value)) continue;
    response.status = 304;
    response.body.clear();
    response.asset = {};
    return;
  }
}

/// The request's Idempotency-Key, where the route takes one and it has one.
Outcome<std::optional<std::string_view>> key_of(const Request& request, const Route& route) {
  if (!route.takes_idempotency_key) return std::optional<std::string_view>();
  const auto key = single(request.headers, "Idempotency-Key");
  if (!key || !*key || is_idempotency_key(**key)) return key;
  return Problem{.code = Code::malformed_request,
                 .message = i18n::text("An Idempotency-Key has 1 to 255 visible ASCII characters.")};
}

/// The version in an ETag of Object::tag_of(), without its quotation marks; nothing in any other.
std::optional<std::int64_t> version_of(std::string_view tag) {
  if (!tag.starts_with('v')) return std::nullopt;
  const std::string_view digits = tag.substr(1, tag.find('.') - 1);
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return version;
}

void write_line(const Request& request, const Response& response, const Caller& caller, std::size_t bytes,
                Clock::duration took) {
  const auto level = response.status >= 500   ? observe::Level::error
                     : took > slow            ? observe::Level::warning
                     : response.status >= 400 ? observe::Level::info
                                              : observe::Level::debug;
  if (!log.enabled(level)) return;
  log.write(level, "answered",
            {{"method", name_of(request.method)},
             {"path", request.path},
             {"status", response.status},
             {"ms", std::chrono::duration<double, std::milli>(took).count()},
             {"bytes", bytes},
             {"user", caller.user_id},
             {"address", request.client_address},
             {"request_id", request.request_id}});
}

/// What a client is told when its request threw, which is logged. Throws on what says that the client is
/// gone.
Problem problem_of(const std::exception_ptr& thrown, const Request& request) {
  std::string failed;
  try {
    std::rethrow_exception(thrown);
  } catch (const Failure& failure) {
    if (const CodeInfo& info = describe(failure.problem.code); info.status >= 500)
      log.error("request failed for an outage", {{"path", request.path},
                                                 {"code", info.slug},
                                                 {"reason", failure.what()},
                                                 {"request_id", request.request_id}});
    return failure.problem;
  } catch (const db::Error& error) {
    log.error("PostgreSQL refused a statement", {{"path", request.path},
                                                 {"sqlstate", error.sqlstate},
                                                 {"constraint", error.constraint},
                                                 {"reason", error.message},
                                                 {"request_id", request.request_id}});
    // 57014: it took longer than statement_timeout. 53: out of connections, memory or disk. 55P03: a lock was
    // not to be had.
    if (error.sqlstate == "57014" || error.sqlstate.starts_with("53") || error.sqlstate == "55P03")
      return {.code = Code::unavailable};
  } catch (const boost::system::system_error& cancelled) {
    if (cancelled.code() == boost::asio::error::operation_aborted) throw;  // the client is gone
    failed = cancelled.what();
  } catch (const std::exception& error) {
    failed = error.what();
  }
  if (!failed.empty())
    log.error("request failed for a bug",
              {{"path", request.path}, {"reason", failed}, {"request_id", request.request_id}});
  return {.code = Code::internal};
}

observe::Counter& streams(const char* result) {
  return observe::metrics().counter("kpa_http_streams_total", "Streamed answers, by how they ended",
                                    {{"result", result}});
}

/// A stream's line in the log is written at its end, when its size is known.
Task<void> watched(const Request& request, Caller caller, StreamBody body, SendChunk send,
                   Clock::time_point began) {
  std::size_t bytes = 0;
  const SendChunk counted = [&](std::string_view part) {
    bytes += part.size();
    return send(part);
  };
  std::exception_ptr broken;
  try {
    co_await body(counted);
  } catch (...) {
    broken = std::current_exception();
  }
  const auto took = Clock::now() - began;
  if (!broken) {
    streams("whole").add();
    write_line(request, {}, caller, bytes, took);
    co_return;
  }
  bool client_left = false;
  try {
    std::rethrow_exception(broken);
  } catch (const boost::system::system_error&) {
    client_left = true;
  } catch (...) {
    problem_of(broken, request);
  }
  streams(client_left ? "client_left" : "failed").add();
  log.info("streamed in part", {{"path", request.path},
                                {"bytes", bytes},
                                {"user", caller.user_id},
                                {"request_id", request.request_id}});
  std::rethrow_exception(broken);
}

}  // namespace

/// Handles to the metrics of each route, looked up once.
struct Dispatcher::Measures {
  struct OfRoute {
    std::array<observe::Counter*, 6> by_class{};
    observe::Histogram* seconds = nullptr;
  };
  std::unordered_map<const Route*, OfRoute> routes;

  OfRoute& of(const Route* route) {
    auto [entry, fresh] = routes.try_emplace(route);
    if (fresh) {
      const std::string path = route == nullptr ? "none" : route->path;
      const std::string method = route == nullptr ? "any" : std::string(name_of(route->method));
      for (std::size_t status = 1; status < entry->second.by_class.size(); ++status)
        entry->second.by_class[status] = &observe::metrics().counter(
            "kpa_http_requests_total", "Requests answered, by route and class of status",
            {{"route", path}, {"method", method}, {"status", std::to_string(status) + "xx"}});
      entry->second.seconds = &observe::metrics().histogram("kpa_http_request_seconds",
                                                            "Time from the whole request to its answer",
                                                            {{"route", path}, {"method", method}});
    }
    return entry->second;
  }
};

Dispatcher::Dispatcher(const Router& router, db::Queries& database, Authenticate authenticate,
                       bool require_if_match, Limit limit)
    : router_(router),
      database_(database),
      authenticate_(std::move(authenticate)),
      require_if_match_(require_if_match),
      limit_(std::move(limit)),
      measures_(std::make_unique<Measures>()) {}

Dispatcher::~Dispatcher() = default;

Task<Response> Dispatcher::answer(const Request& request) {
  const auto began = Clock::now();
  Router::Match match = router_.find(request.method, request.path);
  Response response;
  Caller caller;
  if (match.route != nullptr) {
    Standing standing;
    response = co_await routed(request, *match.route, std::move(match.values), caller, standing);
    tell(standing, response);
    // Answers for somebody, refusals too, are in nobody's cache: phones and screens of a workshop are shared.
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
  const auto took = Clock::now() - began;
  auto& measures = measures_->of(match.route);
  measures.by_class.at(static_cast<std::size_t>(response.status / 100))->add();
  measures.seconds->observe(std::chrono::duration<double>(took).count());
  if (response.stream)
    response.stream = [&request, caller, body = std::move(response.stream), began](SendChunk send) {
      return watched(request, caller, body, std::move(send), began);
    };
  else
    write_line(request, response, caller, response.body.size(), took);
  co_return response;
}

Task<Response> Dispatcher::routed(const Request& request, const Route& route, std::vector<std::string> values,
                                  Caller& caller, Standing& standing) {
  std::exception_ptr thrown;
  try {
    std::optional<Problem> refused;
    if (route.role != Role::anyone) {
      const Authenticate& authenticate = route.authenticate ? route.authenticate : authenticate_;
      Outcome<Caller> known = co_await authenticate(request);
      if (known)
        caller = *known;
      else
        refused = known.error();
    }
    // Who has no good token is counted too, by address; good ones are not kept waiting for that.
    if (limit_) {
      const Caller counts_for = route.counts_for ? route.counts_for(request) : caller;
      const LimitClass usual = route.method == Method::get ? LimitClass::read : LimitClass::write;
      standing = co_await limit_(request, route.counts_as.value_or(usual), counts_for);
      if (!standing.served)
        co_return refuse({.code = Code::too_many_requests, .retry_after = standing.retry_after}, request,
                         caller);
    }
    if (refused) co_return refuse(*refused, request);
    if (caller.role < route.role) co_return refuse({.code = refusal(caller, route.role)}, request, caller);
    Response response = co_await called(request, route, std::move(values), caller);
    if (route.method == Method::get && response.status == 200 && !response.secret) {
      if (response.asset.empty() && !response.stream) tag(response);
      honour_if_none_match(request, response);
    }
    co_return response;
  } catch (...) {
    thrown = std::current_exception();
  }
  co_return refuse(problem_of(thrown, request), request, caller);
}

Outcome<std::optional<std::vector<std::int64_t>>> Dispatcher::expected_of(const Request& request,
                                                                          const Route& route) const {
  using Versions = std::optional<std::vector<std::int64_t>>;
  if (!route.takes_if_match) return Versions();
  const auto field = single(request.headers, "If-Match");
  if (!field) return field.error();
  if (!*field && require_if_match_) return Problem{.code = Code::precondition_required};
  if (!*field || **field == "*") return Versions();
  auto versions = versions_in(**field);
  if (versions) return versions;
  return Problem{.code = Code::malformed_request,
                 .message = i18n::text(
                     "If-Match takes ETags as they were answered, such as \"v3\" with its quotation marks.")};
}

Task<Response> Dispatcher::called(const Request& request, const Route& route, std::vector<std::string> values,
                                  Caller caller) {
  const auto expected = expected_of(request, route);
  if (!expected) co_return refuse(expected.error(), request, caller);
  const auto key = key_of(request, route);
  if (!key) co_return refuse(key.error(), request, caller);
  std::optional<Keyed> keyed;
  if (*key) keyed.emplace(once_, **key);
  Call call{request, caller, database_, *expected, keyed ? &*keyed : nullptr};
  co_return co_await route.handler(call, std::move(values));
}

BodyRule Dispatcher::body_rule(Method method, std::string_view path) const {
  const Route* route = router_.find(method, path).route;
  if (route == nullptr) return {.needs_login = true};  // who is known is told that there is nothing
  return {
      .most = route->most_body, .needs_login = route->role != Role::anyone, .when_full = route->when_full};
}

std::optional<std::vector<std::int64_t>> versions_in(std::string_view if_match) {
  const auto skip = [&](std::string_view these) {
    if_match.remove_prefix(std::min(if_match.find_first_not_of(these), if_match.size()));
  };
  std::vector<std::int64_t> versions;
  bool is_list = false;
  for (skip(" \t,"); !if_match.empty(); skip(" \t,")) {  // a list may have empty elements: RFC 9110 §5.6.1.2
    const bool weak = if_match.starts_with("W/");
    if (weak) if_match.remove_prefix(2);
    const std::size_t end = if_match.find('"', 1);
    if (!if_match.starts_with('"') || end == if_match.npos) return std::nullopt;
    const auto version = version_of(if_match.substr(1, end - 1));
    if (version && !weak) versions.push_back(*version);
    is_list = true;
    if_match.remove_prefix(end + 1);
    skip(" \t");
    if (!if_match.empty() && if_match.front() != ',') return std::nullopt;
  }
  if (!is_list) return std::nullopt;
  return versions;
}

}  // namespace kpa::http
