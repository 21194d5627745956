#include "core/http/gzip.hpp"

#include <memory>
#include <new>

#include <zlib.h>

namespace kpa::http {
namespace {

constexpr int level = 1;  // JSON shrinks six-fold already; higher levels cost more time than they save bytes
constexpr int gzip_wrapper = 15 + 16;
constexpr int memory = 8;

/// Setting up costs more than compressing a small answer, so each thread keeps one.
z_stream& stream() {
  struct End {
    void operator()(z_stream* owned) const {
      deflateEnd(owned);
      delete owned;
    }
  };
  thread_local const std::unique_ptr<z_stream, End> kept = [] {
    std::unique_ptr<z_stream, End> fresh(new z_stream());
    if (deflateInit2(fresh.get(), level, Z_DEFLATED, gzip_wrapper, memory, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
    return fresh;
  }();
  return *kept;
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

bool takes_gzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    const std::size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
    std::string_view one = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    const std::size_t semicolon = std::min(one.find(';'), one.size());
    std::string_view name = one.substr(0, semicolon);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    const std::string_view weight = one.substr(semicolon);
    const bool refused =
        weight.find("q=0") != weight.npos && weight.find_first_of("123456789") == weight.npos;
    if (name == "gzip" || name == "x-gzip") return !refused;
    if (name == "*") any = !refused;
  }
  return any;
}

}  // namespace kpa::http
