#include "core/lines/compressed_lines.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace kpa::lines {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), file.string());
}

/// Makes a new name in the directory survive a loss of power.
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
  /// False when another Writer has taken the name meanwhile.
  bool part_is_ours() const {
    struct stat ours{}, there{};
    return descriptor >= 0 && ::fstat(descriptor, &ours) == 0 && ::lstat(part.c_str(), &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
  }
  ~File() {
    if (stream != nullptr) gzclose(stream);
    if (part_is_ours()) ::unlink(part.c_str());
    if (descriptor >= 0) ::close(descriptor);
  }
};

Writer::Writer(std::filesystem::path file) : file_(std::make_unique<File>()) {
  file_->name = std::filesystem::absolute(file);
  file_->part = file_->name.string() + ".part";
  // Never write into the file of a killed process: somebody else may have it open.
  ::unlink(file_->part.c_str());
  file_->descriptor = ::open(file_->part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file_->descriptor < 0) fail(file_->part);
  // zlib closes its own descriptor; ours is for fsync afterwards.
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
  if (!file_->part_is_ours())
    throw std::system_error(EBUSY, std::generic_category(), file_->part.string() + " is written by another");
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
  bool torn = false;
  while (gzgets(file_->stream, file_->buffer.data(), static_cast<int>(file_->buffer.size())) != nullptr) {
    const std::string_view piece(file_->buffer.data());
    const bool ends = piece.ends_with('\n');
    line += piece;
    if (line.size() - (ends ? 1 : 0) > longest_line)
      file_->damaged("a line of it is longer than " + std::to_string(longest_line) + " bytes");
    if (ends) {
      file_->digest.add(line);
      line.pop_back();
      return true;
    }
    // A piece shorter than the buffer is the file's last, or contains a NUL that hides the rest.
    torn = piece.size() + 1 < file_->buffer.size();
    if (torn) break;
  }
  int error = Z_OK;
  const char* const why = gzerror(file_->stream, &error);
  if (error != Z_OK && error != Z_STREAM_END) file_->damaged(why);
  if (torn || !line.empty()) file_->damaged("it ends in the middle of a line, or has a NUL in one");
  return false;
}

crypto::Digest Reader::digest() const { return file_->digest.value(); }

}  // namespace kpa::lines
