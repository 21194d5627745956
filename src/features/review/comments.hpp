#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "core/schema/page_query.hpp"
#include "features/records/records.hpp"
#include "features/review/wire.hpp"

namespace kpa::review {

/// A comment as its author sends it.
struct NewComment {
  std::string text;
  std::optional<std::string> field;        ///< the field that it is about; nothing: the whole record
  std::optional<std::int64_t> answers_id;  ///< the comment that it answers
  std::vector<std::int64_t> mentions;      ///< ids of people whom it is meant for
};
/// Its new text.
struct EditedComment {
  std::string text;
};
struct Comment {
  std::int64_t id = 0;
  std::string text;
  std::optional<std::string> field;
  std::optional<std::int64_t> answers_id;
  std::int64_t thread_id = 0;  ///< the comment that began the thread
  Encoded<std::vector<std::int64_t>> mentions;
  std::int64_t written_by = 0;
  std::int64_t version = 1;
  Encoded<Instant> created_at;
  std::optional<Encoded<Instant>> edited_at;
};
struct CommentQuery : schema::PageQuery {
  std::optional<std::string> field;
  std::optional<std::int64_t> thread;
};

/// Comments on records of any kind. Whoever sees the record sees them; each is part of its history.
class Comments {
 public:
  Comments(db::Queries& database, const records::Register& kinds, std::int64_t per_page)
      : database_(database), kinds_(kinds), per_page_(per_page) {}

  Task<Outcome<Comment>> write(const http::Call& call, KindName kind, std::int64_t id,
                               NewComment comment) const;
  Task<Outcome<http::Page<Comment>>> page(const http::Call& call, KindName kind, std::int64_t id,
                                          CommentQuery query) const;
  /// Within five minutes, and by its author only.
  Task<Outcome<Comment>> edit(const http::Call& call, KindName kind, std::int64_t id, std::int64_t comment,
                              EditedComment text) const;

 private:
  const records::Kind* kind_of(std::string_view slug) const;

  db::Queries& database_;
  const records::Register& kinds_;
  std::int64_t per_page_;
};

}  // namespace kpa::review

namespace kpa::schema {

template <>
const Object<review::NewComment>& describe();
template <>
const Object<review::EditedComment>& describe();
template <>
const Object<review::Comment>& describe();
template <>
const Object<review::CommentQuery>& describe();

}  // namespace kpa::schema
