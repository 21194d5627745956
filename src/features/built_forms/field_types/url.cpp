#include <algorithm>

#include "core/text.hpp"
#include "features/built_forms/field_types/all.hpp"

namespace kpa::built_forms::field_types {
namespace {

constexpr std::size_t longest_url = 2'000;

struct UrlRules {
  std::optional<bool> unique;
};

const schema::Object<UrlRules>& url_rules() {
  using R = UrlRules;
  static const auto made =
      schema::object<R>("UrlRules").field("unique", &R::unique, "No two submissions have the same answer");
  return made;
}

/// `https://host/…` with scheme and host in lower case (RFC 3986 §6.2.2.1); nothing for another scheme, a
/// user name (which imitates hosts), or characters that a URL cannot have.
std::optional<std::string> normal_url(const std::string& text) {
  constexpr std::string_view separator = "://";
  const std::size_t scheme_end = text.find(separator);
  if (text.size() > longest_url || scheme_end == text.npos) return std::nullopt;
  const std::string scheme = lower(std::string_view(text).substr(0, scheme_end));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  const std::size_t host = scheme_end + separator.size();
  const std::size_t host_end = std::min(text.find_first_of("/?#", host), text.size());
  const std::string authority = lower(std::string_view(text).substr(host, host_end - host));
  const bool bad_host = authority.empty() || authority.starts_with('.') || authority.starts_with(':') ||
                        authority.find_first_of("@\\%") != authority.npos;
  const bool bad_character = std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos;
  });
  if (bad_host || bad_character) return std::nullopt;
  return scheme + std::string(separator) + authority + text.substr(host_end);
}

BuiltAnswer make_url(const Making& making) {
  const auto rules = rules_of(making, url_rules());
  const auto normalise = [](const std::string& text, const schema::Path& path, schema::Issues& issues) {
    auto url = normal_url(text);
    if (!url)
      issues.add(path,
                 {"not_a_url", {}, i18n::text("Must be an address that begins with https:// or http://")});
    return url;
  };
  boost::json::object document{{"type", "string"}, {"format", "iri"}, {"maxLength", longest_url}};
  return {.member = normalised_text(making, normalise, std::move(document), "https://indianrailways.gov.in/"),
          .unique = rules.unique.value_or(false)};
}

}  // namespace

const FieldType url_type{.name = "url",
                         .title = i18n::text("Web address"),
                         .rules = []() -> const schema::Shape& { return url_rules(); },
                         .value_type = [](const Field&) { return ValueType{}; },
                         .make = make_url};

}  // namespace kpa::built_forms::field_types
