#include "features/bogie_checksheets/bogie_checksheets.hpp"

#include "features/bogie_checksheets/service.hpp"
#include "features/bogie_checksheets/store.hpp"
#include "features/bogie_checksheets/wire_rules.hpp"

namespace kpa::bogie_checksheets {
namespace {

using Synced =
    maintenance_forms::SyncedForms<Service, NewBogieChecksheet, BogieChecksheet, WrittenBogieChecksheet>;

}  // namespace

BogieChecksheets::BogieChecksheets(const Foundation& foundation, const identity::Directory& directory,
                                   const exports::Exports& exports, records::Register& kinds,
                                   sync::Register& synced)
    : service_(std::make_unique<const Service>(foundation.database, directory, exports,
                                               foundation.settings.api.per_page)),
      synced_(std::make_unique<const Synced>(
          sync::Description{.name = "bogie-checksheets",
                            .record = record_name,
                            .owner = "inspectionBy",
                            .permission = &maintenance_forms::permissions::submit_forms},
          *service_, statements)),
      rules_(std::make_unique<const sync::PartOfProgram>("bogie-rules",
                                                         RawJson{schema::encode(bogie_rules())})) {
  kinds.add(kind);
  synced.add(*synced_);
  synced.add(*rules_);
}

BogieChecksheets::~BogieChecksheets() = default;

}  // namespace kpa::bogie_checksheets
