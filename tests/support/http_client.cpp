#include "tests/support/http_client.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/support/raw_client.hpp"

namespace kpa::test {

namespace json = boost::json;

const json::value& Answer::at(std::string_view path) const {
  const json::value* here = &body;
  for (std::string_view rest = path; !rest.empty() && here != nullptr;) {
    if (rest.front() == '[') {
      const std::size_t index = std::stoul(std::string(rest.substr(1)));
      const auto* list = here->if_array();
      here = list != nullptr && index < list->size() ? &(*list)[index] : nullptr;
      rest.remove_prefix(rest.find(']') + 1);
    } else {
      const std::size_t end = std::min(rest.find_first_of(".["), rest.size());
      const auto* object = here->if_object();
      here = object != nullptr ? object->if_contains(json::string_view(rest.data(), end)) : nullptr;
      rest.remove_prefix(end);
    }
    if (rest.starts_with('.')) rest.remove_prefix(1);
  }
  if (here == nullptr) throw std::out_of_range("no " + std::string(path) + " in " + text);
  return *here;
}

std::string Answer::header(std::string name) const {
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

Answer HttpClient::post(const std::string& path, const json::object& body, const Fields& fields) const {
  return ask("POST", path, json::serialize(body), fields);
}

Answer HttpClient::put(const std::string& path, const json::object& body, const Fields& fields) const {
  return ask("PUT", path, json::serialize(body), fields);
}

Answer HttpClient::patch(const std::string& path, const json::object& body, const Fields& fields) const {
  return ask("PATCH", path, json::serialize(body), fields);
}

Answer HttpClient::ask(std::string_view method, const std::string& path, const std::string& body,
                       const Fields& fields) const {
  std::string request(method);
  request += ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
  for (const auto& [name, value] : fields) request.append(name).append(": ").append(value).append("\r\n");
  const auto is_type = [](const auto& field) { return field.first == "Content-Type"; };
  if (!body.empty() && std::ranges::none_of(fields, is_type)) request += "Content-Type: application/json\r\n";
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  RawAnswer raw = RawClient(port_).ask(request + "\r\n" + body, method == "HEAD");
  if (raw.status == 0) throw std::runtime_error("no answer to " + std::string(method) + ' ' + path);
  Answer answer{
      .status = raw.status, .text = std::move(raw.body), .body = nullptr, .fields = std::move(raw.fields)};
  boost::system::error_code not_json;
  answer.body = json::parse(answer.text, not_json);
  return answer;
}

}  // namespace kpa::test
