#include "core/schema/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

namespace kpa::schema {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 32;

/// A number with point or exponent as the integer that it is, such as 156.0 or 1e3; nothing when it is none,
/// or none that fits. Exact: the digits are looked at, not the double that they would be rounded to.
std::optional<std::int64_t> whole_number(std::string_view text) {
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view number = text.substr(0, mark);
  int exponent = 0;
  if (mark < text.size()) {
    std::string_view digits = text.substr(mark + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const char* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, exponent);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  }
  const std::size_t point = std::min(number.find('.'), number.size());
  std::string digits(number.substr(0, point));
  if (point < number.size()) digits += number.substr(point + 1);
  // Behind the point stand this many digits; fewer than none are noughts to add.
  auto behind = static_cast<std::int64_t>(digits.size() - point) - exponent;
  for (; behind > 0 && digits.ends_with('0'); --behind) digits.pop_back();
  if (digits.empty() || digits == "-") return 0;
  constexpr std::int64_t most_digits = 19;
  if (behind > 0 || -behind > most_digits) return std::nullopt;
  digits.append(static_cast<std::size_t>(-behind), '0');
  std::int64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

/// Builds the value as Boost's own parser does, and refuses a member that is named twice: Boost would
/// silently keep the last one, so a proxy and we could read the same body differently.
class Handler {
 public:
  static constexpr std::size_t max_object_size = 10'000;
  static constexpr std::size_t max_array_size = 100'000;
  static constexpr std::size_t max_key_size = 1'000;
  static constexpr std::size_t max_string_size = 64U << 20U;

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
    first_key_.push_back(keys_.size());
    return true;
  }
  bool on_object_end(std::size_t size, boost::system::error_code& error) {
    const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(first_key_.back());
    std::sort(begin, keys_.end());
    const auto twice = std::adjacent_find(begin, keys_.end());
    if (twice != keys_.end()) {
      repeated_ = *twice;
      error = json::error::syntax;
      return false;
    }
    keys_.erase(begin, keys_.end());
    first_key_.pop_back();
    stack_.push_object(size);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, boost::system::error_code&) {
    key_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, boost::system::error_code&) {
    key_.append(part.data(), part.size());
    keys_.push_back(std::move(key_));
    key_.clear();
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
  /// JSON Schema takes a number without a fraction for an integer, however it is written. `text` is the whole
  /// number: the document is parsed in one piece.
  bool on_double(double value, json::string_view text, boost::system::error_code& error) {
    if (const auto whole = whole_number({text.data(), text.size()})) {
      stack_.push_int64(*whole);
      return true;
    }
    if (!std::isfinite(value))
      error = json::error::exponent_overflow;  // newer versions of the parser let it pass
    stack_.push_double(value);
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
  std::string key_;
  std::vector<std::string> keys_;       // of all open objects, outermost first
  std::vector<std::size_t> first_key_;  // where each open object's keys begin
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

Outcome<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = deepest;
  json::basic_parser<Handler> parser(options);
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

void write_string(std::string_view text, std::string& out) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text, clean, at - clean);
    clean = at + 1;
    switch (byte) {
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
  out.append(text, clean, text.size() - clean);
  out += '"';
}

}  // namespace kpa::schema
