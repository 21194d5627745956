#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/db/listing.hpp"
#include "features/identity/identity.hpp"
#include "features/review/comments.hpp"

namespace kpa::review::store {

struct WrittenComment {
  std::string kind;
  std::int64_t record_id = 0;
  std::string text;
  std::optional<std::string> field;
  std::optional<std::int64_t> answers_id;
  std::optional<std::int64_t> thread_id;  ///< nothing: it begins one
  std::vector<std::int64_t> mentions;
};

extern const db::List<Comment> comments;
/// A comment of a record, by kind, record and id.
extern const db::Query<Comment(std::string, std::int64_t, std::int64_t)> comment;
/// By its author.
extern const db::Change<Comment(std::int64_t, WrittenComment)> insert_comment;
/// No row when its five minutes are over.
extern const db::Change<Comment(std::int64_t, std::string)> edit_comment;
/// Those of the people whom the viewer may see, or who had to do with the record's review.
extern const db::Query<std::int64_t(std::string, std::int64_t, std::vector<std::int64_t>, identity::Viewer)>
    mentionable;

}  // namespace kpa::review::store
