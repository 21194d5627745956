#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace kpa {
template <class E>
struct EnumNames;  // of core/enum_names.hpp, which stands above this room
}

namespace kpa::i18n {

/// What answers can be written in: English and the languages of the catalogues below locales/.
enum class Language { english, hindi, marathi, tamil, bengali, telugu };

}  // namespace kpa::i18n

/// ISO 639-1 codes, as Accept-Language and the profile have them.
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

/// `hi`.
constexpr std::string_view code_of(Language language) {
  return EnumNames<Language>::table[static_cast<std::size_t>(language)].second;
}

}  // namespace kpa::i18n
