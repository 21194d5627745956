#include "features/bogie_checksheets/bogie_checksheets.hpp"

#include "features/bogie_checksheets/service.hpp"
#include "features/bogie_checksheets/store.hpp"

namespace kpa::bogie_checksheets {

BogieChecksheets::BogieChecksheets(const Foundation& foundation, const identity::Directory& directory,
                                   const exports::Exports& exports, records::Register& kinds)
    : service_(std::make_unique<const Service>(foundation.database, directory, exports,
                                               foundation.settings.api.per_page)) {
  kinds.add(kind);
}

BogieChecksheets::~BogieChecksheets() = default;

}  // namespace kpa::bogie_checksheets
