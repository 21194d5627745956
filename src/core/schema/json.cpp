#include "core/schema/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

namespace kpa::schema {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 32;

/// A JSON number as digits and a power of ten, without zeros at either end, so that equal numbers have equal
/// fields. Zero has no digits.
struct Number {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
  friend bool operator==(const Number&, const Number&) = default;
};

/// Nothing when the exponent is absurdly large.
std::optional<Number> taken_apart(std::string_view text) {
  Number number;
  number.negative = text.starts_with('-');
  if (number.negative) text.remove_prefix(1);
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  if (mark < text.size()) {
    std::string_view exponent = text.substr(mark + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    const char* const end = exponent.data() + exponent.size();
    int value = 0;
    const auto read = std::from_chars(exponent.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    number.exponent = value;
  }
  const std::string_view mantissa = text.substr(0, mark);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  number.digits = mantissa.substr(0, point);
  if (point < mantissa.size()) number.digits += mantissa.substr(point + 1);
  number.exponent -= static_cast<std::int64_t>(number.digits.size() - point);
  number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
  for (; number.digits.ends_with('0'); ++number.exponent) number.digits.pop_back();
  if (number.digits.empty()) return Number{};
  return number;
}

/// The integer that the number equals (156.0, 1e3); nothing when it has a fraction or does not fit.
std::optional<std::int64_t> whole(const Number& number) {
  constexpr std::int64_t most_digits = 19;
  if (number.digits.empty()) return 0;
  if (number.exponent < 0 || number.exponent > most_digits) return std::nullopt;
  const std::string text = (number.negative ? "-" : "") + number.digits +
                           std::string(static_cast<std::size_t>(number.exponent), '0');
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

/// The double whose shortest text has the number's digits. If there is none, a neighbouring double whose
/// shortest text has more than 15 digits, so that it can never be mistaken for a number of 15 digits or
/// fewer. Nothing when the number is too large for a double.
std::optional<double> carrier_of(const std::optional<Number>& number, std::string_view text, double about) {
  double value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) {
    if (!std::isfinite(about)) return std::nullopt;
    return std::numeric_limits<double>::denorm_min();  // the number is below all doubles
  }
  std::array<char, 32> shortest{};
  const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value).ptr;
  const auto given_back = taken_apart({shortest.data(), static_cast<std::size_t>(end - shortest.data())});
  if (given_back == number || given_back->digits.size() > std::numeric_limits<double>::digits10) return value;
  return std::nextafter(value, 0);
}

/// Builds the value like Boost's own parser, but refuses a repeated member: Boost would silently keep the
/// last one, while a proxy may use the first.
class Handler {
 public:
  static constexpr std::size_t max_object_size = 10'000;
  static constexpr std::size_t max_array_size = 100'000;
  static constexpr std::size_t max_key_size = 1'000;
  static constexpr std::size_t max_string_size = 64U << 20U;

  explicit Handler(json::storage_ptr memory) { stack_.reset(std::move(memory)); }

  json::value release() { return stack_.release(); }
  const std::optional<std::string>& repeated() const { return repeated_; }

  bool on_document_begin(boost::system::error_code&) { return true; }
  bool on_document_end(boost::system::error_code&) { return true; }
  bool on_array_begin(boost::system::error_code&) { return true; }
  bool on_array_end(std::size_t size, boost::system::error_code&) {
    stack_.push_array(size);
    return true;
  }
  bool on_object_begin(boost::system::error_code&) {
    first_key_.push_back(key_ends_.size());
    return true;
  }
  bool on_object_end(std::size_t size, boost::system::error_code& error) {
    const std::size_t first = first_key_.back();
    const auto key_begins = [&](std::size_t key) { return key == 0 ? 0 : key_ends_[key - 1]; };
    sorted_.clear();
    for (std::size_t key = first; key < key_ends_.size(); ++key)
      sorted_.push_back(std::string_view(keys_).substr(key_begins(key), key_ends_[key] - key_begins(key)));
    std::ranges::sort(sorted_);
    const auto twice = std::ranges::adjacent_find(sorted_);
    if (twice != sorted_.end()) {
      repeated_ = *twice;
      error = json::error::syntax;
      return false;
    }
    keys_.resize(key_begins(first));
    key_ends_.resize(first);
    first_key_.pop_back();
    stack_.push_object(size);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, boost::system::error_code&) {
    keys_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, boost::system::error_code&) {
    keys_.append(part.data(), part.size());
    key_ends_.push_back(keys_.size());
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, boost::system::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, boost::system::error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(json::string_view, boost::system::error_code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view, boost::system::error_code&) {
    stack_.push_int64(value);
    return true;
  }
  bool on_uint64(std::uint64_t value, json::string_view, boost::system::error_code&) {
    stack_.push_uint64(value);
    return true;
  }
  /// For JSON Schema a number without a fraction is an integer, in any notation. `text` is the whole number,
  /// since the document is parsed in one piece; `about`, the parser's double, may be wrong in its last bit.
  bool on_double(double about, json::string_view text, boost::system::error_code& error) {
    const auto number = taken_apart(text);
    if (const auto integer = number ? whole(*number) : std::nullopt)
      stack_.push_int64(*integer);
    else if (const auto carrier = carrier_of(number, text, about))
      stack_.push_double(*carrier);
    else
      error = json::error::exponent_overflow;  // newer versions of the parser do not set it
    return !error;
  }
  bool on_bool(bool value, boost::system::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(boost::system::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, boost::system::error_code&) { return true; }
  bool on_comment(json::string_view, boost::system::error_code&) { return true; }

 private:
  json::value_stack stack_;
  std::string keys_;                      // of all open objects, one after another, outermost first
  std::vector<std::size_t> key_ends_;     // where each of them ends
  std::vector<std::size_t> first_key_;    // of each open object
  std::vector<std::string_view> sorted_;  // those of the object that has just ended
  std::optional<std::string> repeated_;
};

i18n::Text reason(const boost::system::error_code& error, bool repeated, std::size_t size) {
  using i18n::text;
  if (size == 0) return text("The body cannot be read: the body is empty (at byte {byte}).");
  if (repeated)
    return text(
        "The body cannot be read: the member '{member}' is there twice in one object (at byte {byte}).");
  if (error == json::error::incomplete)
    return text("The body cannot be read: the text ends too early (at byte {byte}).");
  if (error == json::error::too_deep)
    return text("The body cannot be read: nested deeper than {deepest} levels (at byte {byte}).");
  if (error == json::error::extra_data)
    return text("The body cannot be read: there is more after the end of the document (at byte {byte}).");
  if (error == json::error::exponent_overflow)
    return text("The body cannot be read: a number is too large (at byte {byte}).");
  if (error == json::error::illegal_leading_surrogate || error == json::error::illegal_trailing_surrogate ||
      error == json::error::expected_utf16_escape)
    return text("The body cannot be read: a \\u escape is half of a surrogate pair (at byte {byte}).");
  if (error == json::error::object_too_large || error == json::error::array_too_large ||
      error == json::error::key_too_large || error == json::error::string_too_large)
    return text("The body cannot be read: it has too many members or too long a name (at byte {byte}).");
  return text("The body cannot be read: it is not JSON in UTF-8 (at byte {byte}).");
}

}  // namespace

Outcome<json::value> parse_json(std::string_view text, json::storage_ptr memory) {
  json::parse_options options;
  options.max_depth = deepest;
  json::basic_parser<Handler> parser(options, std::move(memory));
  boost::system::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = json::error::extra_data;
  if (!error && text.empty()) error = json::error::incomplete;
  if (error) {
    const auto& repeated = parser.handler().repeated();
    return Problem{.code = Code::malformed_request,
                   .message = {reason(error, repeated.has_value(), text.size()),
                               {{"byte", std::to_string(used)},
                                {"member", repeated.value_or("")},
                                {"deepest", std::to_string(deepest)}}}};
  }
  return parser.handler().release();
}

std::string digits_of(const json::value& number) {
  if (number.is_int64()) return std::to_string(number.get_int64());
  if (number.is_uint64()) return std::to_string(number.get_uint64());
  std::array<char, 512> digits{};  // the longest is 5e-324 written out
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number.as_double(),
                                 std::chars_format::fixed)
                       .ptr;
  return {digits.data(), end};
}

json::value json_number(Decimal number) {
  const std::string digits = format(number);
  return parse_json(digits).value();  // so few digits can always be read
}

namespace {

/// Whether JSON has an escape for this byte, or wants one.
constexpr bool is_escaped(unsigned char byte) { return byte < 0x20 || byte == '"' || byte == '\\'; }

constexpr std::uint64_t eight_of(unsigned char byte) { return byte * 0x0101010101010101U; }
/// Not nought where one of the eight bytes is smaller than `least`, which is at most 128.
constexpr std::uint64_t below(std::uint64_t eight, unsigned char least) {
  return (eight - eight_of(least)) & ~eight & eight_of(0x80);
}

/// How many bytes from `from` on need no escape: eight are looked at together, as long as there are as many.
std::size_t clean_until(std::string_view text, std::size_t from) {
  for (std::uint64_t eight = 0; text.size() - from >= sizeof eight; from += sizeof eight) {
    std::memcpy(&eight, text.data() + from, sizeof eight);
    if ((below(eight, 0x20) | below(eight ^ eight_of('"'), 1) | below(eight ^ eight_of('\\'), 1)) != 0) break;
  }
  while (from < text.size() && !is_escaped(static_cast<unsigned char>(text[from]))) ++from;
  return from;
}

}  // namespace

void write_string(std::string_view text, std::string& out) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (std::size_t at = 0;;) {
    const std::size_t until = clean_until(text, at);
    out.append(text, at, until - at);
    if (until == text.size()) break;
    at = until + 1;
    switch (const auto byte = static_cast<unsigned char>(text[until])) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += hex[byte >> 4U];
        out += hex[byte & 0xFU];
    }
  }
  out += '"';
}

}  // namespace kpa::schema
