#pragma once

/// One open database file.

#include <filesystem>
#include <string>

#include "salus/storage/backend.hpp"

#include "reader_pool.hpp"
#include "writer.hpp"

namespace salus::sqlite {

class Database final : public Backend {
 public:
  /// The key is known to open the file, or the file is new and empty.
  Database(std::filesystem::path file, CipherKey key, std::size_t readers);

  Capabilities capabilities() const override;
  std::unique_ptr<StorageSession> open(SessionOptions options) override;
  SchemaSnapshot inspect() override;
  void apply(std::span<const SchemaChange> changes) override;
  void verify_guards(const SchemaSnapshot& expected) override;

 private:
  std::filesystem::path file_;
  CipherKey key_;
  Writer writer_;  ///< Goes after the readers: the last one to close tidies up the write-ahead log.
  ReaderPool readers_;
  std::string engine_;
};

}  // namespace salus::sqlite
