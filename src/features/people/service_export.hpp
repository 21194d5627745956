#pragma once

#include <cstdint>

#include "core/db/listing.hpp"
#include "core/http/endpoint.hpp"
#include "features/identity/identity.hpp"
#include "features/people/wire.hpp"
#include "features/sessions/sessions.hpp"

namespace kpa::people {

/// People as a file, on one I/O thread.
class Export {
 public:
  /// Both outlive it.
  Export(db::Queries& database, const identity::Directory& directory, sessions::Sessions& sessions)
      : database_(database), directory_(directory), sessions_(sessions) {}

  /// Those whom the caller sees and the filters let through, in the order in which they were enrolled. Read
  /// page by page as the client takes them; before each, it is asked again who the client is and how far they
  /// see. The audit log tells who took what before the first goes out. A page that cannot be had ends the
  /// file in the middle, but the first, which is a failure.
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
