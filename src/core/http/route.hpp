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

/// A parameter in OpenAPI.
struct Parameter {
  std::string name;
  std::string in;  ///< path, query or header
  std::string description;
  bool required = false;
  std::function<boost::json::object(schema::Components&)> schema;
  boost::json::value example;
};

/// A body in OpenAPI.
struct Content {
  std::function<boost::json::object(schema::Components&)> schema;
  std::function<boost::json::value()> example;
  std::string media_type = "application/json";  ///< as the Content-Type field has it
};

/// One endpoint: routing, permission check and OpenAPI entry are made from this.
struct Route {
  Method method = Method::get;
  std::string path;  ///< `/api/forms/wheel-specifications/{id}`
  std::vector<std::string> aliases;
  std::string makes_in;   ///< where the records are that it makes; empty: at its own path
  std::string operation;  ///< operationId, such as `createWheelSpecification`: its name in generated clients
  std::string tag;
  std::string summary;
  std::string description;
  Role role = Role::superuser;
  const Permission* permission = nullptr;  ///< its row of the permission matrix
  int status = 200;
  std::vector<Parameter> parameters;
  std::optional<Content> body;
  std::optional<Content> answer;
  std::vector<Content> other_answers;  ///< the same in other media types
  i18n::Text message;                  ///< text for a person, if the answer has a place for it
  std::vector<Code> failures;
  bool takes_idempotency_key = false;
  bool takes_if_match = false;
  bool documented = true;
  bool secret = false;
  bool streams = false;       ///< the answer is made while it is sent
  bool streams_body = false;  ///< the handler takes the body part by part
  bool pushes = false;        ///< over a WebSocket
  bool when_full = false;     ///< answered even when all connections are in use
  /// Bytes; not set: server.max_body, and less for routes without login.
  std::optional<std::size_t> most_body = {};
  std::optional<LimitClass> counts_as = {};  ///< not set: read or write, by the method
  Authenticate authenticate;                 ///< empty: the usual one
  /// For a route without login: the user or session that a request counts against. If empty, or if it returns
  /// nobody, the request counts against its address.
  std::function<Caller(const Request&)> counts_for;

  /// `values` are the decoded path parameters, in order.
  std::function<Task<Response>(Call call, std::vector<std::string> values)> handler;
};

}  // namespace kpa::http
