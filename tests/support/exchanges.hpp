#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/support/service.hpp"

namespace kpa::test {

/// A row of a table of requests: who asks what, what is answered, and what that leaves behind. In all texts
/// but the body's stands `{name}` for what an earlier row of the table kept under that name.
///
///     ask("PATCH /api/depots/{id}", {{"name", "x"}}).by(staff).answers(403, "forbidden")
class Exchange {
 public:
  explicit Exchange(std::string request, boost::json::value body)
      : request_(std::move(request)), body_(std::move(body)) {}

  /// Who asks; else somebody who is not logged in.
  Exchange&& by(const Person& person) &&;
  /// A field of the request's header.
  Exchange&& with(std::string name, std::string value) &&;

  /// The status, else 200; and the code of a problem.
  Exchange&& answers(int status, std::string code = {}) &&;
  /// A member of the answer, by its path as Answer::at takes it.
  Exchange&& has(std::string path, boost::json::value value) &&;
  /// The whole body, byte for byte.
  Exchange&& says(std::string text) &&;
  /// All members that the problem has something against, by their paths.
  Exchange&& errors(std::set<std::string> paths) &&;
  /// A field of the answer's header.
  Exchange&& header(std::string name, std::string value) &&;
  /// What a query gives afterwards.
  Exchange&& leaves(std::string sql, std::string value) &&;

  /// Keeps a member of the answer, for `leaves` and for later rows; an empty path is the whole body, `ETag`
  /// that field of the header.
  Exchange&& keeps(std::string name, std::string path) &&;
  /// Told where the row fails.
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

/// `request` is a method and a target. A body that is a text is sent as it is.
Exchange ask(std::string request, boost::json::value body = nullptr);

/// Does it all, one after the other; a row that fails names itself. Gives the last answer.
Answer expect_all(const TestService& service, const std::vector<Exchange>& table);

}  // namespace kpa::test
