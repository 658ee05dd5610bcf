#pragma once

/// One field of an entity: its facts, and how its value is taken from and put into an object.
///
/// @code
/// field<&Patient::mrn>("mrn", required, unique, filterable, phi, max_length{64}, label{"MRN"})
/// @endcode

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/reflect.hpp"

namespace salus {

/// What a field holds, whatever the engine calls it.
enum class FieldType : std::uint8_t {
  boolean,
  integer,  ///< 64 bits, signed.
  number,   ///< Double precision.
  text,     ///< UTF-8 without NUL.
  bytes,
  uuid,       ///< An identity or a reference.
  timestamp,  ///< A moment in UTC, to the microsecond.
  date,       ///< A calendar day without a zone.
  json,       ///< Canonical JSON text.
  choice,     ///< One of a closed list of words, kept as text.
};

/// Whether a value, which is not missing, is one of this type.
constexpr bool is_of_type(const Value& value, FieldType type) {
  switch (type) {
    case FieldType::boolean:
      return std::holds_alternative<bool>(value);
    case FieldType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case FieldType::number:
      return std::holds_alternative<double>(value);
    case FieldType::bytes:
      return std::holds_alternative<Bytes>(value);
    case FieldType::uuid:
      return std::holds_alternative<Uuid>(value);
    case FieldType::timestamp:
      return std::holds_alternative<Timestamp>(value);
    case FieldType::date:
      return std::holds_alternative<Date>(value);
    case FieldType::text:
    case FieldType::json:
    case FieldType::choice:
      return std::holds_alternative<std::string>(value);
  }
  return false;
}

/// A rule about the form of a text.
enum class TextFormat : std::uint8_t {
  any,
  email,
  time_of_day,  ///< `hh:mm:ss[.ffffff]`, so that the order of bytes is that of time.
};

struct ValueInfo;

/// Everything about a field but its C++ member.
struct FieldFacts {
  std::string_view name;   ///< Column and JSON key, snake_case.
  std::string_view label;  ///< For people; empty: the name with spaces.
  FieldType type = FieldType::text;
  bool primary_key = false;
  bool nullable = false;         ///< The member is a std::optional.
  bool required = false;         ///< Must be given on creation, and not blank.
  bool read_only = false;        ///< Set by the library; ignored in input.
  bool write_only = false;       ///< Never leaves the library: a password hash.
  bool unique = false;           ///< Within the organization, among live rows.
  bool ignores_case = false;     ///< Compared without ASCII case by filters and uniqueness.
  bool filterable = false;       ///< Has an index and an equality filter of its name.
  bool sortable = false;         ///< Has an index and may order a list.
  bool searchable = false;       ///< A text whose words a search finds; for short ones.
  bool phi = false;              ///< Protected health information (45 CFR 160.103).
  bool compartment = false;      ///< Its row belongs to the patient, doctor or user it names.
  bool defaults_to_now = false;  ///< Left out on creation, it is the call's time.
  bool list = false;             ///< JSON that is a list of `value`.
  std::uint32_t max_length = 0;  ///< Of a text, or each in a list, in code points; 0: no limit.
  TextFormat format = TextFormat::any;
  std::string_view references;  ///< The name of the entity that the id belongs to.
  std::span<const std::string_view> choices;
  const ValueInfo* value = nullptr;  ///< The table of what JSON holds; null: any JSON value.
};

/// Attributes: each sets one fact. Used as the arguments of `field<…>()`.
inline constexpr auto primary_key = [](FieldFacts& f) { f.primary_key = true; };
inline constexpr auto required = [](FieldFacts& f) { f.required = true; };
inline constexpr auto read_only = [](FieldFacts& f) { f.read_only = true; };
inline constexpr auto write_only = [](FieldFacts& f) { f.write_only = true; };
inline constexpr auto unique = [](FieldFacts& f) { f.unique = true; };
inline constexpr auto ignores_case = [](FieldFacts& f) { f.ignores_case = true; };
inline constexpr auto filterable = [](FieldFacts& f) { f.filterable = true; };
inline constexpr auto sortable = [](FieldFacts& f) { f.sortable = true; };
inline constexpr auto searchable = [](FieldFacts& f) { f.searchable = true; };
inline constexpr auto phi = [](FieldFacts& f) { f.phi = true; };
inline constexpr auto compartment = [](FieldFacts& f) { f.compartment = true; };
inline constexpr auto defaults_to_now = [](FieldFacts& f) { f.defaults_to_now = true; };
inline constexpr auto email_address = [](FieldFacts& f) { f.format = TextFormat::email; };

struct max_length {
  std::uint32_t code_points;
  constexpr void operator()(FieldFacts& f) const { f.max_length = code_points; }
};
struct label {
  std::string_view text;
  constexpr void operator()(FieldFacts& f) const { f.label = text; }
};

namespace detail {

template <class T>
struct Unwrapped {
  using type = T;
  static constexpr bool optional = false;
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using type = T;
  static constexpr bool optional = true;
};

template <class T>
struct ReferenceTarget {
  static constexpr std::string_view name{};
};
template <class T>
struct ReferenceTarget<Id<T>> {
  static constexpr std::string_view name = snake_case_name<T>;
};

template <class T>
inline constexpr bool always_false = false;

/// How a C++ type is kept in a cell.
template <class T>
struct Storage {
  static_assert(
      always_false<T>,
      "This member's type cannot be a field; use bool, an integer, double, std::string, "
      "Bytes, Id<T>, Timestamp, Date, TimeOfDay, Json, an enum class, or std::optional of "
      "one of them; with schema/nested.hpp also a struct that has a table, or std::vector.");
};

template <class T, FieldType Type, class Held = T>
struct PlainStorage {
  static constexpr FieldType type = Type;
  static Value load(const T& member) { return static_cast<Held>(member); }
  static bool store(T& member, const Cell& cell) {
    const auto* held = std::get_if<Held>(&cell);
    if (held == nullptr) return false;
    member = static_cast<T>(*held);
    return static_cast<Held>(member) == *held;
  }
};

template <>
struct Storage<bool> : PlainStorage<bool, FieldType::boolean> {};
template <>
struct Storage<double> : PlainStorage<double, FieldType::number> {};
template <>
struct Storage<Timestamp> : PlainStorage<Timestamp, FieldType::timestamp> {};
template <>
struct Storage<Date> : PlainStorage<Date, FieldType::date> {};
template <>
struct Storage<Uuid> : PlainStorage<Uuid, FieldType::uuid> {};
template <std::integral T>
struct Storage<T> : PlainStorage<T, FieldType::integer, std::int64_t> {};

template <>
struct Storage<std::string> {
  static constexpr FieldType type = FieldType::text;
  static Value load(const std::string& member) { return member; }
  static bool store(std::string& member, const Cell& cell) {
    const auto* text = std::get_if<std::string_view>(&cell);
    if (text != nullptr) member.assign(*text);
    return text != nullptr;
  }
};

template <>
struct Storage<Bytes> {
  static constexpr FieldType type = FieldType::bytes;
  static Value load(const Bytes& member) { return member; }
  static bool store(Bytes& member, const Cell& cell) {
    const auto* bytes = std::get_if<BytesView>(&cell);
    if (bytes != nullptr) member.data.assign(bytes->data);
    return bytes != nullptr;
  }
};

template <>
struct Storage<TimeOfDay> {
  static constexpr FieldType type = FieldType::text;
  static Value load(const TimeOfDay& member) { return to_string(member); }
  static bool store(TimeOfDay& member, const Cell& cell) {
    const auto* text = std::get_if<std::string_view>(&cell);
    const auto time = text != nullptr ? parse_time_of_day(*text) : std::nullopt;
    if (time) member = *time;
    return time.has_value();
  }
};

template <>
struct Storage<Json> {
  static constexpr FieldType type = FieldType::json;
  static Value load(const Json& member) { return member.text(); }
  static bool store(Json& member, const Cell& cell) {
    const auto* text = std::get_if<std::string_view>(&cell);
    if (text != nullptr) member = Json::from_canonical(std::string{*text});
    return text != nullptr;
  }
};

template <class T>
struct Storage<Id<T>> {
  static constexpr FieldType type = FieldType::uuid;
  static Value load(const Id<T>& member) { return member.value; }
  static bool store(Id<T>& member, const Cell& cell) {
    return Storage<Uuid>::store(member.value, cell);
  }
};

template <Enumeration E>
struct Storage<E> {
  static constexpr FieldType type = FieldType::choice;
  static Value load(const E& member) { return std::string{to_name(member)}; }
  static bool store(E& member, const Cell& cell) {
    const auto* text = std::get_if<std::string_view>(&cell);
    const auto value = text != nullptr ? from_name<E>(*text) : std::nullopt;
    if (value) member = *value;
    return value.has_value();
  }
};

template <class T>
struct Storage<std::optional<T>> {
  static constexpr FieldType type = Storage<T>::type;
  static Value load(const std::optional<T>& member) {
    return member ? Storage<T>::load(*member) : Value{};
  }
  static bool store(std::optional<T>& member, const Cell& cell) {
    if (is_null(cell)) {
      member.reset();
      return true;
    }
    return Storage<T>::store(member.emplace(), cell);
  }
};

template <auto Member>
struct MemberOf;
template <class O, class M, M O::* Member>
struct MemberOf<Member> {
  using object = O;
  using type = M;
};

template <class T>
constexpr std::span<const std::string_view> choices_of() {
  if constexpr (Enumeration<T>)
    return enumerator_names<T>;
  else
    return {};
}

/// What follows from a member's type alone.
template <class T>
constexpr FieldFacts facts_of_type() {
  using Plain = typename Unwrapped<T>::type;
  FieldFacts facts;
  facts.type = Storage<T>::type;
  facts.nullable = Unwrapped<T>::optional;
  facts.choices = choices_of<Plain>();
  facts.references = ReferenceTarget<Plain>::name;
  if constexpr (std::same_as<Plain, TimeOfDay>) facts.format = TextFormat::time_of_day;
  return facts;
}

}  // namespace detail

/// A field with its member: the static view, for typed columns and row decoding.
template <auto Member>
struct Field {
  using Object = typename detail::MemberOf<Member>::object;
  using Type = typename detail::MemberOf<Member>::type;
  static constexpr auto member = Member;

