#pragma once

#include <array>
#include <cstddef>
#include <map>

#include "core/http/client_address.hpp"

namespace kpa::observe {
class Gauge;
}

namespace kpa::http {

/// How many bytes of large request bodies one I/O thread holds: announced or received, and not yet answered.
class BodyBudget {
 public:
  /// Reserves bytes for one body for its lifetime.
  class Share {
   public:
    Share(BodyBudget& budget, const Network& client, std::size_t bytes);
    ~Share() { shrink_to(0); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// Call when the body turned out to be smaller than announced.
    void shrink_to(std::size_t bytes);

   private:
    BodyBudget& budget_;
    Network client_;
    std::size_t bytes_;
  };

  explicit BodyBudget(std::size_t bytes);

  /// Whether `bytes` more may be reserved for `client`. One client gets at most half of the budget, so that
  /// it cannot use it up alone.
  bool has_room(const Network& client, std::size_t bytes) const;

 private:
  using Address = std::array<unsigned char, 16>;

  std::size_t bytes_;
  std::size_t taken_ = 0;
  std::map<Address, std::size_t> taken_by_;
  observe::Gauge& under_way_;  // shared by all threads
};

}  // namespace kpa::http
