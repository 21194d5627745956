#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/http/message.hpp"

namespace kpa::http {

/// The part of a content that a Range field asks for (RFC 9110 §14).
struct ByteRange {
  enum class Kind {
    whole,          ///< everything: the field is not a single range of bytes, or cannot be read
    part,           ///< from `first` on, `length` bytes
    unsatisfiable,  ///< the range begins beyond the end
  };
  Kind kind = Kind::whole;
  std::size_t first = 0;
  std::size_t length = 0;
};

/// `size` is that of the content. Several ranges get the whole: RFC 9110 allows that, and many ranges can be
/// an attack.
ByteRange parse_range(std::string_view field, std::size_t size);

/// Reduces an answer that has `ranges` set to the part that the request asks for: 206, or 416 when the range
/// is beyond the end. The whole stays when If-Range names another version.
void honour_range(const Request& request, Response& response);

}  // namespace kpa::http
