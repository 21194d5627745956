#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/enum_names.hpp"
#include "core/schema/object.hpp"

namespace kpa::service_info {

/// By increasing severity. Degraded: something is missing that the service can do without.
enum class Status { ok, degraded, failed };

/// The result of one check.
struct Check {
  std::string name;
  Status status = Status::ok;
  i18n::Message detail = {};
  std::int64_t ms = 0;
};

struct HealthQuery {
  std::optional<bool> deep;
};

struct Health {
  Status status = Status::ok;
  std::string version;
  std::vector<Check> checks = {};  ///< empty unless asked for
};

/// Addresses on this server.
struct Links {
  std::string documentation;
  std::string reference;
  std::string openapi;
  std::string health;
  std::string info;
};

struct ApiRoot {
  Status status = Status::ok;
  std::string name;
  std::string version;
  Links links;
};

struct EndpointSummary {
  std::string method;
  std::string path;
  std::string tag;
  std::string summary;
  std::string access;
};

struct ApiDescription {
  std::string name;
  std::string version;
  std::string description;
  Links links;
  std::vector<EndpointSummary> endpoints;
};

}  // namespace kpa::service_info

template <>
struct kpa::EnumNames<kpa::service_info::Status> {
  using S = service_info::Status;
  static constexpr std::array<std::pair<S, std::string_view>, 3> table{
      {{S::ok, "ok"}, {S::degraded, "degraded"}, {S::failed, "failed"}}};
};

namespace kpa::schema {
template <>
const Object<service_info::Check>& describe();
template <>
const Object<service_info::HealthQuery>& describe();
template <>
const Object<service_info::Health>& describe();
template <>
const Object<service_info::Links>& describe();
template <>
const Object<service_info::ApiRoot>& describe();
template <>
const Object<service_info::EndpointSummary>& describe();
template <>
const Object<service_info::ApiDescription>& describe();
}  // namespace kpa::schema
