#pragma once

#include "core/http/answers.hpp"
#include "core/http/caller.hpp"
#include "features/records/records.hpp"
#include "features/review/actors.hpp"
#include "features/review/wire.hpp"

namespace kpa::review {

/// What the caller may decide, whatever kind of record it is.
class Queue {
 public:
  Queue(db::Queries& database, const identity::Directory& people, const records::Register& kinds,
        std::int64_t per_page)
      : database_(database), people_(people), kinds_(kinds), per_page_(per_page) {}

  Task<Outcome<http::Page<Waiting>>> page(const http::Call& call, QueueQuery query) const;
  Task<Outcome<QueueCounts>> counts(const http::Call& call, QueueFilters filters) const;
  /// Everything about one record that belongs to its review.
  Task<Outcome<Sheet>> sheet(const http::Call& call, KindName kind, std::int64_t id) const;

 private:
  /// The filters with people and kinds found.
  struct Found;
  Task<Outcome<Found>> found(const http::Call& call, QueueFilters filters) const;
  /// `wheel-specifications` for `wheel_specification`.
  std::string slug_of(std::string_view kind) const;

  db::Queries& database_;
  const identity::Directory& people_;
  const records::Register& kinds_;
  std::int64_t per_page_;
};

}  // namespace kpa::review
