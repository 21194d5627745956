#include "awaits.hpp"

#include <algorithm>
#include <regex>

namespace kpa::test {
namespace {

/// From the first parenthesis after the co_await to the end of what it waits for, without the bodies of
/// lambdas and comments.
std::string arguments_after(std::string_view code) {
  std::string arguments;
  int depth = 0, bodies = 0;
  for (std::size_t at = std::min(code.find_first_of("(;"), code.size()); at < code.size(); ++at) {
    if (code.substr(at).starts_with("//")) at = std::min(code.find('\n', at), code.size() - 1);
    const char c = code[at];
    const bool body = c == '{' && (bodies > 0 || code[at - 1] == ' ' || code[at - 1] == ')');
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (depth < 0 || (depth == 0 && c == ';')) break;
    if (body) ++bodies;
    if (bodies == 0) arguments += c;
    if (c == '}' && bodies > 0) --bodies;
  }
  return arguments;
}

}  // namespace

std::vector<std::string> made_within_awaits(std::string_view code) {
  static const std::regex made(
      R"((?:\w+::)*[A-Z]\w*\{(?!\})(?!\.code = [^,{}]*\})|\[\w+ = |[(, ]\[(?!this)\w+\])");
  constexpr std::string_view word = "co_await ";
  std::vector<std::string> found;
  for (std::size_t at = code.find(word); at != code.npos; at = code.find(word, at + 1)) {
    const std::string_view before = code.substr(code.rfind('\n', at) + 1);
    if (before.substr(0, before.find(word)).find("//") != before.npos) continue;
    const std::string arguments = arguments_after(code.substr(at));
    std::smatch match;
    if (!std::regex_search(arguments, match, made)) continue;
    const auto line = std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    found.push_back(std::to_string(line) + ": " + match.str());
  }
  return found;
}

}  // namespace kpa::test
