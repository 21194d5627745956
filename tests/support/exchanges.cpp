#include "tests/support/exchanges.hpp"

#include <cctype>
#include <stdexcept>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace kpa::test {
namespace {

namespace json = boost::json;

using Kept = std::map<std::string, std::string>;

std::string filled(std::string text, const Kept& kept) {
  for (const auto& [name, value] : kept) {
    const std::string in_braces = '{' + name + '}';
    for (std::size_t at = text.find(in_braces); at != text.npos; at = text.find(in_braces, at + value.size()))
      text.replace(at, in_braces.size(), value);
  }
  return text;
}

std::string plain(const json::value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

/// The member at the path; null when there is none.
json::value member(const Answer& answer, std::string_view path) {
  try {
    return answer.at(path);
  } catch (const std::out_of_range&) {
    return nullptr;
  }
}

std::string part(const Answer& answer, const std::string& path) {
  if (path.empty()) return answer.text;
  const bool is_field = std::isupper(static_cast<unsigned char>(path.front())) != 0;
  return is_field ? answer.header(path) : plain(member(answer, path));
}

}  // namespace

Exchange ask(std::string request, json::value body) { return Exchange(std::move(request), std::move(body)); }

Exchange&& Exchange::by(const Person& person) && {
  by_ = &person;
  return std::move(*this);
}
Exchange&& Exchange::with(std::string name, std::string value) && {
  with_.emplace_back(std::move(name), std::move(value));
  return std::move(*this);
}
Exchange&& Exchange::answers(int status, std::string code) && {
  status_ = status;
  code_ = std::move(code);
  return std::move(*this);
}
Exchange&& Exchange::has(std::string path, json::value value) && {
  has_.emplace_back(std::move(path), std::move(value));
  return std::move(*this);
}
Exchange&& Exchange::says(std::string text) && {
  says_ = std::move(text);
  return std::move(*this);
}
Exchange&& Exchange::errors(std::set<std::string> paths) && {
  errors_ = std::move(paths);
  return std::move(*this);
}
Exchange&& Exchange::header(std::string name, std::string value) && {
  header_.emplace_back(std::move(name), std::move(value));
  return std::move(*this);
}
Exchange&& Exchange::leaves(std::string sql, std::string value) && {
  leaves_.emplace_back(std::move(sql), std::move(value));
  return std::move(*this);
}
Exchange&& Exchange::keeps(std::string name, std::string path) && {
  keeps_.emplace_back(std::move(name), std::move(path));
  return std::move(*this);
}
Exchange&& Exchange::because(std::string why) && {
  why_ = std::move(why);
  return std::move(*this);
}

Answer Exchange::run(const TestService& service, Kept& kept) const {
  HttpClient::Fields fields = with_;
  for (auto& [name, value] : fields) value = filled(value, kept);
  const std::string request = filled(request_, kept);
  const std::size_t space = request.find(' ');
  const HttpClient client = by_ == nullptr ? service.client() : service.client(*by_);
  const std::string body = body_.is_null() ? "" : plain(body_);
  Answer answer = client.ask(request.substr(0, space), request.substr(space + 1), body, fields);

  SCOPED_TRACE(request + ' ' + body + (why_.empty() ? "" : "\n" + why_) + "\nwas answered " + answer.text);
  EXPECT_EQ(answer.status, status_);
  if (!code_.empty()) {
    EXPECT_EQ(plain(member(answer, "code")), code_);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  }
  for (const auto& [path, value] : has_) EXPECT_EQ(member(answer, filled(path, kept)), value) << path;
  if (!errors_.empty()) {
    std::set<std::string> told;
    const json::value errors = member(answer, "errors");
    if (errors.is_object())
      for (const auto& error : errors.as_object()) told.insert(error.key());
    EXPECT_EQ(told, errors_);
  }
  if (!says_.empty()) {
    EXPECT_EQ(answer.text, filled(says_, kept));
  }
  for (const auto& [name, value] : header_) EXPECT_EQ(answer.header(name), filled(value, kept)) << name;
  for (const auto& [name, path] : keeps_) kept[name] = part(answer, path);
  for (const auto& [sql, value] : leaves_)
    EXPECT_EQ(service.sql(filled(sql, kept)), filled(value, kept)) << sql;
  return answer;
}

Answer expect_all(const TestService& service, const std::vector<Exchange>& table) {
  Kept kept;
  Answer last;
  for (const auto& row : table) last = row.run(service, kept);
  return last;
}

}  // namespace kpa::test
