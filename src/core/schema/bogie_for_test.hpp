#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "core/i18n/catalogue.hpp"
#include "core/schema/object.hpp"

/// A struct with members of every kind, for the tests of this folder.
namespace kpa::schema::test {

enum class Colour { red, dark_green };

struct Part {
  std::string part_name;
  std::optional<std::int64_t> wear;
  friend bool operator==(const Part&, const Part&) = default;
};

struct Bogie {
  std::string bogie_no;
  std::int64_t axles = 0;
  bool painted = false;
  Date date_of_ioh{};
  std::optional<Instant> seen_at;
  Colour colour = Colour::red;
  Part main_part;
  std::vector<Part> parts;
  std::optional<Identifier> inspected_by;
  friend bool operator==(const Bogie&, const Bogie&) = default;
};

}  // namespace kpa::schema::test

template <>
struct kpa::EnumNames<kpa::schema::test::Colour> {
  static constexpr std::array<std::pair<schema::test::Colour, std::string_view>, 2> table = {
      {{schema::test::Colour::red, "red"}, {schema::test::Colour::dark_green, "dark green"}}};
};

namespace kpa::schema {

template <>
inline const Object<test::Part>& describe() {
  static const auto made =
      object<test::Part>("Part")
          .field("partName", &test::Part::part_name, of_length(1, 10), "Its name", "spring")
          .field("wear", &test::Part::wear, between(0, 100), "In percent", 5);
  return made;
}

template <>
inline const Object<test::Bogie>& describe() {
  using B = test::Bogie;
  static const auto made =
      object<B>("Bogie")
          .field("bogieNo", &B::bogie_no, matching("[A-Z]-[0-9]+", i18n::text("a letter, a dash and digits")),
                 "Painted on it", "B-1")
          .alias("number")
          .field("axles", &B::axles, "How many", 2)
          .field("painted", &B::painted, "Whether it is")
          .field("dateOfIOH", &B::date_of_ioh, not_in_future(), "Last overhaul", "2023-06-15")
          .field("seenAt", &B::seen_at, "When")
          .field("colour", &B::colour, "Which")
          .field("mainPart", &B::main_part, "The part")
          .field("parts", &B::parts, "More of them")
          .field("inspectedBy", &B::inspected_by, "Who")
          .rule([](const B& bogie, const Path& path, Issues& issues) {
            if (bogie.painted && bogie.axles == 0)
              issues.add(Path(path, "axles"), "too_small", {{"min", "1"}});
          });
  return made;
}

namespace test {

inline constexpr const char* whole = R"({"bogieNo":"B-12","axles":2,"painted":true,"dateOfIOH":"2023-06-15",
    "seenAt":"2024-01-15T10:00:00+05:30","colour":"dark green","mainPart":{"partName":"spring"},
    "parts":[{"partName":"a","wear":7},{"partName":"b","wear":null}],"inspectedBy":123})";

inline std::vector<std::string> problems(const Problem& problem) {
  std::vector<std::string> all;
  for (const auto& field : problem.fields) all.push_back(field.path + ": " + field.code);
  return all;
}

/// `path: code` of every issue.
inline std::vector<std::string> wrong(std::string_view text) {
  const auto decoded = decode<Bogie>(text);
  if (decoded) return {};
  EXPECT_EQ(decoded.error().code, Code::validation_failed) << in_english(message_of(decoded.error()));
  return problems(decoded.error());
}

/// `whole` with members replaced, added or (undefined) removed.
inline std::string changed(const std::string& members) {
  auto value = boost::json::parse(whole).as_object();
  const auto changes = boost::json::parse(members).as_object();
  for (const auto& member : changes) {
    if (member.value() == "REMOVE")
      value.erase(member.key());
    else
      value[member.key()] = member.value();
  }
  return boost::json::serialize(value);
}

}  // namespace test
}  // namespace kpa::schema
