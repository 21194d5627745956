#pragma once

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

/// A request while it is read and answered.
struct Incoming {
  std::optional<BodyBudget::Share> share;  ///< of a large body, until it is answered or broken off
  RequestParser parser;
  Target target;

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
