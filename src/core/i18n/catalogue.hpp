#pragma once

#include <string>
#include <string_view>

#include "core/i18n/language.hpp"
#include "core/i18n/message.hpp"

namespace kpa::i18n {

/// The text in `language`, with its placeholders; of a plural, the form for its number in `params`. Lives as
/// long as the program. English if the catalogue has no translation (a test ensures that it has).
std::string_view translated(const Text& text, const Params& params, Language language);

/// Replaces the placeholders of a translated text by their values; values that are texts are translated too.
std::string filled(std::string_view text, const Params& params, Language language);

/// The complete message for a person.
std::string in(Language language, const Text& text, const Params& params = {});
inline std::string in(Language language, const Message& message) {
  return in(language, message.text, message.params);
}
inline std::string in_english(const Text& text, const Params& params = {}) {
  return in(Language::english, text, params);
}
inline std::string in_english(const Message& message) { return in(Language::english, message); }

}  // namespace kpa::i18n
