#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/db/listing.hpp"
#include "core/http/answers.hpp"
#include "core/schema/page_query.hpp"

namespace kpa::http {

/// Puts order and place into the selection. Fails when the cursor is not one of ours for this order, or comes
/// together with a page.
Outcome<bool> place(const schema::PageQuery& query, std::string_view default_sort,
                    std::int64_t default_per_page, db::Selection& selection);

/// Where the page lies, for the answer.
Pagination pagination_of(const db::Selection& selection, std::int64_t total, bool total_is_exact,
                         const std::optional<db::Cursor>& next);

}  // namespace kpa::http
