#include "features/sessions/wire_tokens.hpp"

#include "core/schema/constraints.hpp"

namespace kpa::schema {

using namespace sessions;

template <>
const Object<RefreshRequest>& describe() {
  static const auto made = object<RefreshRequest>("RefreshRequest")
                               .field("refresh_token", &RefreshRequest::refresh_token, of_length(1, 4096),
                                      "From the last login or refresh; leave it out if it is in a cookie",
                                      "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...");
  return made;
}

template <>
const Object<TokenQuery>& describe() {
  static const auto made =
      object<TokenQuery>("TokenQuery")
          .field("cookie", &TokenQuery::cookie, "Keep the tokens in cookies that scripts cannot read", true);
  return made;
}

template <>
const Object<CookieSession>& describe() {
  using C = CookieSession;
  static const auto made =
      object<C>("CookieSession")
          .field("token_type", &C::token_type, schema::one_of({"Cookie"}),
                 "Distinguishes this answer from a TokenPair", "Cookie")
          .field("expires_in", &C::expires_in, "Seconds until the session must be refreshed", 3600)
          .field("csrf_token", &C::csrf_token,
                 "To be sent as X-CSRF-Token with every request that changes something; also in the cookie "
                 "__Host-kpa_csrf",
                 "pTq8hS0Cq0m3Jx5u1y0o1rOe7k9mA2bXnVd4cYwZt6E");
  return made;
}

template <>
const Object<TokenPair>& describe() {
  using T = TokenPair;
  static const auto made =
      object<T>("TokenPair")
          .field("access_token", &T::access_token, "To be sent in the Authorization header of other requests",
                 "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...")
          .field("refresh_token", &T::refresh_token, "Can be used for one refresh",
                 "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...")
          .field("token_type", &T::token_type, schema::one_of({"Bearer"}),
                 "Distinguishes this answer from a CookieSession", "Bearer")
          .field("expires_in", &T::expires_in, "Seconds until the access token expires", 3600);
  return made;
}

void Codec<LoginAnswer>::write(const LoginAnswer& answer, std::string& out) {
  std::visit([&](const auto& body) { Codec<std::decay_t<decltype(body)>>::write(body, out); }, answer.body);
}

json::object Codec<LoginAnswer>::document(Components& components) {
  const json::object pair = Codec<TokenPair>::document(components);
  const json::object session = Codec<CookieSession>::document(components);
  json::object members = components.at("TokenPair").at("properties").as_object();
  for (const auto& member : components.at("CookieSession").at("properties").as_object())
    members.emplace(member.key(), member.value());
  members["token_type"] = {{"type", "string"},
                           {"enum", {TokenPair().token_type, CookieSession().token_type}}};
  // Some generators ignore alternatives (oneOf); for them the schema also lists the members of both, and
  // requires only those that both have.
  components["LoginAnswer"] = {
      {"type", "object"},
      {"description", "A TokenPair; with `cookie=true` a CookieSession, whose tokens are in cookies"},
      {"properties", std::move(members)},
      {"required", {"token_type", "expires_in"}},
      {"oneOf", json::array{pair, session}},
      {"discriminator",
       {{"propertyName", "token_type"},
        {"mapping",
         {{TokenPair().token_type, pair.at("$ref")}, {CookieSession().token_type, session.at("$ref")}}}}}};
  return {{"$ref", "#/components/schemas/LoginAnswer"}};
}

json::value Codec<LoginAnswer>::example() { return Codec<TokenPair>::example(); }

}  // namespace kpa::schema
