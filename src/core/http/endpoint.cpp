#include "core/http/endpoint.hpp"

#include <algorithm>

#include <boost/json/monotonic_resource.hpp>

#include "core/i18n/text.hpp"
#include "core/text.hpp"

namespace kpa::http {
namespace json = boost::json;
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

/// Why a body with these headers is not read as JSON. Nothing when it is.
std::optional<Problem> unsupported_body(const Headers& headers) {
  const std::string_view content_type = headers.find("Content-Type");
  if (is_json(content_type) && is_utf8_text(content_type)) return encoded_body(headers);
  return Problem{.code = Code::unsupported_media_type,
                 .message = {i18n::text("Send the body as {media_type}, in UTF-8."),
                             {{"media_type", "application/json"}}}};
}

/// Room in which an answer with one record is written without growing.
constexpr std::size_t usual_answer = 2U << 10U;

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

std::optional<schema::Pairs> query_pairs(std::string_view query, Problem& problem) {
  std::optional<schema::Pairs> pairs(std::in_place);
  if (!parse_query(query, *pairs)) {
    add_problem(problem,
                {.code = Code::malformed_request, .message = i18n::text("The query string cannot be read.")});
    pairs.reset();
  }
  return pairs;
}

bool has_no_query(std::string_view query, Problem& problem) {
  if (query.empty()) return true;
  const auto pairs = query_pairs(query, problem);
  if (!pairs) return false;
  schema::Issues issues;
  for (const auto& [name, value] : *pairs)
    issues.add(schema::Path(schema::Path(), name), "unknown_parameter");
  const bool none = issues.empty();
  add_problem(problem, {.code = Code::validation_failed, .fields = issues.take()});
  return none;
}

std::optional<json::value> json_body(const Request& request, Problem& problem) {
  auto unsupported = unsupported_body(request.headers);
  if (unsupported) {
    add_problem(problem, std::move(*unsupported));
    return std::nullopt;
  }
  // What is read is soon gone as a whole: none of its parts is freed by itself. Copies of them share it.
  constexpr std::size_t first_block = 4096;
  auto value =
      schema::parse_json(request.body, json::make_shared_resource<json::monotonic_resource>(first_block));
  if (value) return std::move(*value);
  add_problem(problem, value.error());
  return std::nullopt;
}

std::optional<Problem> unsupported_text(const Headers& headers, std::string_view media_type) {
  const std::string_view content_type = headers.find("Content-Type");
  if (media_type_in(content_type) == media_type && is_utf8_text(content_type)) return encoded_body(headers);
  return Problem{.code = Code::unsupported_media_type,
                 .message = {i18n::text("Send the body as {media_type}, in UTF-8."),
                             {{"media_type", std::string(media_type)}}}};
}

Response download_response(const Route& route, Download download) {
  const std::string_view usual = route.answer->media_type;
  Response response{.status = route.status,
                    .content_type = download.content_type.empty() ? usual : download.content_type};
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + download.file_name + '"');
  response.stream = std::move(download.body);
  return response;
}

void add_version(std::string tag, Response& response) {
  if (response.language && *response.language != i18n::Language::english)
    tag.append(1, '.').append(i18n::code_of(*response.language));
  response.headers.emplace_back("ETag", '"' + tag + '"');
}

/// What is made below another record, such as a comment, has no address of its own unless the route names one.
void add_location(const Route& route, std::int64_t id, Response& response) {
  const std::string& collection = route.makes_in.empty() ? route.path : route.makes_in;
  if ((route.status == 201 || route.status == 202) && collection.find('{') == collection.npos)
    response.headers.emplace_back("Location", collection + '/' + std::to_string(id));
}

void add_cookies(const std::vector<std::string>& cookies, Response& response) {
  for (const auto& cookie : cookies) response.headers.emplace_back("Set-Cookie", cookie);
}

Response begun_answer(const Route& route) {
  Response response;
  response.status = route.status;
  response.secret = route.secret;
  response.body.reserve(usual_answer);
  return response;
}

Task<Response> refuse(Problem problem, std::string request_id, i18n::Language language) {
  co_return problem_response(problem, request_id, language);
}

Task<Response> answer_once(const Route& route, Call call, std::vector<std::string> values,
                           std::string meaning, std::function<Task<Response>(Call)> answer) {
  const auto work = [&](db::Queries& unit) {
    return answer(Call{call.request, call.caller, unit, call.expected_versions});
  };
  // With a name of its own: GCC 12 destroys such a temporary twice when it is made for a co_await.
  KeyedRequest request{
      .user_id = call.caller.user_id,
      .key = std::string(call.keyed->key),
      .fingerprint = fingerprint(call.request, route.path, meaning),
      .earlier_fingerprint = [&] { return fingerprint_of_bytes(call.request, route.path, values); },
      .request_id = std::string(call.request.request_id),
      .language = call.language()};
  co_return co_await call.keyed->once.run(call.unit, std::move(request), work);
}

void add_alias(Route& route, std::string_view path) {
  if (!path.empty()) route.aliases.emplace_back(path);
}

Content json_content(SchemaOf schema, ExampleOf example, i18n::Text message) {
  if (message.empty()) return {schema, example};
  return {schema, [example, message] {
            json::value said = example();
            said.as_object()["message"] = json::string(message.english());
            return said;
          }};
}

Content text_content(std::string media_type, std::string example) {
  return {[](schema::Components&) { return json::object{{"type", "string"}}; },
          [example = std::move(example)] {
            return example.empty() ? json::value() : json::value(json::string_view(example));
          },
          std::move(media_type)};
}

std::size_t add_path_parameter(Route& route, std::string_view name, std::string_view description,
                               SchemaOf schema, json::value example) {
  const auto position = std::ranges::count(route.parameters, "path", &Parameter::in);
  route.parameters.push_back(
      {std::string(name), "path", std::string(description), true, schema, std::move(example)});
  return static_cast<std::size_t>(position);
}

void add_query_parameter(Route& route, const schema::Member& field) {
  route.parameters.push_back({field.name, "query", field.description, field.required(),
                              [&field](schema::Components& c) { return field.document(c); }, nullptr});
}

Routes::Routes(Router& router, std::string tag, std::string about) : router_(router), tag_(std::move(tag)) {
  router_.add_tag({tag_, std::move(about)});
}

Routes::Start Routes::start(Method method, std::string_view path) const {
  auto route = std::make_shared<Route>();
  route->method = method;
  route->path = path;
  route->tag = tag_;
  return {router_, std::move(route), {}};
}

}  // namespace kpa::http
