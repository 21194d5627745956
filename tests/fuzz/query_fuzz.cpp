#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/message.hpp"
#include "core/schema/object.hpp"

namespace {

struct Query {
  std::optional<std::string> form_number;
  std::optional<kpa::Date> date;
  std::optional<kpa::Instant> after;
  std::optional<bool> has_findings;
  std::optional<std::int64_t> page;
};

}  // namespace

template <>
const kpa::schema::Object<Query>& kpa::schema::describe() {
  static const auto made = object<Query>("Query")
                               .field("form_number", &Query::form_number, of_length(1, 50), "A number")
                               .field("date", &Query::date, "A date")
                               .field("after", &Query::after, "A moment")
                               .field("has_findings", &Query::has_findings, "A truth")
                               .field("page", &Query::page, between(1, 100), "A page");
  return made;
}

/// Any query string is parsed and decoded, or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  kpa::schema::Pairs pairs;
  if (kpa::http::parse_query(text, pairs)) static_cast<void>(kpa::schema::decode_query<Query>(pairs));
  return 0;
}
