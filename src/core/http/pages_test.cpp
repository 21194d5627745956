// Files, web apps, ranges, and content encodings.
#include "core/http/pages.hpp"

#include <filesystem>
#include <fstream>

#include "core/http/byte_range.hpp"
#include "core/http/gzip.hpp"
#include "core/http/rig_for_test.hpp"

namespace kpa::http {
namespace {

using test::get_request;
using testing::HasSubstr;

const std::string script = "console.log('" + std::string(3'000, 'x') + "')";
const std::string compressed_script = gzip(script);
constexpr std::string_view picture = "\x89PNG 0123456789";

/// A web app at the root, beside the rig's routes.
std::unique_ptr<Rig> rig_with_app() {
  static const std::array<EmbeddedFile, 2> files{
      {{"assets/app-B1x.js.gz", compressed_script}, {"icon.png", picture}}};
  auto rig = std::make_unique<Rig>();
  add_pages(rig->router(), "/",
            Pages()
                .add_all(files, "assets/")
                .add("index.html", Asset::made("<!doctype html>app", "text/html; charset=utf-8"))
                .fall_back_to("index.html"));
  return rig;
}

TEST(Pages, ServeFilesAndFallBackToAPage) {
  const auto rig = rig_with_app();
  for (const auto* path : {"/", "/index.html", "/users", "/users/5/edit", "/users/", "/%C3%A9", "/a%20b"}) {
    const auto page = rig->ask(get_request(path));
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.body, "<!doctype html>app") << path;
    EXPECT_EQ(page.field("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.field("cache-control"), "no-cache");
  }
  const auto file = rig->ask(get_request("/assets/app-B1x.js"));
  EXPECT_EQ(file.body, script);
  EXPECT_EQ(file.field("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(file.field("cache-control"), "public, max-age=31536000, immutable");
  const auto as_it_is = rig->ask(get_request("/icon.png", "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(as_it_is.body, picture);
  EXPECT_EQ(as_it_is.count("content-encoding") + as_it_is.count("vary"), 1U) << "only for its origin";
  for (const auto* path : {"/assets/app-old.js", "/icon.svg", "/x/icon.png", "//", "/a//b", "/../icon.png",
                           "/%2e%2e/icon.png", "/a/./b", "/assets%2Fapp-B1x.js", "/..%5Cicon.png", "/%zz"})
    expect_problem(rig->ask(get_request(path)), 404, "not_found");
}

TEST(Pages, LeaveOtherRoutesAlone) {
  const auto rig = rig_with_app();
  EXPECT_THAT(rig->ask(get_request("/notes/a")).body, HasSubstr("\"name\":\"a\""));
  for (const auto* path : {"/notes/a/b", "/numbers", "/staff/x", "/stream"})
    expect_problem(rig->ask(get_request(path)), 404, "not_found");
  const auto refused = rig->ask("POST /users HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  expect_problem(refused, 405, "method_not_allowed");
  EXPECT_EQ(refused.field("allow"), "GET, HEAD, OPTIONS");
}

TEST(Pages, TellWhatTheyAreWithoutSendingIt) {
  const auto rig = rig_with_app();
  auto client = rig->client();
  const auto head =
      client.ask("HEAD /assets/app-B1x.js HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n", true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("content-length"), std::to_string(script.size()));
  EXPECT_EQ(head.field("accept-ranges"), "bytes");
  const auto whole = client.ask(get_request("/assets/app-B1x.js"));
  EXPECT_EQ(whole.field("etag"), head.field("etag"));
  const auto same = client.ask(
      get_request("/assets/app-B1x.js", "If-None-Match: " + head.field("etag") + "\r\nRange: bytes=0-1\r\n"));
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.field("cache-control"), whole.field("cache-control"));
}

TEST(Pages, AreCompressedForWhoLikesThat) {
  const auto rig = rig_with_app();
  const auto plain = rig->ask(get_request("/assets/app-B1x.js"));
  const auto compressed = rig->ask(get_request("/assets/app-B1x.js", "Accept-Encoding: br, gzip\r\n"));
  EXPECT_EQ(compressed.body, compressed_script);
  EXPECT_EQ(compressed.field("content-encoding"), "gzip");
  EXPECT_NE(compressed.field("etag"), plain.field("etag")) << "other bytes";
  for (const auto& answer : {plain, compressed}) {
    const auto [first, last] = answer.fields.equal_range("vary");
    EXPECT_TRUE(
        std::any_of(first, last, [](const auto& field) { return field.second == "Accept-Encoding"; }));
  }
}

/// A folder as a web app's build leaves it.
class FolderOfPages : public testing::Test {
 protected:
  FolderOfPages() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "assets");
    put("index.html", "<!doctype html>app");
    put("assets/app-B1x.js", script);
    put("assets/app-B1x.js.gz", compressed_script);
    put("assets/app-B1x.js.br", "brotli");
    put("assets/plain-C2y.js", "1");
    put("assets/only-D3z.css", "a{}");
    put("assets/only-D3z.css.gz", gzip("a{}"));
    put("icon.png", picture);
    put("notes.draft", "no file of a web app");
    add_pages(rig_.router(), "/", Pages().add_folder(folder_, "assets/").with_policy("default-src 'self'"));
  }
  ~FolderOfPages() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& name, std::string_view content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }

  Rig rig_;

 private:
  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / "kpa-pages";
};

TEST_F(FolderOfPages, IsServedInTheCodingThatIsLikedMost) {
  struct Row {
    const char* path;
    const char* accepts;
    const char* coding;
    std::string_view body;
  };
  for (const auto& [path, accepts, coding, body] : std::initializer_list<Row>{
           {"/assets/app-B1x.js", "gzip, deflate, br", "br", "brotli"},
           {"/assets/app-B1x.js", "br", "br", "brotli"},
           {"/assets/app-B1x.js", "*", "br", "brotli"},
           {"/assets/app-B1x.js", "br;q=0.5, gzip", "gzip", compressed_script},
           {"/assets/app-B1x.js", "br;q=0, *", "gzip", compressed_script},
           {"/assets/app-B1x.js", "gzip", "gzip", compressed_script},
           {"/assets/app-B1x.js", "br;q=0.5, identity", "", script},
           {"/assets/app-B1x.js", "identity", "", script},
           {"/assets/only-D3z.css", "br, gzip;q=0.1", "gzip", {}},
           {"/assets/plain-C2y.js", "br, gzip", "", "1"},
           {"/icon.png", "br, gzip", "", picture},
       }) {
    const auto answer = rig_.ask(get_request(path, "Accept-Encoding: " + std::string(accepts) + "\r\n"));
    EXPECT_EQ(answer.status, 200) << path << ' ' << accepts;
    EXPECT_EQ(answer.count("content-encoding") > 0 ? answer.field("content-encoding") : "", coding)
        << path << ' ' << accepts;
    if (!body.empty()) {
      EXPECT_EQ(answer.body, body) << path << ' ' << accepts;
    }
    EXPECT_EQ(answer.field("content-security-policy"), "default-src 'self'");
    const auto again = rig_.ask(get_request(path, "Accept-Encoding: " + std::string(accepts) +
                                                      "\r\nIf-None-Match: " + answer.field("etag") + "\r\n"));
    EXPECT_EQ(again.status, 304) << path << ' ' << accepts;
  }
}

TEST_F(FolderOfPages, IsNoMoreThanTheFilesOfAnApp) {
  for (const auto* path : {"/notes.draft", "/assets/app-B1x.js.gz", "/assets/app-B1x.js.br", "/assets/",
                           "/%2e%2e/kpa-pages/icon.png"})
    expect_problem(rig_.ask(get_request(path)), 404, "not_found");
  EXPECT_THROW(Pages().add_folder("/nowhere"), std::filesystem::filesystem_error);
}

TEST_F(FolderOfPages, IsSentInPartInEachCoding) {
  const auto part =
      rig_.ask(get_request("/assets/app-B1x.js", "Accept-Encoding: br\r\nRange: bytes=1-3\r\n"));
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "rot");
  auto client = rig_.client();
  const auto head =
      client.ask("HEAD /assets/app-B1x.js HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\n\r\n", true);
  EXPECT_EQ(head.field("content-length"), "6");
  EXPECT_EQ(head.field("content-encoding"), "br");
}

TEST(Pages, TakeGzipByItsQuality) {
  for (const auto* field : {"gzip", "GZIP", "x-gzip", "br, gzip", "gzip;q=1", "gzip; q=0.001", "*", "*;q=0.5",
                            "gzip;q=0.5, identity;q=0.5", "gzip;Q=1.000", "identity;q=0, *", "gzip , br",
                            "identity;q=0.1, gzip;q=0.2", "gzip;q=0, x-gzip"})
    EXPECT_TRUE(takes_gzip(field)) << field;
  for (const auto* field :
       {"", "br", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "gzip;q=0.5, identity",
        "gzip;q=0.5, identity;q=0.8", "*;q=0.1, identity", "gzip;q=", "gzip;q=x", "gzip;x=1", "gzip;q=1x",
        "gzip;q=0.1234", "agzip", "gzipa", "gzip;q=-1", ",,;"})
    EXPECT_FALSE(takes_gzip(field)) << field;
}

TEST(ByteRange, OfTenBytes) {
  using Kind = ByteRange::Kind;
  struct Row {
    const char* field;
    Kind kind;
    std::size_t first = 0;
    std::size_t length = 0;
  };
  for (const auto& [field, kind, first, length] : std::initializer_list<Row>{
           {"bytes=0-0", Kind::part, 0, 1},
           {"bytes=2-4", Kind::part, 2, 3},
           {"Bytes=2-4", Kind::part, 2, 3},
           {"bytes= 2-4 ", Kind::part, 2, 3},
           {"bytes=2-", Kind::part, 2, 8},
           {"bytes=9-9", Kind::part, 9, 1},
           {"bytes=5-99", Kind::part, 5, 5},
           {"bytes=5-99999999999999999999999", Kind::part, 5, 5},
           {"bytes=-3", Kind::part, 7, 3},
           {"bytes=-10", Kind::part, 0, 10},
           {"bytes=-99999999999999999999999", Kind::part, 0, 10},
           {"bytes=10-", Kind::unsatisfiable},
           {"bytes=10-12", Kind::unsatisfiable},
           {"bytes=99999999999999999999999-", Kind::unsatisfiable},
           {"bytes=-0", Kind::unsatisfiable},
           {"bytes=0-1,3-4", Kind::whole},
           {"bytes=4-2", Kind::whole},
           {"bytes=-", Kind::whole},
           {"bytes=", Kind::whole},
           {"bytes=a-b", Kind::whole},
           {"bytes=1", Kind::whole},
           {"bytes=1-2-3", Kind::whole},
           {"bytes=+1-2", Kind::whole},
           {"bytes=1 - 2", Kind::whole},
           {"bytes=0x1-2", Kind::whole},
           {"lines=0-1", Kind::whole},
           {"", Kind::whole},
       }) {
    const auto range = parse_range(field, 10);
    EXPECT_EQ(range.kind, kind) << field;
    EXPECT_EQ(range.first, first) << field;
    EXPECT_EQ(range.length, length) << field;
  }
  EXPECT_EQ(parse_range("bytes=0-", 0).kind, Kind::unsatisfiable);
  EXPECT_EQ(parse_range("bytes=-5", 0).kind, Kind::whole);
}

TEST(Pages, AreSentInPart) {
  const auto rig = rig_with_app();
  const auto ask = [&](const std::string& fields) {
    return rig->ask(get_request("/assets/app-B1x.js", fields));
  };
  const std::string size = std::to_string(script.size());
  const auto part = ask("Range: bytes=2-5\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, script.substr(2, 4));
  EXPECT_EQ(part.field("content-range"), "bytes 2-5/" + size);
  EXPECT_EQ(part.field("content-length"), "4");
  const std::string tag = part.field("etag");
  const auto beyond = ask("Range: bytes=9999-\r\n");
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.field("content-range"), "bytes */" + size);
  EXPECT_EQ(beyond.body, "");
  // Ranges count in the bytes sent, also compressed ones, so that a download can be continued.
  const auto compressed = ask("Range: bytes=10-19\r\nAccept-Encoding: gzip\r\n");
  EXPECT_EQ(compressed.status, 206);
  EXPECT_EQ(compressed.body, compressed_script.substr(10, 10));
  EXPECT_EQ(compressed.field("content-encoding"), "gzip");
  EXPECT_EQ(ask("Range: bytes=2-5\r\nIf-Range: " + tag + "\r\n").status, 206);
  for (const std::string fields :
       {"Range: bytes=0-1,4-5\r\n", "Range: bytes=x\r\n", "Range: bytes=0-1\r\nRange: bytes=2-3\r\n",
        "Range: bytes=2-5\r\nIf-Range: \"other\"\r\n",
        "Range: bytes=2-5\r\nIf-Range: Mon, 30 Nov 2026 12:00:00 GMT\r\n"}) {
    const auto whole = ask(fields);
    EXPECT_EQ(whole.status, 200) << fields;
    EXPECT_EQ(whole.body, script) << fields;
  }
  EXPECT_EQ(ask("Range: bytes=2-5\r\nIf-Range: W/" + tag + "\r\n").status, 200) << "a weak one";
  EXPECT_EQ(ask("Range: bytes=2-5\r\nAccept-Encoding: gzip\r\nIf-Range: " + tag + "\r\n").status, 200)
      << "of the other coding";
  EXPECT_EQ(rig->ask(get_request("/notes/a", "Range: bytes=0-1\r\n")).status, 200) << "that is no file";
}

TEST(Pages, AreDeclaredWithoutMistakes) {
  EXPECT_THROW(Pages().fall_back_to("index.html"), std::logic_error);
  Router router;
  auto route = std::make_shared<Route>();
  route->path = "/{path...}/more";
  route->handler = [](Call, std::vector<std::string>) -> Task<Response> { co_return Response{}; };
  EXPECT_THROW(router.add(route), std::logic_error);
}

}  // namespace
}  // namespace kpa::http
