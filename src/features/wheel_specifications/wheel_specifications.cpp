#include "features/wheel_specifications/wheel_specifications.hpp"

#include "features/wheel_specifications/service.hpp"
#include "features/wheel_specifications/store.hpp"

namespace kpa::wheel_specifications {

WheelSpecifications::WheelSpecifications(const Foundation& foundation, const identity::Directory& directory,
                                         const exports::Exports& exports, records::Register& kinds)
    : service_(std::make_unique<const Service>(foundation.database, directory, exports,
                                               foundation.settings.api.per_page)) {
  kinds.add(kind);
}

WheelSpecifications::~WheelSpecifications() = default;

}  // namespace kpa::wheel_specifications
