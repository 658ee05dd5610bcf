#pragma once

/// Conformance: texts that have broken other programs are stored, found and returned as they are.
///
/// They come from the Big List of Naughty Strings if it is there: a JSON list of strings in the file
/// `strings/blns-even.json` of the folder SALUS_SHARED_DATA (a definition or an environment variable).

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "salus/testing/conformance/conformance_test.hpp"
#include "salus/testing/string_list.hpp"

namespace salus::testing {

namespace detail {

inline std::string shared_data_folder() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets the environment.
  if (const char* folder = std::getenv("SALUS_SHARED_DATA")) return folder;
#ifdef SALUS_SHARED_DATA
  return SALUS_SHARED_DATA;
#else
  return {};
#endif
}

/// Some texts that always are there.
inline std::vector<std::string> awkward_texts() {
  return {"",
          " ",
          "'",
          "''",
          "\"",
          "\\",
          "\\0",
          "%",
          "_",
          "--",
          ";",
          "/*",
          "$1",
          "?",
          "?1",
          ":name",
          "@name",
          "NULL",
          "null",
          "true",
          "1e5",
          "\r\n",
          "\t",
          "\x01",
          "\x7F",
          "\xEF\xBB\xBF" /* byte order mark */,
          {'\xE2', '\x80', '\xAE', 'a', 'b', 'c'} /* right to left */,
          "e\xCC\x81",
          "\xF4\x8F\xBF\xBF",
          "👩‍👩‍👧‍👦",
          "Robert'); DROP TABLE specimen;--"};
}

/// The list's texts that the port takes: without a NUL, and each once.
inline std::vector<std::string> naughty_texts() {
  std::ifstream file{shared_data_folder() + "/strings/blns-even.json", std::ios::binary};
  if (!file) return {};
  const std::string json{std::istreambuf_iterator<char>{file}, {}};
  std::vector<std::string> texts;
  for (auto& text : read_string_list(json)) {
    if (text.find('\0') == std::string::npos) texts.push_back(std::move(text));
  }
  std::ranges::sort(texts);
  const auto repeated = std::ranges::unique(texts);
  texts.erase(repeated.begin(), repeated.end());
  return texts;
}

/// Every text is stored as a unique code, comes back, equals itself alone, begins with itself and is
/// in its place in the order.
inline void check_texts(StorageFixture& fixture, std::vector<std::string> texts) {
  std::ranges::sort(texts);
  ToyStore store{fixture};
  std::vector<Specimen> specimens;
  for (const auto& text : texts) {
    specimens.push_back(
        specimen(static_cast<std::uint32_t>(specimens.size() + 1), [&](Specimen& s) {
          s.code = text;
          s.group = text;
        }));
  }
  store.here->add_all(specimens);
  auto query = select_of<Specimen>();
  query.order = {{&field_info<&Specimen::group>(), Direction::ascending}};
  const auto found = objects<Specimen>(store.here->session(), query);
  REQUIRE(found.size() == texts.size());
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    INFO(detail::quoted(texts[i]));
    CHECK(found[i].code == texts[i]);
    CHECK(found[i].group == texts[i]);
    CHECK(store.here->numbers(f<&Specimen::group> == texts[i]) == Numbers{i + 1});
    CHECK(store.here->count(f<&Specimen::code> < texts[i]) == i);
    CHECK(store.here->count(starts_with(f<&Specimen::group>, texts[i]) &&
                            contains(f<&Specimen::code>, texts[i]) &&
                            equals_ignoring_case(f<&Specimen::group>, texts[i]) &&
                            f<&Specimen::code> == texts[i]) == 1);
  }
}

}  // namespace detail

inline ConformanceTests naughty_text_tests() {
  return {
      {"Awkward texts are stored, found, ordered and returned as they are",
       [](StorageFixture& fixture) { detail::check_texts(fixture, detail::awkward_texts()); }},

      {"Naughty texts are stored, found, ordered and returned as they are",
       [](StorageFixture& fixture) {
         const auto texts = detail::naughty_texts();
         if (texts.empty()) SKIP("The list of naughty strings is not here; see SALUS_SHARED_DATA.");
         detail::check_texts(fixture, texts);
       }},
  };
}

}  // namespace salus::testing
