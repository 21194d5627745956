#include "features/service_info/wire.hpp"

namespace kpa::schema {

using namespace kpa::service_info;

template <>
const Object<Check>& describe() {
  static const auto made = object<Check>("HealthCheck")
                               .field("name", &Check::name, "What was checked", "postgresql")
                               .field("status", &Check::status, "degraded: the service works without it")
                               .field("detail", &Check::detail, "What was found", "answers")
                               .field("ms", &Check::ms, "Duration of the check in milliseconds", 1);
  return made;
}

template <>
const Object<HealthQuery>& describe() {
  static const auto made =
      object<HealthQuery>("HealthQuery")
          .field("deep", &HealthQuery::deep, "Also check PostgreSQL, the schema, Redis and the disks", true);
  return made;
}

template <>
const Object<Health>& describe() {
  static const auto made =
      object<Health>("Health")
          .field("status", &Health::status,
                 "The worst status of the checks; ok if the checks are not shown to you")
          .field("version", &Health::version, "The API's version", "1.0.0")
          .field("checks", &Health::checks, "Filled for `deep=1`, if you are allowed to see the checks");
  return made;
}

template <>
const Object<Links>& describe() {
  static const auto made =
      object<Links>("ApiLinks")
          .field("documentation", &Links::documentation, "Documentation in which you can try requests",
                 "/api/docs/")
          .field("reference", &Links::reference, "Documentation for reading and printing", "/api/redoc/")
          .field("openapi", &Links::openapi, "For programs", "/api/openapi.json")
          .field("health", &Links::health, "Whether the service works", "/health/")
          .field("info", &Links::info, "List all endpoints", "/api-info/");
  return made;
}

template <>
const Object<ApiRoot>& describe() {
  static const auto made = object<ApiRoot>("ApiRoot")
                               .field("status", &ApiRoot::status, "ok: the service answers")
                               .field("name", &ApiRoot::name, "The API's name", "KPA ERP API")
                               .field("version", &ApiRoot::version, "The API's version", "1.0.0")
                               .field("links", &ApiRoot::links, "Links to the documentation");
  return made;
}

template <>
const Object<EndpointSummary>& describe() {
  using E = EndpointSummary;
  static const auto made = object<E>("EndpointSummary")
                               .field("method", &E::method, "HTTP method", "GET")
                               .field("path", &E::path, "Path, with its parameters in braces", "/health/")
                               .field("tag", &E::tag, "Its section of the documentation", "Service")
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
                               .field("links", &A::links, "Links to the documentation")
                               .field("endpoints", &A::endpoints, "All endpoints");
  return made;
}

}  // namespace kpa::schema
