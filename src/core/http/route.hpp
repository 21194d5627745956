#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/http/caller.hpp"
#include "core/http/limit_class.hpp"
#include "core/http/permission.hpp"
#include "core/schema/codec.hpp"

namespace kpa::http {

/// What OpenAPI says of a parameter.
struct Parameter {
  std::string name;
  std::string in;  ///< path, query or header
  std::string description;
  bool required = false;
  std::function<boost::json::object(schema::Components&)> schema;
  boost::json::value example;
};

/// What OpenAPI says of a body.
struct Content {
  std::function<boost::json::object(schema::Components&)> schema;
  std::function<boost::json::value()> example;
  std::string media_type = "application/json";  ///< as the Content-Type field has it
};

/// One endpoint: from this come the routing, the permission check and the OpenAPI entry.
struct Route {
  Method method = Method::get;
  std::string path;  ///< `/api/forms/wheel-specifications/{id}`
  std::vector<std::string> aliases;
  std::string operation;  ///< `createWheelSpecification`: what clients that are generated call it
  std::string tag;
  std::string summary;
  std::string description;
  Role role = Role::superuser;
  const Permission* permission = nullptr;  ///< the row of the permission matrix that it is under
  int status = 200;
  std::vector<Parameter> parameters;
  std::optional<Content> body;
  std::optional<Content> answer;
  i18n::Text message;  ///< what the answer says to a person, where it has room for that
  std::vector<Code> failures;
  bool takes_idempotency_key = false;
  bool takes_if_match = false;
  bool documented = true;
  bool secret = false;
  bool streams = false;                       ///< the answer is made while it is sent
  bool streams_body = false;                  ///< the handler takes the body part by part
  bool pushes = false;                        ///< over a WebSocket
  bool when_full = false;                     ///< answered also where there is no room for more connections
  std::optional<std::size_t> most_body = {};  ///< bytes; nothing: server.max_body, and little without login
  std::optional<LimitClass> counts_as = {};   ///< nothing: read or write, by the method
  Authenticate authenticate;                  ///< nothing: as on all other routes
  /// The user or the session that a request is counted for that needs no login; nothing, or nobody: its
  /// address.
  std::function<Caller(const Request&)> counts_for;

  /// `values` are the path's parameters, decoded, in order.
  std::function<Task<Response>(Call call, std::vector<std::string> values)> handler;
};

}  // namespace kpa::http
