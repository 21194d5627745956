#include "core/schema/spelling.hpp"

#include "core/text.hpp"

namespace kpa::schema {
namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::string camel_case(std::string_view name) {
  std::string camel;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (name[at] == '_' && at + 1 < name.size())
      camel += to_upper(name[++at]);
    else
      camel += name[at];
  }
  return camel;
}

std::string snake_case(std::string_view name) {
  std::string snake;
  for (std::size_t at = 0; at < name.size(); ++at) {
    // An abbreviation is one word: intermediateWWP is intermediate_wwp, dateOfIOH is date_of_ioh.
    const bool starts_word =
        upper(name[at]) && at > 0 &&
        (!upper(name[at - 1]) || (at + 1 < name.size() && !upper(name[at + 1]) && name[at + 1] != '_'));
    if (starts_word && name[at - 1] != '_') snake += '_';
    snake += lower(name[at]);
  }
  return snake;
}

}  // namespace kpa::schema
