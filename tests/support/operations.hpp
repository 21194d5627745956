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

/// An operation in the service's OpenAPI document.
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

/// The path with `values` inserted for its parameters, and `value` for those without one.
std::string path_of(const Operation& operation, const std::map<std::string, std::string>& values,
                    const std::string& otherwise = "1");

/// Sends the operation with its example as body.
Answer call(const HttpClient& client, const Operation& operation, const std::string& path,
            const HttpClient::Fields& fields = {});
/// The same with another body.
Answer call(const HttpClient& client, const Operation& operation, const std::string& path,
            const boost::json::value& body, const HttpClient::Fields& fields = {});

/// Escapes every character that is not safe in an address.
std::string percent_encoded(std::string_view text);

}  // namespace kpa::test
