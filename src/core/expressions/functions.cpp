#include "core/expressions/functions.hpp"

#include <algorithm>
#include <cstring>
#include <set>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "core/text.hpp"

namespace kpa::expressions {

std::strong_ordering compared(const Value& one, const Value& other) {
  return std::visit(
      [&](const auto& value) -> std::strong_ordering {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, Number> ||
                      std::is_same_v<T, std::string> || std::is_same_v<T, Date> ||
                      std::is_same_v<T, TimeOfDay> || std::is_same_v<T, Instant>)
          return value <=> std::get<T>(other);
        else
          return std::strong_ordering::equal;
      },
      static_cast<const Value::variant&>(one));
}

Value combined(std::span<const Value> truths, bool neutral) {
  bool has_null = false;
  for (const Value& truth : truths) {
    if (truth.is_null())
      has_null = true;
    else if (std::get<bool>(truth) != neutral)
      return !neutral;
  }
  return has_null ? Value() : Value(neutral);
}

namespace {

bool has_nulls(const std::vector<Value>& list) { return std::ranges::any_of(list, &Value::is_null); }

Value negation(const Call& call) { return !call.get<bool>(0); }

// Numbers

Value absolute(const Call& call) {
  const Number& number = call.number(0);
  return number < Number() ? negative(number) : number;
}

template <Direction direction>
Value rounding(const Call& call) {
  return value_or_null(rounded(call.number(0), call.has(1) ? call.number(1) : Number(), direction));
}

/// By FEEL: dividend - divisor * floor(dividend / divisor), so that it has the sign of the divisor.
Value modulo(const Call& call) {
  const auto ratio = quotient(call.number(0), call.number(1));
  const auto times = ratio ? rounded(*ratio, Number(), Direction::down) : std::nullopt;
  const auto taken = times ? product(call.number(1), *times) : std::nullopt;
  return taken ? value_or_null(sum(call.number(0), negative(*taken))) : Value();
}

// Texts

Value string_length(const Call& call) { return Number(static_cast<std::int64_t>(characters(call.text(0)))); }

Value upper_case(const Call& call) {
  std::string made;
  icu::UnicodeString::fromUTF8(call.text(0)).toUpper(icu::Locale::getRoot()).toUTF8String(made);
  return made;
}

Value lower_case(const Call& call) {
  std::string made;
  icu::UnicodeString::fromUTF8(call.text(0)).toLower(icu::Locale::getRoot()).toUTF8String(made);
  return made;
}

/// memmem() takes linear time, whatever is sought; std::string::find() does not.
Value contains(const Call& call) {
  const std::string &text = call.text(0), &part = call.text(1);
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}
Value starts_with(const Call& call) { return call.text(0).starts_with(call.text(1)); }
Value ends_with(const Call& call) { return call.text(0).ends_with(call.text(1)); }

/// The offset in bytes of a code point.
std::size_t offset_of(std::string_view text, std::int64_t character) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U && character-- == 0) break;
  return at;
}

/// Characters count from 1, from the end if negative.
Value substring(const Call& call) {
  const std::string& text = call.text(0);
  const auto size = static_cast<std::int64_t>(characters(text));
  const auto start = call.number(1).whole();
  const auto length = call.has(2) ? call.number(2).whole() : size;
  if (!start || *start == 0 || !length || *length < 1) return {};
  const std::int64_t first = *start > 0 ? *start - 1 : size + *start;
  if (first < 0 || first >= size) return {};
  const std::size_t begin = offset_of(text, first);
  const std::size_t count = offset_of(std::string_view(text).substr(begin), std::min(*length, size));
  return text.substr(begin, count);
}

Value string_of(const Call& call) { return text_of(call.arguments[0]); }

// Lists

Value count(const Call& call) { return Number(static_cast<std::int64_t>(call.list(0).size())); }

Value sum_of(const Call& call) {
  const auto& list = call.list(0);
  if (list.empty() || has_nulls(list)) return {};
  std::optional<Number> total = Number();
  for (const Value& element : list)
    if (total) total = sum(*total, std::get<Number>(element));
  return value_or_null(total);
}

Value mean(const Call& call) {
  const Value total = sum_of(call);
  if (total.is_null()) return {};
  return value_or_null(
      quotient(std::get<Number>(total), Number(static_cast<std::int64_t>(call.list(0).size()))));
}

