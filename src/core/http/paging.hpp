#pragma once

#include <optional>
#include <string>

#include "core/db/listing.hpp"
#include "core/http/answers.hpp"

namespace kpa::http {

/// What a client asks of a page, as every list takes it.
struct PageQuery {
  std::optional<std::string> sort;  ///< `-created_at`: the largest first
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> per_page;
  std::optional<std::string> cursor;
};

/// Puts order and place into the selection. Fails when the cursor is not one of ours for this order, or comes
/// together with a page.
Outcome<bool> place(const PageQuery& query, std::string_view default_sort, std::int64_t default_per_page,
                    db::Selection& selection);

/// Where the page lies, for the answer.
Pagination pagination_of(const db::Selection& selection, std::int64_t total, bool total_is_exact,
                         const std::optional<db::Cursor>& next);

}  // namespace kpa::http
