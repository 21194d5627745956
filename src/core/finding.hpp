#pragma once

#include <string>

#include "core/problem.hpp"

namespace kpa {

/// How bad a finding is, or a whole record by its worst.
namespace severity {
constexpr int good = 1;
constexpr int fair = 2;
constexpr int needs_attention = 3;
constexpr int replace_now = 4;
}  // namespace severity

/// One thing about a stored record that its reader should know. Unlike a failure it refuses nothing.
struct Finding {
  std::string path;     ///< the member that it is about: `fields.wheelGauge`
  std::string code;     ///< stable
  int severity;         ///< of namespace severity
  std::string message;  ///< English, for a person
  Params params;        ///< the numbers and names in the message

  bool operator==(const Finding&) const = default;
};

}  // namespace kpa
