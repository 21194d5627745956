#include "core/http/pages.hpp"

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "core/http/answers.hpp"

namespace kpa::http {
namespace {

Task<Response> served(std::shared_ptr<const Pages> pages, Call call, std::vector<std::string> values) {
  if (const Asset* asset = pages->find(values.at(0))) co_return asset->answer(call.request);
  co_return problem_response({.code = Code::not_found}, call.request.request_id, call.language());
}

std::shared_ptr<const std::string> content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  auto content =
      std::make_shared<std::string>(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  if (!stream)
    throw std::filesystem::filesystem_error("cannot be read", file,
                                            std::make_error_code(std::errc::io_error));
  return content;
}

std::shared_ptr<const std::string> content_if_there(const std::filesystem::path& file) {
  return std::filesystem::is_regular_file(file) ? content_of(file) : nullptr;
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
    if (!hashed.empty() && name.starts_with(hashed)) std::move(asset).named_by_digest();
    files_.insert_or_assign(name, std::move(asset));
  }
  return std::move(*this);
}

Pages&& Pages::add_folder(const std::filesystem::path& folder, std::string_view hashed) && {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    if (!entry.is_regular_file() || !has_media_type(name)) continue;
    const auto beside = [&](const char* ending) { return content_if_there(entry.path().string() + ending); };
    Asset asset = Asset::read(name, *content_of(entry.path()), beside(".gz"), beside(".br"));
    if (!hashed.empty() && name.starts_with(hashed)) std::move(asset).named_by_digest();
    files_.insert_or_assign(name, std::move(asset));
  }
  return std::move(*this);
}

Pages&& Pages::with_policy(const std::string& content_security_policy) && {
  for (auto& [name, asset] : files_) std::move(asset).with_policy(content_security_policy);
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
  add_pages(router, path, std::make_shared<const Pages>(std::move(pages)));
}

void add_pages(Router& router, const std::string& path, std::shared_ptr<const Pages> pages) {
  auto route = std::make_shared<Route>();
  route->path = path + "{path...}";
  route->role = Role::anyone;
  route->documented = false;
  route->handler = [kept = std::move(pages)](Call call, std::vector<std::string> values) {
    return served(kept, std::move(call), std::move(values));
  };
  router.add(std::move(route));
}

}  // namespace kpa::http
