#pragma once

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "core/raw_json.hpp"

namespace kpa::sync {

/// A field that two people set to different values at the same time.
struct Conflict {
  std::string field;  ///< its path: `fields.wheelGauge`
  RawJson base;       ///< the value that both had seen; null: nothing, or it is no longer known
  RawJson mine;       ///< that of the operation
  RawJson theirs;     ///< the present one
  friend bool operator==(const Conflict&, const Conflict&) = default;
};

struct Merged {
  boost::json::value content;
  std::vector<Conflict> conflicts;  ///< these fields are as in `theirs`
};

/// Brings together two changes of the same content. Of each field that one of them changed, its value is
/// taken; of a field that both changed to different values, the conflict is told. Objects are compared member
/// by member, everything else as a whole; a member that is left out is null. Without a `base`
/// (null) all fields that both have and that differ are conflicts.
Merged merge(const boost::json::value& base, const boost::json::value& mine,
             const boost::json::value& theirs);

/// Each field that differs, as a conflict in which `mine` is the base.
std::vector<Conflict> differences(const boost::json::value& base, const boost::json::value& theirs);

}  // namespace kpa::sync
