#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/optional/optional.hpp>

#include "core/http/message.hpp"
#include "core/http/request_target.hpp"
#include "core/problem.hpp"

namespace kpa::http {

/// Bytes of a body that were read and not consumed yet. An announced length allocates nothing.
struct GatheredBody {
  using value_type = std::string;

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, boost::beast::error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& error) {
      error = {};
      const std::size_t before = body_.size();
      for (const boost::asio::const_buffer part : boost::beast::buffers_range_ref(buffers))
        body_.append(static_cast<const char*>(part.data()), part.size());
      return body_.size() - before;
    }
    void finish(boost::beast::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

/// Parses a request. Trailer fields after the last chunk are checked like header fields and dropped: they
/// must not be merged into the header (RFC 9110 §6.5.1), which proxies have checked and completed.
class RequestParser final : public boost::beast::http::request_parser<GatheredBody> {
 public:
  using Field = boost::beast::http::field;
  using ErrorCode = boost::beast::error_code;

  /// Limits the bytes of chunk extensions of a request; nobody reads them.
  explicit RequestParser(std::size_t most_extensions) : extensions_left_(most_extensions) {}

  /// A single-valued field that came more than once; `unknown` if there is none.
  Field doubled() const { return doubled_; }

 private:
  void on_field_impl(Field field, boost::beast::string_view name, boost::beast::string_view value,
                     ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view extensions,
                            ErrorCode& error) override;

  std::size_t extensions_left_;
  unsigned seen_ = 0;
  Field doubled_ = Field::unknown;
};

/// Wraps a header of Beast as Headers.
class Fields final : public Headers {
 public:
  explicit Fields(const boost::beast::http::fields& fields) : fields_(fields) {}
  std::string_view find(std::string_view name) const override;
  std::size_t count(std::string_view name) const override;

 private:
  const boost::beast::http::fields& fields_;
};

/// Nothing for methods that we do not support.
std::optional<Method> method_of(boost::beast::http::verb verb);

/// The target of a request with this header, or why the request is refused for anybody.
Outcome<Target> asked_for(const RequestParser& parser);

/// What to tell a client when reading its request fails with `error`. Nothing when the connection is broken.
std::optional<Problem> misframed(const boost::system::error_code& error);

/// Whether the client waits for `100 Continue` before it sends its body (RFC 9110 §10.1.1).
bool awaits_continue(const RequestParser& parser);

/// The values of all fields of this name, joined with commas, which means the same (RFC 9110 §5.3).
std::string all_values(const boost::beast::http::fields& header, std::string_view name);

}  // namespace kpa::http
