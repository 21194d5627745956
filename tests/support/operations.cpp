#include "tests/support/operations.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace kpa::test {
namespace {

namespace json = boost::json;

const json::value& resolved(const json::value& document, const json::value& value) {
  const auto* reference = value.is_object() ? value.as_object().if_contains("$ref") : nullptr;
  if (reference == nullptr) return value;
  return document.at_pointer(std::string_view(reference->as_string()).substr(1));
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

void read_parameters(const json::value& document, const json::object& entry, Operation& into) {
  const auto* parameters = entry.if_contains("parameters");
  if (parameters == nullptr) return;
  for (const auto& given : parameters->as_array()) {
    const auto& parameter = resolved(document, given).as_object();
    const std::string name(parameter.at("name").as_string());
    if (parameter.at("in") == "path") into.path_parameters.push_back(name);
    if (parameter.at("in") == "query") into.query_parameters.push_back(name);
    if (parameter.at("in") == "header") into.header_parameters.push_back(name);
  }
}

void read_body(const json::value& document, const json::object& entry, Operation& into) {
  const auto* body = entry.if_contains("requestBody");
  if (body == nullptr) return;
  const auto& [media_type, content] = *resolved(document, *body).at("content").as_object().begin();
  into.media_type = std::string(media_type);
  if (const auto* example = content.as_object().if_contains("example")) into.example = *example;
  into.schema = resolved(document, content.at("schema")).as_object();
}

}  // namespace

std::vector<Operation> documented_operations(const HttpClient& client) {
  const json::value document = client.get("/api/openapi.json").body;
  std::map<std::string, std::string> access;
  const json::value listed = client.get("/api-info/").body;
  for (const auto& one : listed.at("endpoints").as_array())
    access[std::string(one.at("method").as_string()) + ' ' + std::string(one.at("path").as_string())] =
        std::string(one.at("access").as_string());
  std::vector<Operation> all;
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, entry] : methods.as_object()) {
      if (!entry.is_object() || !entry.as_object().contains("responses")) continue;
      Operation operation;
      operation.method = upper(std::string(method));
      operation.path = std::string(path);
      operation.access = access.at(operation.name());
      read_parameters(document, entry.as_object(), operation);
      read_body(document, entry.as_object(), operation);
      all.push_back(std::move(operation));
    }
  return all;
}

std::string path_of(const Operation& operation, const std::map<std::string, std::string>& values,
                    const std::string& otherwise) {
  std::string path = operation.path;
  for (const auto& name : operation.path_parameters) {
    const auto value = values.find(name);
    const std::string in_braces = '{' + name + '}';
    path.replace(path.find(in_braces), in_braces.size(), value == values.end() ? otherwise : value->second);
  }
  return path;
}

Answer call(const HttpClient& client, const Operation& operation, const std::string& path,
            const HttpClient::Fields& fields) {
  return call(client, operation, path, operation.example, fields);
}

Answer call(const HttpClient& client, const Operation& operation, const std::string& path,
            const json::value& body, const HttpClient::Fields& fields) {
  std::string text;
  if (!operation.media_type.empty())
    text = body.is_string() ? std::string(body.as_string()) : json::serialize(body);
  HttpClient::Fields all = fields;
  if (!text.empty()) all.emplace_back("Content-Type", operation.media_type);
  return client.ask(operation.method, path, text, all);
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      encoded += c;
      continue;
    }
    char escape[4];
    std::snprintf(escape, sizeof escape, "%%%02X", byte);
    encoded += escape;
  }
  return encoded;
}

}  // namespace kpa::test
