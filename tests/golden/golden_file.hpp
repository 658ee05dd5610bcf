#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace salus::test {

/// Compares with tests/golden/<name>; SALUS_UPDATE_GOLDEN=1 writes it instead, for a reviewed diff.
inline void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string{SALUS_SOURCE_DIR} + "/tests/golden/" + name;
  if (std::getenv("SALUS_UPDATE_GOLDEN") != nullptr) std::ofstream{path} << text;
  std::stringstream golden;
  golden << std::ifstream{path}.rdbuf();
  CHECK(text == golden.str());
}

}  // namespace salus::test
