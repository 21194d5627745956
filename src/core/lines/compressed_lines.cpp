#include "core/lines/compressed_lines.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

namespace kpa::lines {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), file.string());
}

/// So that a new name in it outlives a loss of power.
void sync_directory(const std::filesystem::path& directory) {
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0 || ::fsync(opened) != 0) fail(directory);
  ::close(opened);
}

constexpr unsigned buffer_bytes = 128U << 10U;

}  // namespace

struct Writer::File {
  std::filesystem::path name;
  std::filesystem::path part;
  int descriptor = -1;
  gzFile stream = nullptr;
  crypto::Sha256 digest = {};

  void write(std::string_view bytes) {
    if (!bytes.empty() && gzwrite(stream, bytes.data(), static_cast<unsigned>(bytes.size())) <= 0) fail(part);
    digest.add(bytes);
  }
  ~File() {
    if (stream != nullptr) gzclose(stream);
    if (descriptor >= 0) ::close(descriptor);
    std::error_code gone;
    std::filesystem::remove(part, gone);
  }
};

Writer::Writer(std::filesystem::path file) : file_(std::make_unique<File>()) {
  file_->name = std::filesystem::absolute(file);
  file_->part = file_->name.string() + ".part";
  // Not into what is left of one that was killed: it may be open to others.
  ::unlink(file_->part.c_str());
  file_->descriptor = ::open(file_->part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file_->descriptor < 0) fail(file_->part);
  // zlib closes its own; ours is for bringing all of it to the disk afterwards.
  const int for_zlib = ::dup(file_->descriptor);
  file_->stream = for_zlib < 0 ? nullptr : gzdopen(for_zlib, "wb");
  if (file_->stream == nullptr) fail(file_->part);
  gzbuffer(file_->stream, buffer_bytes);
}

Writer::~Writer() = default;

void Writer::add(std::string_view line) {
  file_->write(line);
  file_->write("\n");
}

crypto::Digest Writer::digest() const { return file_->digest.value(); }

void Writer::finish() {
  gzFile stream = std::exchange(file_->stream, nullptr);
  if (gzclose(stream) != Z_OK || ::fsync(file_->descriptor) != 0) fail(file_->part);
  if (::rename(file_->part.c_str(), file_->name.c_str()) != 0) fail(file_->name);
  sync_directory(file_->name.parent_path());
}

struct Reader::File {
  std::filesystem::path name;
  gzFile stream = nullptr;
  std::array<char, buffer_bytes> buffer = {};
  crypto::Sha256 digest = {};

  ~File() {
    if (stream != nullptr) gzclose(stream);
  }
  [[noreturn]] void damaged(const std::string& why) const {
    throw std::runtime_error(name.string() + ": " + why);
  }
};

Reader::Reader(const std::filesystem::path& file) : file_(std::make_unique<File>()) {
  file_->name = file;
  file_->stream = gzopen(file.c_str(), "rb");
  if (file_->stream == nullptr) fail(file);
  gzbuffer(file_->stream, buffer_bytes);
}

Reader::~Reader() = default;

bool Reader::next(std::string& line) {
  line.clear();
  while (gzgets(file_->stream, file_->buffer.data(), static_cast<int>(file_->buffer.size())) != nullptr) {
    line += file_->buffer.data();
    if (line.back() != '\n') continue;
    file_->digest.add(line);
    line.pop_back();
    return true;
  }
  int error = Z_OK;
  const char* const why = gzerror(file_->stream, &error);
  if (error != Z_OK && error != Z_STREAM_END) file_->damaged(why);
  if (!line.empty()) file_->damaged("it ends in the middle of a line");
  return false;
}

crypto::Digest Reader::digest() const { return file_->digest.value(); }

}  // namespace kpa::lines
