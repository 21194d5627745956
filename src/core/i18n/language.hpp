#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace kpa {
template <class E>
struct EnumNames;  // of core/enum_names.hpp, which must not be included here
}

namespace kpa::i18n {

/// The languages of answers: English and those with a catalogue in locales/.
enum class Language { english, hindi, marathi, tamil, bengali, telugu };

}  // namespace kpa::i18n

/// ISO 639-1 codes, as used in Accept-Language and in the profile.
template <>
struct kpa::EnumNames<kpa::i18n::Language> {
  using L = kpa::i18n::Language;
  static constexpr std::array<std::pair<L, std::string_view>, 6> table = {{{L::english, "en"},
                                                                           {L::hindi, "hi"},
                                                                           {L::marathi, "mr"},
                                                                           {L::tamil, "ta"},
                                                                           {L::bengali, "bn"},
                                                                           {L::telugu, "te"}}};
};

namespace kpa::i18n {

/// ISO 639-1 code, e.g. `hi`.
constexpr std::string_view code_of(Language language) {
  return EnumNames<Language>::table[static_cast<std::size_t>(language)].second;
}

}  // namespace kpa::i18n
