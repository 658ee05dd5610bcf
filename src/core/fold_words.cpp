#include "salus/core/fold_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include <utf8proc.h>

namespace salus {

namespace {

constexpr std::size_t longest_word = 64;  // in code points

/// Letters that Unicode does not decompose, though people leave out what they have on them.
constexpr std::array<std::pair<utf8proc_int32_t, std::string_view>, 12> plain_letters{{
    {U'ß', "ss"},
    {U'æ', "ae"},
    {U'ð', "d"},
    {U'ø', "o"},
    {U'þ', "th"},
    {U'đ', "d"},
    {U'ħ', "h"},
    {U'ı', "i"},
    {U'ł', "l"},
    {U'ŋ', "n"},
    {U'œ', "oe"},
    {U'ŧ', "t"},
}};

/// Puts letters together to words.
class WordList {
 public:
  void add(std::string_view letter) {
    if (length_++ < longest_word) word_ += letter;
  }
  void end_word() {
    if (length_ > 0) words_.push_back(std::exchange(word_, {}));
    length_ = 0;
  }
  std::vector<std::string> take() {
    end_word();
    return std::move(words_);
  }

 private:
  std::vector<std::string> words_;
  std::string word_;
  std::size_t length_ = 0;
};

std::vector<std::string> fold_ascii(std::string_view text) {
  WordList words;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'))
      words.add({&lower, 1});
    else
      words.end_word();
  }
  return words.take();
}

/// Canonical combining classes (UAX #44 §5.7.4): 10 to 35 are the points of Hebrew and Arabic, those from 200 stand
/// above and below. The classes between are parts of letters: Indic signs, the sound marks of kana.
bool is_accent(utf8proc_propval_t combining_class) {
  return (combining_class >= 10 && combining_class <= 35) || combining_class >= 200;
}

bool is_part_of_a_word(utf8proc_propval_t category) {
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

void add_code_point(WordList& words, utf8proc_int32_t code_point) {
  const auto& property = *utf8proc_get_property(code_point);
  if (is_accent(property.combining_class)) return;
  if (!is_part_of_a_word(property.category)) return words.end_word();
  const auto plain =
      std::ranges::find(plain_letters, code_point, [](const auto& letter) { return letter.first; });
  if (plain != plain_letters.end()) return words.add(plain->second);
  std::array<utf8proc_uint8_t, 4> bytes;
  const auto size = utf8proc_encode_char(code_point, bytes.data());
  std::string letter;
  for (const auto byte : std::span{bytes}.first(static_cast<std::size_t>(size)))
    letter += static_cast<char>(byte);
  words.add(letter);
}

/// NFKD with case folding, and without what is not seen: joiners, soft hyphens, direction marks.
std::vector<utf8proc_int32_t> decompose(std::string_view text) {
  constexpr int how = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  const std::string bytes{text};
  const auto* begin = reinterpret_cast<const utf8proc_uint8_t*>(bytes.data());
  const auto run = [&](std::vector<utf8proc_int32_t>& out) {
    return utf8proc_decompose(begin,
                              static_cast<utf8proc_ssize_t>(bytes.size()),
                              out.data(),
                              static_cast<utf8proc_ssize_t>(out.size()),
                              static_cast<utf8proc_option_t>(how));
  };
  std::vector<utf8proc_int32_t> code_points(bytes.size() + 32);
  auto length = run(code_points);
  if (std::cmp_greater(length, code_points.size())) {
    code_points.resize(static_cast<std::size_t>(length));
    length = run(code_points);
  }
  code_points.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 0)));
  return code_points;
}

}  // namespace

std::vector<std::string> fold_words(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return fold_ascii(text);
  WordList words;
  for (const auto code_point : decompose(text)) add_code_point(words, code_point);
  return words.take();
}

}  // namespace salus
