#include "core/http/message.hpp"

#include <algorithm>

#include "core/i18n/text.hpp"
#include "core/text.hpp"

namespace kpa::http {
namespace {

constexpr std::size_t most_parameters = 100;

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string_view name_of(Method method) {
  static constexpr std::array<std::string_view, method_count> names = {"GET",   "HEAD",   "POST",   "PUT",
                                                                       "PATCH", "DELETE", "OPTIONS"};
  return names[static_cast<std::size_t>(method)];
}

Outcome<std::optional<std::string_view>> single(const Headers& headers, std::string_view name) {
  const std::size_t count = headers.count(name);
  if (count == 0) return std::optional<std::string_view>();
  const std::string_view value = headers.find(name);
  if (count == 1 && !value.empty()) return std::optional(value);
  return Problem{.code = Code::malformed_request,
                 .message = {i18n::text("The field {field} must come once, and with a value."),
                             {{"field", std::string(name)}}}};
}

bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  const auto is_special = [&](char c) { return c == '%' || (c == '+' && plus_is_space); };
  while (!text.empty()) {
    const auto* special = std::find_if(text.begin(), text.end(), is_special);
    out.append(text.begin(), special);
    text.remove_prefix(static_cast<std::size_t>(special - text.begin()));
    if (text.empty()) break;
    if (text.front() == '+') {
      out += ' ';
      text.remove_prefix(1);
      continue;
    }
    if (text.size() < 3) return false;
    const int high = hex(text[1]);
    const int low = hex(text[2]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
    text.remove_prefix(3);
  }
  return is_utf8(out);
}

bool parse_query(std::string_view query, std::vector<std::pair<std::string, std::string>>& out) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (part.empty()) continue;
    if (out.size() == most_parameters) return false;
    const std::size_t equals = std::min(part.find('='), part.size());
    auto& [name, value] = out.emplace_back();
    if (!percent_decode(part.substr(0, equals), true, name)) return false;
    if (equals < part.size() && !percent_decode(part.substr(equals + 1), true, value)) return false;
  }
  return true;
}

}  // namespace kpa::http
