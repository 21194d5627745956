#include "core/http/paging.hpp"

#include <stdexcept>
#include <variant>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/crypto/base64url.hpp"
#include "core/schema/spelling.hpp"

namespace kpa::http {
namespace {

namespace json = boost::json;

/// A cursor is [order, key, id], and valid only for that order.
std::string encode_cursor(std::string_view order, const db::Cursor& cursor) {
  return crypto::base64url_encode(json::serialize(json::array{json::string(order), cursor.key, cursor.id}));
}

std::optional<db::Cursor> decode_cursor(std::string_view text, std::string_view order) {
  const auto bytes = crypto::base64url_decode(text);
  if (!bytes) return std::nullopt;
  boost::system::error_code error;
  const json::value value = json::parse(*bytes, error);
  if (error || !value.is_array() || value.get_array().size() != 3) return std::nullopt;
  const auto& parts = value.get_array();
  if (!parts[0].is_string() || parts[0].get_string() != order || !parts[1].is_string() ||
      !parts[2].is_int64())
    return std::nullopt;
  if (parts[1].get_string().find('\0') != json::string::npos) return std::nullopt;
  return db::Cursor{std::string(parts[1].get_string()), parts[2].get_int64()};
}

std::string order_of(const db::Selection& selection) {
  return (selection.descending ? "-" : "") + selection.sort;
}

}  // namespace

void narrow(const std::vector<schema::BuiltField>& fields, const schema::Values& values,
            db::Selection& selection) {
  for (std::size_t number = 0; number < fields.size(); ++number) {
    const schema::Value* const value = values.find(number);
    if (value == nullptr) continue;
    const std::string_view name = fields[number].name;
    std::visit(
        [&]<class V>(const V& one) {
          if constexpr (requires(std::string& out) { db::ColumnType<V>::write(one, out); })
            selection.where(name, one);
          else
            throw std::logic_error("no list is narrowed by such a value: " + fields[number].name);
        },
        *value);
  }
}

Outcome<bool> place(const schema::PageQuery& query, std::string_view default_sort,
                    std::int64_t default_per_page, db::Selection& selection) {
  const std::string order = query.sort ? schema::snake_case(*query.sort) : std::string(default_sort);
  selection.descending = order.starts_with('-');
  selection.sort = order.substr(selection.descending ? 1 : 0);
  selection.per_page = query.per_page.value_or(default_per_page);
  selection.page = query.page.value_or(1);
  if (!query.cursor) return true;
  if (query.page)
    return field_failure(Code::validation_failed, "cursor", "not_with_page",
                         i18n::text("Must not be given together with page: each says where to begin"));
  selection.after = decode_cursor(*query.cursor, order_of(selection));
  if (!selection.after)
    return field_failure(Code::validation_failed, "cursor", "not_a_cursor",
                         i18n::text("Must be the next_cursor of a page of this list in this order"));
  return true;
}

Pagination pagination_of(const db::Selection& selection, std::int64_t total, bool total_is_exact,
                         const std::optional<db::Cursor>& next) {
  Pagination pagination;
  pagination.page = selection.after ? 1 : selection.page;
  pagination.per_page = selection.per_page;
  pagination.total = total;
  pagination.pages = (total + selection.per_page - 1) / selection.per_page;
  pagination.total_is_exact = total_is_exact;
  if (next) pagination.next_cursor = encode_cursor(order_of(selection), *next);
  return pagination;
}

}  // namespace kpa::http
