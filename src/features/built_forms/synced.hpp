#pragma once

#include "features/built_forms/service_submissions.hpp"
#include "features/sync/sync.hpp"

namespace kpa::built_forms {

/// Submissions that people fill in on their devices. They are submitted by being created.
class SyncedSubmissions final : public sync::Kind {
 public:
  explicit SyncedSubmissions(const Submissions& service);

  Task<sync::Result> create(const http::Call& call, Uuid uuid, boost::json::object content) const override;
  /// Reopens a rejected submission at the same time: one that can be changed waits for review, so somebody
  /// might decide on it in between.
  Task<sync::Result> change(const http::Call& call, std::int64_t id, sync::Change change) const override;
  Task<sync::Result> submit(const http::Call& call, std::int64_t id) const override;
  Task<sync::Result> reopen(const http::Call& call, std::int64_t id) const override;
  Task<std::optional<std::int64_t>> find(const http::Call& call, Uuid uuid) const override;
  Task<std::vector<sync::Item>> page(const http::Call& call, std::int64_t after,
                                     std::int64_t most) const override;
  Task<std::vector<sync::Item>> among(const http::Call& call, std::vector<std::int64_t> ids) const override;

 private:
  const Submissions& service_;
};

/// The forms that can be filled in, each in its newest version.
class FillableForms final : public sync::Feed {
 public:
  FillableForms();

  Task<std::vector<sync::Item>> page(const http::Call& call, std::int64_t after,
                                     std::int64_t most) const override;
  Task<std::vector<sync::Item>> among(const http::Call& call, std::vector<std::int64_t> ids) const override;
};

}  // namespace kpa::built_forms
