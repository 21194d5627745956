#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/schema/built.hpp"

namespace {

using namespace kpa::schema;

std::shared_ptr<const Object<Values>> shared(kpa::Outcome<Object<Values>> type) {
  return std::make_shared<const Object<Values>>(std::move(type.value()));
}

/// A field of every kind, groups within groups.
const Object<Values>& type() {
  static const auto part =
      shared(built("Part", {{.name = "name", .kind = One<std::string>{of_length(1, 20)}, .required = true},
                            {.name = "wear", .kind = One<kpa::Decimal>{decimals(3)}}}));
  static const auto side =
      shared(built("Side", {{.name = "parts", .kind = Groups{.type = part, .most = 5}}}));
  static const auto made =
      built("Whole", {{.name = "count", .kind = One<std::int64_t>{between(0, 1000)}, .required = true},
                      {.name = "length", .kind = One<kpa::Decimal>{}},
                      {.name = "good", .kind = One<bool>{}},
                      {.name = "day", .kind = One<kpa::Date>{}},
                      {.name = "at", .kind = One<kpa::Instant>{}},
                      {.name = "colour", .kind = Choice{{"Red", "Dark Green"}}},
                      {.name = "faults", .kind = Choices{{"Crack", "Rust"}}},
                      {.name = "side", .kind = Group{side}}})
          .value();
  return made;
}

std::string written(const Values& values) {
  std::string out;
  type().write(values, out);
  return out;
}

}  // namespace

/// A document is decoded by a type that was built at run time, or refused with a reason; what was decoded is
/// encoded and decoded to the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = parse_json({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const auto decoded = decode_value(type(), *document);
  if (!decoded) {
    if (decoded.error().fields.empty()) std::abort();
    return 0;
  }
  const auto again = decode_value(type(), parse_json(written(*decoded)).value());
  if (!again || !(*again == *decoded)) std::abort();
  return 0;
}
