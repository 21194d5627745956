#include "features/web_app/wire.hpp"

namespace kpa::schema {

using web_app::Installation;

template <>
const Object<Installation>& describe() {
  using I = Installation;
  static const auto made =
      object<I>("Installation")
          .field("name", &I::name, "Title of the API", "KPA ERP")
          .field("version", &I::version, "Version of the API", "1.0.0")
          .field("awaits_first_superuser", &I::awaits_first_superuser,
                 "Nobody can administer it yet: `kpa createsuperuser` makes the first superuser", false)
          .field("registration_open", &I::registration_open, "Whether anybody may register", true)
          .field("login_by_code", &I::login_by_code,
                 "Whether codes can be sent by text message, for logins and forgotten passwords", true)
          .field("default_region", &I::default_region,
                 "Region (ISO 3166-1 alpha-2) of phone numbers without a country code", "IN")
          .field("time_zone", &I::time_zone, "Time zone of calendar dates", "Asia/Kolkata")
          .field(
              "oldest_app", &I::oldest_app,
              "The oldest number of the web app whose forms the server takes; an older one must be loaded anew",
              1);
  return made;
}

}  // namespace kpa::schema
