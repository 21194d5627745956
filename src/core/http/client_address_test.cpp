#include "core/http/client_address.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace kpa::http {
namespace {

const std::vector<Network>& proxies() {
  static const auto made =
      parse_networks({"10.0.0.0/8", "192.0.2.7", "fd00::/8", "2001:db8::1", "127.0.0.1"});
  return made;
}

std::string from(std::string_view peer, std::string_view forwarded_for) {
  return client_address(peer, forwarded_for, proxies());
}

TEST(ClientAddress, IsThePeersWhenThePeerIsNoTrustedProxy) {
  EXPECT_EQ(from("203.0.113.9", "198.51.100.1"), "203.0.113.9");
  EXPECT_EQ(from("192.0.2.8", "198.51.100.1"), "192.0.2.8");
  EXPECT_EQ(from("2001:db8::2", "198.51.100.1"), "2001:db8::2");
  EXPECT_EQ(client_address("10.0.0.1", "198.51.100.1", {}), "10.0.0.1") << "nobody is trusted";
  EXPECT_EQ(from("", "198.51.100.1"), "");
}

TEST(ClientAddress, IsWhomATrustedProxyHeardFrom) {
  for (const auto* peer : {"10.1.2.3", "192.0.2.7", "fd12::3", "2001:db8::1", "::ffff:10.1.2.3"})
    EXPECT_EQ(from(peer, "198.51.100.1"), "198.51.100.1") << peer;
  EXPECT_EQ(from("10.1.2.3", "2001:DB8:0::5"), "2001:db8::5");
  EXPECT_EQ(from("10.1.2.3", "::ffff:198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(from("10.1.2.3", ""), "10.1.2.3");
}

TEST(ClientAddress, IsFoundBehindSeveralProxies) {
  EXPECT_EQ(from("10.0.0.1", "198.51.100.1, 10.0.0.2,\t192.0.2.7 ,fd00::1"), "198.51.100.1");
  EXPECT_EQ(from("10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3") << "a client within the trusted network";
}

TEST(ClientAddress, IsNotWhatTheClientClaims) {
  EXPECT_EQ(from("10.0.0.1", "127.0.0.1, 198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(from("10.0.0.1", "10.0.0.2, 203.0.113.5, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
}

TEST(ClientAddress, IsTheLastOneVouchedForWhereValuesAreMalformed) {
  for (const auto* garbage :
       {"unknown", ",", " ", ",,,", "198.51.100", "198.51.100.256", "1.2.3.4.5", "_hidden", "198.51.100.1/24",
        "fe80::1%eth0", "[2001:db8::5", "::g", "\"198.51.100.1\""})
    EXPECT_EQ(from("10.0.0.1", garbage), "10.0.0.1") << garbage;
  EXPECT_EQ(from("10.0.0.1", "198.51.100.1, unknown"), "10.0.0.1") << "nobody vouches for what is left of it";
  EXPECT_EQ(from("10.0.0.1", "198.51.100.1, unknown, 10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(from("10.0.0.1", "garbage, 198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(from("10.0.0.1", std::string(100'000, ',') + "198.51.100.1"), "198.51.100.1");
}

TEST(ClientAddress, IsReadWithAPort) {
  EXPECT_EQ(from("10.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
  EXPECT_EQ(from("10.0.0.1", "[2001:db8::5]:4711"), "2001:db8::5");
  EXPECT_EQ(from("10.0.0.1", "[2001:db8::5]"), "2001:db8::5");
}

TEST(Network, HoldsTheAddressesThatShareItsPrefix) {
  const auto within = [](const char* network, const char* address) {
    return client_address(address, "203.0.113.1", parse_networks({network})) == "203.0.113.1";
  };
  EXPECT_TRUE(within("10.0.0.0/8", "10.255.255.255"));
  EXPECT_FALSE(within("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(within("172.16.0.0/12", "172.31.0.1"));
  EXPECT_FALSE(within("172.16.0.0/12", "172.32.0.1"));
  EXPECT_TRUE(within("192.0.2.128/25", "192.0.2.129"));
  EXPECT_FALSE(within("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(within("0.0.0.0/0", "203.0.113.77"));
  EXPECT_FALSE(within("0.0.0.0/0", "2001:db8::1")) << "all of IPv4 only";
  EXPECT_TRUE(within("::/0", "2001:db8::1"));
  EXPECT_TRUE(within("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(within("2001:db8::/33", "2001:db8:8000::1"));
}

TEST(Network, IsReadOnlyWhereItIsOne) {
  for (const auto* text : {"10.0.0.0/8", "10.0.0.1", "::1", "fd00::/8", "::/0", "0.0.0.0/0", "10.0.0.1/32"})
    EXPECT_TRUE(parse_network(text).has_value()) << text;
  for (const auto* text : {"", "/8", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8x",
                           "10.0.0.0/-1", "host", "10.0.0.0/8/8"})
    EXPECT_FALSE(parse_network(text).has_value()) << text;
  EXPECT_THROW(parse_networks({"10.0.0.1", "host"}), std::invalid_argument);
}

TEST(ClientNetwork, IsAnIPv4AddressOrTheSiteOfAnIPv6Address) {
  const auto network = [](std::string_view address) { return to_string(client_network(address)); };
  EXPECT_EQ(network("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network("2001:db8:1:2::9"), "2001:db8:1:2::/64");
  EXPECT_NE(network("2001:db8:1:3::9"), "2001:db8:1:2::/64");
  EXPECT_EQ(network("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(network(""), network("not an address"));
}

}  // namespace
}  // namespace kpa::http
