#include "core/http/pages.hpp"

#include <memory>
#include <stdexcept>

#include "core/http/answers.hpp"

namespace kpa::http {
namespace {

Task<Response> served(std::shared_ptr<const Pages> pages, Call call, std::vector<std::string> values) {
  if (const Asset* asset = pages->find(values.at(0))) co_return asset->answer(call.request);
  co_return problem_response({.code = Code::not_found}, call.request.request_id, call.language());
}

}  // namespace

Pages&& Pages::add(std::string name, Asset asset) && {
  files_.insert_or_assign(std::move(name), std::move(asset));
  return std::move(*this);
}

Pages&& Pages::add_all(std::span<const EmbeddedFile> files, std::string_view hashed) && {
  for (const EmbeddedFile& file : files) {
    const std::string name(name_served(file));
    Asset asset = Asset::embedded(file);
    if (!hashed.empty() && name.starts_with(hashed)) asset = std::move(asset).named_by_digest();
    files_.insert_or_assign(name, std::move(asset));
  }
  return std::move(*this);
}

Pages&& Pages::fall_back_to(std::string name) && {
  if (!files_.contains(name)) throw std::logic_error("no page to fall back to: " + name);
  fallback_ = std::move(name);
  return std::move(*this);
}

const Asset* Pages::find(std::string_view name) const {
  auto found = files_.find(name);
  const std::string_view last = name.substr(name.rfind('/') + 1);
  if (found == files_.end() && fallback_ && last.find('.') == last.npos) found = files_.find(*fallback_);
  return found == files_.end() ? nullptr : &found->second;
}

void add_pages(Router& router, const std::string& path, Pages pages) {
  auto route = std::make_shared<Route>();
  route->path = path + "{path...}";
  route->role = Role::anyone;
  route->documented = false;
  route->handler = [kept = std::make_shared<const Pages>(std::move(pages))](Call call,
                                                                            std::vector<std::string> values) {
    return served(kept, std::move(call), std::move(values));
  };
  router.add(std::move(route));
}

}  // namespace kpa::http
