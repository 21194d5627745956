#include "core/http/answers.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "core/i18n/catalogue.hpp"

namespace kpa::http {
namespace {

using namespace std::chrono_literals;

std::string kebab(std::string_view slug) {
  std::string text(slug);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

void member(std::string_view name, std::string_view value, std::string& out) {
  schema::write_string(name, out);
  out += ':';
  schema::write_string(value, out);
}

/// `messages` are those of the fields, in the same order.
void write_errors(const std::vector<FieldProblem>& fields, const std::vector<std::string>& messages,
                  std::string& out) {
  std::map<std::string_view, std::vector<const std::string*>> by_path;
  for (std::size_t at = 0; at < fields.size(); ++at) by_path[fields[at].path].push_back(&messages[at]);
  char before = '{';
  for (const auto& [path, said] : by_path) {
    out += before;
    before = ',';
    schema::write_string(path, out);
    out += ":[";
    for (const auto* message : said) {
      if (message != said.front()) out += ',';
      schema::write_string(*message, out);
    }
    out += ']';
  }
  out += '}';
}

void write_details(const std::vector<FieldProblem>& fields, const std::vector<std::string>& messages,
                   std::string& out) {
  for (std::size_t at = 0; at < fields.size(); ++at) {
    const FieldProblem& field = fields[at];
    out += at == 0 ? "[{" : ",{";
    member("path", field.path, out);
    out += ',';
    member("code", field.code, out);
    out += ",\"params\":";
    schema::Codec<Params>::write(field.params, out);
    out += ',';
    member("message", messages[at], out);
    out += '}';
  }
  out += ']';
}

void write_differences(const std::vector<Difference>& differences, std::string& out) {
  out += '[';
  for (const auto& [field, before, after] : differences) {
    out += out.ends_with('[') ? "{" : ",{";
    member("field", field, out);
    out.append(",\"before\":").append(before.text).append(",\"after\":").append(after.text).append("}");
  }
  out += ']';
}

/// After how many seconds a client should try again, when the failure does not say.
std::chrono::seconds usual_wait(int status) { return status == 429 || status == 503 ? 1s : 0s; }

}  // namespace

Response problem_response(const Problem& problem, std::string_view request_id, i18n::Language language) {
  const CodeInfo& info = describe(problem.code);
  Response response;
  response.status = info.status;
  response.problem = problem.code;
  response.content_type = "application/problem+json";
  response.language = language;
  std::string& out = response.body;
  out += '{';
  member("type", "/problems/" + kebab(info.slug), out);
  out += ',';
  member("title", in(language, info.title), out);
  out += ",\"status\":" + std::to_string(info.status) + ',';
  member("code", info.slug, out);
  out += ',';
  member("request_id", request_id, out);
  out += ",\"success\":false,";
  member("message", in(language, message_of(problem)), out);
  if (!problem.fields.empty()) {
    std::vector<std::string> messages;
    for (const auto& field : problem.fields) messages.push_back(in(language, field.message, field.params));
    out += ",\"errors\":";
    write_errors(problem.fields, messages, out);
    out += ",\"details\":";
    write_details(problem.fields, messages, out);
  }
  if (!problem.differences.empty()) {
    out += ",\"differences\":";
    write_differences(problem.differences, out);
  }
  out += '}';
  if (const auto wait = problem.retry_after.value_or(usual_wait(info.status)); wait > 0s)
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  if (info.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"kpa\"");
  return response;
}

}  // namespace kpa::http

template <>
const kpa::schema::Object<kpa::http::Pagination>& kpa::schema::describe() {
  using P = http::Pagination;
  static const auto made =
      schema::object<P>("Pagination")
          .field("page", &P::page, "Number of this page, from 1; always 1 with a cursor", 1)
          .field("per_page", &P::per_page, "Records on a page", 20)
          .field("total", &P::total, "Records in the whole list", 1)
          .field("pages", &P::pages, "Pages in the whole list", 1)
          .field("total_is_exact", &P::total_is_exact,
                 "false: there are more records than `total`; counting stopped there", true)
          .field("next_cursor", &P::next_cursor,
                 "Send it as `cursor` to get the next page; null on the last page",
                 "WyItY3JlYXRlZF9hdCIsIjIwMjQtMDEtMTVUMTA6MDA6MDBaIiwxXQ");
  return made;
}
