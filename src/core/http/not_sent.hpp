#pragma once

#include <boost/asio/detail/socket_option.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace kpa::http {

/// Limit for unsent bytes in the system's buffer (TCP_NOTSENT_LOWAT). By default the system would buffer
/// megabytes, and report progress of a slow client only when a third of them are sent.
constexpr int most_not_sent = 128 << 10;
using NotSent = boost::asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;

}  // namespace kpa::http
