#include "core/expressions/type.hpp"

#include <algorithm>

namespace kpa::expressions {

bool fits(const Type& found, const Type& wanted) {
  if (found.base == Base::null) return !found.is_list || wanted.is_list;
  return found.base == wanted.base && found.is_list == wanted.is_list && found.members == wanted.members;
}

std::optional<Type> common(const Type& one, const Type& other) {
  if (fits(one, other)) return other;
  if (fits(other, one)) return one;
  return std::nullopt;
}

std::string name_of(const Type& type) {
  return (type.is_list ? "list of " : "") + std::string(kpa::name_of(type.base));
}

i18n::Text words_for(const Type& type) {
  using i18n::text;
  switch (type.base) {
    case Base::null: return type.is_list ? text("an empty list") : text("nothing");
    case Base::boolean: return type.is_list ? text("a list of conditions") : text("a condition");
    case Base::number: return type.is_list ? text("a list of numbers") : text("a number");
    case Base::text: return type.is_list ? text("a list of texts") : text("a text");
    case Base::date: return type.is_list ? text("a list of dates") : text("a date");
    case Base::time: return type.is_list ? text("a list of times") : text("a time of day");
    case Base::date_and_time: return type.is_list ? text("a list of moments") : text("a date with a time");
    case Base::context: return type.is_list ? text("a list of rows") : text("a row");
  }
  return {};
}

}  // namespace kpa::expressions
