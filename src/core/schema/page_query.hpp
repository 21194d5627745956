#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/schema/object.hpp"

namespace kpa::schema {

/// What a client asks of a page, as every list takes it.
struct PageQuery {
  std::optional<std::string> sort;  ///< `-created_at`: descending; also `-createdAt`
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> per_page;
  std::optional<std::string> cursor;
};

/// One of these orders, in either spelling; with `-` in front, descending.
Constraint<std::string> order(std::vector<std::string> orders);

/// Adds to the declaration of a list's query, which is made of PageQuery, these parameters. `orders` are the
/// names of the list's sorts, `usual` is what it has when nobody asks, and `cursor` an example for that one.
template <class T>
Object<T> with_page(Object<T> filters, std::vector<std::string> orders, std::string usual,
                    std::string cursor) {
  return std::move(filters)
      .field("sort", &T::sort, order(std::move(orders)), "Order; with '-' descending", json::string(usual))
      .field("page", &T::page, between(1, 1'000'000), "Page, from 1", 1)
      .field("per_page", &T::per_page, between(1, 100), "Records on a page", 20)
      .field("cursor", &T::cursor, of_length(1, 500), "next_cursor of the page before, instead of page",
             json::string(cursor));
}

}  // namespace kpa::schema
