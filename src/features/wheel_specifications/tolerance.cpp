#include "features/wheel_specifications/tolerance.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"

namespace kpa::wheel_specifications {
namespace {

using i18n::text;

// Hyphen-minus, hyphen, non-breaking hyphen, en dash, minus sign: what keyboards and spreadsheets make of a
// dash.
constexpr std::array<std::string_view, 5> dashes = {"-", "\u2010", "\u2011", "\u2013", "\u2212"};

static_assert(longest_text == 100 && longest_label == 80 && longest_length == 100000_mm,
              "the texts below say these numbers");

constexpr bool is_number(char c) { return is_digit(c) || c == '.'; }
constexpr bool is_label(char c) { return is_letter(c) || c == '-' || c == '.' || c == '\''; }
constexpr bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

Unreadable unreadable(std::string_view code, std::size_t position, i18n::Text fault) {
  constexpr auto anywhere =
      text("{fault}; write it like 915 (900-1000), 1600 (+2,-1), 20 TO 28, 0.5 or 29.4 Flange Thickness");
  constexpr auto there = text(
      "{fault} at character {position}; write it like 915 (900-1000), 1600 (+2,-1), 20 TO 28, 0.5 or 29.4 Flange Thickness");
  return {std::string(code),
          position,
          {position > 0 ? there : anywhere, {{"position", std::to_string(position)}, {"fault", fault}}}};
}

// Recursive descent over the text. A function that fails notes the fault and gives nothing; its callers give
// up too.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::variant<Measurement, Unreadable> read() {
    Measurement read;
    read.text = text_;
    if (!measurement(read)) return std::move(*fault_);
    return read;
  }

 private:
  bool measurement(Measurement& read) {
    const auto first = length();
    if (!first) return false;
    unit();
    if (take_any(dashes) || take_word("to")) {
      read.notation = Notation::range;
      return range_from(*first, read) && end();
    }
    read.nominal = *first;
    if (take("(")) return bracket(read) && end();
    if (pos_ == text_.size()) return true;
    read.notation = Notation::labelled_value;
    return label(read);
  }

  // Behind the opening bracket: a range, or two deviations.
  bool bracket(Measurement& read) {
    const std::size_t start = pos_;
    const int sign = take_sign();
    const auto first = length();
    if (!first) return false;
    unit();
    if (sign == 0 && (take_any(dashes) || take_word("to"))) {
      read.notation = Notation::nominal_and_range;
      return range_from(*first, read) && close();
    }
    if (sign == 0 && *first != 0_mm)
      return fail("sign_expected", start, text("a deviation needs its sign, + or -,"));
    if (!take(",") && !take("/"))
      return fail("separator_expected", pos_, text(", or / expected between deviations"));
    const auto second = deviation();
    if (!second || !close()) return false;
    const auto [lower, upper] = std::minmax({sign < 0 ? -*first : *first, *second});
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
    unit();
    if (*high < low)
      return fail("range_reversed", start, text("the upper end of the range is below its lower end"));
    read.low = low;
    read.high = *high;
    return true;
  }

  std::optional<Micrometres> deviation() {
    const std::size_t start = pos_;
    const int sign = take_sign();
    const auto size = length();
    if (!size) return {};
    unit();
    if (sign == 0 && *size != 0_mm) {
      fail("sign_expected", start, text("a deviation needs its sign, + or -,"));
      return {};
    }
    return sign < 0 ? -*size : *size;
  }

  std::optional<Micrometres> length() {
    skip_blanks();
    const std::size_t start = pos_;
    while (pos_ < text_.size() && is_number(text_[pos_])) ++pos_;
    const auto parsed = parse_millimetres(text_.substr(start, pos_ - start));
    if (const auto* length = std::get_if<Micrometres>(&parsed)) {
      skip_blanks();
      return *length;
    }
    switch (std::get<DecimalFault>(parsed)) {
      case DecimalFault::not_a_number:
        fail("number_expected", start, text("a number without sign expected"));
        break;
      case DecimalFault::too_precise: fail("too_precise", start, text("more than 3 decimals")); break;
      case DecimalFault::too_large: fail("too_large", start, text("more than 100000 mm")); break;
    }
    return {};
  }

  bool label(Measurement& read) {
    const std::size_t start = pos_;
    if (!is_letter(text_[pos_]))
      return fail("unexpected_text", pos_, text("(, TO, a label or the end expected"));
    // Printed, `5 mm mm Rim` would lose its second mm.
    if (unit()) return fail("unexpected_text", start, text("mm twice"));
    while (pos_ < text_.size()) {
      if (!is_label(text_[pos_]))
        return fail("unexpected_text", pos_, text("a label is of letters only, unlike this"));
      while (pos_ < text_.size() && is_label(text_[pos_])) read.label += text_[pos_++];
      skip_blanks();
      if (pos_ < text_.size()) read.label += ' ';
    }
    return read.label.size() <= longest_label ||
           fail("too_long", start, text("a label of more than 80 characters"));
  }

  // `mm`, which `TO` may follow without a space.
  bool unit() {
    const std::string_view next = word();
    if (!same_letters(next, "mm") && !same_letters(next, "mmto")) return false;
    pos_ += 2;
    skip_blanks();
    return true;
  }

  bool close() { return take(")") || fail("bracket_expected", pos_, text(") expected")); }

  bool end() {
    unit();
    return pos_ == text_.size() || fail("unexpected_text", pos_, text("nothing more expected"));
  }

  // +1, -1, or 0 when there is none.
  int take_sign() {
    if (take("+")) return 1;
    return take_any(dashes) ? -1 : 0;
  }

  bool take_word(std::string_view lower) {
    if (!same_letters(word(), lower)) return false;
    pos_ += lower.size();
    skip_blanks();
    return true;
  }

  template <std::size_t N>
  bool take_any(const std::array<std::string_view, N>& tokens) {
    return std::ranges::any_of(tokens, [this](std::string_view token) { return take(token); });
  }

  bool take(std::string_view token) {
    if (!text_.substr(pos_).starts_with(token)) return false;
    pos_ += token.size();
    skip_blanks();
    return true;
  }

  void skip_blanks() {
    while (const std::size_t blank = white_space_at(text_.substr(pos_))) pos_ += blank;
  }

  std::string_view word() const {
    std::size_t last = pos_;
    while (last < text_.size() && is_letter(text_[last])) ++last;
    return text_.substr(pos_, last - pos_);
  }

  bool fail(std::string_view code, std::size_t at, i18n::Text what) {
    fault_ = unreadable(code, characters(text_.substr(0, at)) + 1, what);
    return false;
  }

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
  if (trimmed(text).empty()) return unreadable("empty", 0, i18n::text("a measurement expected"));
  if (characters(text) > longest_text)
    return unreadable("too_long", 0, i18n::text("more than 100 characters"));
  if (const auto control = std::ranges::find_if(text, is_control); control != text.end()) {
    const auto before = static_cast<std::size_t>(control - text.begin());
    return unreadable("control_character", characters(text.substr(0, before)) + 1,
                      i18n::text("a character that cannot be seen"));
  }
  return Reader(text).read();
}

std::string print(const Measurement& measurement) {
  const auto text = [](const std::optional<Micrometres>& length) { return format(length.value()); };
  switch (measurement.notation) {
    case Notation::value: return text(measurement.nominal);
    case Notation::labelled_value: return text(measurement.nominal) + " " + measurement.label;
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

}  // namespace kpa::wheel_specifications
