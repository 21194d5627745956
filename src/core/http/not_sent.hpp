#pragma once

#include <boost/asio/detail/socket_option.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace kpa::http {

/// What the system keeps of a stream until the client takes it. Left to itself it would take megabytes, and
/// tell only when a third of them are gone that a slow client goes on reading.
constexpr int most_not_sent = 128 << 10;
using NotSent = boost::asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;

}  // namespace kpa::http
