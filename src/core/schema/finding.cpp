#include "core/schema/finding.hpp"

namespace kpa::schema {

template <>
const Object<Finding>& describe() {
  static const auto made =
      object<Finding>("Finding")
          .field("path", &Finding::path, "The member that it is about", "fields.wheelGauge")
          .field("code", &Finding::code, "Stable name of the finding", "above_limit")
          .field("severity", &Finding::severity, "1 good, 2 fair, 3 needs attention, 4 replace now", 3)
          .field("message", &Finding::message, "For a person")
          .field("params", &Finding::params, "The numbers and names in the message");
  return made;
}

}  // namespace kpa::schema
