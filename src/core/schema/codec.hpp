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

/// Named schemas of an OpenAPI document, collected while types are documented.
using Components = std::map<std::string, json::object>;

/// How a type is read and written. Every specialisation has
///   read(json, path, issues)  value from JSON; or nothing, and at least one issue
///   read_text(text, …)        the same from a query or path parameter (scalars only)
///   write(value, out)         appends JSON
///   document(components)      its JSON Schema
///   example()                 a valid value
template <class T>
struct Codec;

/// Types that can be written, not only read.
template <class T>
concept Writable = requires(const T& value, std::string& out) { Codec<T>::write(value, out); };

/// Appends the value in a canonical JSON form: members sorted by name, without those whose value equals
/// leaving them out. Equal for two requests that mean the same, even if a later version has more optional
/// members or declares them in another order.
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
