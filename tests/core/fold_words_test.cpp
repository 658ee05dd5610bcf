#include "salus/core/fold_words.hpp"

#include <catch2/catch_test_macros.hpp>

#include "codec/shared_data.hpp"

using namespace salus;

using Words = std::vector<std::string>;

TEST_CASE("words are what is between other characters, without case") {
  CHECK(fold_words("") == Words{});
  CHECK(fold_words(" - ") == Words{});
  CHECK(fold_words("Ada O'Neil-Okafor, M-17") == Words{"ada", "o", "neil", "okafor", "m", "17"});
  CHECK(fold_words("ada.okafor@example.org") == Words{"ada", "okafor", "example", "org"});
}

TEST_CASE("accents and compatibility forms are dropped, in either form of Unicode") {
  CHECK(fold_words("Céline Gámma") == Words{"celine", "gamma"});
  CHECK(fold_words("Ce\xCC\x81line") == Words{"celine"});
  CHECK(fold_words("Müller Straße") == Words{"muller", "strasse"});
  CHECK(fold_words("İstanbul Nguyễn Ёлкин") == Words{"istanbul", "nguyen", "елкин"});
  CHECK(fold_words("ＡＢＣ ﬁn") == Words{"abc", "fin"});
  CHECK(fold_words("ΣΊΣΥΦΟΣ") == fold_words("σίσυφος"));
}

TEST_CASE("letters that Unicode does not take apart are written plainly") {
  CHECK(fold_words("Łódź Đặng Søren Æsir Œuvre") ==
        Words{"lodz", "dang", "soren", "aesir", "oeuvre"});
  CHECK(fold_words("Þór Guðrún Ħal Işık Ŋa Ŧa") ==
        Words{"thor", "gudrun", "hal", "isik", "na", "ta"});
}

TEST_CASE("points of Hebrew and Arabic are dropped, signs of Indic scripts and kana stay") {
  CHECK(fold_words("שָׁלוֹם") == fold_words("שלום"));
  CHECK(fold_words("مُحَمَّد") == fold_words("محمد"));
  CHECK(fold_words("أحمد") == fold_words("احمد"));
  CHECK(fold_words("प्रिया शर्मा") == Words{"प्रिया", "शर्मा"});
  CHECK(fold_words("कि") != fold_words("का"));
  CHECK(fold_words("が") != fold_words("か"));
  CHECK(fold_words("ｶﾞ") == fold_words("ガ"));
}

TEST_CASE("a name in a script without spaces is one word") {
  CHECK(fold_words("山田太郎") == Words{"山田太郎"});
  CHECK(fold_words("山田 太郎") == Words{"山田", "太郎"});
  CHECK(fold_words("สมชาย").size() == 1);
}

TEST_CASE("what is not seen does not part words") {
  CHECK(fold_words("soft\xC2\xADhyphen") == Words{"softhyphen"});
  CHECK(fold_words("می\xE2\x80\x8Cخواهم").size() == 1);
}

TEST_CASE("of a long word the first 64 code points count") {
  CHECK(fold_words(std::string(200, 'x')) == Words{std::string(64, 'x')});
  CHECK(fold_words("é" + std::string(200, 'x')) == Words{"e" + std::string(63, 'x')});
}

TEST_CASE("a text that is not UTF-8 has no words") { CHECK(fold_words("abc\xFF").empty()); }

TEST_CASE("folded words fold to themselves") {
  for (const auto& text : test::shared_json("strings/blns-even.json")) {
    for (const auto& word : fold_words(text.get<std::string>())) {
      CAPTURE(word);
      CHECK(fold_words(word) == Words{word});
    }
  }
}
