#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/enum_names.hpp"
#include "core/schema/object.hpp"

namespace kpa::people {

/// Query parameters of POST /api/users/imports.
struct ImportQuery {
  std::optional<bool> dry_run;
};

/// waiting → running → done; or refused (problems in the file), or failed (a problem of ours).
enum class ImportStatus { waiting, running, done, refused, failed };

/// A problem in a file.
struct ImportProblem {
  std::int64_t row = 0;
  std::string column;
  std::string code;
  Params params;
  std::string message;
};

/// An import of people, and its result.
struct Import {
  std::int64_t id = 0;
  ImportStatus status = ImportStatus::waiting;
  bool dry_run = false;
  std::int64_t created_by = 0;
  Instant created_at;
  std::optional<Instant> finished_at;
  std::optional<std::int64_t> rows;
  std::int64_t rows_done = 0;
  std::int64_t imported = 0;
  Encoded<std::vector<ImportProblem>> problems;
  std::int64_t more_problems = 0;
};

}  // namespace kpa::people

template <>
struct kpa::EnumNames<kpa::people::ImportStatus> {
  using S = people::ImportStatus;
  static constexpr std::array<std::pair<S, std::string_view>, 5> table{{{S::waiting, "waiting"},
                                                                        {S::running, "running"},
                                                                        {S::done, "done"},
                                                                        {S::refused, "refused"},
                                                                        {S::failed, "failed"}}};
};

template <>
const kpa::schema::Object<kpa::people::ImportQuery>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::people::ImportProblem>& kpa::schema::describe();
template <>
const kpa::schema::Object<kpa::people::Import>& kpa::schema::describe();
