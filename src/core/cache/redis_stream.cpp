#include "core/cache/redis_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "core/name_lookup.hpp"

namespace kpa::cache {
namespace {

namespace asio = boost::asio;

/// Requires the certificate to be for `host`, an address or a name. A name is also sent to the server (SNI),
/// which may have a certificate for each. False on failure.
bool expect(SSL* ssl, const char* host) {
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1) return true;
  return SSL_set1_host(ssl, host) == 1 && SSL_set_tlsext_host_name(ssl, host) == 1;
}

}  // namespace

asio::ssl::context tls_trusting(const std::string& ca_file) {
  asio::ssl::context tls(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  tls.set_verify_mode(asio::ssl::verify_peer);
  if (ca_file.empty())
    tls.set_default_verify_paths();
  else
    tls.load_verify_file(ca_file);
  return tls;
}

RedisStream::RedisStream(asio::io_context& io, asio::ssl::context* tls) : resolver_(io), socket_(io) {
  if (tls != nullptr) tls_.emplace(socket_, *tls);
}

Task<std::string> RedisStream::open(const RedisAddress& address) {
  start_lookup_thread(resolver_);
  const auto [unresolved, found] =
      co_await resolver_.async_resolve(address.host, address.port, awaiting_outcome);
  if (unresolved) co_return unresolved.message();
  if (closed_) co_return "closed";
  const auto [refused, endpoint] = co_await asio::async_connect(socket_, found, awaiting_outcome);
  if (refused) co_return refused.message();
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (!tls_) co_return "";
  co_return co_await shake_hands(address.host);
}

Task<std::string> RedisStream::shake_hands(const std::string& host) {
  SSL* const ssl = tls_->native_handle();
  if (!expect(ssl, host.c_str())) co_return "no certificate can be for this host";
  const auto [failed] = co_await tls_->async_handshake(asio::ssl::stream_base::client, awaiting_outcome);
  if (!failed) co_return "";
  const long verdict = SSL_get_verify_result(ssl);
  if (verdict == X509_V_OK) co_return failed.message();
  co_return failed.message() + ": " + X509_verify_cert_error_string(verdict);
}

Task<RedisStream::Moved> RedisStream::write(std::string_view bytes) {
  const auto all = asio::buffer(bytes);
  return tls_ ? asio::async_write(*tls_, all, awaiting_outcome)
              : asio::async_write(socket_, all, awaiting_outcome);
}

Task<RedisStream::Moved> RedisStream::read_some(asio::mutable_buffer into) {
  return tls_ ? tls_->async_read_some(into, awaiting_outcome)
              : socket_.async_read_some(into, awaiting_outcome);
}

void RedisStream::close() {
  closed_ = true;
  resolver_.cancel();
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace kpa::cache
