#include "core/http/client_address.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <arpa/inet.h>

namespace kpa::http {
namespace {

using Address = std::array<unsigned char, 16>;

constexpr std::size_t v4_bytes = 4;
constexpr unsigned v4_prefix = 96;
constexpr Address v4_mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::optional<Address> parse_address(std::string_view text) {
  const std::string terminated(text);
  Address address = v4_mapped;
  if (::inet_pton(AF_INET, terminated.c_str(), address.data() + address.size() - v4_bytes) == 1)
    return address;
  if (::inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
  return std::nullopt;
}

bool contains(const Network& network, const Address& address) {
  const std::size_t whole = network.prefix / 8;
  if (!std::equal(address.begin(), address.begin() + whole, network.address.begin())) return false;
  const unsigned rest = network.prefix % 8;
  return rest == 0 || ((address[whole] ^ network.address[whole]) >> (8 - rest)) == 0;
}

bool contains(const std::vector<Network>& networks, const Address& address) {
  return std::any_of(networks.begin(), networks.end(),
                     [&](const Network& network) { return contains(network, address); });
}

bool is_v4(const Address& address) {
  return std::equal(address.begin(), address.end() - v4_bytes, v4_mapped.begin());
}

std::string written(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_v4(address))
    ::inet_ntop(AF_INET, address.data() + address.size() - v4_bytes, text.data(), text.size());
  else
    ::inet_ntop(AF_INET6, address.data(), text.data(), text.size());
  return text.data();
}

/// Takes the last value off the list.
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
  Network network{.address = *address};
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
  Network network{.address = *parsed};
  if (is_v4(*parsed)) return network;
  network.prefix = site;
  std::fill(network.address.begin() + site / 8, network.address.end(), 0);
  return network;
}

std::string to_string(const Network& network) {
  std::string text = written(network.address);
  if (network.prefix < 128)
    text += '/' + std::to_string(is_v4(network.address) ? network.prefix - v4_prefix : network.prefix);
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
