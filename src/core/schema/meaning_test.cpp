#include <cstdint>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "core/schema/bogie_for_test.hpp"
#include "core/schema/object.hpp"

namespace kpa::schema {
namespace {

using namespace test;

struct Order {
  std::optional<std::string> name;
  std::optional<std::string> stock;
  std::int64_t count = 3;
  std::optional<Part> part;
  std::vector<Part> more;
};
/// The same type as a later version could declare it.
struct LaterOrder : Order {
  std::optional<std::int64_t> added;
};

}  // namespace

template <>
const Object<Order>& describe() {
  using C = Order;
  static const auto made = object<C>("Order")
                               .field("name", &C::name, "")
                               .field("stock", &C::stock, "")
                               .left_out_means("ICF")
                               .field("count", &C::count, "")
                               .or_default()
                               .field("part", &C::part, "")
                               .field("more", &C::more, "")
                               .or_default();
  return made;
}

template <>
const Object<LaterOrder>& describe() {
  using L = LaterOrder;
  static const auto made = object<L>("LaterOrder")
                               .field("added", &L::added, "")
                               .field("more", &L::more, "")
                               .or_default()
                               .field("part", &L::part, "")
                               .field("count", &L::count, "")
                               .or_default()
                               .field("stock", &L::stock, "")
                               .left_out_means("ICF")
                               .field("name", &L::name, "");
  return made;
}

namespace {

template <class T>
std::string meaning(std::string_view text) {
  std::string out;
  write_meaning(decode<T>(text).value(), out);
  return out;
}

TEST(Meaning, IsTheSameForEveryWayOfSayingIt) {
  EXPECT_EQ(meaning<Order>("{}"), "{}");
  for (const auto* const same :
       {R"({"name":null,"count":3,"stock":"ICF","part":null,"more":[]})", R"({"stock":null})", " {\n} "})
    EXPECT_EQ(meaning<Order>(same), "{}") << same;
  const std::string said =
      R"({"count":4,"more":[{"partName":"y"}],"name":"n","part":{"partName":"x","wear":5}})";
  for (const auto* const same :
       {R"({"part":{"wear":5,"part_name":"x"},"name":"n","count":4,"more":[{"wear":null,"partName":"y"}]})",
        R"({"more":[{"partName":"y"}],"count":4,"name":"\u006e","part":{"partName":"x","wear":5}})"}) {
    EXPECT_EQ(meaning<Order>(same), said) << same;
    EXPECT_EQ(meaning<LaterOrder>(same), said) << "a later version knows the request of an earlier one";
  }
  for (const auto* const other : {R"({"name":"n"})", R"({"name":""})", R"({"count":0})", R"({"stock":"LHB"})",
                                  R"({"more":[{"partName":"y"}]})", R"({"part":{"partName":"y"}})"})
    EXPECT_NE(meaning<Order>(other), "{}") << other;
}

}  // namespace
}  // namespace kpa::schema
