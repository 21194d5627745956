#pragma once

#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "core/http/answers.hpp"
#include "core/http/idempotency.hpp"
#include "core/http/push.hpp"
#include "core/http/router.hpp"
#include "core/i18n/speech.hpp"
#include "core/schema/patch.hpp"

namespace kpa::http {

/// The inputs of a handler. Each reads its value from the request, or records what is wrong with it.
template <class T>
struct PathValue {
  using Value = T;
  std::size_t position;
  std::optional<T> read(const Call&, const std::vector<std::string>& values, Problem& problem) const {
    schema::Issues issues;
    auto value = schema::Codec<T>::read_text(values.at(position), schema::Path(), issues);
    if (!value) problem.code = Code::not_found;  // no record can have such an id
    return value;
  }
  static void write_meaning(const T& value, std::string& out) { schema::write_meaning(value, out); }
};

// What is the same for all endpoints is compiled once, in endpoint.cpp: a route costs the compiler little.

void add_problem(Problem& to, Problem more);
/// The parameters of a query string; or nothing, and a problem.
std::optional<schema::Pairs> query_pairs(std::string_view query, Problem& problem);
/// The body, parsed; or nothing, and a problem: it is no JSON, or encoded.
std::optional<boost::json::value> json_body(const Request& request, Problem& problem);
/// Why a text body with these headers is refused: it must have this media type and, as far as the headers
/// say, be in UTF-8.
std::optional<Problem> unsupported_text(const Headers& headers, std::string_view media_type);

template <class T>
struct QueryValue {
  using Value = T;
  std::optional<T> read(const Call& call, const std::vector<std::string>&, Problem& problem) const {
    const auto pairs = query_pairs(call.request.query, problem);
    if (!pairs) return std::nullopt;
    // In a GET an empty filter counts as absent. In a write, an empty `dry_run=` must not count as "no".
    const bool reads = call.request.method == Method::get || call.request.method == Method::head;
    auto value = schema::decode_query<T>(*pairs, reads ? schema::Blank::allowed : schema::Blank::refused);
    if (value) return std::move(*value);
    add_problem(problem, value.error());
    return std::nullopt;
  }
  static void write_meaning(const T& value, std::string& out) { schema::write_meaning(value, out); }
};

template <class Input>
constexpr bool takes_query = false;
template <class T>
constexpr bool takes_query<QueryValue<T>> = true;

template <class T>
struct BodyValue {
  using Value = T;
  std::optional<T> read(const Call& call, const std::vector<std::string>&, Problem& problem) const {
    const auto json = json_body(call.request, problem);
    if (!json) return std::nullopt;
    auto value = schema::decode_value<T>(*json);
    if (value) return std::move(*value);
    add_problem(problem, value.error());
    return std::nullopt;
  }
  static void write_meaning(const T& value, std::string& out)
    requires schema::Writable<T>
  {
    schema::write_meaning(value, out);
  }
};

/// A body that is text of another media type than JSON, unchanged: it may not even be valid UTF-8.
struct TextValue {
  using Value = std::string;
  std::string media_type;
  std::optional<std::string> read(const Call& call, const std::vector<std::string>&, Problem& problem) const {
    auto unsupported = unsupported_text(call.request.headers, media_type);
    if (!unsupported) return std::string(call.request.body);
    add_problem(problem, std::move(*unsupported));
    return std::nullopt;
  }
  static void write_meaning(const std::string& value, std::string& out) { out += value; }
};

/// Gives the body of a request part by part, for handlers that `receive` it.
class BodyStream {
 public:
  explicit BodyStream(const Request& request) : request_(request) {}

  /// The next part, some KiB, valid until the next call; empty at the end. Until it is called, the client
  /// cannot send more.
  Task<Outcome<std::string_view>> next() {
    if (request_.arriving != nullptr) return request_.arriving->next();
    return rest();
  }

 private:
  Task<Outcome<std::string_view>> rest() { co_return std::exchange(at_end_, true) ? "" : request_.body; }

  const Request& request_;
  bool at_end_ = false;
};

/// A body that `receive` consumes part by part, so that it is never in memory as a whole. The result of
/// `receive` is the handler's input. `receive` must have no lasting effect: only the handler, which runs once
/// per Idempotency-Key, may. Repeats are recognised by the result's write_meaning(), a digest of the body.
/// `drop` gets the result once there is an answer, also a refusal, and deletes what the handler did not take
/// over. After a crash it is not called: something else must find and delete leftovers.
template <class T>
struct ReceivedBody {
  using Value = T;
  using Receive = std::function<Task<Outcome<T>>(const Call&, BodyStream body)>;
  using Drop = std::function<Task<void>(T)>;
  std::string media_type;
  Receive receive;
  Drop drop;

