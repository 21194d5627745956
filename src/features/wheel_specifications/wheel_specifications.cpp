#include "features/wheel_specifications/wheel_specifications.hpp"

#include "features/wheel_specifications/service.hpp"
#include "features/wheel_specifications/store.hpp"

namespace kpa::wheel_specifications {

WheelSpecifications::WheelSpecifications(db::Queries& database, const identity::Directory& directory,
                                         records::Register& kinds, std::int64_t per_page)
    : service_(std::make_unique<const Service>(database, directory, per_page)) {
  kinds.add(kind);
}

WheelSpecifications::~WheelSpecifications() = default;

}  // namespace kpa::wheel_specifications
