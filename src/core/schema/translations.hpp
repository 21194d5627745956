#pragma once

#include <string>

#include "core/i18n/text.hpp"
#include "core/schema/codec.hpp"

namespace kpa::schema {

/// A text in every language at once, for devices that change theirs without a network; for answers only.
struct Translations {
  i18n::Text text;
};

/// `{"en": "Wheel gauge", "hi": …}`: languages by their codes.
template <>
struct Codec<Translations> {
  static void write(const Translations& translations, std::string& out);
  static json::object document(Components& components);
  static json::value example();
};

}  // namespace kpa::schema
