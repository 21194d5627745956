#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/patch.hpp"

namespace {

struct Part {
  std::string name;
  std::optional<kpa::Date> made_on;
};
struct Whole {
  std::int64_t count = 0;
  bool good = false;
  std::vector<Part> parts;
  std::optional<kpa::schema::Identifier> owner;
};

}  // namespace

template <>
const kpa::schema::Object<Part>& kpa::schema::describe() {
  static const auto made = object<Part>("Part")
                               .field("partName", &Part::name, of_length(1, 20), "A name")
                               .field("madeOn", &Part::made_on, "A date");
  return made;
}

template <>
const kpa::schema::Object<Whole>& kpa::schema::describe() {
  static const auto made = object<Whole>("Whole")
                               .field("count", &Whole::count, between(0, 1000), "A number")
                               .field("good", &Whole::good, "A truth")
                               .field("parts", &Whole::parts, "Parts")
                               .field("owner", &Whole::owner, "Somebody");
  return made;
}

/// A document is decoded or refused with a reason; what was decoded is encoded and decoded to the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto decoded = kpa::schema::decode<Whole>(text);
  if (!decoded) {
    if (decoded.error().message.empty() && decoded.error().fields.empty()) std::abort();
    return 0;
  }
  const std::string encoded = kpa::schema::encode(*decoded);
  const auto again = kpa::schema::decode<Whole>(encoded);
  if (!again || kpa::schema::encode(*again) != encoded) std::abort();
  return 0;
}
