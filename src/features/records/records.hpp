#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/database.hpp"
#include "core/http/permission.hpp"
#include "features/identity/identity.hpp"

/// Kinds of record, for features that hang on a record of any kind (history, comments, files, …): they ask
/// the register, and know no kind by name.
namespace kpa::records {

/// What can be known of a record of any kind.
struct Record {
  std::int64_t id = 0;
  std::int64_t version = 0;
  std::string title;  ///< what people call it: `WS-2026-000001`
};

/// What a kind of record says of itself.
struct Description {
  std::string_view name;             ///< `wheel_specification`: its events have it as entity_type
  std::string_view singular;         ///< `wheel specification`: in the documentation
  std::string_view tag;              ///< `Wheel specifications`: its endpoints in the documentation
  std::string_view operation;        ///< `WheelSpecification`: of its endpoints' operation ids
  std::string_view path;             ///< `/api/forms/wheel-specifications`: where its records are
  std::string_view older_path = {};  ///< another one that older clients use
  const http::Permission* view;      ///< what somebody needs to look at such records at all
  std::string_view table;            ///< with the columns id and version
  std::string_view title;            ///< SQL of a record's title: `form_number`
  std::string seen;                  ///< SQL: whether the viewer $2, $3 sees a record; identity::seen_by()
};

/// One kind of record: a constant in the store of the feature that keeps them, since it holds statements.
class Kind {
 public:
  explicit Kind(Description description);

  const Description& description() const { return description_; }

  /// Nothing when there is no such record, or none that the viewer sees.
  Task<std::optional<Record>> find(db::Queries& database, std::int64_t id, identity::Viewer viewer) const {
    return database.first(find_, id, viewer);
  }
  /// The same, locked until the transaction ends: it is not changed meanwhile.
  Task<std::optional<Record>> lock(db::Queries& unit, std::int64_t id, identity::Viewer viewer) const {
    return unit.first(lock_, id, viewer);
  }

 private:
  const Description description_;
  const db::Query<Record(std::int64_t, identity::Viewer)> find_;
  const db::Change<Record(std::int64_t, identity::Viewer)> lock_;
};

/// The kinds of record that there are, in the order in which their features were wired.
class Register {
 public:
  /// The kind outlives it. Throws std::logic_error when there is one of this name.
  void add(const Kind& kind);

  std::span<const Kind* const> kinds() const { return kinds_; }

 private:
  std::vector<const Kind*> kinds_;
};

}  // namespace kpa::records

template <>
const kpa::db::Columns<kpa::records::Record>& kpa::db::columns();
