#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/http/body_budget.hpp"
#include "core/http/client_address.hpp"
#include "core/http/request_head.hpp"
#include "core/i18n/language.hpp"

namespace kpa::http {

/// Measures how fast bytes arrive, counting only the time spent waiting for them.
class Pace {
 public:
  using Duration = std::chrono::steady_clock::duration;

  /// `bytes` arrived in `time`. After `enough` bytes in total the measurement starts again.
  void note(std::size_t bytes, Duration time, std::size_t enough) {
    came_ += bytes;
    waited_ += time;
    if (came_ < enough) return;
    came_ = 0;
    waited_ = {};
  }
  /// Time waited since the last start.
  Duration waited() const { return waited_; }

 private:
  std::size_t came_ = 0;
  Duration waited_{};
};

/// A request while it is read and answered.
struct Incoming {
  std::optional<BodyBudget::Share> share;  ///< of a large body, until it is answered or given up
  RequestParser parser;
  Target target;
  bool told_to_go_on = false;  ///< 100 Continue was sent
  /// Of the body: for the minimum rate, and for keeping its place when others need room.
  Pace for_rate, for_place;

  explicit Incoming(std::size_t header_bytes);

  /// The client's X-Request-ID if it has arrived and is harmless, else a new one.
  const std::string& id();
  /// The language that it asks for, as far as the header has arrived.
  i18n::Language language() const;
  /// The client's address, as far as the header has arrived: `peer`, or the one that a trusted proxy names.
  std::string address(const std::string& peer, const std::vector<Network>& trusted) const;

 private:
  std::string id_;
};

}  // namespace kpa::http
