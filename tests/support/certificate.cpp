#include "tests/support/certificate.hpp"

#include <stdexcept>

#include "core/db/process.hpp"

namespace kpa::test {
namespace {

void make(const std::string& files) {
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=test " + files;
  if (db::exit_of(db::launch({.arguments = {"/bin/sh", "-c", command}}), true) != 0)
    throw std::runtime_error("no certificate from: " + command);
}

}  // namespace

Certificate::Certificate(const std::string& name) {
  const std::string ca_key = directory_.path() / "ca.key";
  make("-out " + ca() + " -keyout " + ca_key);
  make("-out " + certificate() + " -keyout " + key() + " -CA " + ca() + " -CAkey " + ca_key +
       " -addext subjectAltName=" + name);
}

}  // namespace kpa::test
