#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "core/db/database.hpp"
#include "features/built_forms/form.hpp"

namespace kpa::built_forms {

/// Published versions, ready to be filled in; the last used ones are kept, since they never change. On one
/// I/O thread.
class Versions {
 public:
  explicit Versions(db::Queries& database) : database_(database) {}

  /// Null when the form has no such version.
  Task<std::shared_ptr<const Form>> find(std::int64_t form_id, std::int64_t version);

  /// The newest version of a form, as it was when somebody looked last: a guess.
  std::optional<std::int64_t> last_seen_newest(std::int64_t form_id) const;
  void saw_newest(std::int64_t form_id, std::int64_t version);

 private:
  using Key = std::pair<std::int64_t, std::int64_t>;
  static constexpr std::size_t most_kept = 200;

  db::Queries& database_;
  std::list<std::pair<Key, std::shared_ptr<const Form>>> kept_;  // the last used one first
  std::map<Key, decltype(kept_)::iterator> by_key_;
  std::map<std::int64_t, std::int64_t> newest_;
};

}  // namespace kpa::built_forms
