#pragma once

#include "features/sync/sync.hpp"

namespace kpa::wheel_specifications {

/// The limits of all types of stock, so that a device can tell findings before the server does. They are part
/// of the program, so they change with it only.
class LimitsFeed final : public sync::Feed {
 public:
  LimitsFeed();
  Task<std::vector<sync::Item>> page(const http::Call& call, std::int64_t after,
                                     std::int64_t most) const override;
  /// Has no events, so nobody asks.
  Task<std::vector<sync::Item>> among(const http::Call& call, std::vector<std::int64_t> ids) const override;
  std::string state() const override;
};

}  // namespace kpa::wheel_specifications
