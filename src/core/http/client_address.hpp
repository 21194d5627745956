#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kpa::http {

/// A range of IP addresses. IPv4 is kept as IPv4-mapped IPv6 (::ffff:0:0/96).
struct Network {
  std::array<unsigned char, 16> address{};
  unsigned prefix = 128;  ///< how many leading bits its addresses share

  bool operator==(const Network&) const = default;
};

/// Reads `10.0.0.0/8`, `fd00::/8` or one address; nothing when it is neither.
std::optional<Network> parse_network(std::string_view text);
/// Reads a list of them; throws std::invalid_argument that names the first unreadable one.
std::vector<Network> parse_networks(const std::vector<std::string>& texts);

/// Whether the address is in one of the networks. False when the text is not an address.
bool is_in(std::string_view address, const std::vector<Network>& networks);

/// What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, since its owner usually
/// has all of it. All texts that are not addresses count as one client.
Network client_network(std::string_view address);
/// `192.0.2.7` or `2001:db8::/64`.
std::string to_string(const Network& network);

/// The client's address, when `peer` sent a request with these X-Forwarded-For values (in order, separated by
/// commas). Each proxy appends the address that it heard from, so values are read from the right for as long
/// as the proxy that wrote them is trusted. The result is the last value reached, or the peer.
std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<Network>& trusted);

}  // namespace kpa::http
