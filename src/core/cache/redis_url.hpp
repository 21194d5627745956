#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kpa::cache {

/// Address of a Redis server, and the login for it.
struct RedisAddress {
  std::string host = "localhost";
  std::string port = "6379";
  std::string user = {};      ///< empty: the default user
  std::string password = {};  ///< empty: none
  std::int64_t database = 0;
  bool tls = false;
};

/// Parses `redis://[[user]:password@][host][:port][/database]`, the form registered with IANA, and
/// `rediss://…`, the same with TLS; user and password may be percent-encoded, an IPv6 address is in brackets.
/// Nothing when it has another form.
std::optional<RedisAddress> parse_redis_url(std::string_view url);

}  // namespace kpa::cache