  bool fits(const Call& call, Problem& problem) const {
    auto unsupported = unsupported_text(call.request.headers, media_type);
    if (!unsupported) return true;
    add_problem(problem, std::move(*unsupported));
    return false;
  }
  static void write_meaning(const T& value, std::string& out)
    requires requires { value.write_meaning(out); }
  {
    value.write_meaning(out);
  }
};

template <class Input>
constexpr bool is_received = false;
template <class T>
constexpr bool is_received<ReceivedBody<T>> = true;

/// Whether all inputs have write_meaning(), so that a repeated request can be recognised.
template <class... Inputs>
concept Comparable = (requires(const typename Inputs::Value& value, std::string& out) {
  Inputs::write_meaning(value, out);
} && ...);

/// An answer to be saved as a file; its body is made while it is sent.
struct Download {
  std::string file_name;  ///< letters, digits, `-`, `_` and `.`
  StreamBody body;
  std::string_view content_type = {};  ///< a constant; empty: the first that the route declares
};
Response download_response(const Route& route, Download download);

/// Sets the record's version as ETag; it differs by language where the texts do. Other GET answers get a
/// digest of their body as ETag.
void add_version(std::string tag, Response& response);
template <class Record>
void add_version(const Record& record, Response& response) {
  if constexpr (requires { record.version; })
    if (auto tag = schema::describe<Record>().tag_of(record)) add_version(std::move(*tag), response);
}

/// Where the record is that the request made.
void add_location(const Route& route, std::int64_t id, Response& response);

/// An answer without a body.
struct Nothing {
  std::vector<std::string> cookies = {};  ///< Set-Cookie fields
};

void add_cookies(const std::vector<std::string>& cookies, Response& response);

/// The route's answer, still without a body.
Response begun_answer(const Route& route);

/// Encodes the value as the route's answer, with texts in `language`.
template <class T>
Response answer_with(const Route& route, const T& value, i18n::Language language) {
  Response response = begun_answer(route);
  {
    const i18n::Speech speech(language);
    schema::Codec<T>::write(value, response.body);
    if (speech.said_something()) response.language = language;
  }
  if constexpr (requires { value.cookies; }) add_cookies(value.cookies, response);
  if constexpr (requires { value.data.version; })
    add_version(value.data, response);
  else
    add_version(value, response);
  if constexpr (requires { value.data.id; })
    add_location(route, value.data.id, response);
  else if constexpr (requires { value.id; })
    add_location(route, value.id, response);
  return response;
}

/// Refuses every query parameter, for a route that takes none.
bool has_no_query(std::string_view query, Problem& problem);

/// The type that a handler returns for an answer of type T.
template <class T>
struct HandlerGives {
  using Type = T;
};
template <class T>
struct HandlerGives<Envelope<T>> {
  using Type = T;
};

/// Adds the route's message to the answer, unless the handler set one or the answer has no place for it.
template <class Answer>
Answer with_message(typename HandlerGives<Answer>::Type given, i18n::Text message) {
  if constexpr (!std::is_same_v<Answer, typename HandlerGives<Answer>::Type>) {
    return Answer{.message = message, .data = std::move(given)};
  } else {
    if constexpr (requires {
                    given.message = message;
                    given.data;
                  })
      if (given.message.empty()) given.message = message;
    return given;
  }
}

Task<Response> refuse(Problem problem, std::string request_id, i18n::Language language);

/// Calls `answer` once per Idempotency-Key and `meaning` of the inputs (schema::write_meaning()). `values`
/// are those of the path.
Task<Response> answer_once(const Route& route, Call call, std::vector<std::string> values,
                           std::string meaning, std::function<Task<Response>(Call)> answer);

/// An empty path is none.
void add_alias(Route& route, std::string_view path);

/// What OpenAPI says of a route is put into it by these.
using SchemaOf = boost::json::object (*)(schema::Components&);
using ExampleOf = boost::json::value (*)();
Content json_content(SchemaOf schema, ExampleOf example, i18n::Text message = {});
Content text_content(std::string media_type, std::string example);
/// Gives its position among the path's values.
std::size_t add_path_parameter(Route& route, std::string_view name, std::string_view description,
                               SchemaOf schema, boost::json::value example);
/// `field` lives as long as the program.
void add_query_parameter(Route& route, const schema::Member& field);

/// Builds one Route by a chain of calls that ends in handle(), which compiles only after allow(). The handler
/// takes the Call and then, in the order of declaration, the path values, the query and the body.
template <bool Allowed, class Answer, class... Inputs>
class Endpoint {
 public:
  Endpoint(Router& router, std::shared_ptr<Route> route, std::tuple<Inputs...> inputs)
      : router_(router), route_(std::move(route)), inputs_(std::move(inputs)) {}

