#include "core/expressions/value.hpp"

#include <cstdio>

#include "core/schema/json.hpp"
#include "core/text.hpp"

namespace kpa::expressions {
namespace {

namespace json = boost::json;

/// Clients that keep numbers in binary floating point have so many (DBL_DIG).
constexpr int digits_of_answers = 15;

Value time_of(std::string_view text) {
  const bool has_seconds = text.size() == 8;
  if ((text.size() != 5 && !has_seconds) || text[2] != ':' || (has_seconds && text[5] != ':')) return {};
  const auto two = [&](std::size_t at) {
    return is_digit(text[at]) && is_digit(text[at + 1]) ? (text[at] - '0') * 10 + (text[at + 1] - '0') : 99;
  };
  const int hour = two(0), minute = two(3), second = has_seconds ? two(6) : 0;
  if (hour > 23 || minute > 59 || second > 59) return {};
  return TimeOfDay{std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second)};
}

struct Writer {
  std::string operator()(const auto&) const { return ""; }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(const Number& number) const { return format(number); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const Date& date) const { return kpa::format(date); }
  std::string operator()(const Instant& moment) const { return kpa::format(moment); }
  std::string operator()(const TimeOfDay& time) const {
    const std::chrono::hh_mm_ss parts(time.since_midnight);
    std::array<char, 32> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(parts.hours().count()),
                      static_cast<int>(parts.minutes().count()), static_cast<int>(parts.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
  }
};

}  // namespace

Value value_of_text(std::string_view text, Base base) {
  switch (base) {
    case Base::text: return text.empty() ? Value() : Value(std::string(text));
    case Base::number: return value_or_null(parse_number(text));
    case Base::date: return value_or_null(parse_date(text));
    case Base::time: return time_of(text);
    case Base::date_and_time: return value_or_null(parse_instant(text));
    default: return {};
  }
}

Value value_of(const json::value& answer, const Type& type) {
  if (type.is_list) {
    const auto* const elements = answer.if_array();
    if (elements == nullptr || elements->empty()) return {};
    std::vector<Value> list;
    list.reserve(elements->size());
    for (const auto& element : *elements) list.push_back(value_of(element, one_of(type)));
    return std::make_shared<const std::vector<Value>>(std::move(list));
  }
  if (type.base == Base::context)
    return answer.is_object() && !answer.get_object().empty() ? Value(&answer.get_object()) : Value();
  if (type.base == Base::boolean) return answer.is_bool() ? Value(answer.get_bool()) : Value();
  if (type.base == Base::number)
    return answer.is_number() ? value_or_null(parse_number(schema::digits_of(answer))) : Value();
  return answer.is_string() ? value_of_text(answer.get_string(), type.base) : Value();
}

std::string text_of(const Value& value) {
  return std::visit(Writer(), static_cast<const Value::variant&>(value));
}

json::value answer_of(const Value& value) {
  if (const auto* const number = std::get_if<Number>(&value)) {
    const auto few = shortened(*number, digits_of_answers);
    return few ? schema::parse_json(format(*few)).value() : json::value();
  }
  if (const auto* const truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* const list = std::get_if<List>(&value)) {
    json::array elements;
    for (const Value& element : **list) elements.push_back(answer_of(element));
    return elements;
  }
  if (value.is_null() || std::holds_alternative<Row>(value)) return nullptr;
  return json::string(text_of(value));
}

}  // namespace kpa::expressions
