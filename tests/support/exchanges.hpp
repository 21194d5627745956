#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/support/service.hpp"

namespace kpa::test {

/// A row in a table of requests: request, sender, expected answer and side effects. In all texts except the
/// body's, `{name}` is replaced by what an earlier row kept under that name.
///
///     ask("PATCH /api/depots/{id}", {{"name", "x"}}).by(staff).answers(403, "forbidden")
class Exchange {
 public:
  explicit Exchange(std::string request, boost::json::value body)
      : request_(std::move(request)), body_(std::move(body)) {}

  /// Who sends it; by default somebody who is not logged in.
  Exchange&& by(const Person& person) &&;
  /// Adds a header field to the request.
  Exchange&& with(std::string name, std::string value) &&;

  /// Expected status (default 200), and code of the problem.
  Exchange&& answers(int status, std::string code = {}) &&;
  /// Expected member of the answer, by a path as for Answer::at.
  Exchange&& has(std::string path, boost::json::value value) &&;
  /// Expected body, byte for byte.
  Exchange&& says(std::string text) &&;
  /// Expected paths of all errors of the problem.
  Exchange&& errors(std::set<std::string> paths) &&;
  /// Expected header field of the answer.
  Exchange&& header(std::string name, std::string value) &&;
  /// Expected result of an SQL query afterwards.
  Exchange&& leaves(std::string sql, std::string value) &&;

  /// Keeps a member of the answer under `name`, for `leaves` and later rows; an empty path keeps the whole
  /// body, `ETag` the header field.
  Exchange&& keeps(std::string name, std::string path) &&;
  /// Reason, printed when the row fails.
  Exchange&& because(std::string why) &&;

 private:
  using Kept = std::map<std::string, std::string>;
  Answer run(const TestService& service, Kept& kept) const;
  friend Answer expect_all(const TestService&, const std::vector<Exchange>&);

  std::string request_;
  boost::json::value body_;
  const Person* by_ = nullptr;
  HttpClient::Fields with_;
  int status_ = 200;
  std::string code_, says_, why_;
  std::vector<std::pair<std::string, boost::json::value>> has_;
  std::set<std::string> errors_;
  HttpClient::Fields header_, leaves_, keeps_;
};

/// `request` is method and target. A body that is a text is sent unchanged.
Exchange ask(std::string request, boost::json::value body = nullptr);

/// Runs all rows in order; a failing row is named. Returns the last answer.
Answer expect_all(const TestService& service, const std::vector<Exchange>& table);

}  // namespace kpa::test
