#pragma once

#include <string>

#include "tests/support/database.hpp"

namespace kpa::test {

/// A certificate for `name` ("DNS:localhost", "IP:127.0.0.1"), its key and the CA that signed it, in PEM
/// files that go with it.
class Certificate {
 public:
  explicit Certificate(const std::string& name);

  std::string ca() const { return directory_.path() / "ca.pem"; }
  std::string certificate() const { return directory_.path() / "server.pem"; }
  std::string key() const { return directory_.path() / "server.key"; }

 private:
  TemporaryDirectory directory_;
};

}  // namespace kpa::test
