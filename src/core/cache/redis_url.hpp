#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kpa::cache {

/// Where a Redis is and who asks it.
struct RedisAddress {
  std::string host = "localhost";
  std::string port = "6379";
  std::string user = {};      ///< empty: the default user
  std::string password = {};  ///< empty: none is asked for
  std::int64_t database = 0;
  bool tls = false;
};

/// Reads `redis://[[user]:password@][host][:port][/database]`, the form that is registered with IANA, and
/// `rediss://…`, the same with TLS; user and password may be percent-encoded, an IPv6 address stands in
/// brackets. Nothing when it is not of this form.
std::optional<RedisAddress> parse_redis_url(std::string_view url);

}  // namespace kpa::cache
