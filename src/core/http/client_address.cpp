#include "core/http/client_address.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace kpa::http {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned v4_prefix = 96;  // IPv4 addresses are ::ffff:0:0/96

/// Nothing for text that is not an address, or that has a zone: `fe80::1%eth0`.
std::optional<ip::address_v6> parse_address(std::string_view text) {
  boost::system::error_code failed;
  const ip::address address = ip::make_address(text, failed);
  if (failed || text.find('%') != text.npos) return std::nullopt;
  return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
}

/// The address with all bits after the first `prefix` set to zero.
ip::address_v6 begin_of(const ip::address_v6& address, unsigned prefix) {
  return ip::network_v6(address, static_cast<unsigned short>(prefix)).network();
}

bool contains(const std::vector<Network>& networks, const ip::address_v6& address) {
  return std::ranges::any_of(networks, [&](const Network& network) {
    return begin_of(address, network.prefix) == begin_of(ip::address_v6(network.address), network.prefix);
  });
}

std::string written(const ip::address_v6& address) {
  return address.is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, address).to_string()
                                : address.to_string();
}

/// Removes the last value from the list and returns it.
std::string_view take_last(std::string_view& list) {
  const std::size_t comma = list.rfind(',');
  std::string_view last = comma == list.npos ? list : list.substr(comma + 1);
  list = comma == list.npos ? std::string_view() : list.substr(0, comma);
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!last.empty() && is_blank(last.front())) last.remove_prefix(1);
  while (!last.empty() && is_blank(last.back())) last.remove_suffix(1);
  return last;
}

/// Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
std::string_view without_port(std::string_view hop) {
  if (hop.starts_with('[') && hop.find(']') != hop.npos) return hop.substr(1, hop.find(']') - 1);
  const std::size_t colon = hop.find(':');
  return colon != hop.npos && colon == hop.rfind(':') ? hop.substr(0, colon) : hop;
}

}  // namespace

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network{.address = address->to_bytes()};
  if (slash == text.size()) return network;
  const std::string_view digits = text.substr(slash + 1);
  unsigned prefix = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  const bool v4 = text.substr(0, slash).find(':') == text.npos;
  if (error != std::errc() || end != digits.data() + digits.size() || prefix > (v4 ? 32U : 128U))
    return std::nullopt;
  network.prefix = v4 ? prefix + v4_prefix : prefix;
  return network;
}

std::vector<Network> parse_networks(const std::vector<std::string>& texts) {
  std::vector<Network> networks;
  for (const auto& text : texts) {
    const auto network = parse_network(text);
    if (!network) throw std::invalid_argument("'" + text + "' is no address or network");
    networks.push_back(*network);
  }
  return networks;
}

bool is_in(std::string_view address, const std::vector<Network>& networks) {
  const auto parsed = parse_address(address);
  return parsed && contains(networks, *parsed);
}

Network client_network(std::string_view address) {
  constexpr unsigned site = 64;
  const auto parsed = parse_address(address.substr(0, address.find('%')));  // without the zone
  if (!parsed) return {};
  if (parsed->is_v4_mapped()) return {.address = parsed->to_bytes()};
  return {.address = begin_of(*parsed, site).to_bytes(), .prefix = site};
}

std::string to_string(const Network& network) {
  const ip::address_v6 address(network.address);
  std::string text = written(address);
  if (network.prefix < 128)
    text += '/' + std::to_string(address.is_v4_mapped() ? network.prefix - v4_prefix : network.prefix);
  return text;
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<Network>& trusted) {
  std::string reached(peer);
  auto address = parse_address(peer);
  while (address && contains(trusted, *address) && !forwarded_for.empty()) {
    address = parse_address(without_port(take_last(forwarded_for)));
    if (address) reached = written(*address);
  }
  return reached;
}

}  // namespace kpa::http
