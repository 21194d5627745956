#include "core/schema/translations.hpp"

#include "core/enum_names.hpp"
#include "core/i18n/catalogue.hpp"
#include "core/schema/json.hpp"

namespace kpa::schema {

using i18n::Language;

void Codec<Translations>::write(const Translations& translations, std::string& out) {
  char before = '{';
  for (const auto& [language, code] : EnumNames<Language>::table) {
    out += before;
    before = ',';
    write_string(code, out);
    out += ':';
    write_string(i18n::translated(translations.text, {}, language), out);
  }
  out += '}';
}

json::object Codec<Translations>::document(Components& components) {
  json::object texts;
  json::array codes;
  for (const auto& entry : EnumNames<Language>::table) {
    texts[entry.second] = {{"type", "string"}};
    codes.emplace_back(json::string_view(entry.second));
  }
  components["Translations"] = {{"type", "object"},
                                {"description", "A text in every language, by ISO 639-1 codes"},
                                {"additionalProperties", false},
                                {"properties", std::move(texts)},
                                {"required", std::move(codes)}};
  return {{"$ref", "#/components/schemas/Translations"}};
}

json::value Codec<Translations>::example() {
  json::object texts;
  for (const auto& entry : EnumNames<Language>::table) texts[entry.second] = "text";
  return texts;
}

}  // namespace kpa::schema
