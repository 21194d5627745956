#include "core/measurements/measurements.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "core/unicode.hpp"
#include "core/measurements/units.hpp"

namespace kpa::measurements {
namespace {

using i18n::text;

// Spellings of ±, for keyboards that lack it.
constexpr std::array<std::string_view, 3> plus_minus = {"\u00B1", "+/-", "+-"};

static_assert(longest_text == 100 && longest_label == 80 && longest_length == 100000_mm,
              "the texts below say these numbers");

constexpr bool is_number(char c) { return is_digit(c) || c == '.'; }
constexpr bool is_label(char c) { return is_letter(c) || c == '-' || c == '.' || c == '\'' || c == '/'; }
// Includes line breaks, with which a cell copied from a spreadsheet ends.
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && !is_blank(c)) || c == 0x7f;
}

constexpr std::string_view to = "to";

bool begins_with_to(std::string_view text) {
  const auto letters = std::ranges::find_if_not(text, is_letter) - text.begin();
  return same_letters(text.substr(0, static_cast<std::size_t>(letters)), to);
}

Unreadable unreadable(std::string_view code, std::size_t position, i18n::Text fault) {
  constexpr auto anywhere =
      text("{fault}; write it like 915 (900-1000), 1600 (+2,-1), 20 TO 28, 0.5 or 29.4 Flange Thickness");
  constexpr auto there = text(
      "{fault} at character {position}; write it like 915 (900-1000), 1600 (+2,-1), 20 TO 28, 0.5 or 29.4 Flange Thickness");
  return {std::string(code),
          position,
          {position > 0 ? there : anywhere, {{"position", std::to_string(position)}, {"fault", fault}}}};
}

Unreadable in_other_unit(std::string_view unit, std::size_t position) {
  return {"other_unit",
          position,
          {text("{unit} at character {position} is another unit; write the size in mm, as a number alone"),
           {{"position", std::to_string(position)}, {"unit", unit}}}};
}

// The meaning of a comma between two digits.
enum class Comma {
  stands_for_point,  // a decimal comma: `0,5`
  may_separate,      // or, as in `+4,0)`, between two deviations
};

// A recursive-descent parser of the plain text. A function that fails records the fault and returns nothing
// or false; its callers then stop too.
class Reader {
 public:
  explicit Reader(std::string_view text) : source_(text), text_(text) {}
  Reader(std::string_view source, const Plain& plain) : source_(source), plain_(&plain), text_(plain.text) {}

  std::variant<Measurement, Unreadable> read() {
    Measurement read;
    read.text = source_;
    skip_blanks();
    if (!measurement(read)) return std::move(*fault_);
    return read;
  }

 private:
  bool measurement(Measurement& read) {
    const auto first = length();
    if (!first) return false;
    if (deviations_follow()) {
      read.nominal = *first;
      return deviations(read) && end();
    }
    if (take_to()) {
      read.notation = Notation::range;
      return range_from(*first, read) && end();
    }
    read.nominal = *first;
    if (take("(")) return (at_letter() ? label(read) && close() : bracket(read)) && end();
    return pos_ == text_.size() || (label(read) && end());
  }

  // After the opening bracket: a range, or deviations.
  bool bracket(Measurement& read) {
    const std::size_t start = pos_;
    if (!at_sign()) {
      const auto first = length(Comma::may_separate);
      if (!first) return false;
      if (take_to()) {
        read.notation = Notation::nominal_and_range;
        return range_from(*first, read) && close();
      }
      pos_ = start;
    }
    return deviations(read) && close();
  }

  // After a nominal without brackets: whether deviations such as `+2/-1`, `-1/+2`, `0/-0.5` or `±1` follow.
  // `20-28` and `20 -28` are ranges.
  bool deviations_follow() const {
    if (at("+") || at(plus_minus.front())) return true;
    if (!at("-") && !at_zero()) return false;
    Reader ahead = *this;
    return ahead.deviation() && (ahead.at(",") || ahead.at("/") || ahead.at("+"));
  }