  /// Adds a second path for the same route; empty: none.
  Endpoint&& alias(std::string_view path) && {
    add_alias(*route_, path);
    return std::move(*this);
  }
  /// For a POST that makes a record whose address is below another path than its own.
  Endpoint&& makes_in(std::string_view collection) && {
    route_->makes_in = collection;
    return std::move(*this);
  }
  /// Sets the operationId, which generated clients use as function name: a verb and its object, such as
  /// `createWheelSpecification`. Every documented route has its own.
  Endpoint&& operation(std::string_view id) && {
    route_->operation = id;
    return std::move(*this);
  }
  Endpoint&& summary(std::string_view text) && {
    route_->summary = text;
    return std::move(*this);
  }
  Endpoint&& description(std::string_view text) && {
    route_->description = text;
    return std::move(*this);
  }
  /// Also answered when all connections are in use: for quick routes that monitoring asks.
  Endpoint&& even_when_full() && {
    route_->when_full = true;
    return std::move(*this);
  }
  /// Leaves the route out of the OpenAPI document.
  Endpoint&& undocumented() && {
    route_->documented = false;
    return std::move(*this);
  }
  /// The answer holds credentials: it must not be cached, nor compressed on its way (BREACH).
  Endpoint&& secret() && {
    route_->secret = true;
    return std::move(*this);
  }
  /// Replaces how the sender is identified, for a route that demands less, or more, than others.
  Endpoint&& authenticated_by(Authenticate authenticate) && {
    route_->authenticate = std::move(authenticate);
    return std::move(*this);
  }
  /// For a route without login: `sender` reads from the request (from a refresh token, say) whose rate limit
  /// it counts against. Without it, or when it returns nobody, the request counts against its address.
  Endpoint&& counts_for(std::function<Caller(const Request&)> sender) && {
    route_->counts_for = std::move(sender);
    return std::move(*this);
  }
  /// Sets the class of rate limits that it counts against, if that does not follow from the method.
  Endpoint&& counts_as(LimitClass limited) && {
    route_->counts_as = limited;
    return std::move(*this);
  }
  /// Adds failures to those that follow from the declaration.
  Endpoint&& fails_with(std::initializer_list<Code> codes) && {
    route_->failures.insert(route_->failures.end(), codes);
    return std::move(*this);
  }
  /// Accepts If-Match; the handler must check Call::expects().
  Endpoint&& conditional() && {
    route_->takes_if_match = true;
    return std::move(*this);
  }
  /// For a POST that creates: accepts an Idempotency-Key. The handler must write only through Call::unit.
  Endpoint&& once() && {
    route_->takes_idempotency_key = true;
    return std::move(*this);
  }

  Endpoint<true, Answer, Inputs...> allow(Role role) && {
    route_->role = role;
    return {router_, route_, std::move(inputs_)};
  }
  /// Lets in everybody who has the permission at all; the service decides on whose records, by
  /// Permission::reach_of.
  Endpoint<true, Answer, Inputs...> allow(const Permission& permission) && {
    route_->permission = &permission;
    return std::move(*this).allow(permission.least_role());
  }

