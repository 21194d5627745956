#include "core/messaging/gateway.hpp"

#include <array>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <curl/curl.h>

#include "core/messaging/log.hpp"
#include "core/text.hpp"

namespace kpa::messaging {
namespace {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Fields = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

constexpr std::size_t most_read = 64U << 10U;

/// Once per process, before other threads use the library.
void prepare_library() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) throw std::runtime_error("libcurl cannot be used");
}

std::string escaped(std::string_view value, Escape escape) {
  switch (escape) {
    case Escape::percent: {
      const std::unique_ptr<char, decltype(&curl_free)> text(
          curl_easy_escape(nullptr, value.data(), static_cast<int>(value.size())), curl_free);
      return text ? text.get() : "";
    }
    case Escape::json: {
      const std::string quoted = boost::json::serialize(boost::json::string(value));
      return quoted.substr(1, quoted.size() - 2);
    }
    case Escape::header: {
      std::string text;
      for (const char c : value) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
      return text;
    }
  }
  return {};
}

std::size_t keep(char* data, std::size_t, std::size_t size, void* into) {
  auto& answer = *static_cast<std::string*>(into);
  if (answer.size() + size > most_read) return 0;  // too large for a gateway's answer: ends the transfer
  answer.append(data, size);
  return size;
}

int gives_up(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

Fields fields_of(const config::SmsSettings& settings, const Sms& sms) {
  curl_slist* all = nullptr;
  if (settings.method == "POST")
    all = curl_slist_append(all, ("Content-Type: " + settings.content_type).c_str());
  std::string_view lines = settings.headers;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    if (const auto line = trimmed(lines.substr(0, end)); !line.empty())
      all = curl_slist_append(all, filled(line, sms, Escape::header).c_str());
    lines = end == lines.npos ? std::string_view() : lines.substr(end + 1);
  }
  return {all, curl_slist_free_all};
}

/// Whether the request cannot have reached the gateway.
bool was_not_sent(CURLcode failure) {
  return failure == CURLE_COULDNT_RESOLVE_HOST || failure == CURLE_COULDNT_CONNECT ||
         failure == CURLE_COULDNT_RESOLVE_PROXY;
}

Delivery judged(CURLcode result, long status, const std::string& answer, const std::string& expected) {
  if (result != CURLE_OK) {
    log.warning("the gateway for text messages gave no answer", {{"reason", curl_easy_strerror(result)}});
    if (was_not_sent(result)) return Delivery::unreachable;
    return result == CURLE_PEER_FAILED_VERIFICATION ? Delivery::refused : Delivery::unknown;
  }
  const bool fine = status >= 200 && status < 300 && answer.find(expected) != answer.npos;
  if (fine) return Delivery::accepted;
  log.warning("the gateway for text messages did not accept one", {{"status", status}});
  return status >= 500 || status == 429 ? Delivery::unreachable : Delivery::refused;
}

}  // namespace

std::string filled(std::string_view pattern, const Sms& sms, Escape escape) {
  const std::array<std::pair<std::string_view, std::string_view>, 4> places = {
      {{"{to}", sms.to},
       {"{digits}", std::string_view(sms.to).substr(sms.to.starts_with('+') ? 1 : 0)},
       {"{text}", sms.text},
       {"{code}", sms.code}}};
  std::string out;
  while (!pattern.empty()) {
    bool replaced = false;
    for (const auto& [place, value] : places) {
      if (!pattern.starts_with(place)) continue;
      out += escaped(value, escape);
      pattern.remove_prefix(place.size());
      replaced = true;
      break;
    }
    if (replaced) continue;
    out += pattern.front();
    pattern.remove_prefix(1);
  }
  return out;
}

Transport console() {
  return [](const Sms& sms, const std::atomic<bool>&) {
    std::cerr << "SMS to " + sms.to + ": " + sms.text + '\n' << std::flush;
    return Delivery::accepted;
  };
}

Transport http_gateway(config::SmsSettings settings) {
  prepare_library();
  return [settings = std::move(settings)](const Sms& sms, const std::atomic<bool>& stopping) {
    const Handle handle(curl_easy_init(), curl_easy_cleanup);
    if (!handle) throw std::bad_alloc();
    CURL* const curl = handle.get();
    const bool is_form = settings.content_type == "application/x-www-form-urlencoded";
    const std::string url = filled(settings.url, sms, Escape::percent);
    const std::string body = filled(settings.body, sms, is_form ? Escape::percent : Escape::json);
    const Fields fields = fields_of(settings, sms);
    std::string answer;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields.get());
    if (settings.method == "POST") {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    }
    if (!settings.username.empty()) {
      curl_easy_setopt(curl, CURLOPT_USERNAME, settings.username.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, settings.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.timeout.count()));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, gives_up);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stopping);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    const CURLcode result = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return judged(result, status, answer, settings.expect);
  };
}

Transport transport_of(const config::SmsSettings& settings) {
  switch (settings.sender) {
    case config::SmsSenderKind::none: return {};
    case config::SmsSenderKind::console: return console();
    case config::SmsSenderKind::http: return http_gateway(settings);
  }
  return {};
}

}  // namespace kpa::messaging
