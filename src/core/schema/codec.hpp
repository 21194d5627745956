#pragma once

#include <concepts>
#include <map>
#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "core/raw_json.hpp"
#include "core/schema/issues.hpp"

namespace kpa::schema {

namespace json = boost::json;

/// Named schemas of an OpenAPI document, gathered while types describe themselves.
using Components = std::map<std::string, json::object>;

/// How a type crosses the wire. Every specialisation has
///   read(json, path, issues)  value from JSON, or nothing and at least one issue
///   read_text(text, …)        the same from a query or path parameter (scalars only)
///   write(value, out)         appends JSON
///   document(components)      its JSON Schema
///   example()                 a value that is valid
template <class T>
struct Codec;

/// Types that cross the wire outwards too.
template <class T>
concept Writable = requires(const T& value, std::string& out) { Codec<T>::write(value, out); };

/// Appends what the value says as one JSON text for all ways of saying it: members in the order of their
/// names, and none that says only what leaving it out says. Equal for two requests that mean the same, also
/// when a later version knows more members that may be left out, or declares them in another order.
template <Writable T>
void write_meaning(const T& value, std::string& out) {
  if constexpr (requires { Codec<T>::write_meaning(value, out); })
    Codec<T>::write_meaning(value, out);
  else
    Codec<T>::write(value, out);
}

/// The value as JSON text.
template <class T>
std::string encode(const T& value) {
  std::string out;
  Codec<T>::write(value, out);
  return out;
}
template <class T>
Encoded<T> encoded(const T& value) {
  return {encode(value)};
}

}  // namespace kpa::schema
