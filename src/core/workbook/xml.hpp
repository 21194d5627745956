#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/workbook/container.hpp"

namespace kpa::workbook {

/// The attributes of an element, by their names without namespace.
class Attributes {
 public:
  explicit Attributes(const char** all) : all_(all) {}
  /// Nothing when there is none.
  std::optional<std::string_view> find(std::string_view name) const;

 private:
  const char** all_;
};

/// What a part of a workbook is read with. Names are without their namespace: there are two of each
/// (transitional and strict), and any prefix.
struct Handler {
  virtual ~Handler() = default;
  virtual void begin(std::string_view name, const Attributes& attributes) = 0;
  virtual void text(std::string_view) {}
  virtual void end(std::string_view) {}
};

/// Reads a part of the container. Throws Fault, also when it is not well-formed or has a DOCTYPE, without
/// which there are no entities to expand.
void read_xml(Container& container, const std::string& part, Handler& handler);

}  // namespace kpa::workbook
