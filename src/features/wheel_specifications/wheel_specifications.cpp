#include "features/wheel_specifications/wheel_specifications.hpp"

#include "features/wheel_specifications/service.hpp"
#include "features/wheel_specifications/store.hpp"
#include "features/wheel_specifications/wire_rules.hpp"

namespace kpa::wheel_specifications {
namespace {

using Synced = maintenance_forms::SyncedForms<Service, NewWheelSpecification, WheelSpecification,
                                              WrittenWheelSpecification>;

}  // namespace

WheelSpecifications::WheelSpecifications(const Foundation& foundation, const identity::Directory& directory,
                                         const exports::Exports& exports, records::Register& kinds,
                                         sync::Register& synced)
    : service_(std::make_unique<const Service>(foundation.database, directory, exports,
                                               foundation.settings.api.per_page)),
      synced_(std::make_unique<const Synced>(
          sync::Description{.name = "wheel-specifications",
                            .record = record_name,
                            .owner = "submittedBy",
                            .permission = &maintenance_forms::permissions::submit_forms},
          *service_, statements)),
      rules_(std::make_unique<const sync::PartOfProgram>("wheel-rules",
                                                         RawJson{schema::encode(wheel_rules())})) {
  kinds.add(kind);
  synced.add(*synced_);
  synced.add(*rules_);
}

WheelSpecifications::~WheelSpecifications() = default;

}  // namespace kpa::wheel_specifications
