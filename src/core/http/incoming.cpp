#include "core/http/incoming.hpp"

#include "core/http/request_id.hpp"
#include "core/i18n/accept_language.hpp"

namespace kpa::http {

Incoming::Incoming(std::size_t header_bytes) : parser(header_bytes) {
  parser.header_limit(static_cast<std::uint32_t>(header_bytes));
  parser.body_limit(boost::none);  // counted while reading: the limit depends on what the header says
  parser.eager(true);              // the body mostly comes with the header
}

const std::string& Incoming::id() {
  if (id_.empty()) id_ = request_id_from(Fields(parser.get()).find("X-Request-ID"));
  return id_;
}

i18n::Language Incoming::language() const {
  return i18n::preferred_language(Fields(parser.get()).find("Accept-Language"));
}

std::string Incoming::address(const std::string& peer, const std::vector<Network>& trusted) const {
  if (trusted.empty()) return peer;
  return client_address(peer, all_values(parser.get(), "X-Forwarded-For"), trusted);
}

}  // namespace kpa::http
