#include "features/service_info/wire.hpp"

namespace kpa::schema {

using namespace kpa::service_info;

template <>
const Object<Check>& describe() {
  static const auto made = object<Check>("HealthCheck")
                               .field("name", &Check::name, "What was looked at", "postgresql")
                               .field("status", &Check::status, "degraded: the service does without it")
                               .field("detail", &Check::detail, "What was found", "answers")
                               .field("ms", &Check::ms, "How long looking took", 1);
  return made;
}

template <>
const Object<HealthQuery>& describe() {
  static const auto made = object<HealthQuery>("HealthQuery")
                               .field("deep", &HealthQuery::deep,
                                      "Also look at PostgreSQL, the schema, Redis and the disks", true);
  return made;
}

template <>
const Object<Health>& describe() {
  static const auto made =
      object<Health>("Health")
          .field("status", &Health::status, "The worst of the checks; ok for whom they are not told")
          .field("version", &Health::version, "The API's version", "1.0.0")
          .field("checks", &Health::checks, "Empty unless `deep` was asked for, by who may know");
  return made;
}

template <>
const Object<Links>& describe() {
  static const auto made =
      object<Links>("ApiLinks")
          .field("documentation", &Links::documentation, "To read and try out", "/api/docs/")
          .field("reference", &Links::reference, "To read and print", "/api/redoc/")
          .field("openapi", &Links::openapi, "For programs", "/api/openapi.json")
          .field("health", &Links::health, "Whether the service works", "/health/")
          .field("info", &Links::info, "What the API offers", "/api-info/");
  return made;
}

template <>
const Object<ApiRoot>& describe() {
  static const auto made = object<ApiRoot>("ApiRoot")
                               .field("status", &ApiRoot::status, "ok: the service answers")
                               .field("name", &ApiRoot::name, "The API's name", "KPA ERP API")
                               .field("version", &ApiRoot::version, "The API's version", "1.0.0")
                               .field("links", &ApiRoot::links, "Where to go next");
  return made;
}

template <>
const Object<EndpointSummary>& describe() {
  using E = EndpointSummary;
  static const auto made = object<E>("EndpointSummary")
                               .field("method", &E::method, "HTTP method", "GET")
                               .field("path", &E::path, "Path, with its parameters in braces", "/health/")
                               .field("tag", &E::tag, "Its chapter of the documentation", "Service")
                               .field("summary", &E::summary, "What it does", "Whether the service works")
                               .field("access", &E::access, one_of({"anyone", "user", "staff", "superuser"}),
                                      "Who may call it", "anyone");
  return made;
}

template <>
const Object<ApiDescription>& describe() {
  using A = ApiDescription;
  static const auto made = object<A>("ApiDescription")
                               .field("name", &A::name, "The API's name", "KPA ERP API")
                               .field("version", &A::version, "The API's version", "1.0.0")
                               .field("description", &A::description, "CommonMark", "The API of …")
                               .field("links", &A::links, "Where to go next")
                               .field("endpoints", &A::endpoints, "Everything that can be called");
  return made;
}

}  // namespace kpa::schema
