#pragma once

#include <cstdint>

#include "core/db/listing.hpp"
#include "core/http/endpoint.hpp"
#include "features/identity/identity.hpp"
#include "features/people/wire.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::people {

/// Export of people to a file, on one I/O thread.
class Export {
 public:
  /// The arguments must outlive it.
  Export(db::Queries& database, const identity::Directory& directory, sessions::Sessions& sessions)
      : database_(database), directory_(directory), sessions_(sessions) {}

  /// Exports the people whom the caller may see and who match the filters, in the order of their creation.
  /// Pages are read as the client takes them; before each page the caller's session and rights are checked
  /// again. The export is recorded in the audit log before the first page is sent. If the first page cannot
  /// be read, the request fails; a later one breaks the download off.
  Task<Outcome<http::Download>> people(const http::Call& call, Filters filters) const;

 private:
  using Page = db::Listed<identity::Person>;

  Task<void> write(http::SendChunk send, const http::Request& request, db::Selection selection,
                   Page page) const;
  Task<void> append(const Page& page, identity::Viewer viewer, std::string& out) const;

  db::Queries& database_;
  const identity::Directory& directory_;
  sessions::Sessions& sessions_;
};

}  // namespace kpa::people
