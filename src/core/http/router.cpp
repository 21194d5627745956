#include "core/http/router.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kpa::http {
namespace {

/// Removes the first segment from a path that begins with a slash, and returns it.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

std::string every_method() {
  std::string all;
  for (std::size_t at = 0; at < method_count; ++at)
    all.append(all.empty() ? "" : ", ").append(name_of(static_cast<Method>(at)));
  return all;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }
bool is_rest(std::string_view segment) { return segment.starts_with('{') && segment.ends_with("...}"); }

/// Decodes the rest of a path. Fails for segments that could lead out of the folder of a file lookup.
bool decode_rest(std::string_view path, std::string& out) {
  while (!path.empty()) {
    std::string segment;
    if (!percent_decode(take_segment(path), false, segment)) return false;
    if (segment.empty() || segment == "." || segment == ".." || segment.find_first_of("/\\") != segment.npos)
      return false;
    out.append(out.empty() ? "" : "/").append(segment);
  }
  return true;
}

}  // namespace

void Router::add(std::shared_ptr<const Route> route) {
  if (!route->handler) throw std::logic_error("route without a handler: " + route->path);
  place(route->path, route.get());
  for (const auto& alias : route->aliases) place(alias, route.get());
  routes_.push_back(std::move(route));
}

bool Router::Node::has_routes() const {
  return std::ranges::any_of(by_method, [](const Route* route) { return route != nullptr; });
}

void Router::place(const std::string& path, const Route* route) {
  Node* node = &root_;
  std::string_view rest = path;
  if (rest.ends_with('/')) rest.remove_suffix(1);
  while (!rest.empty()) {
    const std::string_view segment = take_segment(rest);
    if (is_rest(segment) && !rest.empty()) throw std::logic_error("a rest that is not the end: " + path);
    auto& next = is_rest(segment)        ? node->rest
                 : is_parameter(segment) ? node->parameter
                                         : node->fixed[std::string(segment)];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  const Route*& there = node->by_method[static_cast<std::size_t>(route->method)];
  if (there != nullptr)
    throw std::logic_error("two routes for " + std::string(name_of(route->method)) + ' ' + path);
  there = route;
}

void Router::add_tag(Tag tag) {
  const auto known = std::ranges::find(tags_, tag.name, &Tag::name);
  if (known == tags_.end())
    tags_.push_back(std::move(tag));
  else if (known->description.empty())
    known->description = std::move(tag.description);
}

Router::Match Router::find(Method method, std::string_view path) const {
  Match match;
  if (path == "*") match.allow = every_method();
  if (path.empty() || path.front() != '/') return match;
  if (path.ends_with('/')) path.remove_suffix(1);
  const Node* node = &root_;
  while (!path.empty()) {
    const std::string_view from_here = path;
    std::string segment;
    if (!percent_decode(take_segment(path), false, segment) || segment.empty()) return match;
    if (const auto found = node->fixed.find(segment); found != node->fixed.end()) {
      node = found->second.get();
    } else if (node->parameter != nullptr) {
      node = node->parameter.get();
      match.values.push_back(std::move(segment));
    } else if (node->rest != nullptr) {
      std::string rest;
      if (!decode_rest(from_here, rest)) return match;
      match.values.push_back(std::move(rest));
      node = node->rest.get();
      break;
    } else {
      return match;
    }
  }
  if (path.empty() && !node->has_routes() && node->rest != nullptr) {
    match.values.emplace_back();
    node = node->rest.get();
  }
  const auto taken = [&](Method wanted) { return node->by_method[static_cast<std::size_t>(wanted)]; };
  match.route = taken(method == Method::head ? Method::get : method);
  if (match.route != nullptr) return match;
  for (std::size_t at = 0; at < method_count; ++at) {
    const auto offered = static_cast<Method>(at);
    if (taken(offered == Method::head ? Method::get : offered) != nullptr)
      match.allow.append(match.allow.empty() ? "" : ", ").append(name_of(offered));
  }
  if (!match.allow.empty()) match.allow += ", OPTIONS";
  return match;
}

}  // namespace kpa::http
