#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/http/message.hpp"

namespace kpa::http {

/// What a Range field asks for of so many bytes (RFC 9110 §14).
struct ByteRange {
  enum class Kind {
    whole,          ///< all: no single range of bytes, or one that cannot be read
    part,           ///< from `first` on, `length` bytes
    unsatisfiable,  ///< nothing of it is there
  };
  Kind kind = Kind::whole;
  std::size_t first = 0;
  std::size_t length = 0;
};

/// Several ranges are the whole: to answer them is allowed, not demanded, and they are a way to ask for much.
ByteRange parse_range(std::string_view field, std::size_t size);

/// Makes an answer with `ranges` the part of it that the request asks for: 206, or 416 where that is beyond
/// its end. The whole stays where If-Range names another version.
void honour_range(const Request& request, Response& response);

}  // namespace kpa::http