  FieldFacts facts;
};

/// A field without its type: the erased view, for everything that is ordinary code.
struct FieldInfo : FieldFacts {
  std::size_t position = 0;  ///< In the entity's columns.
  /// The value in an object. Null for row metadata, which is in no object.
  Value (*load)(const void* object) = nullptr;
  /// Puts a value into an object; false if it is of another type or no choice of the field.
  bool (*store)(void* object, const Cell& cell) = nullptr;
};

/// Describes one member. `name` is the column and the JSON key.
template <auto Member, class... Attributes>
constexpr Field<Member> field(std::string_view name, const Attributes&... attributes) {
  auto facts = detail::facts_of_type<typename detail::MemberOf<Member>::type>();
  facts.name = name;
  (attributes(facts), ...);
  if (facts.primary_key && facts.references == snake_case_name<typename Field<Member>::Object>)
    facts.references = {};
  return {facts};
}

namespace detail {

template <auto Member>
constexpr FieldInfo erase(const Field<Member>& field, std::size_t position) {
  using Object = typename Field<Member>::Object;
  using Type = typename Field<Member>::Type;
  using Plain = typename Unwrapped<Type>::type;
  FieldInfo info;
  static_cast<FieldFacts&>(info) = field.facts;
  info.position = position;
  // Here and not in `field`: a unit that only includes an entity should not pay for its nested tables.
  if constexpr (requires { Storage<Plain>::value; }) {
    info.value = Storage<Plain>::value;
    info.list = Storage<Plain>::list;
  }
  info.load = [](const void* object) {
    return Storage<Type>::load(static_cast<const Object*>(object)->*Member);
  };
  info.store = [](void* object, const Cell& cell) {
    return Storage<Type>::store(static_cast<Object*>(object)->*Member, cell);
  };
  return info;
}

}  // namespace detail

}  // namespace salus
