#include "core/http/route_measures.hpp"

#include <exception>
#include <string>

#include <boost/system/system_error.hpp>

#include "core/http/failures.hpp"
#include "core/http/log.hpp"
#include "core/time.hpp"

namespace kpa::http {
namespace {

constexpr auto slow = std::chrono::seconds(1);

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

observe::Counter& streams(const char* result) {
  return observe::metrics().counter("kpa_http_streams_total", "Streamed answers, by how they ended",
                                    {{"result", result}});
}

/// Writes the log line at the end of the stream, when its size is known.
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

RouteMeasures::OfRoute& RouteMeasures::of(const Route* route) {
  auto [entry, fresh] = routes_.try_emplace(route);
  if (!fresh) return entry->second;
  const std::string path = route == nullptr ? "none" : route->path;
  const std::string method = route == nullptr ? "any" : std::string(name_of(route->method));
  for (std::size_t status = 1; status < entry->second.by_class.size(); ++status)
    entry->second.by_class[status] = &observe::metrics().counter(
        "kpa_http_requests_total", "Requests answered, by route and class of status",
        {{"route", path}, {"method", method}, {"status", std::to_string(status) + "xx"}});
  entry->second.seconds =
      &observe::metrics().histogram("kpa_http_request_seconds", "Time from the whole request to its answer",
                                    {{"route", path}, {"method", method}});
  return entry->second;
}

void RouteMeasures::count(const Route* route, int status, Clock::duration took) {
  const OfRoute& measures = of(route);
  measures.by_class.at(static_cast<std::size_t>(status / 100))->add();
  measures.seconds->observe(std::chrono::duration<double>(took).count());
}

void log_answer(const Request& request, Response& response, const Caller& caller, Clock::time_point began,
                Clock::time_point ended) {
  if (!response.stream) return write_line(request, response, caller, response.body.size(), ended - began);
  response.stream = [&request, caller, body = std::move(response.stream), began](SendChunk send) {
    return watched(request, caller, body, std::move(send), began);
  };
}

}  // namespace kpa::http
