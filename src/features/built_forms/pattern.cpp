#include "features/built_forms/pattern.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <re2/re2.h>

#include "core/text.hpp"

namespace kpa::built_forms {
namespace {

using Lengths = std::bitset<longest_matched + 1>;

constexpr std::size_t longest_pattern = 500;
constexpr std::size_t deepest_brackets = 50;

constexpr i18n::Text unbalanced = i18n::text("a bracket is missing");
constexpr i18n::Text unescaped = i18n::text("write a backslash before this sign");
constexpr i18n::Text nothing_to_repeat = i18n::text("there is nothing before this to repeat");
constexpr i18n::Text bad_count =
    i18n::text("the number of times is one number or two, the smaller first, in braces");
constexpr i18n::Text not_allowed = i18n::text("this is not allowed here");

/// White space as JavaScript's `\s` has it (ECMA-262, WhiteSpace and LineTerminator), inside a class of RE2.
constexpr std::string_view javascript_space =
    R"(\t\n\x0B\f\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF})";
/// What `.` does not match in JavaScript.
constexpr std::string_view javascript_line_ends = R"(\n\r\x{2028}\x{2029})";

Lengths one_character() { return Lengths(2); }
Lengths nothing() { return Lengths(1); }

/// Lengths of one text followed by another.
Lengths joined(const Lengths& one, const Lengths& other) {
  Lengths all;
  for (std::size_t length = 0; length < one.size(); ++length)
    if (one[length]) all |= other << length;
  return all;
}

Lengths repeated(const Lengths& one, std::size_t least, std::optional<std::size_t> most) {
  Lengths all = nothing();
  for (std::size_t times = 0; times < least && all.any(); ++times) all = joined(all, one);
  Lengths last = all;
  for (std::size_t times = least; !most || times < *most; ++times) {
    last = joined(last, one) & ~all;  // only what is new
    if (last.none()) break;
    all |= last;
  }
  return all;
}

/// Reads JavaScript's notation and writes RE2's.
class Translation {
 public:
  explicit Translation(std::string_view text) : text_(text) {}

  std::optional<schema::Violation> run() {
    std::string_view inner = text_;
    if (inner.starts_with('^')) ++at_;
    if (inner.ends_with('$') && !inner.ends_with("\\$")) text_.remove_suffix(1);
    lengths_ = alternatives(0);
    if (!fault_ && at_ < text_.size()) fail(unbalanced);
    return std::move(fault_);
  }
  const std::string& re2() const { return out_; }
  const Lengths& lengths() const { return lengths_; }

 private:
  bool more() const { return !fault_ && at_ < text_.size(); }
  char next() const { return text_[at_]; }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  void fail(i18n::Text reason) {
    if (fault_) return;
    const std::string position = std::to_string(characters(text_.substr(0, at_)) + 1);
    fault_ = schema::Violation{"not_a_pattern",
                               {{"position", position}, {"reason", reason}},
                               i18n::text("Must be a regular expression; at character {position}: {reason}")};
  }

  Lengths alternatives(std::size_t depth) {
    if (depth > deepest_brackets) fail(not_allowed);
    Lengths all = sequence(depth);
    while (more() && take("|")) {
      out_ += '|';
      all |= sequence(depth);
    }
    return all;
  }

  Lengths sequence(std::size_t depth) {
    Lengths all = nothing();
    while (more() && next() != '|' && next() != ')') all = joined(all, quantified(atom(depth)));
    return all;
  }

  Lengths atom(std::size_t depth) {
    const char c = next();
    if (take("(")) {
      if (text_.substr(at_).starts_with("?") && !text_.substr(at_).starts_with("?:")) {
        fail(not_allowed);
        return {};
      }
      take("?:");
      out_ += "(?:";
      const Lengths inner = alternatives(depth + 1);
      if (!fault_ && !take(")")) fail(unbalanced);
      out_ += ')';
      return inner;
    }
    if (take("[")) {
      character_class();
      return one_character();
    }
    if (take(".")) {
      out_.append("[^").append(javascript_line_ends).append("]");
      return one_character();
    }
    if (c == '^' || c == '$')
      fail(not_allowed);
    else if (std::string_view("*+?{").find(c) != std::string_view::npos)
      fail(nothing_to_repeat);
    else if (c == '}' || c == ']')
      fail(unescaped);
    else if (c == '\\')
      escape(false);
    else
      literal();
    return one_character();
  }

  /// One character that stands for itself.
  void literal() {
    const auto byte = static_cast<unsigned char>(next());
    const std::size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    const std::string_view character = text_.substr(at_, size);
    out_ += character;
    at_ += character.size();
  }

  void escape(bool in_class) {
    ++at_;  // the backslash
    if (!more()) return fail(not_allowed);
    const char c = next();
    if (std::string_view("dDwW").find(c) != std::string_view::npos) {
      out_.append(1, '\\').append(1, c);
      ++at_;
    } else if (c == 's' || (c == 'S' && !in_class)) {
      ++at_;
      if (in_class)
        out_ += javascript_space;
      else
        out_.append(c == 's' ? "[" : "[^").append(javascript_space).append("]");
    } else if (c == 'p' || c == 'P') {
      property();
    } else if (std::string_view("^$\\.*+?()[]{}|/").find(c) != std::string_view::npos ||
               (in_class && c == '-')) {
      out_.append(c == '/' ? "" : "\\").append(1, c);
      ++at_;
    } else if (c == 't' || c == 'n' || c == 'r') {
      out_.append(1, '\\').append(1, c);
      ++at_;
    } else {
      fail(not_allowed);
    }
  }