  template <class T>
  Endpoint<Allowed, Answer, Inputs..., PathValue<T>> path(std::string_view name,
                                                          std::string_view description) && {
    const std::size_t position = add_path_parameter(*route_, name, description, schema::Codec<T>::document,
                                                    schema::Codec<T>::example());
    return {router_, route_, std::tuple_cat(std::move(inputs_), std::tuple(PathValue<T>{position}))};
  }
  template <class T>
  Endpoint<Allowed, Answer, Inputs..., QueryValue<T>> query() && {
    for (const auto* field : schema::describe<T>().fields()) add_query_parameter(*route_, *field);
    return {router_, route_, std::tuple_cat(std::move(inputs_), std::tuple(QueryValue<T>()))};
  }
  template <class T>
  Endpoint<Allowed, Answer, Inputs..., BodyValue<T>> body() && {
    route_->body = json_content(schema::Codec<T>::document, schema::Codec<T>::example);
    return {router_, route_, std::tuple_cat(std::move(inputs_), std::tuple(BodyValue<T>()))};
  }
  /// The body is text of this media type, such as text/csv; the handler gets it unchanged.
  Endpoint<Allowed, Answer, Inputs..., TextValue> text_body(std::string media_type, std::string example) && {
    route_->body = text_content(media_type, std::move(example));
    return {router_, route_,
            std::tuple_cat(std::move(inputs_), std::tuple(TextValue{std::move(media_type)}))};
  }
  /// The body is text of this media type, consumed by `receive` after everything else about the request has
  /// been checked: see ReceivedBody. Comes after path() and query().
  template <class T>
  Endpoint<Allowed, Answer, Inputs..., ReceivedBody<T>> receives(
      std::string media_type, std::string example, typename ReceivedBody<T>::Receive receive,
      typename ReceivedBody<T>::Drop drop = {}) && {
    route_->body = text_content(media_type, std::move(example));
    route_->streams_body = true;
    return {router_, route_,
            std::tuple_cat(
                std::move(inputs_),
                std::tuple(ReceivedBody<T>{std::move(media_type), std::move(receive), std::move(drop)}))};
  }
  /// Allows a body of this many bytes, whatever server.max_body says.
  Endpoint&& body_up_to(std::size_t bytes) && {
    route_->most_body = bytes;
    return std::move(*this);
  }
  /// The answer is a file of this Content-Type, made while it is sent: the handler returns a Download.
  Endpoint<Allowed, Download, Inputs...> downloads(std::string content_type, std::string example) && {
    route_->streams = true;
    route_->answer = text_content(std::move(content_type), std::move(example));
    return {router_, route_, std::move(inputs_)};
  }
  /// The file may also be of this Content-Type: see Download::content_type.
  Endpoint&& or_downloads(std::string content_type, std::string example = {}) && {
    route_->other_answers.push_back(text_content(std::move(content_type), std::move(example)));
    return std::move(*this);
  }
  /// The client listens over a WebSocket: the handler returns a Push, each of whose messages is a T.
  template <class T>
  Endpoint<Allowed, Push, Inputs...> pushes() && {
    route_->pushes = true;
    route_->status = 101;
    route_->answer = json_content(schema::Codec<T>::document, schema::Codec<T>::example);
    return {router_, route_, std::move(inputs_)};
  }
  /// `message` is the text for a person, unless the handler gives another.
  template <class T>
  Endpoint<Allowed, T, Inputs...> answers(int status = 200, i18n::Text message = {}) && {
    route_->status = status;
    route_->message = message;
    route_->answer = json_content(schema::Codec<T>::document, schema::Codec<T>::example, message);
    return {router_, route_, std::move(inputs_)};
  }
  Endpoint<Allowed, Nothing, Inputs...> answers_nothing() && {
    route_->status = 204;
    return {router_, route_, std::move(inputs_)};
  }

  /// `handler(const Call&, inputs…)` returns a Task<Outcome<Answer>>; for an Envelope, only its content.
  template <class F>
    requires Allowed
  void handle(F handler) && {
    static_assert(
        std::is_invocable_r_v<Task<Outcome<Given>>, F, const Call&, typename Inputs::Value...>,
        "the handler takes const Call& and the declared inputs, and gives Task<Outcome<the answer's type>>");
    if (route_->takes_idempotency_key && !Comparable<Inputs...>)
      throw std::logic_error(route_->path + ": repeats of such an input cannot be known");
    route_->handler = Handler<F>{*route_, std::move(inputs_), std::move(handler)};
    router_.add(route_);
  }

 private:
  using Given = typename HandlerGives<Answer>::Type;
  using Read = std::tuple<std::optional<typename Inputs::Value>...>;
  template <class... Several>
  struct Last {
    using Type = void;
  };
  template <class First, class... Rest>
  struct Last<First, Rest...> {
    using Type = std::conditional_t<sizeof...(Rest) == 0, First, typename Last<Rest...>::Type>;
  };
  using LastInput = typename Last<Inputs...>::Type;

  /// What the route keeps as its handler. It stays where it is as long as there are requests.
  template <class F>
  struct Handler {
    const Route& route;
    std::tuple<Inputs...> inputs;
    F handle;

