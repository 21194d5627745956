#include "core/http/cross_origin.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace kpa::http {

bool is_cross_origin(const Headers& headers, const std::vector<std::string>& trusted) {
  const std::string_view origin = headers.find("Origin");
  if (std::ranges::find(trusted, origin) != trusted.end()) return false;
  // `none`: a person typed the address or chose a bookmark.
  const std::string_view site = headers.find("Sec-Fetch-Site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  if (origin.empty()) return false;
  const std::size_t scheme = origin.find("://");
  return scheme == origin.npos || !same_letters(origin.substr(scheme + 3), headers.find("Host"));
}

}  // namespace kpa::http
