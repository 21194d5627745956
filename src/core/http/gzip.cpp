#include "core/http/gzip.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <optional>

#include <zlib.h>

#include "core/text.hpp"

namespace kpa::http {
namespace {

constexpr int gzip_level = 1;  // JSON shrinks to a sixth already; higher levels cost more time than they save
constexpr int gzip_wrapper = 15 + 16;
constexpr int memory = 8;

/// Each thread keeps one stream: setting it up costs more than compressing a small answer.
z_stream& stream() {
  struct End {
    void operator()(z_stream* owned) const {
      deflateEnd(owned);
      delete owned;
    }
  };
  thread_local const std::unique_ptr<z_stream, End> kept = [] {
    std::unique_ptr<z_stream, End> fresh(new z_stream());
    if (deflateInit2(fresh.get(), gzip_level, Z_DEFLATED, gzip_wrapper, memory, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
    return fresh;
  }();
  return *kept;
}

/// The weight in a parameter `;q=0.5` (RFC 9110 §12.4.2), in thousandths: 1,000 when there is none, 0 when it
/// cannot be read.
int weight_in(std::string_view parameter) {
  if (trimmed(parameter).empty()) return 1'000;
  parameter = trimmed(parameter.substr(1));
  if (!same_letters(parameter.substr(0, 2), "q=")) return 0;
  parameter.remove_prefix(2);
  const bool one = parameter.starts_with('1');
  if (parameter.empty() || parameter.size() > 5 || (!one && parameter.front() != '0')) return 0;
  if (parameter.size() > 1 && parameter[1] != '.') return 0;
  int weight = 0;
  for (std::size_t at = 2; at < 5; ++at) {
    if (at < parameter.size() && !is_digit(parameter[at])) return 0;
    weight = weight * 10 + (at < parameter.size() ? parameter[at] - '0' : 0);
  }
  return one ? 1'000 : weight;
}

}  // namespace

std::string gzip(std::string_view text) {
  z_stream& z = stream();
  deflateReset(&z);
  std::string out(deflateBound(&z, text.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  return out;
}

int liking(std::string_view accept_encoding, std::string_view coding) {
  std::optional<int> named, identity, any;  // thousandths
  while (!accept_encoding.empty()) {
    const std::size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view one = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    const std::size_t semicolon = std::min(one.find(';'), one.size());
    const std::string_view name = trimmed(one.substr(0, semicolon));
    const int weight = weight_in(one.substr(semicolon));
    if (same_letters(name, coding) || (coding == "gzip" && same_letters(name, "x-gzip")))
      named = std::max(named.value_or(0), weight);
    else if (same_letters(name, "identity"))
      identity = weight;
    else if (name == "*")
      any = weight;
  }
  const int liked = named.value_or(any.value_or(0));
  return liked >= identity.value_or(0) ? liked : 0;
}

bool takes_gzip(std::string_view accept_encoding) { return liking(accept_encoding, "gzip") > 0; }

}  // namespace kpa::http
