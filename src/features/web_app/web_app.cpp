#include "features/web_app/web_app.hpp"

#include <stdexcept>

#include "core/observe/log.hpp"
#include "features/web_app/releases.hpp"

namespace kpa::web_app {
namespace {

namespace fs = std::filesystem;

const observe::Log log("web");

/// Only what comes from here: scripts and styles are files, nothing is inline. `blob:` is for pictures that
/// somebody takes.
const std::string policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

constexpr std::string_view hashed =
    "assets/";  // web/app/vite.config.ts puts files with a digest in their names there
constexpr std::string_view page = "index.html";

constexpr std::string_view not_built =
    R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>KPA ERP</title>
<h1>KPA ERP is running</h1>
<p>Its web app was not built. <code>./dev run</code> builds it and starts the server;
for a server of your own, set <code>web_dir</code> to the folder of the built app.</p>
<p>The API works: <a href="/api/docs/">its documentation</a>.</p>
</html>
)";

/// Takes the place of a worker that went wrong. What people filled in is in IndexedDB, which it leaves alone.
constexpr std::string_view worker_that_goes =
    R"(self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("app-")).map((name) => caches.delete(name)));
  await self.registration.unregister();
  for (const page of await self.clients.matchAll({ type: "window" })) await page.navigate(page.url).catch(() => {});
})()));
)";

fs::path folder_of(const config::Settings& settings) {
  if (!settings.web_dir.empty()) return settings.web_dir;
  std::error_code unseen;
  return fs::read_symlink("/proc/self/exe", unseen).parent_path().parent_path() / "share/kpa/web";
}

/// Files of earlier releases first: of the same name, this release's counts.
http::Pages with_earlier_files(const fs::path& folder, const fs::path& kept) {
  http::Pages pages;
  try {
    keep_for_a_week(folder / hashed, kept, fs::file_time_type::clock::now());
    std::move(pages).add_folder(kept, hashed);
  } catch (const fs::filesystem_error& error) {
    log.warning("files of earlier releases are not kept: whoever has an old page open must load it again",
                {{"folder", kept.string()}, {"error", error.what()}});
  }
  return pages;
}

}  // namespace

std::shared_ptr<const http::Pages> read_app(const config::Settings& settings) {
  const fs::path folder = folder_of(settings);
  std::error_code unseen;
  if (fs::is_regular_file(folder / page, unseen)) {
    try {
      http::Pages pages = with_earlier_files(folder, settings.data_dir / "web").add_folder(folder, hashed);
      if (!settings.web_worker)
        std::move(pages).add("sw.js", http::Asset::made(worker_that_goes, "text/javascript; charset=utf-8"));
      return std::make_shared<const http::Pages>(
          std::move(pages).fall_back_to(std::string(page)).with_policy(policy));
    } catch (const std::exception& error) {
      log.error("the web app cannot be read", {{"folder", folder.string()}, {"error", error.what()}});
    }
  } else if (!settings.web_dir.empty()) {
    log.error("there is no web app where web_dir says", {{"folder", folder.string()}});
  }
  return std::make_shared<const http::Pages>(
      http::Pages().add("", http::Asset::made(not_built, "text/html; charset=utf-8")));
}

}  // namespace kpa::web_app
