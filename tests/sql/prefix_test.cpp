#include "salus/sql/prefix.hpp"

#include <catch2/catch_test_macros.hpp>

using salus::sql::successor;

TEST_CASE("The successor differs in the last character") {
  CHECK(successor("Oka") == "Okb");
  CHECK(successor("\x7F") == "\u0080");
  CHECK(successor("é") == "ê");
  CHECK(successor("\u07FF") == "\u0800");
  CHECK(successor("\uFFFF") == "\U00010000");
}

TEST_CASE("The successor is never half a surrogate pair") {
  CHECK(successor("a\uD7FF") == "a\uE000");
}

TEST_CASE("The last character of Unicode is passed over") {
  CHECK(successor("a\U0010FFFF") == "b");
  CHECK(successor("\U0010FFFF") == std::nullopt);
  CHECK(successor("") == std::nullopt);
}

TEST_CASE("Half a character is followed by the next bytes") {
  CHECK(successor("a\xC3") == "a\xC4");
  CHECK(successor("\xF4\x8F\xBF") == "\xF4\x8F\xC0");
  CHECK(successor("a\xFF\xFF") == "b");
  CHECK(successor("\xFF") == std::nullopt);
  CHECK(successor(std::string(50, '\x80')) == std::string(49, '\x80') + "\x81");
}
