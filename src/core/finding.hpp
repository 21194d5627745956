#pragma once

#include <string>

#include "core/problem.hpp"

namespace kpa {

/// The severity of a finding; a record has that of its worst finding.
namespace severity {
constexpr int good = 1;
constexpr int fair = 2;
constexpr int needs_attention = 3;
constexpr int replace_now = 4;
}  // namespace severity

/// A remark about a stored record for its readers. Unlike a failure it refuses nothing.
struct Finding {
  std::string path;     ///< the member concerned: `fields.wheelGauge`
  std::string code;     ///< stable
  int severity;         ///< of namespace severity
  std::string message;  ///< English, for a person, as stored
  Params params;        ///< the numbers and names in the message

  bool operator==(const Finding&) const = default;
};

/// Makes the message of a finding from its path, code and params, so that a stored one can be shown in any
/// language. Empty for a finding that this version does not know; then the stored message is shown.
using Explain = i18n::Message (*)(const Finding& finding);

}  // namespace kpa
