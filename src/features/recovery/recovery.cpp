#include "features/recovery/recovery.hpp"

#include "features/recovery/routes.hpp"
#include "features/recovery/service.hpp"

namespace kpa::recovery {

Recovery::Recovery(const Foundation&, const identity::Directory& directory, sessions::Sessions& sessions,
                   passwords::Passwords& passwords, one_time_codes::OneTimeCodes& codes,
                   sessions::Shared& shared)
    : service_(std::make_unique<Service>(directory, sessions, passwords, codes, shared)) {}
Recovery::~Recovery() = default;

void Recovery::declare_routes(http::Router& router) { recovery::declare_routes(router, *service_); }

}  // namespace kpa::recovery
