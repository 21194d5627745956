#include "features/wheel_specifications/units.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace kpa::wheel_specifications {
namespace {

struct Spelling {
  std::string_view word;  // in lower case, without dots
  std::string_view symbol;
};

// As people write them, misspelt ones and those of the six languages too.
constexpr std::array spellings = std::to_array<Spelling>({
    {"mm", "mm"},         {"mms", "mm"},         {"millimetre", "mm"}, {"millimetres", "mm"},
    {"millimeter", "mm"}, {"millimeters", "mm"}, {"milimeter", "mm"},  {"milimeters", "mm"},
    {"मिमी", "mm"},       {"மிமீ", "mm"},         {"মিমি", "mm"},       {"మిమీ", "mm"},
    {"cm", "cm"},         {"cms", "cm"},         {"centimetre", "cm"}, {"centimetres", "cm"},
    {"centimeter", "cm"}, {"centimeters", "cm"}, {"सेमी", "cm"},        {"सेंमी", "cm"},
    {"செமீ", "cm"},        {"সেমি", "cm"},        {"సెంమీ", "cm"},        {"dm", "dm"},
    {"decimetre", "dm"},  {"decimetres", "dm"},  {"decimeter", "dm"},  {"decimeters", "dm"},
    {"m", "m"},           {"mt", "m"},           {"mts", "m"},         {"mtr", "m"},
    {"mtrs", "m"},        {"metre", "m"},        {"metres", "m"},      {"meter", "m"},
    {"meters", "m"},      {"km", "km"},          {"kms", "km"},        {"kilometre", "km"},
    {"kilometres", "km"}, {"kilometer", "km"},   {"kilometers", "km"}, {"um", "µm"},
    {"\u00B5m", "µm"},    {"\u03BCm", "µm"},     {"\u00B5", "µm"},     {"\u03BC", "µm"},
    {"micron", "µm"},     {"microns", "µm"},     {"micrometre", "µm"}, {"micrometres", "µm"},
    {"micrometer", "µm"}, {"micrometers", "µm"}, {"nm", "nm"},         {"nanometre", "nm"},
    {"nanometres", "nm"}, {"nanometer", "nm"},   {"nanometers", "nm"}, {"in", "inch"},
    {"ins", "inch"},      {"inch", "inch"},      {"inchs", "inch"},    {"inches", "inch"},
    {"इंच", "inch"},       {"ইঞ্চি", "inch"},      {"அங்குலம்", "inch"},   {"అంగుళం", "inch"},
    {"అంగుళాలు", "inch"},  {"ft", "foot"},        {"foot", "foot"},     {"feet", "foot"},
    {"yd", "yard"},       {"yard", "yard"},      {"yards", "yard"},    {"thou", "thou"},
    {"thous", "thou"},    {"mil", "thou"},       {"mils", "thou"},
});

struct Mark {
  std::string_view text;
  std::string_view symbol;
};
constexpr std::array<Mark, 3> marks = {{{"\"", "inch"}, {"''", "inch"}, {"'", "foot"}}};

constexpr std::string_view plus_minus = "\u00B1";  // stands behind numbers too, and is no letter

bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

std::size_t word_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && (is_letter(text[size]) || (size > 0 && text[size] == '.') ||
                                (is_beyond_ascii(text[size]) && !text.substr(size).starts_with(plus_minus))))
    ++size;
  return size;
}

bool is_spelling(std::string_view written, std::string_view word) {
  for (const char c : written) {
    if (c == '.') continue;
    if (word.empty() || lower(c) != word.front()) return false;
    word.remove_prefix(1);
  }
  return word.empty();
}

std::optional<Unit> unit_of_word(std::string_view written) {
  const auto* found = std::ranges::find_if(
      spellings, [&](const Spelling& spelling) { return is_spelling(written, spelling.word); });
  if (found == spellings.end()) return std::nullopt;
  if (found->word == "nm" && written.find_first_of("NM") != written.npos) return std::nullopt;
  return Unit{found->symbol, written.size()};
}

bool number_follows(std::string_view text) {
  const std::size_t next = text.find_first_not_of(" \t");
  return next != text.npos && (is_digit(text[next]) || text[next] == '.');
}

}  // namespace

std::optional<Unit> unit_at(std::string_view text) {
  for (const Mark& mark : marks)
    if (text.starts_with(mark.text) && word_size(text.substr(mark.text.size())) == 0)
      return Unit{mark.symbol, mark.text.size()};
  const std::string_view written = text.substr(0, word_size(text));
  if (written.empty()) return std::nullopt;
  if (const auto unit = unit_of_word(written)) return unit;
  constexpr std::string_view to = "to";
  if (written.size() <= to.size() || !number_follows(text.substr(written.size())) ||
      !same_letters(written.substr(written.size() - to.size()), to))
    return std::nullopt;
  return unit_of_word(written.substr(0, written.size() - to.size()));
}

}  // namespace kpa::wheel_specifications
