#pragma once

#include <string>
#include <string_view>

#include "core/i18n/language.hpp"
#include "core/i18n/message.hpp"

namespace kpa::i18n {

/// The text in `language`, of a plural the form for its number among `params`, still with its placeholders.
/// Lives as long as the program. English where the catalogue has no translation, which a test rules out.
std::string_view translated(const Text& text, const Params& params, Language language);

/// A translated text with its values in place of the placeholders, those that are words translated as well.
std::string filled(std::string_view text, const Params& params, Language language);

/// The whole message for a person.
std::string in(Language language, const Text& text, const Params& params = {});
inline std::string in(Language language, const Message& message) {
  return in(language, message.text, message.params);
}
inline std::string in_english(const Text& text, const Params& params = {}) {
  return in(Language::english, text, params);
}
inline std::string in_english(const Message& message) { return in(Language::english, message); }

}  // namespace kpa::i18n
