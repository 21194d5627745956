#include "core/http/openapi.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "core/http/openapi_errors.hpp"
#include "core/text.hpp"

namespace kpa::http {
namespace {

namespace json = boost::json;

bool has_etag(const Route& route) {
  return route.method == Method::get && route.answer && !route.secret && !route.streams && !route.pushes;
}
bool takes_key(const Route& route) { return route.takes_idempotency_key; }
bool takes_version(const Route& route) { return route.takes_if_match; }

/// A header field that kinds of routes accept, as a component of the document.
struct HeaderParameter {
  std::string_view component, name, description, pattern, example;
  bool (*applies)(const Route&);
};
constexpr HeaderParameter header_parameters[] = {
    {"IdempotencyKey", "Idempotency-Key",
     "Makes repeats safe: for a day, the same request with the same key gets the first answer "
     "again. Choose a new key, such as a UUID, for every new record.",
     "^[!-~]{1,255}$", "0b9f5e0c-6d0a-4b62-9a63-0f6f4f1f2d11", takes_key},
    {"IfMatch", "If-Match",
     "The ETag of the version that you read, or several ETags. The change is refused (412) if the "
     "record's present version is none of them, because somebody else changed it first. `*` means "
     "any version.",
     R"re(^(\*|(W/)?"[^"]*"([ \t]*,[ \t]*(W/)?"[^"]*")*)$)re", "\"v1\"", takes_version},
    {"IfNoneMatch", "If-None-Match",
     "The ETag of the answer that you have; 304 if the answer would be the same.", "", "\"v1\"", has_etag},
};

std::string_view role_text(Role role) {
  switch (role) {
    case Role::anyone: return "Needs no token.";
    case Role::user: return "";
    case Role::staff: return "Staff only.";
    case Role::superuser: return "Superusers only.";
  }
  return "";
}

void paragraph(std::string_view text, std::string& out) {
  if (text.empty()) return;
  if (!out.empty()) out += "\n\n";
  out += text;
}

std::string description_of(const Route& route) {
  std::string text = route.description;
  paragraph(role_text(route.role), text);
  for (const auto& alias : route.aliases) paragraph("Also answers at `" + alias + "`.", text);
  return text;
}

json::object content(const Content& what, schema::Components& components) {
  const std::string media_type = what.media_type.substr(0, what.media_type.find(';'));
  json::object said{{"schema", what.schema(components)}};
  if (json::value example = what.example(); !example.is_null()) said["example"] = std::move(example);
  return {{media_type, std::move(said)}};
}

/// A path or query cannot contain null: an optional parameter is simply left out.
void remove_null(json::object& schema) {
  const auto without = [&](const char* member, const json::value& unwanted) {
    auto* const list = schema.if_contains(member);
    if (list == nullptr || !list->is_array()) return;
    json::array kept;
    for (const auto& entry : list->get_array())
      if (entry != unwanted) kept.push_back(entry);
    *list = std::move(kept);
  };
  without("enum", nullptr);
  without("type", "null");
  if (auto* const type = schema.if_contains("type"); type->is_array() && type->get_array().size() == 1) {
    json::value only = type->get_array().front();
    *type = std::move(only);
  }
}

/// Documentation pages send `example` when somebody tries a request. That helps for required parameters only;
/// an example filter or condition would spoil the answer, so it goes into the schema's `examples`.
json::object parameter_object(const Parameter& parameter, schema::Components& components) {
  const json::object documented = parameter.schema(components);
  json::value example = parameter.example;
  if (const auto* examples = documented.if_contains("examples"); examples != nullptr && example.is_null())
    example = examples->as_array().front();
  json::object schema;  // without members that the parameter itself has
  for (const auto& member : documented)
    if (member.key() != "description" && member.key() != "examples")
      schema.emplace(member.key(), member.value());
  if (schema.contains("type")) remove_null(schema);
  if (!parameter.required && !example.is_null()) schema["examples"] = json::array(1, example);
  json::object made{{"name", parameter.name}, {"in", parameter.in}, {"required", parameter.required}};
  if (!parameter.description.empty()) made["description"] = parameter.description;
  made["schema"] = std::move(schema);
  if (parameter.required && !example.is_null()) made["example"] = std::move(example);
  return made;
}

json::array parameters_of(const Route& route, schema::Components& components) {
  json::array all;
  for (const auto& parameter : route.parameters) all.push_back(parameter_object(parameter, components));
  for (const auto& header : header_parameters)
    if (header.applies(route))
      all.push_back(json::object{{"$ref", "#/components/parameters/" + std::string(header.component)}});
  return all;
}

json::object success_of(const Route& route, schema::Components& components) {
  const auto header = [](std::string_view description) {
    return json::object{{"description", json::string_view(description)}, {"schema", {{"type", "string"}}}};
  };
  json::object headers;
  if (has_etag(route)) headers["ETag"] = header("The version of this answer");
  if (takes_version(route) || takes_key(route)) headers["ETag"] = header("The record's new version");
  if (takes_key(route)) {
    headers["Location"] = header("The new record's address");
    headers["Idempotency-Replayed"] =
        header("`true` when this is the answer to an earlier request with the same key");
  }
  json::object answer{
      {"description", route.pushes ? "A WebSocket (RFC 6455): each text message is a document of this schema"
                      : route.status == 204 ? "Done"
                      : route.status == 201 ? "Created"
                      : route.status == 202 ? "Accepted: still being processed"
                                            : "Success"}};
  if (!headers.empty()) answer["headers"] = std::move(headers);
  if (route.answer) answer["content"] = content(*route.answer, components);
  for (const Content& other : route.other_answers)
    for (auto& [type, said] : content(other, components)) answer["content"].as_object()[type] = said;
  return answer;
}

json::object responses_of(const Route& route, schema::Components& components, std::set<Code>& used) {
  json::object responses;
  responses[std::to_string(route.status)] = success_of(route, components);
  if (has_etag(route))
    responses["304"] = {{"description", "Not modified: the answer named in If-None-Match is still current"}};
  std::map<int, std::set<Code>> by_status;
  for (const Code code : failures_of(route)) {
    by_status[describe(code).status].insert(code);
    used.insert(code);
  }
  for (const auto& [status, codes] : by_status) responses[std::to_string(status)] = problem_answer(codes);
  return responses;
}

json::object operation(const Route& route, schema::Components& components, std::set<Code>& used) {
  json::object made{{"operationId", route.operation}, {"summary", route.summary}};
  if (const std::string text = description_of(route); !text.empty()) made["description"] = text;
  made["tags"] = json::array(1, json::value(route.tag));
  json::array security;
  if (route.role != Role::anyone) security.push_back(json::object{{"bearerAuth", json::array()}});
  made["security"] = std::move(security);
  if (json::array parameters = parameters_of(route, components); !parameters.empty())
    made["parameters"] = std::move(parameters);
  if (route.body) made["requestBody"] = {{"required", true}, {"content", content(*route.body, components)}};
  made["responses"] = responses_of(route, components, used);
  return made;
}

json::object header_components(const std::vector<const Route*>& routes) {
  json::object all;
  for (const auto& header : header_parameters) {
    if (std::ranges::none_of(routes, [&](const Route* route) { return header.applies(*route); })) continue;
    json::object schema{{"type", "string"}};
    if (!header.pattern.empty()) schema["pattern"] = json::string_view(header.pattern);
    schema["examples"] = json::array(1, json::value(json::string_view(header.example)));
    all[header.component] = {{"name", json::string_view(header.name)},
                             {"in", "header"},
                             {"required", false},
                             {"description", json::string_view(header.description)},
                             {"schema", std::move(schema)}};
  }
  return all;
}

json::array tags_of(const std::vector<const Route*>& routes, const Router& router) {
  json::array tags;
  for (const auto& tag : router.tags()) {
    if (std::ranges::find(routes, tag.name, &Route::tag) == routes.end()) continue;
    json::object made{{"name", tag.name}};
    if (!tag.description.empty()) made["description"] = tag.description;
    tags.push_back(std::move(made));
  }
  return tags;
}

/// Pretty-prints, because Boost.JSON prints everything on one line, and then every diff of the committed
/// document would be that one line.
void print(const json::value& value, std::size_t depth, std::string& out) {
  const auto new_line = [&](std::size_t levels) { out.append(1, '\n').append(2 * levels, ' '); };
  const auto scalar = [](const json::value& entry) { return !entry.is_object() && !entry.is_array(); };
  if (value.is_object() && !value.get_object().empty()) {
    char before = '{';
    for (const auto& member : value.get_object()) {
      out += before;
      before = ',';
      new_line(depth + 1);
      out.append(json::serialize(member.key())).append(": ");
      print(member.value(), depth + 1, out);
    }
    new_line(depth);
    out += '}';
  } else if (value.is_array() && !std::ranges::all_of(value.get_array(), scalar)) {
    char before = '[';
    for (const auto& entry : value.get_array()) {
      out += before;
      before = ',';
      new_line(depth + 1);
      print(entry, depth + 1, out);
    }
    new_line(depth);
    out += ']';
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t at = 0; at < value.get_array().size(); ++at)
      out.append(at == 0 ? "" : ", ").append(json::serialize(value.get_array()[at]));
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string openapi_document(const Router& router, const ApiInfo& info) {
  std::vector<const Route*> routes;
  for (const auto& route : router.all())
    if (route->documented) routes.push_back(route.get());
  const auto place = [&](const Route* route) {
    return std::ranges::find(router.tags(), route->tag, &Router::Tag::name) - router.tags().begin();
  };
  std::ranges::stable_sort(routes, {}, place);

  json::object paths;
  schema::Components schemas;
  std::set<Code> used;
  std::set<std::string> ids;
  for (const Route* route : routes) {
    const std::string key = lower(name_of(route->method));
    if (route->operation.empty()) throw std::logic_error(key + ' ' + route->path + " has no operation id");
    if (!ids.insert(route->operation).second)
      throw std::logic_error("two operations are called " + route->operation);
    json::object made = operation(*route, schemas, used);
    auto& path = paths[route->path];
    if (!path.is_object()) path = json::object();
    path.get_object()[key] = std::move(made);
  }
  schemas.emplace("Problem", problem_schema());

  json::object components;
  json::object named;
  for (auto& [name, schema] : schemas) named[name] = std::move(schema);
  components["schemas"] = std::move(named);
  if (json::object headers = header_components(routes); !headers.empty())
    components["parameters"] = std::move(headers);
  json::object examples;
  for (const Code code : used) examples[describe(code).slug] = problem_example(code);
  components["examples"] = std::move(examples);
  components["securitySchemes"] = {
      {"bearerAuth",
       {{"type", "http"},
        {"scheme", "bearer"},
        {"bearerFormat", "JWT"},
        {"description", "The `access_token` of a login, sent as `Authorization: Bearer <access_token>`"}}}};

  const json::object document{
      {"openapi", "3.1.0"},
      {"info", {{"title", info.title}, {"version", info.version}, {"description", info.description}}},
      {"servers", json::array(1, json::object{{"url", "/"}, {"description", "This server"}})},
      {"tags", tags_of(routes, router)},
      {"paths", std::move(paths)},
      {"components", std::move(components)},
  };
  std::string out;
  print(document, 0, out);
  out += '\n';
  return out;
}

}  // namespace kpa::http
