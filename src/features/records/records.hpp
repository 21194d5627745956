#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/database.hpp"
#include "core/http/permission.hpp"
#include "features/identity/identity.hpp"
#include "features/records/reviewable.hpp"

/// Registered kinds of record. Features that work on records of any kind (history, comments, files, …) ask
/// this register, and know no kind by name.
namespace kpa::records {

/// How a kind of record describes itself.
struct Description {
  std::string_view name;             ///< `wheel_specification`: entity_type of its events
  std::string_view singular;         ///< `wheel specification`: for documentation
  std::string_view tag;              ///< `Wheel specifications`: tag of its endpoints
  std::string_view operation;        ///< `WheelSpecification`: part of its operationIds
  std::string_view path;             ///< `/api/forms/wheel-specifications`: address of the records
  std::string_view older_path = {};  ///< an alternative address for older clients
  const http::Permission* view;      ///< permission to see any such record
  std::string_view table;            ///< its table, which has columns id and version
  std::string_view title;            ///< SQL of a record's title: `form_number`
  std::string seen;                  ///< SQL: whether the viewer $2, $3 may see a record; identity::seen_by()
  std::optional<ReviewFacts> review = {};  ///< nothing: its records are not reviewed

  /// The last part of its address: `wheel-specifications`.
  std::string_view slug() const { return path.substr(path.rfind('/') + 1); }
};

/// One kind of record. Must be a constant in the store of its feature, since it contains statements.
class Kind {
 public:
  explicit Kind(Description description);

  const Description& description() const { return description_; }

  /// Nothing when there is no such record, or the viewer may not see it.
  Task<std::optional<Record>> find(db::Queries& database, std::int64_t id, identity::Viewer viewer) const {
    return database.first(find_, id, viewer);
  }
  /// Like find(), with a lock until the transaction ends.
  Task<std::optional<Record>> lock(db::Queries& unit, std::int64_t id, identity::Viewer viewer) const {
    return unit.first(lock_, id, viewer);
  }
  /// What reviews need; null when its records are not reviewed.
  const Reviewable* reviewable() const { return reviewable_.get(); }

 private:
  const Description description_;
  const db::Query<Record(std::int64_t, identity::Viewer)> find_;
  const db::Change<Record(std::int64_t, identity::Viewer)> lock_;
  const std::unique_ptr<const Reviewable> reviewable_;
};

/// All kinds of record, in the order of their registration.
class Register {
 public:
  /// `kind` must outlive the register. Throws std::logic_error when the name is registered already.
  void add(const Kind& kind);

  std::span<const Kind* const> kinds() const { return kinds_; }
  /// The kind of this slug; null when there is none.
  const Kind* of_slug(std::string_view slug) const;

 private:
  std::vector<const Kind*> kinds_;
};

}  // namespace kpa::records
