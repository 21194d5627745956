#pragma once

#include "core/db/listing.hpp"
#include "features/exports/exports.hpp"
#include "features/identity/identity.hpp"
#include "features/people/wire.hpp"

namespace kpa::people {

/// Export of people to a file, on one I/O thread.
class Export {
 public:
  /// The arguments must outlive it.
  Export(db::Queries& database, const identity::Directory& directory, const exports::Exports& exports)
      : database_(database), directory_(directory), exports_(exports) {}

  /// Exports the people whom the caller may see and who match the filters, in the order of their creation.
  Task<Outcome<http::Download>> people(const http::Call& call, ExportQuery query) const;

 private:
  Task<exports::Page> read(db::Selection selection, exports::PageWanted wanted) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  const exports::Exports& exports_;
};

}  // namespace kpa::people
