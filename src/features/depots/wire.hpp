#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/schema/patch.hpp"

namespace kpa::depots {

/// The levels of the railway's organisation. Each belongs to one of the level before it.
enum class Level { zone, division, depot };

/// How a level is called: in sentences, in paths, in the database and on the wire.
struct Names {
  std::string_view singular;
  std::string_view plural;
  std::string_view path;
  std::string_view schema;
  std::string_view table;
  std::string_view parent;             ///< column and member for what it belongs to; empty for a zone
  std::string_view parent_singular;    ///< `zone`
  std::string_view code_constraint;    ///< says that a code is taken
  std::string_view parent_constraint;  ///< says that there is no such parent
  std::string_view example_code;
  std::string_view example_name;
};

template <Level level>
constexpr Names names = {};
template <>
constexpr Names names<Level::zone> = {.singular = "zone",
                                      .plural = "zones",
                                      .path = "/api/depots/zones",
                                      .schema = "Zone",
                                      .table = "zones",
                                      .parent = {},
                                      .parent_singular = {},
                                      .code_constraint = "zones_code",
                                      .parent_constraint = {},
                                      .example_code = "SER",
                                      .example_name = "South Eastern Railway"};
template <>
constexpr Names names<Level::division> = {.singular = "division",
                                          .plural = "divisions",
                                          .path = "/api/depots/divisions",
                                          .schema = "Division",
                                          .table = "divisions",
                                          .parent = "zone_id",
                                          .parent_singular = "zone",
                                          .code_constraint = "divisions_code",
                                          .parent_constraint = "divisions_zone",
                                          .example_code = "KGP",
                                          .example_name = "Kharagpur"};
template <>
constexpr Names names<Level::depot> = {.singular = "depot",
                                       .plural = "depots",
                                       .path = "/api/depots",
                                       .schema = "Depot",
                                       .table = "depots",
                                       .parent = "division_id",
                                       .parent_singular = "division",
                                       .code_constraint = "depots_code",
                                       .parent_constraint = "depots_division",
                                       .example_code = "KGP-WS",
                                       .example_name = "Kharagpur Workshop"};

/// What is written of a place. For a zone, `parent` is nobody's.
template <Level level>
struct NewPlace {
  std::string code;
  std::string name;
  std::int64_t parent = 0;

  friend bool operator==(const NewPlace&, const NewPlace&) = default;
};

/// A zone, a division or a depot.
template <Level level>
struct Place : NewPlace<level> {
  std::int64_t id = 0;
  std::int64_t version = 1;
};

}  // namespace kpa::depots

namespace kpa::schema {

template <class T, depots::Level level>
Object<T> describe_place(const std::string& name) {
  constexpr const depots::Names& names = depots::names<level>;
  auto object =
      schema::object<T>(name)
          .field("code", &T::code,
                 matching("[A-Z0-9-]{1,20}", i18n::text("1 to 20 capital letters, digits and hyphens")),
                 "The railway's own abbreviation, unique among " + std::string(names.plural),
                 json::string(names.example_code))
          .field("name", &T::name, text(1, 100), "Name", json::string(names.example_name));
  if constexpr (level != depots::Level::zone)
    std::move(object).field(std::string(names.parent), &T::parent,
                            "Id of the " + std::string(names.parent_singular) + " that it belongs to", 1);
  return object;
}

template <depots::Level level>
struct Described<depots::NewPlace<level>> {
  static const Object<depots::NewPlace<level>>& object() {
    static const auto made =
        describe_place<depots::NewPlace<level>, level>("New" + std::string(depots::names<level>.schema));
    return made;
  }
};

template <depots::Level level>
struct Described<depots::Place<level>> {
  static const Object<depots::Place<level>>& object() {
    using P = depots::Place<level>;
    static const auto made = describe_place<P, level>(std::string(depots::names<level>.schema))
                                 .field("id", &P::id, "Number of the record", 1)
                                 .field("version", &P::version, "Counts the changes; the ETag", 1)
                                 .versioned(&P::version);
    return made;
  }
};

}  // namespace kpa::schema