  /// `\p{L}`, `\P{Lu}`, `\p{Script=Devanagari}`.
  void property() {
    const std::size_t end = text_.find('}', at_);
    const std::string kind = next() == 'p' ? "\\p{" : "\\P{";
    if (text_.substr(at_ + 1, 1) != "{" || end == text_.npos) return fail(not_allowed);
    std::string_view name = text_.substr(at_ + 2, end - at_ - 2);
    constexpr std::string_view script = "Script=";
    constexpr std::array<std::string_view, 36> categories{
        "L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd",
        "Nl", "No", "P",  "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S",  "Sm",
        "Sc", "Sk", "So", "Z",  "Zs", "Zl", "Zp", "C",  "Cc", "Cf", "Co", "Cs"};
    if (name.starts_with(script))
      name.remove_prefix(script.size());
    else if (std::ranges::find(categories, name) == categories.end())
      return fail(not_allowed);
    if (name.empty() || !std::ranges::all_of(name, [](char c) { return is_letter(c) || c == '_'; }))
      return fail(not_allowed);
    out_.append(kind).append(name).append("}");
    if (!RE2(kind + std::string(name) + "}", RE2::Quiet).ok()) return fail(not_allowed);
    at_ = end + 1;
  }

  void character_class() {
    out_ += '[';
    if (take("^")) out_ += '^';
    bool empty = true, after_set = false, may_begin_range = false;
    while (more() && next() != ']') {
      const char c = next();
      if (c == '-' && !(empty || text_.substr(at_ + 1).starts_with(']'))) {
        if (!may_begin_range) return fail(unescaped);
        out_ += '-';
        ++at_;
        if (!more()) return fail(unbalanced);
        if (next() == '\\' && at_ + 1 < text_.size() && is_letter(text_[at_ + 1])) return fail(not_allowed);
        class_character(after_set);
        if (after_set) return fail(not_allowed);
        may_begin_range = false;
      } else if (c == '-') {
        return fail(unescaped);
      } else {
        class_character(after_set);
        may_begin_range = !after_set;
      }
      empty = false;
    }
    if (empty) return fail(not_allowed);
    if (!take("]")) return fail(unbalanced);
    out_ += ']';
  }

  /// One character of a class, or a set such as `\d`.
  void class_character(bool& is_set) {
    const char c = next();
    is_set = c == '\\' && at_ + 1 < text_.size() &&
             std::string_view("dDwWsSpP").find(text_[at_ + 1]) != std::string_view::npos;
    if (c == '\\') return escape(true);
    // With JavaScript's flag `v` these mean something else in a class.
    if (std::string_view("()[{}/|").find(c) != std::string_view::npos) return fail(unescaped);
    if (std::string_view("&!#$%*+,.:;<=>?@^`~").find(c) != std::string_view::npos &&
        text_.substr(at_ + 1, 1) == text_.substr(at_, 1))
      return fail(unescaped);
    if (c == '^') out_ += '\\';
    literal();
  }

  Lengths quantified(const Lengths& one) {
    if (!more()) return one;
    std::size_t least = 0;
    std::optional<std::size_t> most;
    if (take("*")) {
      out_ += '*';
    } else if (take("+")) {
      out_ += '+';
      least = 1;
    } else if (take("?")) {
      out_ += '?';
      most = 1;
    } else if (take("{")) {
      if (!count(least)) return one;
      most = least;
      if (take(",")) {
        most.reset();
        std::size_t number = 0;
        if (more() && next() != '}') {
          if (!count(number)) return one;
          most = number;
        }
      }
      if (!take("}")) {
        fail(bad_count);
        return one;
      }
      if (most && *most < least) fail(bad_count);
      out_.append("{").append(std::to_string(least));
      if (most != least) out_.append(",").append(most ? std::to_string(*most) : "");
      out_ += '}';
    } else {
      return one;
    }
    if (more() && take("?")) out_ += '?';
    if (more() && std::string_view("*+?{").find(next()) != std::string_view::npos) fail(nothing_to_repeat);
    return repeated(one, least, most);
  }

  bool count(std::size_t& number) {
    const char* const end = text_.data() + text_.size();
    const auto read = std::from_chars(text_.data() + at_, end, number);
    if (read.ec != std::errc() || number > longest_matched) {
      fail(bad_count);
      return false;
    }
    at_ = static_cast<std::size_t>(read.ptr - text_.data());
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  Lengths lengths_;
  std::optional<schema::Violation> fault_;
};

}  // namespace

struct Pattern::Engine {
  explicit Engine(const std::string& text) : matcher(text, options()) {}
  static RE2::Options options() {
    RE2::Options quiet(RE2::Quiet);
    quiet.set_never_capture(true);
    quiet.set_max_mem(1 << 20U);
    return quiet;
  }
  RE2 matcher;
};

std::variant<Pattern, schema::Violation> Pattern::read(std::string_view text) {
  if (text.size() > longest_pattern)
    return schema::violation("too_long", {{"max", std::to_string(longest_pattern)}});
  Translation translation(text);
  if (auto fault = translation.run()) return std::move(*fault);
  Pattern made;
  made.engine_ = std::make_shared<const Engine>(translation.re2());
  if (!made.engine_->matcher.ok())
    return schema::Violation{"pattern_too_large", {}, i18n::text("Must be a smaller regular expression")};
  made.lengths_ = translation.lengths();
  std::string_view inner = text;
  if (inner.starts_with('^')) inner.remove_prefix(1);
  if (inner.ends_with('$') && !inner.ends_with("\\$")) inner.remove_suffix(1);
  made.javascript_ = "^(?:" + std::string(inner) + ")$";
  return made;
}

bool Pattern::matches(std::string_view text) const {
  return characters(text) <= longest_matched && RE2::FullMatch(text, engine_->matcher);
}

}  // namespace kpa::built_forms
