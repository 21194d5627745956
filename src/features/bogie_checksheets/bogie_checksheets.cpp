#include "features/bogie_checksheets/bogie_checksheets.hpp"

#include "features/bogie_checksheets/service.hpp"
#include "features/bogie_checksheets/store.hpp"

namespace kpa::bogie_checksheets {

BogieChecksheets::BogieChecksheets(db::Queries& database, const identity::Directory& directory,
                                   records::Register& kinds, std::int64_t per_page)
    : service_(std::make_unique<const Service>(database, directory, per_page)) {
  kinds.add(kind);
}

BogieChecksheets::~BogieChecksheets() = default;

}  // namespace kpa::bogie_checksheets
