#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/db/listing.hpp"
#include "core/http/answers.hpp"
#include "core/schema/built.hpp"
#include "core/schema/page_query.hpp"

namespace kpa::http {

/// Narrows the list by each of the fields that has a value: each is a filter of the list, under the same
/// name. `fields` outlive the selection. Throws std::logic_error for a field whose values no filter can have.
void narrow(const std::vector<schema::BuiltField>& fields, const schema::Values& values,
            db::Selection& selection);

/// Puts order and place into the selection. Fails when the cursor is not one of ours for this order, or comes
/// together with a page.
Outcome<bool> place(const schema::PageQuery& query, std::string_view default_sort,
                    std::int64_t default_per_page, db::Selection& selection);

/// Where the page lies, for the answer.
Pagination pagination_of(const db::Selection& selection, std::int64_t total, bool total_is_exact,
                         const std::optional<db::Cursor>& next);

}  // namespace kpa::http
