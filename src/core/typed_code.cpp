#include "core/typed_code.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "core/unicode.hpp"

namespace kpa {

std::string pasted_token(std::string_view text) {
  std::string token = plain(text).text;
  std::erase_if(token, [](char c) { return white_space_at({&c, 1}) > 0; });
  return token;
}

std::string typed_code(std::string_view text) {
  std::string code = lower(pasted_token(text));
  std::erase(code, '-');
  return code;
}

bool is_digits(std::string_view code, std::size_t count) {
  return code.size() == count && std::ranges::all_of(code, is_digit);
}

}  // namespace kpa