template <bool greatest>
Value extreme(const Call& call) {
  const auto& list = call.list(0);
  if (list.empty() || has_nulls(list)) return {};
  const auto less = [](const Value& one, const Value& other) { return compared(one, other) < 0; };
  return greatest ? *std::ranges::max_element(list, less) : *std::ranges::min_element(list, less);
}

Value all(const Call& call) { return combined(call.list(0), true); }
Value any(const Call& call) { return combined(call.list(0), false); }

Value list_contains(const Call& call) {
  const auto& list = call.list(0);
  for (const Value& element : list)
    if (!element.is_null() && compared(element, call.arguments[1]) == 0) return true;
  return has_nulls(list) ? Value() : Value(false);
}

/// The first of equal elements stay, in their order; null is an element like others.
Value distinct_values(const Call& call) {
  const auto less = [](const Value& one, const Value& other) {
    return one.is_null() || other.is_null() ? one.is_null() && !other.is_null() : compared(one, other) < 0;
  };
  std::set<Value, decltype(less)> seen;
  std::vector<Value> kept;
  for (const Value& element : call.list(0))
    if (seen.insert(element).second) kept.push_back(element);
  return std::make_shared<const std::vector<Value>>(std::move(kept));
}

// Time

Value today_of(const Call& call) { return call.moment.today; }
Value now_of(const Call& call) { return call.moment.now; }

constexpr Pattern a_boolean{.base = Base::boolean};
constexpr Pattern a_number{.base = Base::number};
constexpr Pattern a_text{.base = Base::text};
constexpr Pattern a_date{.base = Base::date};
constexpr Pattern a_date_and_time{.base = Base::date_and_time};
constexpr Pattern anything{.freedom = Pattern::Freedom::any};
constexpr Pattern orderable{.freedom = Pattern::Freedom::ordered};
constexpr Pattern whatever{.freedom = Pattern::Freedom::whatever};

constexpr Pattern many(Pattern element) {
  element.is_list = true;
  return element;
}

}  // namespace

std::span<const Function> all_functions() {
  // name, parameters, how many of the last may be left out, result, function
  static const std::vector<Function> table = {
      {"not", {a_boolean}, 0, a_boolean, negation},

      {"abs", {a_number}, 0, a_number, absolute},
      {"round half up", {a_number, a_number}, 0, a_number, rounding<Direction::half_up>},
      {"decimal", {a_number, a_number}, 0, a_number, rounding<Direction::half_even>},
      {"floor", {a_number, a_number}, 1, a_number, rounding<Direction::down>},
      {"ceiling", {a_number, a_number}, 1, a_number, rounding<Direction::up>},
      {"modulo", {a_number, a_number}, 0, a_number, modulo},

      {"string length", {a_text}, 0, a_number, string_length},
      {"upper case", {a_text}, 0, a_text, upper_case},
      {"lower case", {a_text}, 0, a_text, lower_case},
      {"contains", {a_text, a_text}, 0, a_boolean, contains},
      {"starts with", {a_text, a_text}, 0, a_boolean, starts_with},
      {"ends with", {a_text, a_text}, 0, a_boolean, ends_with},
      {"substring", {a_text, a_number, a_number}, 1, a_text, substring},
      {"string", {anything}, 0, a_text, string_of},

      {"count", {many(whatever)}, 0, a_number, count},
      {"sum", {many(a_number)}, 0, a_number, sum_of},
      {"mean", {many(a_number)}, 0, a_number, mean},
      {"min", {many(orderable)}, 0, orderable, extreme<false>},
      {"max", {many(orderable)}, 0, orderable, extreme<true>},
      {"all", {many(a_boolean)}, 0, a_boolean, all},
      {"any", {many(a_boolean)}, 0, a_boolean, any},
      {"list contains", {many(anything), anything}, 0, a_boolean, list_contains},
      {"distinct values", {many(anything)}, 0, many(anything), distinct_values},

      {"today", {}, 0, a_date, today_of},
      {"now", {}, 0, a_date_and_time, now_of},
  };
  return table;
}

const Function* find_function(std::string_view name) {
  const auto all = all_functions();
  const auto found = std::ranges::find(all, name, &Function::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace kpa::expressions
