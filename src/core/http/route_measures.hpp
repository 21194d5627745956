#pragma once

#include <array>
#include <chrono>
#include <unordered_map>

#include "core/http/message.hpp"
#include "core/http/route.hpp"
#include "core/observe/metrics.hpp"

// What is recorded of every answer: a log line, and metrics of its route.
namespace kpa::http {

/// The metrics of each route, looked up once. One per I/O thread.
class RouteMeasures {
 public:
  /// Counts an answer of `route`; null when no route was found.
  void count(const Route* route, int status, std::chrono::steady_clock::duration took);

 private:
  struct OfRoute {
    std::array<observe::Counter*, 6> by_class{};
    observe::Histogram* seconds = nullptr;
  };
  OfRoute& of(const Route* route);

  std::unordered_map<const Route*, OfRoute> routes_;
};

/// Logs an answer that took from `began` to `ended`. For a streamed one the line is written at its end, when
/// its size is known.
void log_answer(const Request& request, Response& response, const Caller& caller,
                std::chrono::steady_clock::time_point began, std::chrono::steady_clock::time_point ended);

}  // namespace kpa::http
