#include "database_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

#include "salus/core/error.hpp"

#include "cipher_key.hpp"

namespace salus::sqlite {

namespace {

constexpr std::uintmax_t page_size = 4096;
constexpr std::string_view plaintext_header{"SQLite format 3\0", 16};

[[noreturn]] void fail(ErrorCode code, const std::filesystem::path& file, std::string_view what) {
  throw Error{code, file.string() + " " + std::string{what}};
}

std::string read_start(const std::filesystem::path& file, std::size_t length) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) fail(ErrorCode::storage_unavailable, file, "cannot be read; check who owns it.");
  std::string start(length, '\0');
  stream.read(start.data(), static_cast<std::streamsize>(length));
  start.resize(static_cast<std::size_t>(stream.gcount()));
  return start;
}

/// Ciphertext of this length without a single control character does not occur.
bool is_readable_text(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  });
}

[[noreturn]] void refuse_existing(const std::filesystem::path& file) {
  fail(ErrorCode::conflict,
       file,
       "exists already; a new database never takes another file's place.");
}

std::filesystem::path beside(std::filesystem::path file, std::string_view suffix) {
  return file += suffix;
}

}  // namespace

void require_encrypted_file(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  if (!std::filesystem::exists(status)) {
    fail(ErrorCode::storage_unavailable,
         file,
         "does not exist; to make a new database open it with OpenMode::create.");
  }
  if (!std::filesystem::is_regular_file(status))
    fail(ErrorCode::not_a_database, file, "is not a file.");
  const std::string start = read_start(file, page_size);
  if (start.starts_with(plaintext_header)) {
    fail(ErrorCode::plaintext_database,
         file,
         "is an SQLite database without encryption; import it, Salus opens none.");
  }
  if (start.empty()) fail(ErrorCode::not_a_database, file, "is empty.");
  if (is_readable_text(start)) fail(ErrorCode::not_a_database, file, "is a text file.");
  // A crash may leave a half-written page; then the write-ahead log has it whole.
  const bool whole_pages = std::filesystem::file_size(file, ignored) % page_size == 0;
  if (!whole_pages && !has_journal(file)) {
    fail(ErrorCode::not_a_database,
         file,
         "is no database of Salus, or was cut short: its size is not a multiple of 4096.");
  }
}

std::string salt_of(const std::filesystem::path& file) { return read_start(file, salt_bytes); }

bool has_journal(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::exists(beside(file, "-wal"), ignored) ||
         std::filesystem::exists(beside(file, "-journal"), ignored);
}

void reserve_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) refuse_existing(file);
  // SQLite would delete the journal of another database, which may be all that is left of it.
  if (has_journal(file))
    fail(ErrorCode::conflict,
         file,
         "is gone, but its journal (-wal) is there: restore it, or move that away.");
  const int descriptor =
      ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor >= 0) {
    ::close(descriptor);
    return;
  }
  if (errno == EEXIST) refuse_existing(file);
  fail(ErrorCode::storage_unavailable,
       file,
       "cannot be created; check that its folder exists and may be written to.");
}

}  // namespace salus::sqlite
