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

/// How fast something comes, as far as it was waited for.
class Pace {
 public:
  using Duration = std::chrono::steady_clock::duration;

  /// `bytes` came in `time`. Where `enough` have come together, waiting begins anew.
  void note(std::size_t bytes, Duration time, std::size_t enough) {
    came_ += bytes;
    waited_ += time;
    if (came_ < enough) return;
    came_ = 0;
    waited_ = {};
  }
  /// For what is still missing to be enough.
  Duration waited() const { return waited_; }

 private:
  std::size_t came_ = 0;
  Duration waited_{};
};

/// A request while it is read and answered.
struct Incoming {
  std::optional<BodyBudget::Share> share;  ///< of a large body, until it is answered or broken off
  RequestParser parser;
  Target target;
  bool told_to_go_on = false;  ///< a client that waits for that before it sends its body
  Pace for_rate, for_place;    ///< of the body: at least as fast as all must be, and to keep its place

  explicit Incoming(std::size_t header_bytes);

  /// The client's own where it has arrived and is harmless.
  const std::string& id();
  /// What it asks for, as far as it has arrived.
  i18n::Language language() const;
  /// Who sent it, as far as it has arrived: `peer`, or whom a trusted proxy names.
  std::string address(const std::string& peer, const std::vector<Network>& trusted) const;

 private:
  std::string id_;
};

}  // namespace kpa::http
