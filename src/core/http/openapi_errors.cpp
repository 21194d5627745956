#include "core/http/openapi_errors.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "core/http/answers.hpp"

namespace kpa::http {
namespace {

namespace json = boost::json;

json::object described(std::string_view description) {
  return {{"type", "string"}, {"description", json::string_view(description)}};
}

json::object header(std::string_view description, std::string_view type) {
  return {{"description", json::string_view(description)}, {"schema", {{"type", json::string_view(type)}}}};
}

}  // namespace

std::set<Code> failures_of(const Route& route) {
  using enum Code;
  const auto takes = [&](std::string_view in) {
    return std::ranges::any_of(route.parameters,
                               [&](const Parameter& parameter) { return parameter.in == in; });
  };
  const std::vector<std::pair<bool, std::vector<Code>>> implied = {
      {true, {too_many_requests, internal, unavailable}},
      {route.role > Role::anyone, {unauthenticated, invalid_token}},
      {route.role > Role::user, {forbidden}},
      {route.role > Role::anyone && route.method != Method::get, {csrf_token_invalid}},
      {route.pushes, {malformed_request, forbidden, upgrade_required}},
      {takes("path"), {not_found}},
      {takes("query"), {malformed_request, validation_failed}},
      {route.body.has_value(),
       {malformed_request, request_timeout, payload_too_large, unsupported_media_type, validation_failed}},
      {route.takes_idempotency_key, {malformed_request, idempotency_in_flight, idempotency_mismatch}},
      {route.takes_if_match, {malformed_request, precondition_failed, precondition_required}},
      {route.method != Method::get, {outcome_unknown}},
  };
  std::set<Code> codes(route.failures.begin(), route.failures.end());
  for (const auto& [applies, more] : implied)
    if (applies) codes.insert(more.begin(), more.end());
  return codes;
}

json::object problem_schema() {
  json::array slugs;
  for (const auto& info : all_codes()) slugs.emplace_back(json::string_view(info.slug));
  const json::object texts{{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
  json::object detail{
      {"type", "object"},
      {"required", {"path", "code", "params", "message"}},
      {"properties",
       {{"path", described("The member or parameter, spelled as in the request; empty: the whole request")},
        {"code", described("What is wrong with it: a stable name")},
        {"params", texts},
        {"message", described("For a person")}}},
  };
  const json::object messages{
      {"type", "object"},
      {"description", "Messages by the path of the member or parameter"},
      {"additionalProperties", {{"type", "array"}, {"items", {{"type", "string"}}}}},
  };
  const json::object difference{
      {"type", "object"},
      {"required", {"field", "before", "after"}},
      {"properties",
       {{"field", described("The member's path")},
        {"before", {{"description", "Its value in the version that you saw"}}},
        {"after", {{"description", "Its value now"}}}}},
  };
  return {
      {"type", "object"},
      {"description", "A failure (RFC 9457). `code` is stable and for programs; `message` is for people."},
      {"required", {"type", "title", "status", "code", "request_id", "success", "message"}},
      {"properties",
       {{"type", {{"type", "string"}, {"format", "uri-reference"}, {"description", "The code as a URI"}}},
        {"title", described("The code in a few words")},
        {"status", {{"type", "integer"}, {"description", "The HTTP status"}}},
        {"code", {{"type", "string"}, {"enum", slugs}}},
        {"request_id", described("Quote it when you ask for help; also sent as X-Request-ID")},
        {"success", {{"type", "boolean"}, {"const", false}}},
        {"message", described("What is wrong and what to do")},
        {"errors", messages},
        {"details", {{"type", "array"}, {"description", "The same for programs"}, {"items", detail}}},
        {"differences",
         {{"type", "array"},
          {"description",
           "What was changed since the version that you saw, where the record is kept in history"},
          {"items", difference}}}}},
  };
}

json::object problem_example(Code code) {
  Problem problem{.code = code};
  if (code == Code::validation_failed)
    problem.fields = {
        {"name",
         "too_long",
         {{"max", "50"}},
         i18n::plural("Must have at most {max} character", "Must have at most {max} characters", "max")}};
  const Response response = problem_response(problem, "5f0c9a7e3b214d68", i18n::Language::english);
  return {{"summary", json::string_view(describe(code).title.english())},
          {"value", json::parse(response.body)}};
}

json::object problem_answer(const std::set<Code>& codes) {
  json::object examples;
  std::string titles;
  for (const Code code : codes) {
    const CodeInfo& info = describe(code);
    titles.append(titles.empty() ? "" : " · ").append(info.title.english());
    examples[info.slug] = {{"$ref", "#/components/examples/" + std::string(info.slug)}};
  }
  json::object answer{{"description", titles}};
  const int status = describe(*codes.begin()).status;
  if (status == 401) answer["headers"] = {{"WWW-Authenticate", header("The scheme: Bearer", "string")}};
  if (codes.contains(Code::idempotency_mismatch))
    answer["headers"] = {{"Location", header("The record that was created with this key, if any", "string")}};
  const json::object retry_after = header("Seconds to wait before the next attempt", "integer");
  if (status == 503) answer["headers"] = {{"Retry-After", retry_after}};
  if (status == 429)
    answer["headers"] = {
        {"Retry-After", retry_after},
        {"RateLimit-Limit", header("How many requests may come at once", "integer")},
        {"RateLimit-Remaining", header("How many of them are left", "integer")},
        {"RateLimit-Reset", header("Seconds until the full limit is available again", "integer")}};
  answer["content"] = {{"application/problem+json",
                        {{"schema", {{"$ref", "#/components/schemas/Problem"}}}, {"examples", examples}}}};
  return answer;
}

}  // namespace kpa::http
