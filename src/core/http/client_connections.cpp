#include "core/http/client_connections.hpp"

namespace kpa::http {

std::optional<ClientConnections::Admission> ClientConnections::take(const Network& client) {
  const std::lock_guard lock(mutex_);
  std::size_t& taken = taken_by_[client.address];
  if (taken >= most_of_one_) return std::nullopt;
  ++taken;
  return Admission(*this, client);
}

void ClientConnections::give_back(const Network& client) {
  const std::lock_guard lock(mutex_);
  const auto found = taken_by_.find(client.address);
  if (--found->second == 0) taken_by_.erase(found);
}

}  // namespace kpa::http
