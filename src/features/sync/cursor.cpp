#include "features/sync/cursor.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/crypto/base64url.hpp"

namespace kpa::sync {

namespace json = boost::json;

std::string encode(const Cursor& cursor) {
  return crypto::base64url_encode(
      json::serialize(json::array{json::string(cursor.epoch), cursor.seal, json::string(cursor.seal_hash),
                                  json::string(cursor.feed), cursor.after}));
}

std::optional<Cursor> decode_cursor(std::string_view text) {
  const auto bytes = crypto::base64url_decode(text);
  if (!bytes) return std::nullopt;
  boost::system::error_code error;
  const json::value value = json::parse(*bytes, error);
  if (error || !value.is_array() || value.get_array().size() != 5) return std::nullopt;
  const auto& parts = value.get_array();
  for (const auto at : {0, 2, 3})
    if (!parts[at].is_string() || parts[at].get_string().find('\0') != json::string::npos)
      return std::nullopt;
  for (const auto at : {1, 4})
    if (!parts[at].is_int64() || parts[at].get_int64() < 0) return std::nullopt;
  return Cursor{.epoch = std::string(parts[0].get_string()),
                .seal = parts[1].get_int64(),
                .seal_hash = std::string(parts[2].get_string()),
                .feed = std::string(parts[3].get_string()),
                .after = parts[4].get_int64()};
}

}  // namespace kpa::sync
