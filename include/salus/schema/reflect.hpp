#pragma once

/// Names that the compiler already knows: of enumerators and of types.
///
/// A golden test pins them, because a renamed enumerator is a changed wire and storage format.

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace salus {

namespace detail {

template <auto Enumerator>
constexpr std::string_view spelled_value() {
  // "… [with auto Enumerator = salus::Sex::female; …]" (GCC), "… [Enumerator = salus::Sex::female]" (Clang)
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  constexpr std::size_t start = text.find("Enumerator = ") + 13;
  constexpr std::string_view value = text.substr(start, text.find_first_of(";]", start) - start);
  return value;
}

template <class T>
constexpr std::string_view spelled_type() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  constexpr std::size_t start = text.find("T = ") + 4;
  constexpr std::string_view type = text.substr(start, text.find_first_of(";]", start) - start);
  return type;
}

constexpr std::string_view after_last_colon(std::string_view text) {
  const auto colon = text.rfind(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

/// A number without an enumerator is spelled as a cast: "(salus::Sex)7". What Clang spells
/// "(anonymous namespace)::Sex::female" is none.
constexpr bool is_cast(std::string_view value) {
  return value.front() == '(' && !value.substr(value.rfind(')') + 1).starts_with(':');
}

template <auto Enumerator>
constexpr std::string_view enumerator_name() {
  constexpr std::string_view value = spelled_value<Enumerator>();
  if constexpr (is_cast(value))
    return {};
  else
    return after_last_colon(value);
}

inline constexpr std::size_t most_enumerators = 64;

template <class E, std::size_t... I>
constexpr std::size_t count_enumerators(std::index_sequence<I...>) {
  std::size_t count = 0;
  ((enumerator_name<static_cast<E>(I)>().empty() ? 0 : ++count), ...);
  return count;
}

template <class E, std::size_t... I>
constexpr auto make_enumerator_names(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{enumerator_name<static_cast<E>(I)>()...};
}

}  // namespace detail

template <class E>
concept Enumeration = std::is_enum_v<E>;

/// The names of an enumeration whose values are 0, 1, 2 … without a gap.
template <Enumeration E>
inline constexpr auto enumerator_names =
    detail::make_enumerator_names<E>(std::make_index_sequence<detail::count_enumerators<E>(
                                         std::make_index_sequence<detail::most_enumerators>{})>{});

/// The name of one enumerator.
template <Enumeration E>
constexpr std::string_view to_name(E value) {
  return enumerator_names<E>[static_cast<std::size_t>(value)];
}

/// The enumerator of a name, exactly as spelled.
template <Enumeration E>
constexpr std::optional<E> from_name(std::string_view name) {
  for (std::size_t i = 0; i < enumerator_names<E>.size(); ++i) {
    if (enumerator_names<E>[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

/// The name of a type without its namespace: "CareRelationship".
template <class T>
inline constexpr std::string_view type_name = detail::after_last_colon(detail::spelled_type<T>());

namespace detail {

template <class T>
constexpr auto make_snake_case() {
  constexpr std::string_view name = type_name<T>;
  std::array<char, 2 * name.size()> text{};
  std::size_t length = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool upper = name[i] >= 'A' && name[i] <= 'Z';
    if (upper && i > 0) text[length++] = '_';
    text[length++] = upper ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return std::pair{text, length};
}

template <class T>
inline constexpr auto snake_case_storage = make_snake_case<T>();

}  // namespace detail

/// The name of a type as a table or key: "care_relationship".
template <class T>
inline constexpr std::string_view snake_case_name{detail::snake_case_storage<T>.first.data(),
                                                  detail::snake_case_storage<T>.second};

}  // namespace salus
