#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/schema/codec.hpp"

namespace kpa::schema {

/// A record's name: a text; a whole number is read as the same text. Only the text is documented: few
/// languages have a type for both, and clients generated for them would not compile.
struct Identifier {
  std::string text;
  friend bool operator==(const Identifier&, const Identifier&) = default;
};

template <>
struct Codec<Identifier> {
  static std::optional<Identifier> read(const json::value& value, const Path& path, Issues& issues);
  static std::optional<Identifier> read_text(std::string_view text, const Path& path, Issues& issues);
  /// Writes a whole number as a JSON number, as ids are written elsewhere.
  static void write(const Identifier& value, std::string& out);
  static json::object document(Components&);
  static json::value example() { return "123"; }
};

}  // namespace kpa::schema
