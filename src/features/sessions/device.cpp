#include "features/sessions/device.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/text.hpp"

namespace kpa::sessions {
namespace {

/// A mark in the text, and the name to show for it.
using Mark = std::pair<std::string_view, std::string_view>;

/// In this order, because most browsers also name others that they imitate.
constexpr auto browsers = std::to_array<Mark>({{"Edg", "Edge"},
                                               {"OPR/", "Opera"},
                                               {"SamsungBrowser/", "Samsung Internet"},
                                               {"UCBrowser/", "UC Browser"},
                                               {"Vivaldi/", "Vivaldi"},
                                               {"YaBrowser/", "Yandex"},
                                               {"FxiOS/", "Firefox"},
                                               {"Firefox/", "Firefox"},
                                               {"CriOS/", "Chrome"},
                                               {"Chromium/", "Chromium"},
                                               {"HeadlessChrome/", "Chrome"},
                                               {"Chrome/", "Chrome"},
                                               {"Version/", "Safari"}});

constexpr auto systems = std::to_array<Mark>({{"Android", "Android"},
                                              {"iPhone", "iPhone"},
                                              {"iPad", "iPad"},
                                              {"Windows", "Windows"},
                                              {"CrOS", "ChromeOS"},
                                              {"Macintosh", "macOS"},
                                              {"Darwin", "Apple"},
                                              {"Linux", "Linux"}});

template <std::size_t N>
std::string_view named_in(std::string_view text, const std::array<Mark, N>& marks) {
  const auto* found = std::ranges::find_if(
      marks, [&](const Mark& one) { return text.find(one.first) != std::string_view::npos; });
  return found == marks.end() ? std::string_view() : found->second;
}

/// The name of the first product: `okhttp` in `okhttp/4.12.0 (…)`.
std::string_view first_product(std::string_view text) {
  return trimmed(text.substr(0, text.find_first_of("/ (")));
}

}  // namespace

std::string device_name(std::string_view user_agent) {
  constexpr std::size_t most = 200;
  std::string device;
  std::ranges::copy_if(user_agent.substr(0, most), std::back_inserter(device),
                       [](char c) { return c >= ' ' && c <= '~'; });
  return device;
}

std::string readable_device(std::string_view user_agent) {
  const bool browser = user_agent.starts_with("Mozilla/") || user_agent.starts_with("Opera/");
  const std::string_view program = browser ? named_in(user_agent, browsers) : first_product(user_agent);
  const std::string_view system = named_in(user_agent, systems);
  if (program.empty() || system.empty()) return std::string(program.empty() ? system : program);
  return std::string(program) + " (" + std::string(system) + ")";
}

}  // namespace kpa::sessions
