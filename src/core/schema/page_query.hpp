#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/schema/object.hpp"

namespace kpa::schema {

/// The query parameters for pages, which every list takes.
struct PageQuery {
  std::optional<std::string> sort;  ///< descending with `-`, e.g. `-created_at` or `-createdAt`
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> per_page;
  std::optional<std::string> cursor;
};

/// One of these orders, in snake_case or camelCase; with `-` in front, descending.
Constraint<std::string> order(std::vector<std::string> orders);

/// Adds these parameters to the declaration of a list's query. `orders` are the names of the list's sorts,
/// `usual` is the default one, and `cursor` an example for that.
template <class T>
Object<T> with_page(Object<T> filters, std::vector<std::string> orders, std::string usual,
                    std::string cursor) {
  return std::move(filters)
      .field("sort", &T::sort, order(std::move(orders)), "Sort order; descending with '-' in front",
             json::string(usual))
      .field("page", &T::page, between(1, 1'000'000), "Page number, from 1", 1)
      .field("per_page", &T::per_page, between(1, 100), "Records on a page", 20)
      .field("cursor", &T::cursor, of_length(1, 500), "next_cursor of the previous page, in place of page",
             json::string(cursor));
}

}  // namespace kpa::schema
