#pragma once

/// Values inside an entity: a struct with a table of its own, kept as JSON in one column.
///
/// @code
/// struct Shift {
///   TimeOfDay starts, ends;
///   std::optional<std::string> note;
/// };
///
/// template <> struct salus::Describe<Shift> {
///   static constexpr auto value = salus::value<Shift>(
///       field<&Shift::starts>("starts", required), field<&Shift::ends>("ends", required),
///       field<&Shift::note>("note", max_length{80}))
///       .check("ends_before_start", "ends", "A shift ends after it starts.",
///              [](const Shift& s) { return s.starts < s.ends; });
/// };
/// @endcode
///
/// A member of an entity, or of another value, may then be a `Shift`, a `std::optional<Shift>` or a
/// `std::vector<Shift>`; also a `std::vector` of texts, numbers, dates or choices. It has one `field<…>` line.
/// What is wrong inside has a path: `shifts[2].ends`. A member that is not `required` may be left out of the JSON
/// and then has its default; keys that are no field are ignored. Facts about columns (`unique`, `filterable` …)
/// make no sense inside a value and do not compile.

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "salus/schema/field_table.hpp"
#include "salus/schema/nested_text.hpp"

namespace salus {

/// A struct that has the table of a nested value.
template <class T>
concept DescribedValue = requires { Describe<T>::value; };

/// The table of one nested value, typed. Made by `value<T>(…)`.
template <class T, class... Fields>
class ValueTable : public FieldTable<T, Fields...> {
 public:
  using FieldTable<T, Fields...>::FieldTable;

  /// Adds a rule over the whole value; `holds` captures nothing. `field` is the one to blame.
  template <class Holds>
    requires std::predicate<Holds, const T&> && std::is_empty_v<Holds>
  constexpr ValueTable check(std::string_view code, std::string_view field,
                             std::string_view message, Holds) const {
    ValueTable next = *this;
    next.checks[next.check_count++] =
        FieldTable<T, Fields...>::template check_info<Holds>(code, field, message);
    return next;
  }

  std::array<CheckInfo, 4> checks{};
  std::size_t check_count = 0;
};

/// Begins the table of a nested value.
template <class T, class... Fields>
constexpr ValueTable<T, Fields...> value(Fields... fields) {
  static_assert((std::same_as<T, typename Fields::Object> && ...),
                "Every field must be a member of this value.");
  return ValueTable<T, Fields...>{fields...};
}

namespace detail {

constexpr bool speak_of_columns(std::span<const FieldInfo> fields) {
  for (const auto& f : fields) {
    if (f.primary_key || f.read_only || f.write_only || f.unique || f.ignores_case ||
        f.filterable || f.sortable || f.compartment || f.defaults_to_now)
      return true;
  }
  return false;
}

constexpr bool have_bytes(std::span<const FieldInfo> fields) {
  for (const auto& f : fields) {
    if (f.type == FieldType::bytes) return true;
  }
  return false;
}

/// By hand: std::ranges::sort would cost each unit that includes an entity a tenth of a second.
constexpr void sort_by_name(std::span<FieldInfo> fields) {
  for (std::size_t end = 1; end < fields.size(); ++end) {
    for (std::size_t i = end; i > 0 && fields[i].name < fields[i - 1].name; --i)
      std::swap(fields[i], fields[i - 1]);
  }
}

template <DescribedValue T>
constexpr auto erase_value_fields() {
  constexpr auto& table = Describe<T>::value;
  std::array<FieldInfo, std::decay_t<decltype(table)>::field_count> fields{};
  erase_fields(table, fields);
  sort_by_name(fields);
  return fields;
}

template <DescribedValue T>
inline constexpr auto erased_value_fields = erase_value_fields<T>();

template <DescribedValue T>
constexpr ValueInfo erase_value() {
  constexpr auto& table = Describe<T>::value;
  static_assert(
      !speak_of_columns(erased_value_fields<T>),
      "A field inside a nested value is no column: it can be required, have a label and a "
      "max_length, and nothing else.");
  static_assert(!have_bytes(erased_value_fields<T>), "A nested value is JSON, which has no bytes.");
  ValueInfo info;
  info.type_name = type_name<T>;
  info.fields = erased_value_fields<T>;
  info.checks = std::span{table.checks}.first(table.check_count);
  info.defaults = &default_values<T, std::decay_t<decltype(table)>>;
  return info;
}

template <class T>
inline constexpr ValueInfo erased_value = erase_value<T>();

/// A single value as an element of a list: an object of which it is the whole.
template <class T>
constexpr std::array<FieldInfo, 1> erase_single() {
  FieldInfo info;
  static_cast<FieldFacts&>(info) = facts_of_type<T>();
  info.required = true;
  info.load = [](const void* object) { return Storage<T>::load(*static_cast<const T*>(object)); };
  info.store = [](void* object, const Cell& cell) {
    return Storage<T>::store(*static_cast<T*>(object), cell);
  };
  return {info};
}

template <class T>
inline constexpr auto erased_single = erase_single<T>();

template <class T>
  requires(!DescribedValue<T>)
inline constexpr ValueInfo erased_value<T>{
    {}, erased_single<T>, {}, [] { return std::vector<Value>(1); }};

template <DescribedValue T>
struct Storage<T> {
  static constexpr FieldType type = FieldType::json;
  static constexpr const ValueInfo* value = &erased_value<T>;
  static constexpr bool list = false;
  static Value load(const T& member) {
    std::string text;
    append_nested(text, *value, &member);
    return text;
  }
  static bool store(T& member, const Cell& cell) {
    const auto* text = std::get_if<std::string_view>(&cell);
    T read;
    if (text == nullptr || !read_nested(*value, *text, &read)) return false;
    member = std::move(read);
    return true;
  }
};

template <class T>
struct Storage<std::vector<T>> {
  static constexpr FieldType type = FieldType::json;
  static constexpr const ValueInfo* value = &erased_value<T>;
  static constexpr bool list = true;
  static Value load(const std::vector<T>& member) {
    std::string text = "[";
    for (const T& element : member) {
      if (text.size() > 1) text += ',';
      append_nested(text, *value, &element);
    }
    return text + "]";
  }
  static bool store(std::vector<T>& member, const Cell& cell) {
    const auto* text = std::get_if<std::string_view>(&cell);
    const auto elements = text != nullptr ? nested_elements(*text) : std::nullopt;
    if (!elements) return false;
    std::vector<T> read;
    read.reserve(elements->size());
    for (const auto element : *elements) {
      if (!read_nested(*value, element, &read.emplace_back())) return false;
    }
    member = std::move(read);
    return true;
  }
};

}  // namespace detail

/// The erased view of a nested value's table.
template <DescribedValue T>
constexpr const ValueInfo& value_info() {
  return detail::erased_value<T>;
}

}  // namespace salus
