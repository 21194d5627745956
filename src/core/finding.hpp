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
  std::string message;  ///< English, for a person: how it is stored
  Params params;        ///< the numbers and names in the message

  bool operator==(const Finding&) const = default;
};

/// What a person is told of a finding, found anew from its path, code and params, so that a stored one can be
/// read in any language. Empty for a finding that this version does not know; then its message stays.
using Explain = i18n::Message (*)(const Finding& finding);

}  // namespace kpa
