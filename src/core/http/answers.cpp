#include "core/http/answers.hpp"

#include <algorithm>
#include <chrono>
#include <map>

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

void write_errors(const std::vector<FieldProblem>& fields, std::string& out) {
  std::map<std::string_view, std::vector<const FieldProblem*>> by_path;
  for (const auto& field : fields) by_path[field.path].push_back(&field);
  char before = '{';
  for (const auto& [path, problems] : by_path) {
    out += before;
    before = ',';
    schema::write_string(path, out);
    out += ":[";
    for (const auto* problem : problems) {
      if (problem != problems.front()) out += ',';
      schema::write_string(problem->message, out);
    }
    out += ']';
  }
  out += '}';
}

void write_details(const std::vector<FieldProblem>& fields, std::string& out) {
  char before = '[';
  for (const auto& field : fields) {
    out += before;
    before = ',';
    out += '{';
    member("path", field.path, out);
    out += ',';
    member("code", field.code, out);
    out += ",\"params\":{";
    for (const auto& [name, value] : field.params) {
      if (&name != &field.params.front().first) out += ',';
      member(name, value, out);
    }
    out += "},";
    member("message", field.message, out);
    out += '}';
  }
  out += ']';
}

/// How long a client waits before it asks again, where the failure does not say.
std::chrono::seconds usual_wait(int status) { return status == 429 || status == 503 ? 1s : 0s; }

}  // namespace

Response problem_response(const Problem& problem, std::string_view request_id) {
  const CodeInfo& info = describe(problem.code);
  Response response;
  response.status = info.status;
  response.content_type = "application/problem+json";
  std::string& out = response.body;
  out += '{';
  member("type", "/problems/" + kebab(info.slug), out);
  out += ',';
  member("title", info.title, out);
  out += ",\"status\":" + std::to_string(info.status) + ',';
  member("code", info.slug, out);
  out += ',';
  member("request_id", request_id, out);
  out += ",\"success\":false,";
  member("message", problem.message.empty() ? info.message : std::string_view(problem.message), out);
  if (!problem.fields.empty()) {
    out += ",\"errors\":";
    write_errors(problem.fields, out);
    out += ",\"details\":";
    write_details(problem.fields, out);
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
          .field("page", &P::page, "This page's number, from 1; 1 when a cursor was followed", 1)
          .field("per_page", &P::per_page, "Records on a page", 20)
          .field("total", &P::total, "Records in the whole list", 1)
          .field("pages", &P::pages, "Pages in the whole list", 1)
          .field("total_is_exact", &P::total_is_exact, "false: counting stopped, there are more than `total`",
                 true)
          .field("next_cursor", &P::next_cursor, "Pass it as `cursor` for the next page; null on the last",
                 "WyItY3JlYXRlZF9hdCIsIjIwMjQtMDEtMTVUMTA6MDA6MDBaIiwxXQ");
  return made;
}
