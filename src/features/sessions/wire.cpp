#include "features/sessions/wire.hpp"

namespace kpa::schema {

using namespace sessions;

template <>
const Object<Session>& describe() {
  using S = Session;
  static const auto made =
      object<S>("Session")
          .field("id", &S::id, "Number of the session", 1)
          .field("device", &S::device, "The device, guessed from the User-Agent", "Chrome (Android)")
          .field("user_agent", &S::user_agent, "The User-Agent of the login",
                 "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
                 "Mobile Safari/537.36")
          .field("address", &S::address, "Network address of the login", "192.0.2.7")
          .field("created_at", &S::created_at, "When the person logged in")
          .field("last_used_at", &S::last_used_at, "When it was last used, accurate to about a minute")
          .field("expires_at", &S::expires_at, "When it ends if it is not refreshed")
          .field("is_current", &S::is_current, "Whether it is the session of this request", true);
  return made;
}

template <>
const Object<SessionQuery>& describe() {
  static const auto made =
      with_page(object<SessionQuery>("SessionQuery"), {"last_used_at", "created_at"}, "-last_used_at",
                "WyItbGFzdF91c2VkX2F0IiwiMjAyNC0wMS0xNVQxMDowMDowMFoiLDFd");
  return made;
}

template <>
const Object<SessionsEnded>& describe() {
  static const auto made = object<SessionsEnded>("SessionsEnded")
                               .field("ended", &SessionsEnded::ended, "How many sessions were ended", 2);
  return made;
}

}  // namespace kpa::schema
