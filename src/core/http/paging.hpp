#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/db/listing.hpp"
#include "core/http/answers.hpp"
#include "core/schema/built.hpp"
#include "core/schema/page_query.hpp"

namespace kpa::http {

/// Filters the list by each field that has a value; the list's filter must have the field's name. `fields`
/// must outlive the selection. Throws std::logic_error for a field of a type that cannot be filtered.
void narrow(const std::vector<schema::BuiltField>& fields, const schema::Values& values,
            db::Selection& selection);

/// Sets order, page and cursor of the selection. Fails when the cursor was not made by us for this order, or
/// comes together with a page number.
Outcome<bool> place(const schema::PageQuery& query, std::string_view default_sort,
                    std::int64_t default_per_page, db::Selection& selection);

/// The pagination part of the answer.
Pagination pagination_of(const db::Selection& selection, std::int64_t total, bool total_is_exact,
                         const std::optional<db::Cursor>& next);

}  // namespace kpa::http
