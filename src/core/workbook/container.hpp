#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/workbook/workbook.hpp"

struct archive;

namespace kpa::workbook {

/// The parts of a workbook's container (ZIP), unpacked with limits.
class Container {
 public:
  /// `file` and `limits` must outlive it. Throws Fault.
  Container(std::string_view file, const Limits& limits);

  bool has(const std::string& part) const { return names_.contains(part); }
  /// Calls `take` with the part's content, piece by piece. Throws Fault when there is no such part, it is
  /// damaged or too large.
  void unpack(const std::string& part, const std::function<void(std::string_view)>& take);

 private:
  std::string_view file_;
  const Limits& limits_;
  std::set<std::string> names_;
  std::uint64_t bytes_ = 0;
};

}  // namespace kpa::workbook