  bool deviations(Measurement& read) {
    const std::size_t start = pos_;
    std::optional<Micrometres> one, other;
    if (std::ranges::any_of(plus_minus, [this](std::string_view sign) { return take(sign); })) {
      one = length();
      if (!one) return false;
      other = -*one;
    } else {
      one = deviation(Comma::may_separate);
      if (!one) return false;
      if (!take(",") && !take("/") && !at_sign())
        return fail("separator_expected", pos_, text(", or / expected between deviations"));
      other = deviation();
      if (!other) return false;
    }
    const auto [lower, upper] = std::minmax(*one, *other);
    read.notation = Notation::nominal_and_deviations;
    read.low = *read.nominal + lower;
    read.high = *read.nominal + upper;
    if (*read.low < 0_mm)
      return fail("negative_length", start, text("the deviation is larger than the length itself"));
    if (*read.high > longest_length) return fail("too_large", start, text("more than 100000 mm"));
    return true;
  }

  bool range_from(Micrometres low, Measurement& read) {
    const std::size_t start = pos_;
    const auto high = length();
    if (!high) return false;
    if (*high < low)
      return fail("range_reversed", start, text("the upper end of the range is below its lower end"));
    read.low = low;
    read.high = *high;
    return true;
  }

  std::optional<Micrometres> deviation(Comma comma = Comma::stands_for_point) {
    const std::size_t start = pos_;
    const int sign = take_sign();
    const auto size = length(comma);
    if (!size) return {};
    if (sign == 0 && *size != 0_mm) {
      fail("sign_expected", start, text("a deviation needs its sign, + or -,"));
      return {};
    }
    return sign < 0 ? -*size : *size;
  }

  // A number with its unit.
  std::optional<Micrometres> length(Comma comma = Comma::stands_for_point) {
    const std::size_t start = pos_;
    const std::string_view digits = number_at(pos_);
    pos_ += digits.size();
    const auto parsed = parse_millimetres(digits);
    if (const auto* fault = std::get_if<DecimalFault>(&parsed)) {
      no_length(*fault, start);
      return {};
    }
    if (is_decimal(comma)) {
      fail("decimal_comma", pos_, text("a decimal point expected instead of the comma"));
      return {};
    }
    skip_blanks();
    if (!skip_unit()) return {};
    return std::get<Micrometres>(parsed);
  }

  void no_length(DecimalFault fault, std::size_t start) {
    switch (fault) {
      case DecimalFault::not_a_number:
        fail("number_expected", start, text("a number without sign expected"));
        break;
      case DecimalFault::too_precise: fail("too_precise", start, text("more than 3 decimals")); break;
      case DecimalFault::too_large: fail("too_large", start, text("more than 100000 mm")); break;
    }
  }

  // Whether a comma with decimals follows here, after a number.
  bool is_decimal(Comma comma) const {
    if (!at(",") || pos_ + 1 == text_.size() || !is_digit(text_[pos_ + 1])) return false;
    const std::size_t behind = pos_ + 1 + number_at(pos_ + 1).size();
    return comma == Comma::stands_for_point || !text_.substr(behind).starts_with(")");
  }

  bool label(Measurement& read) {
    const std::size_t start = pos_;
    read.notation = Notation::labelled_value;
    if (!at_letter()) return fail("unexpected_text", pos_, text("(, TO, a label or the end expected"));
    // Otherwise printing `5 mm mm Rim` would lose the second mm.
    if (!skip_unit()) return false;
    if (pos_ != start) return fail("unexpected_text", start, text("mm twice"));
    std::size_t word = start;
    std::string_view last_word;
    while (pos_ < text_.size() && !at(")")) {
      word = pos_;
      if (!is_label(text_[pos_]))
        return fail("unexpected_text", pos_, text("a label is of letters only, unlike this"));
      while (pos_ < text_.size() && is_label(text_[pos_])) ++pos_;
      last_word = text_.substr(word, pos_ - word);
      read.label += last_word;
      skip_blanks();
      if (pos_ < text_.size() && !at(")")) read.label += ' ';
    }
    if (const auto unit = unit_at(last_word);
        unit && unit->size == last_word.size() && !unit->is_millimetre())
      return refuse(*unit, word);
    return read.label.size() <= longest_label ||
           fail("too_long", start, text("a label of more than 80 characters"));
  }

  // Skips `mm` or `(mm)`, if there is one. False when another unit is there.
  bool skip_unit() {
    const std::size_t start = pos_;
    const bool in_brackets = take("(");
    const auto unit = unit_at(text_.substr(pos_));
    if (!unit) {
      pos_ = start;
      return true;
    }
    if (!unit->is_millimetre()) return refuse(*unit, pos_);
    pos_ += unit->size;
    skip_blanks();
    return !in_brackets || close();
  }

