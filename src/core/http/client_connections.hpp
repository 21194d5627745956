#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "core/http/client_address.hpp"

namespace kpa::http {

/// Counts the connections of each client to this process, over all I/O threads.
class ClientConnections {
 public:
  /// One connection counts for the lifetime of this.
  class Admission {
   public:
    Admission(ClientConnections& all, const Network& client) : all_(&all), client_(client) {}
    Admission(Admission&& other) noexcept
        : all_(std::exchange(other.all_, nullptr)), client_(other.client_) {}
    Admission& operator=(Admission&& other) noexcept {
      std::swap(all_, other.all_);
      std::swap(client_, other.client_);
      return *this;
    }
    ~Admission() {
      if (all_ != nullptr) all_->give_back(client_);
    }

   private:
    ClientConnections* all_;
    Network client_;
  };

  explicit ClientConnections(std::size_t most_of_one) : most_of_one_(most_of_one) {}

  /// Nothing when the client already has as many connections as allowed.
  std::optional<Admission> take(const Network& client);

 private:
  using Address = std::array<unsigned char, 16>;
  void give_back(const Network& client);

  std::size_t most_of_one_;
  std::mutex mutex_;
  std::map<Address, std::size_t> taken_by_;
};

}  // namespace kpa::http
