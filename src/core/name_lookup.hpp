#pragma once

#include <boost/asio/ip/resolver_base.hpp>
#include <boost/system/error_code.hpp>

namespace kpa {

/// Asio resolves names on a thread that it starts at an I/O context's first look-up. If that start fails
/// inside a coroutine's wait, the exception bypasses the coroutine and ends the program; so call this before.
/// Throws boost::system::system_error when the thread cannot be started.
template <class Resolver>
void start_lookup_thread(Resolver& resolver) {
  using Flags = boost::asio::ip::resolver_base;
  resolver.async_resolve("127.0.0.1", "0", Flags::numeric_host | Flags::numeric_service,
                         [](const boost::system::error_code&, const auto&) {});
}

}  // namespace kpa
