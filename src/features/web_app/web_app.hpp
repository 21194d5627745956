#pragma once

#include <memory>

#include "core/feature/feature.hpp"
#include "core/http/pages.hpp"

/// The web app: its files at `/`, and what its pages must know before somebody logs in.
namespace kpa::web_app {

/// Reads the built app once per process, and keeps its files for those who still have the page of an earlier
/// release open (releases.hpp). Where no app was built, a page that says how to build it. Never throws: what
/// is wrong with the folder is logged.
std::shared_ptr<const http::Pages> read_app(const config::Settings& settings);

/// On one I/O thread.
class WebApp final : public Feature {
 public:
  WebApp(const Foundation& foundation, std::shared_ptr<const http::Pages> app)
      : settings_(foundation.settings), app_(std::move(app)) {}

  /// The app's files at `/`, and GET /api/installation.
  void declare_routes(http::Router& router) override;

 private:
  const config::Settings& settings_;
  std::shared_ptr<const http::Pages> app_;
};

}  // namespace kpa::web_app
