#include "cli/connection/key_source.hpp"

#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "salus/service/system_environment.hpp"

#include "cli/failure.hpp"
#include "cli/terminal/prompt.hpp"

namespace salus::cli {

namespace {

/// Writes all of a secret into a new file, and through to the disk: a lost key is a lost database.
bool write_new_file(const std::filesystem::path& file, std::string_view bytes) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const bool is_written =
      ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::write(descriptor, "\n", 1) == 1 && ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && is_written;
}

}  // namespace

std::optional<FileKey> named_key(const GlobalOptions& options) {
  if (!options.key_file.empty()) return sqlite::Key::from_file(options.key_file);
  if (const auto digits = secret_in_environment("SALUS_KEY"))
    return sqlite::Key::from_hex(digits->reveal());
  if (auto passphrase = secret_in_environment("SALUS_PASSPHRASE")) return *std::move(passphrase);
  return std::nullopt;
}

FileKey key_of_existing(const GlobalOptions& options) {
  if (auto key = named_key(options)) return *std::move(key);
  const auto beside = key_file_beside(options.database);
  if (std::filesystem::exists(beside)) return sqlite::Key::from_file(beside);
  if (auto passphrase = prompt_secret("Passphrase of " + options.database))
    return *std::move(passphrase);
  throw Failure{
      ExitCode::failed,
      "there is no key for " + options.database + ".",
      "Name one with --key-file or SALUS_KEY_FILE, or set SALUS_KEY or SALUS_PASSPHRASE."};
}

std::filesystem::path key_file_beside(const std::filesystem::path& database) {
  return database.string() + ".key";
}

void write_key_file(const std::filesystem::path& file, const Secret& digits) {
  if (write_new_file(file, digits.reveal())) return;
  throw Failure{ExitCode::failed,
                "the key file " + file.string() + " cannot be made.",
                "Check that its folder can be written, and that no such file is there already."};
}

sqlite::Key make_key_file(const std::filesystem::path& file) {
  auto key = sqlite::Key::generate(system_environment().random);
  write_key_file(file, key.to_hex());
  return key;
}

std::shared_ptr<Backend> open_file(const std::filesystem::path& file, const FileKey& key,
                                   sqlite::OpenMode mode) {
  return std::visit([&](const auto& held) { return sqlite::open(file, held, {.mode = mode}); },
                    key);
}

}  // namespace salus::cli
