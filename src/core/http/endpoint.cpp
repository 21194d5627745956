#include "core/http/endpoint.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace kpa::http {
namespace {

bool is_json(std::string_view content_type) {
  if (content_type.empty()) return true;
  const std::string type = lower(trimmed(content_type.substr(0, content_type.find(';'))));
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

}  // namespace

/// Of several failures the least specific status wins (a body that cannot be parsed before one that is
/// wrong), and the fields of all are told.
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
    add_problem(problem, {.code = Code::malformed_request, .message = "The query string cannot be read."});
    return false;
  }
  schema::Issues issues;
  for (const auto& [name, value] : pairs) issues.add(schema::Path(schema::Path(), name), "unknown_parameter");
  const bool none = issues.empty();
  add_problem(problem, {.code = Code::validation_failed, .fields = issues.take()});
  return none;
}

std::optional<Problem> unsupported_body(const Headers& headers) {
  if (!is_json(headers.find("Content-Type"))) return Problem{.code = Code::unsupported_media_type};
  const std::string_view encoding = headers.find("Content-Encoding");
  if (encoding.empty() || lower(encoding) == "identity") return std::nullopt;
  return Problem{.code = Code::unsupported_media_type,
                 .message = "The body must be sent as it is, without a Content-Encoding."};
}

}  // namespace kpa::http
