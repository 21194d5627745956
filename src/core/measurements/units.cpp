#include "core/measurements/units.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "core/text.hpp"

namespace kpa::measurements {
namespace {

struct Spellings {
  std::string_view symbol;
  std::string_view words;  // in lower case, without dots, separated by a space
};

// Common spellings, including misspellings and those in the six languages.
constexpr std::array<Spellings, 11> spellings = {{
    {"mm",
     "mm mms millimetre millimetres millimeter millimeters milimetre milimetres milimeter milimeters "
     "मिमी मिलीमीटर மிமீ மில்லிமீட்டர் মিমি মিলিমিটার మిమీ మిల్లీమీటర్ \u339C"},
    {"cm",
     "cm cms centimetre centimetres centimeter centimeters सेमी सेंमी सेंटीमीटर செமீ சென்டிமீட்டர் সেমি সেন্টিমিটার సెంమీ సెంటీమీటర్ \u339D"},
    {"dm", "dm decimetre decimetres decimeter decimeters"},
    {"m", "m mt mts mtr mtrs metre metres meter meters"},
    {"km", "km kms kilometre kilometres kilometer kilometers"},
    {"µm", "um \u00B5m \u03BCm \u00B5 \u03BC micron microns micrometre micrometres micrometer micrometers"},
    {"nm", "nm nanometre nanometres nanometer nanometers"},
    {"inch", "in ins inch inchs inches इंच ইঞ্চি அங்குலம் అంగుళం అంగుళాలు"},
    {"foot", "ft foot feet"},
    {"yard", "yd yds yard yards"},
    {"thou", "thou thous mil mils"},
}};

struct Mark {
  std::string_view text;
  std::string_view symbol;
};
constexpr std::array<Mark, 3> marks = {{{"\"", "inch"}, {"''", "inch"}, {"'", "foot"}}};

constexpr std::string_view plus_minus_sign = "\u00B1";  // stands behind numbers too, and is no letter

bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

std::size_t word_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() &&
         (is_letter(text[size]) || (size > 0 && text[size] == '.') ||
          (is_beyond_ascii(text[size]) && !text.substr(size).starts_with(plus_minus_sign))))
    ++size;
  return size;
}

/// The symbol that each word stands for.
const std::unordered_map<std::string_view, std::string_view>& symbols() {
  static const auto made = [] {
    std::unordered_map<std::string_view, std::string_view> all;
    for (auto [symbol, words] : spellings)
      while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        all.emplace(word, symbol);
        words.remove_prefix(std::min(words.size(), word.size() + 1));
      }
    return all;
  }();
  return made;
}

std::optional<Unit> unit_of_word(std::string_view written) {
  std::string word;
  for (const char c : written)
    if (c != '.') word += lower(c);
  const auto found = symbols().find(word);
  if (found == symbols().end()) return std::nullopt;
  if (word == "nm" && written.find_first_of("NM") != written.npos) return std::nullopt;
  return Unit{found->second, written.size()};
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

}  // namespace kpa::measurements
