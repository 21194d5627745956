#include "core/http/request_head.hpp"

#include <boost/beast/http/error.hpp>

namespace kpa::http {
namespace {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

constexpr unsigned http_1_0 = 10;
constexpr unsigned http_1_1 = 11;
constexpr std::size_t longest_target = 8U << 10U;

std::string_view standard(beast::string_view text) { return {text.data(), text.size()}; }

/// Fields that must not be repeated, because a proxy could use the first value and we the second. Each has
/// its own bit; all other fields have none.
unsigned bit_of(bhttp::field field) {
  switch (field) {
    case bhttp::field::host: return 1U << 0U;
    case bhttp::field::content_length: return 1U << 1U;
    case bhttp::field::content_type: return 1U << 2U;
    case bhttp::field::authorization: return 1U << 3U;
    case bhttp::field::origin: return 1U << 4U;
    default: return 0;
  }
}

/// Beast only checks that chunked is the last coding; other codings before it would reach us undecoded.
bool only_chunked(const bhttp::fields& header) {
  const auto codings = header.count(bhttp::field::transfer_encoding);
  return codings == 0 || (codings == 1 && beast::iequals(header[bhttp::field::transfer_encoding], "chunked"));
}

Problem malformed(i18n::Message message) {
  return {.code = Code::malformed_request, .message = std::move(message)};
}

}  // namespace

void RequestParser::on_field_impl(Field field, beast::string_view name, beast::string_view value,
                                  ErrorCode& error) {
  error = {};
  if (is_header_done()) return;
  if (const unsigned bit = bit_of(field); bit != 0) {
    const bool several = field == Field::content_length && value.find(',') != value.npos;  // `2, 2`
    if ((seen_ & bit) != 0 || several) doubled_ = field;
    seen_ |= bit;
  }
  get().insert(field, name, value);
}

void RequestParser::on_chunk_header_impl(std::uint64_t, beast::string_view extensions, ErrorCode& error) {
  error = {};
  if (extensions.size() > extensions_left_)
    error = bhttp::make_error_code(bhttp::error::bad_chunk_extension);
  else
    extensions_left_ -= extensions.size();
}

std::string_view Fields::find(std::string_view name) const {
  const auto found = fields_.find(beast::string_view(name.data(), name.size()));
  return found == fields_.end() ? std::string_view() : standard(found->value());
}

std::size_t Fields::count(std::string_view name) const {
  return fields_.count(beast::string_view(name.data(), name.size()));
}

std::optional<Method> method_of(bhttp::verb verb) {
  switch (verb) {
    case bhttp::verb::get: return Method::get;
    case bhttp::verb::head: return Method::head;
    case bhttp::verb::post: return Method::post;
    case bhttp::verb::put: return Method::put;
    case bhttp::verb::patch: return Method::patch;
    case bhttp::verb::delete_: return Method::delete_;
    case bhttp::verb::options: return Method::options;
    default: return std::nullopt;
  }
}

Outcome<Target> asked_for(const RequestParser& parser) {
  const auto& header = parser.get();
  const auto host = header.find(bhttp::field::host);
  if (parser.doubled() == bhttp::field::host || (header.version() == http_1_1 && host == header.end()))
    return malformed(i18n::text("A request names its Host exactly once."));
  if (host != header.end() && !is_host_and_port(standard(host->value())))
    return malformed(i18n::text("The Host field is not a host, perhaps with a port."));
  if (parser.doubled() != bhttp::field::unknown)
    return malformed({i18n::text("The header field {field} may come only once, with one value."),
                      {{"field", std::string(standard(bhttp::to_string(parser.doubled())))}}});
  // An HTTP/1.0 proxy may not know chunked coding, and so see another end of the body (RFC 9112 §6.1).
  if (header.version() == http_1_0 && header.count(bhttp::field::transfer_encoding) > 0)
    return malformed(i18n::text("HTTP/1.0 has no Transfer-Encoding."));
  if (!only_chunked(header))
    return Problem{.code = Code::not_implemented,
                   .message = i18n::text("The only transfer coding understood is chunked.")};
  if (header.target().size() > longest_target) return Problem{.code = Code::uri_too_long};
  const auto method = method_of(header.method());
  if (!method)
    return Problem{.code = Code::not_implemented, .message = i18n::text("This method is not known here.")};
  const auto target = parse_target(*method, standard(header.target()));
  if (!target) return malformed(i18n::text("The request's target is no path of this server."));
  return *target;
}

std::optional<Problem> misframed(const boost::system::error_code& error) {
  if (error.category() != bhttp::make_error_code(bhttp::error::bad_method).category()) return std::nullopt;
  const bool early = error == bhttp::make_error_code(bhttp::error::partial_message);
  return malformed(early ? i18n::text("The request ends before it is complete.")
                         : i18n::text("The body is not framed as announced."));
}

bool awaits_continue(const RequestParser& parser) {
  const auto& header = parser.get();
  return header.version() == http_1_1 && beast::iequals(header[bhttp::field::expect], "100-continue") &&
         !parser.is_done();
}

std::string all_values(const bhttp::fields& header, std::string_view name) {
  std::string values;
  const auto [first, last] = header.equal_range(beast::string_view(name.data(), name.size()));
  for (auto field = first; field != last; ++field)
    values.append(values.empty() ? "" : ",").append(standard(field->value()));
  return values;
}

}  // namespace kpa::http