  bool close() { return take(")") || fail("bracket_expected", pos_, text(") expected")); }

  bool end() {
    if (!skip_unit()) return false;
    return pos_ == text_.size() || fail("unexpected_text", pos_, text("nothing more expected"));
  }

  bool at(std::string_view token) const { return text_.substr(pos_).starts_with(token); }
  bool at_letter() const { return pos_ < text_.size() && is_letter(text_[pos_]); }
  // Whether a zero follows, which needs no sign. `16 00` is not one: it is a number with a space in it.
  bool at_zero() const {
    const std::string_view digits = number_at(pos_);
    return digits == "0" || digits.starts_with("0.");
  }
  bool at_sign() const { return at("+") || at("-") || at(plus_minus.front()); }

  std::string_view number_at(std::size_t first) const {
    std::size_t last = first;
    while (last < text_.size() && is_number(text_[last])) ++last;
    return text_.substr(first, last - first);
  }

  // +1, -1, or 0 when there is no sign.
  int take_sign() {
    if (take("+")) return 1;
    return take("-") ? -1 : 0;
  }

  // Reads what is between the ends of a range.
  bool take_to() {
    if (take("-")) return true;
    return begins_with_to(text_.substr(pos_)) && take(text_.substr(pos_, to.size()));
  }

  bool take(std::string_view token) {
    if (!at(token)) return false;
    pos_ += token.size();
    skip_blanks();
    return true;
  }

  void skip_blanks() {
    while (pos_ < text_.size() && is_blank(text_[pos_])) ++pos_;
  }

  // The position in the original text, in characters from 1.
  std::size_t position(std::size_t at) const {
    return characters(source_.substr(0, plain_ == nullptr ? at : plain_->origin(at))) + 1;
  }

  bool fail(std::string_view code, std::size_t at, i18n::Text what) {
    fault_ = unreadable(code, position(at), what);
    return false;
  }

  bool refuse(const Unit& unit, std::size_t at) {
    fault_ = in_other_unit(unit.symbol, position(at));
    return false;
  }

  std::string_view source_;       // the original text
  const Plain* plain_ = nullptr;  // source_ as plain text (core/unicode.hpp); null when it was plain already
  std::string_view text_;
  std::size_t pos_ = 0;
  std::optional<Unreadable> fault_;
};

std::string signed_deviation(Micrometres deviation, char sign_of_zero) {
  if (deviation == 0_mm) return {sign_of_zero, '0'};
  return (deviation > 0_mm ? "+" : "") + format(deviation);
}

}  // namespace

std::variant<Measurement, Unreadable> parse_measurement(std::string_view text) {
  std::optional<Plain> made;
  if (!is_ascii(text)) made = plain(text);
  if (trimmed(made ? std::string_view(made->text) : text).empty())
    return unreadable("empty", 0, i18n::text("a measurement expected"));
  if (characters(text) > longest_text)
    return unreadable("too_long", 0, i18n::text("more than 100 characters"));
  if (const auto control = std::ranges::find_if(text, is_control); control != text.end()) {
    const auto before = static_cast<std::size_t>(control - text.begin());
    return unreadable("control_character", characters(text.substr(0, before)) + 1,
                      i18n::text("a character that cannot be seen"));
  }
  return (made ? Reader(text, *made) : Reader(text)).read();
}

std::string print(const Measurement& measurement) {
  const auto text = [](const std::optional<Micrometres>& length) { return format(length.value()); };
  switch (measurement.notation) {
    case Notation::value: return text(measurement.nominal);
    case Notation::labelled_value:
      // In brackets, because `5 to be measured` would be read as a range without its end.
      return text(measurement.nominal) +
             (begins_with_to(measurement.label) ? " (" + measurement.label + ")" : " " + measurement.label);
    case Notation::range: return text(measurement.low) + " TO " + text(measurement.high);
    case Notation::nominal_and_range:
      return text(measurement.nominal) + " (" + text(measurement.low) + "-" + text(measurement.high) + ")";
    case Notation::nominal_and_deviations: {
      const Micrometres nominal = measurement.nominal.value();
      return format(nominal) + " (" + signed_deviation(measurement.high.value() - nominal, '+') + "/" +
             signed_deviation(measurement.low.value() - nominal, '-') + ")";
    }
  }
  return {};
}

}  // namespace kpa::measurements
