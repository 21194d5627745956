#include "core/i18n/catalogue.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <locale>
#include <optional>
#include <stdexcept>

#include <boost/locale/gnu_gettext.hpp>

#include "embedded/catalogues.hpp"

namespace kpa::i18n {
namespace {

namespace gettext = boost::locale::gnu_gettext;
using Catalogue = boost::locale::message_format<char>;

constexpr std::size_t language_count = EnumNames<Language>::table.size();

/// Compiled catalogues (`hi.mo`) are embedded in the program.
std::locale load(Language language) {
  const std::string name = std::string(code_of(language)) + ".mo";
  gettext::messages_info info;
  info.language = code_of(language);
  info.encoding = "UTF-8";
  info.domains.emplace_back("kpa");
  info.paths.emplace_back("");
  info.callback = [&](const std::string&, const std::string&) -> std::vector<char> {
    for (const auto& file : embedded::catalogues())
      if (file.name == name) return {file.content.begin(), file.content.end()};
    throw std::logic_error("there is no catalogue " + name);
  };
  return {std::locale::classic(), gettext::create_messages_facet<char>(info)};
}

const Catalogue& catalogue_of(Language language) {
  static const auto all = [] {
    std::array<std::locale, language_count> loaded;
    for (std::size_t at = 1; at < language_count; ++at) loaded[at] = load(static_cast<Language>(at));
    return loaded;
  }();
  return std::use_facet<Catalogue>(all[static_cast<std::size_t>(language)]);
}

const Param* find(const Params& params, std::string_view name) {
  const auto found = std::ranges::find(params, name, &Param::name);
  return found == params.end() ? nullptr : &*found;
}

/// The number that chooses the plural form; if the parameter is not a whole number, one that chooses "many".
int number_of(const Text& text, const Params& params) {
  int number = std::numeric_limits<int>::max();
  if (const Param* param = find(params, text.number())) {
    const std::string_view digits = param->value.english();
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
  }
  return number;
}

}  // namespace

std::string_view translated(const Text& text, const Params& params, Language language) {
  const bool plural = !text.of_several().empty();
  if (text.empty()) return {};
  if (language != Language::english) {
    const auto& catalogue = catalogue_of(language);
    const char* const key = text.english().data();
    const char* const found =
        plural ? catalogue.get(0, nullptr, key, number_of(text, params)) : catalogue.get(0, nullptr, key);
    if (found != nullptr) return found;
  }
  return plural && number_of(text, params) != 1 ? text.of_several() : text.english();
}

std::string filled(std::string_view text, const Params& params, Language language) {
  std::string whole;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) return whole.append(text.substr(at));
    whole.append(text.substr(at, open - at));
    if (const Param* param = find(params, text.substr(open + 1, close - open - 1)); param == nullptr)
      whole.append(text.substr(open, close - open + 1));
    else if (const Text& words = param->value.words(); words.empty())
      whole.append(param->value.english());
    else
      whole.append(translated(words, {}, language));
    at = close + 1;
  }
  return whole;
}

std::string in(Language language, const Text& text, const Params& params) {
  return filled(translated(text, params, language), params, language);
}

}  // namespace kpa::i18n
