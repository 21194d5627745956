#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/db/listing.hpp"
#include "core/http/answers.hpp"
#include "core/schema/object.hpp"

namespace kpa::http {

/// What a client asks of a page, as every list takes it.
struct PageQuery {
  std::optional<std::string> sort;  ///< `-created_at`: descending; also `-createdAt`
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> per_page;
  std::optional<std::string> cursor;
};

/// One of these orders, in either spelling; with `-` in front, descending.
schema::Constraint<std::string> order(std::vector<std::string> orders);

/// `cursor` of a list in this order, after a row with this key and id.
std::string cursor_after(std::string_view order, const db::Cursor& row);

/// Adds to the declaration of a list's query, which is made of PageQuery, these parameters. `orders` are the
/// names of the list's sorts, `usual` is what it has when nobody asks; `row` is one for an example of a
/// cursor.
template <class T>
schema::Object<T> with_page(schema::Object<T> filters, std::vector<std::string> orders, std::string usual,
                            db::Cursor row) {
  return std::move(filters)
      .field("sort", &T::sort, order(std::move(orders)), "Order; with '-' descending",
             boost::json::string(usual))
      .field("page", &T::page, schema::between(1, 1'000'000), "Page, from 1", 1)
      .field("per_page", &T::per_page, schema::between(1, 100), "Records on a page", 20)
      .field("cursor", &T::cursor, schema::text(1, 500), "next_cursor of the page before, instead of page",
             boost::json::string(cursor_after(usual, row)));
}

/// Puts order and place into the selection. Fails when the cursor is not one of ours for this order, or comes
/// together with a page.
Outcome<bool> place(const PageQuery& query, std::string_view default_sort, std::int64_t default_per_page,
                    db::Selection& selection);

/// Where the page lies, for the answer.
Pagination pagination_of(const db::Selection& selection, std::int64_t total, bool total_is_exact,
                         const std::optional<db::Cursor>& next);

}  // namespace kpa::http
