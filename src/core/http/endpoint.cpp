#include "core/http/endpoint.hpp"

#include <algorithm>

#include "core/i18n/text.hpp"
#include "core/text.hpp"

namespace kpa::http {
namespace {

/// The media type without its parameters: `text/csv` for `Text/CSV; charset=utf-8`.
std::string media_type_in(std::string_view content_type) {
  return lower(trimmed(content_type.substr(0, content_type.find(';'))));
}

bool is_json(std::string_view content_type) {
  if (content_type.empty()) return true;
  const std::string type = media_type_in(content_type);
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

/// Removes the next parameter and returns it as `name=value` in lower case (RFC 9110 §5.6.6). A semicolon
/// inside quotation marks does not end it.
std::string take_parameter(std::string_view& parameters) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < parameters.size() && (quoted || parameters[end] != ';'); ++end) {
    if (parameters[end] == '"') quoted = !quoted;
    if (quoted && parameters[end] == '\\') ++end;
  }
  const std::string parameter = lower(trimmed(parameters.substr(0, end)));
  parameters.remove_prefix(std::min(end + 1, parameters.size()));
  return parameter;
}

/// Whether every charset that the field names, if any, is UTF-8 or a subset of it.
bool is_utf8_text(std::string_view content_type) {
  constexpr std::string_view charset = "charset";
  take_parameter(content_type);  // the media type
  while (!content_type.empty()) {
    const std::string parameter = take_parameter(content_type);
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    if (trimmed(std::string_view(parameter).substr(0, equals)) != charset) continue;
    std::string_view value =
        trimmed(std::string_view(parameter).substr(std::min(equals + 1, parameter.size())));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    // Many clients write `utf8`.
    if (value != "utf-8" && value != "utf8" && value != "us-ascii") return false;
  }
  return true;
}

std::optional<Problem> encoded_body(const Headers& headers) {
  const std::string_view encoding = headers.find("Content-Encoding");
  if (encoding.empty() || lower(encoding) == "identity") return std::nullopt;
  return Problem{.code = Code::unsupported_media_type,
                 .message = i18n::text("The body must be sent as it is, without a Content-Encoding.")};
}

}  // namespace

/// Of several failures the status of the most basic one is used (a body that cannot be parsed before one with
/// wrong values), and the field errors of all are combined.
void add_problem(Problem& to, Problem more) {
  if (more.code != Code::validation_failed && to.code == Code::validation_failed) {
    to.code = more.code;
    to.message = std::move(more.message);
  }
  std::move(more.fields.begin(), more.fields.end(), std::back_inserter(to.fields));
}

bool has_no_query(std::string_view query, Problem& problem) {
  if (query.empty()) return true;
  schema::Pairs pairs;
  if (!parse_query(query, pairs)) {
    add_problem(problem,
                {.code = Code::malformed_request, .message = i18n::text("The query string cannot be read.")});
    return false;
  }
  schema::Issues issues;
  for (const auto& [name, value] : pairs) issues.add(schema::Path(schema::Path(), name), "unknown_parameter");
  const bool none = issues.empty();
  add_problem(problem, {.code = Code::validation_failed, .fields = issues.take()});
  return none;
}

std::optional<Problem> unsupported_body(const Headers& headers) {
  const std::string_view content_type = headers.find("Content-Type");
  if (is_json(content_type) && is_utf8_text(content_type)) return encoded_body(headers);
  return Problem{.code = Code::unsupported_media_type,
                 .message = {i18n::text("Send the body as {media_type}, in UTF-8."),
                             {{"media_type", "application/json"}}}};
}

std::optional<Problem> unsupported_text(const Headers& headers, std::string_view media_type) {
  const std::string_view content_type = headers.find("Content-Type");
  if (media_type_in(content_type) == media_type && is_utf8_text(content_type)) return encoded_body(headers);
  return Problem{.code = Code::unsupported_media_type,
                 .message = {i18n::text("Send the body as {media_type}, in UTF-8."),
                             {{"media_type", std::string(media_type)}}}};
}

Response download_response(const Route& route, Download download) {
  Response response{.status = route.status, .content_type = route.answer->media_type};
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + download.file_name + '"');
  response.stream = std::move(download.body);
  return response;
}

}  // namespace kpa::http
