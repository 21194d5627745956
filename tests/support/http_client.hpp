#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>  // so that a failed comparison shows both sides
#include <boost/json/value.hpp>

namespace kpa::test {

/// An answer of the service.
struct Answer {
  int status = 0;
  std::string text;                                ///< the body, unchanged
  boost::json::value body;                         ///< the body parsed as JSON, or null
  std::multimap<std::string, std::string> fields;  ///< header fields, names in lower case

  /// The part of the body at a path such as `data.items[2].name`; throws std::out_of_range when there is
  /// none.
  const boost::json::value& at(std::string_view path) const;
  /// A header field, in any case; empty when it is missing.
  std::string header(std::string name) const;
};

/// A correct client of a service on this machine. Each request has a connection of its own.
class HttpClient {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  explicit HttpClient(std::uint16_t port) : port_(port) {}

  Answer get(const std::string& path, const Fields& fields = {}) const {
    return ask("GET", path, {}, fields);
  }
  Answer post(const std::string& path, const boost::json::object& body, const Fields& fields = {}) const;
  Answer put(const std::string& path, const boost::json::object& body, const Fields& fields = {}) const;
  Answer patch(const std::string& path, const boost::json::object& body, const Fields& fields = {}) const;

  Answer ask(std::string_view method, const std::string& path, const std::string& body,
             const Fields& fields) const;

  std::string token;  ///< sent as bearer token unless empty

 private:
  std::uint16_t port_;
};

}  // namespace kpa::test
