#pragma once

#include <array>
#include <cstddef>
#include <map>

#include "core/http/client_address.hpp"

namespace kpa::observe {
class Gauge;
}

namespace kpa::http {

/// How many bytes of large bodies one I/O thread holds: announced or received, and not answered yet.
class BodyBudget {
 public:
  /// What one body takes of it, for as long as this lives.
  class Share {
   public:
    Share(BodyBudget& budget, const Network& client, std::size_t bytes);
    ~Share() { shrink_to(0); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// The body turned out to have so few bytes.
    void shrink_to(std::size_t bytes);

   private:
    BodyBudget& budget_;
    Network client_;
    std::size_t bytes_;
  };

  explicit BodyBudget(std::size_t bytes);

  /// Whether a body of `client` may take so much. A client has half of the budget at most: one alone does not
  /// use it up.
  bool has_room(const Network& client, std::size_t bytes) const;

 private:
  using Address = std::array<unsigned char, 16>;

  std::size_t bytes_;
  std::size_t taken_ = 0;
  std::map<Address, std::size_t> taken_by_;
  observe::Gauge& under_way_;  // of all threads
};

}  // namespace kpa::http
