#include "core/cache/redis_reply.hpp"

#include <new>
#include <stdexcept>

#include <hiredis/hiredis.h>

namespace kpa::cache {
namespace {

Reply reply_of(const redisReply& raw) {
  const std::string_view text = raw.str == nullptr ? std::string_view() : std::string_view(raw.str, raw.len);
  switch (raw.type) {
    case REDIS_REPLY_NIL: return {};
    case REDIS_REPLY_INTEGER: return {.kind = Reply::Kind::integer, .integer = raw.integer};
    case REDIS_REPLY_ERROR: return {.kind = Reply::Kind::error, .text = std::string(text)};
    case REDIS_REPLY_ARRAY: {
      Reply list{.kind = Reply::Kind::list};
      for (std::size_t at = 0; at < raw.elements; ++at) list.items.push_back(reply_of(*raw.element[at]));
      return list;
    }
    default: return {.kind = Reply::Kind::text, .text = std::string(text)};
  }
}

}  // namespace

std::string format_command(std::span<const std::string> arguments) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  for (const auto& argument : arguments) {
    texts.push_back(argument.data());
    lengths.push_back(argument.size());
  }
  char* formatted = nullptr;
  const auto length =
      redisFormatCommandArgv(&formatted, static_cast<int>(texts.size()), texts.data(), lengths.data());
  if (length < 0) throw std::bad_alloc();
  std::string command(formatted, static_cast<std::size_t>(length));
  redisFreeCommand(formatted);
  return command;
}

struct ReplyReader::Impl {
  struct Free {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
  };
  std::unique_ptr<redisReader, Free> reader{redisReaderCreate()};
};

ReplyReader::ReplyReader() : impl_(std::make_unique<Impl>()) {
  if (impl_->reader == nullptr) throw std::bad_alloc();
}

ReplyReader::~ReplyReader() = default;

void ReplyReader::feed(std::string_view bytes) {
  redisReaderFeed(impl_->reader.get(), bytes.data(), bytes.size());
}

std::optional<Reply> ReplyReader::next() {
  void* raw = nullptr;
  if (redisReaderGetReply(impl_->reader.get(), &raw) != REDIS_OK)
    throw std::runtime_error(std::string("Redis sent what is not its protocol: ") + impl_->reader->errstr);
  if (raw == nullptr) return std::nullopt;
  const auto free = [](redisReply* reply) { freeReplyObject(reply); };
  const std::unique_ptr<redisReply, decltype(free)> owned(static_cast<redisReply*>(raw), free);
  return reply_of(*owned);
}

}  // namespace kpa::cache