    Task<Response> operator()(Call call, std::vector<std::string> values) const {
      Problem problem{.code = Code::validation_failed};
      bool good = true;
      Read read = std::apply(
          [&](const Inputs&... input) { return Read{read_one(input, call, values, problem, good)...}; },
          inputs);
      if constexpr (!(takes_query<Inputs> || ...)) good = has_no_query(call.request.query, problem) && good;
      if (!good) return refuse(std::move(problem), std::string(call.request.request_id), call.language());
      if constexpr (is_received<LastInput>)
        return receive(*this, std::move(call), std::move(values), std::move(read));
      else
        return understood(*this, std::move(call), std::move(values), std::move(read));
    }
  };

  template <class F>
  static Task<Response> understood(const Handler<F>& handler, Call call, std::vector<std::string> values,
                                   Read read) {
    if constexpr (Comparable<Inputs...>)
      if (call.keyed != nullptr) {
        std::string meaning = std::apply(
            [](const auto&... value) {
              std::string out;
              ((Inputs::write_meaning(*value, out), out += '\n'), ...);
              return out;
            },
            read);
        return answer_once(handler.route, std::move(call), std::move(values), std::move(meaning),
                           [&handler, read = std::move(read)](Call inside) {
                             return answer(handler, std::move(inside), read);
                           });
      }
    return answer(handler, std::move(call), std::move(read));
  }

  /// The only coroutine of an endpoint beside its handler.
  template <class F>
  static Task<Response> answer(const Handler<F>& handler, Call call, Read read) {
    Outcome<Given> outcome =
        co_await std::apply([&](auto&... value) { return handler.handle(call, std::move(*value)...); }, read);
    co_return respond(handler.route, std::move(outcome), call);
  }

  /// Reads the body, the last input, and then calls the handler.
  template <class F>
  static Task<Response> receive(const Handler<F>& handler, Call call, std::vector<std::string> values,
                                Read read) {
    constexpr std::size_t last = sizeof...(Inputs) - 1;
    const auto& input = std::get<last>(handler.inputs);
    auto received = co_await input.receive(call, BodyStream(call.request));
    if (!received) co_return problem_response(received.error(), call.request.request_id, call.language());
    std::get<last>(read) = *received;
    Response response = co_await understood(handler, call, std::move(values), std::move(read));
    if (input.drop) co_await input.drop(std::move(*received));
    co_return response;
  }

  static Response respond(const Route& route, Outcome<Given> outcome, const Call& call) {
    if (!outcome) return problem_response(outcome.error(), call.request.request_id, call.language());
    if constexpr (std::is_same_v<Answer, Nothing>) {
      Response response{.status = route.status, .content_type = ""};
      add_cookies(outcome->cookies, response);
      return response;
    } else if constexpr (std::is_same_v<Answer, Response>)
      return std::move(*outcome);
    else if constexpr (std::is_same_v<Answer, Push>)
      return Response{
          .status = route.status, .content_type = "", .push = std::make_shared<Push>(std::move(*outcome))};
    else if constexpr (std::is_same_v<Answer, Download>)
      return download_response(route, std::move(*outcome));
    else
      return answer_with(route, with_message<Answer>(std::move(*outcome), route.message), call.language());
  }

  template <class T>
  static std::optional<T> read_one(const ReceivedBody<T>& body, const Call& call,
                                   const std::vector<std::string>&, Problem& problem, bool& good) {
    good = body.fits(call, problem) && good;
    return std::nullopt;
  }
  template <class Input>
  static std::optional<typename Input::Value> read_one(const Input& input, const Call& call,
                                                       const std::vector<std::string>& values,
                                                       Problem& problem, bool& good) {
    auto value = input.read(call, values, problem);
    good = good && value.has_value();
    return value;
  }

  Router& router_;
  std::shared_ptr<Route> route_;
  std::tuple<Inputs...> inputs_;
};

/// Where a feature declares its endpoints, all under one tag of the documentation, which `about` describes.
class Routes {
 public:
  Routes(Router& router, std::string tag, std::string about = {});

  using Start = Endpoint<false, Nothing>;
  Start get(std::string_view path) const { return start(Method::get, path); }
  Start post(std::string_view path) const { return start(Method::post, path); }
  Start put(std::string_view path) const { return start(Method::put, path); }
  Start patch(std::string_view path) const { return start(Method::patch, path); }
  Start remove(std::string_view path) const { return start(Method::delete_, path); }

 private:
  Start start(Method method, std::string_view path) const;

  Router& router_;
  std::string tag_;
};

}  // namespace kpa::http
