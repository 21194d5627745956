#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kpa::http {

/// A range of IP addresses. IPv4 is kept as the IPv6 addresses that stand for it (::ffff:0:0/96).
struct Network {
  std::array<unsigned char, 16> address{};
  unsigned prefix = 128;  ///< the leading bits that its addresses share

  bool operator==(const Network&) const = default;
};

/// Reads `10.0.0.0/8`, `fd00::/8` or one address; nothing when it is neither.
std::optional<Network> parse_network(std::string_view text);
/// Reads a list of them; throws std::invalid_argument naming the one that cannot be read.
std::vector<Network> parse_networks(const std::vector<std::string>& texts);

/// Whether the address is in one of the networks. False for what is no address.
bool is_in(std::string_view address, const std::vector<Network>& networks);

/// What counts as one client: an IPv4 address, or the /64 that an IPv6 address is in, since whoever has one
/// address of it has all. One and the same network for everything that is no address.
Network client_network(std::string_view address);
/// `192.0.2.7` or `2001:db8::/64`.
std::string to_string(const Network& network);

/// Who asks, when `peer` has sent a request with these X-Forwarded-For values (in order, separated by
/// commas). Each proxy appends whom it heard from, so the values are followed from the right for as long as
/// the address that vouches for them is a trusted one: the result is the last address reached, at worst the
/// peer.
std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<Network>& trusted);

}  // namespace kpa::http
