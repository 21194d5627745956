#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/support/http_client.hpp"
#include "tests/support/service.hpp"

namespace kpa::test {

/// A documented operation, as the service's OpenAPI document has it.
struct Operation {
  std::string method;
  std::string path;    ///< with its parameters in braces
  std::string access;  ///< anyone, user, staff or superuser
  std::vector<std::string> path_parameters;
  std::vector<std::string> query_parameters;
  std::vector<std::string> header_parameters;
  std::string media_type;      ///< of the body; empty when it takes none
  boost::json::value example;  ///< of the body
  boost::json::object schema;  ///< of the body

  std::string name() const { return method + ' ' + path; }
  bool changes() const { return method != "GET"; }
};

/// All operations that the service documents, in the document's order.
std::vector<Operation> documented_operations(const HttpClient& client);

/// The path with `value` for every parameter, or with the parameter's own value where `values` has one.
std::string path_of(const Operation& operation, const std::map<std::string, std::string>& values,
                    const std::string& otherwise = "1");

/// Sends the operation with its example as body.
Answer call(const HttpClient& client, const Operation& operation, const std::string& path,
            const HttpClient::Fields& fields = {});
/// The same with another body.
Answer call(const HttpClient& client, const Operation& operation, const std::string& path,
            const boost::json::value& body, const HttpClient::Fields& fields = {});

/// A text with every character that is not safe in an address escaped.
std::string percent_encoded(std::string_view text);

}  // namespace kpa::test
