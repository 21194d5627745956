#include "features/review/store_comments.hpp"

template <>
const kpa::db::Columns<kpa::review::store::WrittenComment>& kpa::db::columns() {
  using C = review::store::WrittenComment;
  static const auto made = Columns<C>()
                               .column("kind", &C::kind)
                               .column("record_id", &C::record_id)
                               .column("text", &C::text)
                               .column("field", &C::field)
                               .column("answers_id", &C::answers_id)
                               .column("thread_id", &C::thread_id)
                               .written("mentions", [](const C& comment) { return comment.mentions; });
  return made;
}

template <>
const kpa::db::Columns<kpa::review::Comment>& kpa::db::columns() {
  using C = review::Comment;
  static const auto made = Columns<C>()
                               .column("id", &C::id)
                               .column("text", &C::text)
                               .column("field", &C::field)
                               .column("answers_id", &C::answers_id)
                               .column("thread_id", &C::thread_id)
                               .column("mentions_json", &C::mentions)
                               .column("written_by", &C::written_by)
                               .column("version", &C::version)
                               .column("created_at", &C::created_at)
                               .column("edited_at", &C::edited_at);
  return made;
}

namespace kpa::review::store {
namespace {

// The table has the mentions as an array, for its index; answers have them as JSON.
constexpr std::string_view columns =
    "id, text, field, answers_id, coalesce(thread_id, id) AS thread_id, to_jsonb(mentions) AS mentions_json, written_by, version, created_at, "
    "edited_at";

std::string selecting(std::string_view before, std::string_view after) {
  return std::string(before).append(columns).append(after);
}

}  // namespace

const db::List<Comment> comments{"review_comments",
                                 std::string(columns),
                                 "review_comments",
                                 {{"kind", "kind = ?"},
                                  {"record", "record_id = ?"},
                                  {"field", "field = ?"},
                                  {"thread", "coalesce(thread_id, id) = ?"}},
                                 {{"id", "id", "bigint"}}};

const db::Query<Comment(std::string, std::int64_t, std::int64_t)> comment{
    "review_comment",
    selecting("SELECT ", " FROM review_comments WHERE kind = $1 AND record_id = $2 AND id = $3")};

const db::Change<Comment(std::int64_t, WrittenComment)> insert_comment{"review_comment_insert",
                                                                       selecting(R"(
        INSERT INTO review_comments (written_by, kind, record_id, text, field, answers_id, thread_id, mentions)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING )",
                                                                                 "")};

const db::Change<Comment(std::int64_t, std::string)> edit_comment{"review_comment_edit", selecting(R"(
        UPDATE review_comments SET text = $2, version = version + 1, edited_at = now()
        WHERE id = $1 AND created_at > now() - interval '5 minutes'
        RETURNING )",
                                                                                                   "")};

const db::Query<std::int64_t(std::string, std::int64_t, std::vector<std::int64_t>, identity::Viewer)>
    mentionable{"review_mentionable", R"(
        SELECT id FROM users
        WHERE id = ANY ($3) AND is_active AND (
            )" + identity::seen_by("users.id", "$4", "$5") +
                                          R"(
            OR EXISTS (SELECT FROM review_comments WHERE kind = $1 AND record_id = $2 AND written_by = users.id)
            OR EXISTS (SELECT FROM review_decisions
                       WHERE kind = $1 AND record_id = $2 AND users.id IN (inspector, created_by, decided_by))
            OR EXISTS (SELECT FROM reviews
                       WHERE kind = $1 AND record_id = $2 AND users.id IN (inspector, created_by, assigned_to))))"};

}  // namespace kpa::review::store
