#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/http/message.hpp"
#include "core/problem.hpp"
#include "core/schema/object.hpp"

namespace kpa::http {

/// The failure as application/problem+json (RFC 9457), plus members that older clients expect; texts in
/// `language`.
Response problem_response(const Problem& problem, std::string_view request_id, i18n::Language language);

/// The maintenance forms' answer: {"success": true, "message": …, "data": …}.
template <class T>
struct Envelope {
  bool success = true;
  i18n::Message message = {};
  T data;
};

/// Position and size of a page, and the size of its list.
struct Pagination {
  std::int64_t page = 1;
  std::int64_t per_page = 20;
  std::int64_t total = 0;
  std::int64_t pages = 0;
  bool total_is_exact = true;  ///< false: there are at least `total`
  std::optional<std::string> next_cursor;
};

/// A page of a list: {"success", "message", "data": […], "pagination": {…}}.
template <class T>
struct Page {
  bool success = true;
  i18n::Message message = {};
  std::vector<T> data;
  Pagination pagination;
};

/// A whole list, without pages.
template <class T>
struct Whole {
  bool success = true;
  i18n::Message message = {};
  std::vector<T> data;
};

}  // namespace kpa::http

namespace kpa::schema {

template <>
const Object<http::Pagination>& describe();

template <class T>
struct Described<http::Envelope<T>> {
  static const Object<http::Envelope<T>>& object() {
    using E = http::Envelope<T>;
    static const auto made =
        schema::object<E>(describe<T>().name() + "Answer")
            .field("success", &E::success, "Always true in an answer that is not a problem")
            .field("message", &E::message, "For a person")
            .field("data", &E::data, "The record");
    return made;
  }
};

template <class T>
struct Described<http::Page<T>> {
  static const Object<http::Page<T>>& object() {
    using P = http::Page<T>;
    static const auto made =
        schema::object<P>(describe<T>().name() + "Page")
            .field("success", &P::success, "Always true in an answer that is not a problem")
            .field("message", &P::message, "For a person")
            .field("data", &P::data, "The records of this page")
            .field("pagination", &P::pagination, "Position of the page in the list");
    return made;
  }
};

template <class T>
struct Described<http::Whole<T>> {
  static const Object<http::Whole<T>>& object() {
    using W = http::Whole<T>;
    static const auto made =
        schema::object<W>(describe<T>().name() + "List")
            .field("success", &W::success, "Always true in an answer that is not a problem")
            .field("message", &W::message, "For a person")
            .field("data", &W::data, "The records");
    return made;
  }
};

}  // namespace kpa::schema
