#include "core/http/request_target.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kpa::http {
namespace {

TEST(Host, IsANameOrAnAddressAndPerhapsAPort) {
  for (const auto* host : {"a",
                           "kpa.example",
                           "KPA.example",
                           "kpa.example.",
                           "kpa-1.example:8000",
                           "a:",
                           "a:0",
                           "a:65535",
                           "192.0.2.7",
                           "192.0.2.7:80",
                           "[::1]",
                           "[2001:db8::7]:8000",
                           "[::ffff:192.0.2.7]",
                           "[::1]:",
                           "my_service",
                           "a%20b",
                           "%E0%A4%95.example",
                           "xn--11b4c3d",
                           "",
                           ":80"})
    EXPECT_TRUE(is_host_and_port(host)) << host;
}

TEST(Host, IsNothingElse) {
  for (const auto* host :
       {"a/b",         "u@a",  "u:p@a",   "a b",         "a,b",     "a, a",         "a:99x",       "a:x",
        "a:-1",        "a:+1", "a:65536", "a:100000000", "a:80:80", "::1",          "2001:db8::7", "[::1",
        "::1]",        "[]",   "[a]",     "[::1]a",      "[::1]80", "[::1%25eth0]", "[v1.x]",      "[::g]",
        "[192.0.2.7]", "a%",   "a%2",     "a%zz",        "a%2g",    "a?b",          "a#b",         "a\\b",
        "http://a",    "<a>",  "a\"",     "a|b",         "a\tb",    "\xe0\xa4\x95", "*\x01"})
    EXPECT_FALSE(is_host_and_port(host)) << host;
}

std::string parsed(std::string_view target, Method method = Method::get) {
  const auto found = parse_target(method, target);
  return found ? std::string(found->path) + ' ' + std::string(found->query) : "none";
}

TEST(Target, IsAPathAndAQuery) {
  EXPECT_EQ(parsed("/"), "/ ");
  EXPECT_EQ(parsed("/a/b?c=d&e"), "/a/b c=d&e");
  EXPECT_EQ(parsed("/a?"), "/a ");
  EXPECT_EQ(parsed("/a?b?c"), "/a b?c");
  EXPECT_EQ(parsed("//a/b"), "//a/b ");
  EXPECT_EQ(parsed("/http://a/b"), "/http://a/b ");
}

TEST(Target, MayNameItsServer) {
  for (const auto* scheme : {"http://", "HTTP://", "Http://", "https://", "HTTPS://"})
    for (const auto* host : {"a", "a:8000", "a:", "[::1]:8000", "192.0.2.7"}) {
      const std::string server = std::string(scheme) + host;
      EXPECT_EQ(parsed(server), "/ ") << server;
      EXPECT_EQ(parsed(server + "/"), "/ ") << server;
      EXPECT_EQ(parsed(server + "/a?b"), "/a b") << server;
      EXPECT_EQ(parsed(server + "?b"), "/ b") << server;
    }
}

TEST(Target, IsTheWholeServerForOptions) {
  for (const auto* target : {"*", "http://a", "HTTPS://a:8000"})
    EXPECT_EQ(parsed(target, Method::options), "* ") << target;
  EXPECT_EQ(parsed("http://a/", Method::options), "/ ");
  EXPECT_EQ(parsed("/a", Method::options), "/a ");
  EXPECT_EQ(parsed("*"), "none");
  EXPECT_EQ(parsed("*a", Method::options), "none");
}

TEST(Target, IsNothingElse) {
  for (const auto* target : {"",
                             "a",
                             "a/b",
                             "a:80",
                             "?a",
                             "/a#b",
                             "/#",
                             "/a?b#c",
                             "http://a/#b",
                             "http:/a",
                             "http:a",
                             "http//a",
                             "http://",
                             "http:///a",
                             "http://?a",
                             "http://:80/a",
                             "http://u@a/b",
                             "http://u:p@a/b",
                             "http://a:99x/b",
                             "http://a b/",
                             "http://a,b/c",
                             "http://[::1/a",
                             "ftp://a/b",
                             "file:///etc/passwd",
                             "httpx://a/b",
                             "\\a",
                             "*"})
    EXPECT_EQ(parsed(target), "none") << target;
}

}  // namespace
}  // namespace kpa::http
