#include "core/db/resolve.hpp"

#include <map>
#include <memory>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <libpq-fe.h>

#include "core/db/error.hpp"
#include "core/name_lookup.hpp"

namespace kpa::db {
namespace {

namespace asio = boost::asio;
using Resolver = asio::ip::basic_resolver<asio::ip::tcp, Executor>;
using Options = std::map<std::string, std::string>;

/// The options in the string itself, without environment variables; nothing when it cannot be parsed.
Options options_of(const std::string& conninfo) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(
      PQconninfoParse(conninfo.c_str(), nullptr), PQconninfoFree);
  Options options;
  for (const auto* option = parsed.get(); option != nullptr && option->keyword != nullptr; ++option)
    if (option->val != nullptr) options[option->keyword] = option->val;
  return options;
}

std::string conninfo_of(const Options& options) {
  std::string text;
  for (const auto& [name, value] : options) {
    text.append(text.empty() ? "" : " ").append(name).append("='");
    for (const char c : value) {
      if (c == '\\' || c == '\'') text += '\\';
      text += c;
    }
    text += '\'';
  }
  return text;
}

bool is_one_name(const std::string& host) {
  boost::system::error_code no_address;
  asio::ip::make_address(host, no_address);
  // A host that begins with one of these is a socket's directory for libpq.
  return no_address && !host.empty() && host.front() != '/' && host.front() != '@' &&
         host.find(',') == std::string::npos;
}

}  // namespace

Task<std::string> with_addresses(std::string conninfo) {
  Options options = options_of(conninfo);
  const std::string host = options["host"];
  if (!is_one_name(host) || !options["hostaddr"].empty()) co_return conninfo;
  Resolver resolver(co_await asio::this_coro::executor);
  start_lookup_thread(resolver);
  boost::system::error_code failed;
  const auto found =
      co_await resolver.async_resolve(host, "", asio::ip::resolver_base::flags(),
                                      asio::redirect_error(asio::use_awaitable_t<Executor>(), failed));
  if (failed) throw Error("08001", "", "the host " + host + " is not known: " + failed.message());
  // One entry per address, all with the same host name; a single port applies to all of them.
  std::string hosts;
  std::string addresses;
  for (const auto& entry : found) {
    hosts.append(hosts.empty() ? "" : ",").append(host);
    addresses.append(addresses.empty() ? "" : ",").append(entry.endpoint().address().to_string());
  }
  options["host"] = hosts;
  options["hostaddr"] = addresses;
  co_return conninfo_of(options);
}

}  // namespace kpa::db
