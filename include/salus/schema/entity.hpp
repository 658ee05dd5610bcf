#pragma once

/// An entity: a plain struct, and beside it one table that describes it.
///
/// @code
/// struct Ward {
///   Id<Ward> id;
///   std::string name;
///   std::int32_t beds = 0;
/// };
///
/// template <> struct salus::Describe<Ward> {
///   static constexpr auto entity = salus::entity<Ward>("ward", "wards",
///       field<&Ward::id>("id", primary_key, read_only),
///       field<&Ward::name>("name", required, unique, filterable, max_length{80}),
///       field<&Ward::beds>("beds", sortable))
///       .check("no_beds", "beds", "A ward has at least one bed.", [](const Ward& w) { return w.beds > 0; });
/// };
/// @endcode
///
/// Tables, validation, JSON, filters, permissions, the journal and every surface follow from it.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "salus/schema/entity_info.hpp"
#include "salus/schema/field_table.hpp"

namespace salus {

/// A struct that has a table.
template <class T>
concept Described = requires { Describe<T>::entity; };

/// The table of one entity, typed. Made by `entity<T>(…)`; read through `entity_info<T>()`.
template <class T, class... Fields>
class Entity : public FieldTable<T, Fields...> {
  using Table = FieldTable<T, Fields...>;

 public:
  constexpr Entity(std::string_view entity_name, std::string_view collection_name, Fields... list)
      : Table{list...}, name{entity_name}, collection{collection_name} {}

  /// Adds a rule over the whole object; `holds` captures nothing.
  template <class Holds>
    requires std::predicate<Holds, const T&> && std::is_empty_v<Holds>
  constexpr Entity check(std::string_view code, std::string_view field, std::string_view message,
                         Holds) const {
    Entity next = *this;
    next.checks[next.check_count++] = Table::template check_info<Holds>(code, field, message);
    return next;
  }

  /// Adds a rule over what an update makes of an object: the steps of a status, for example.
  template <class Holds>
    requires std::predicate<Holds, const T&, const T&> && std::is_empty_v<Holds>
  constexpr Entity check_change(std::string_view code, std::string_view field,
                                std::string_view message, Holds) const {
    Entity next = *this;
    next.change_checks[next.change_check_count++] = {
        code, field, message, [](std::span<const Value> before, std::span<const Value> after) {
          T old_object;
          T new_object;
          Table::decode_into(old_object, before);
          Table::decode_into(new_object, after);
          return Holds{}(old_object, new_object);
        }};
    return next;
  }

  /// Rows stay for ever: a removal gives the member this choice, in place of a deletion mark.
  template <auto Member, class E>
  constexpr Entity removed_as(E choice) const {
    Entity next = *this;
    next.removal = {Table::template position_of<Member>(), to_name(choice)};
    return next;
  }

  /// Rows are never changed: an update of a `current` row adds a row that refers to it by `Link`, and
  /// to the first of its versions by `Original`, and makes its `Status` `superseded`.
  template <auto Link, auto Original, auto Status, class E>
  constexpr Entity amended_through(E current, E superseded) const {
    Entity next = *this;
    next.amendment = {Table::template position_of<Link>(),
                      Table::template position_of<Original>(),
                      Table::template position_of<Status>(),
                      to_name(current),
                      to_name(superseded)};
    return next;
  }

  /// `Fill(T&)` fills the members of `Derived`, where they are missing, from the others; before
  /// validation, and again when what they follow from changes.
  template <auto Fill, auto... Derived>
    requires std::invocable<decltype(Fill), T&>
  constexpr Entity derive() const {
    static_assert((detail::Unwrapped<typename Field<Derived>::Type>::optional && ...),
                  "A derived member is a std::optional, so that it can be missing.");
    Entity next = *this;
    (next.derived.add(Table::template position_of<Derived>()), ...);
    next.derivation = [](std::vector<Value>& values) {
      T object;
      Table::decode_into(object, values);
      Fill(object);
      Table::encode_from(object, values);
    };
    return next;
  }

  /// Declares that no two live rows share these fields.
  template <auto... Members>
  constexpr Entity unique_together(std::string_view constraint) const {
    return unique_together<Members...>(constraint, ChoiceOfField{});
  }

  /// The same, among rows whose `while_` condition holds.
  template <auto... Members>
  constexpr Entity unique_together(std::string_view constraint, ChoiceOfField condition) const {
    static_assert(sizeof...(Members) <= 4, "At most four fields can be unique together.");
    Entity next = *this;
    UniqueInfo info{
        constraint, {Table::template position_of<Members>()...}, sizeof...(Members), condition};
    next.uniques[next.unique_count++] = info;
    return next;
  }

  /// Declares that rows are looked up by these fields together: by values of the first ones, and by range
  /// or order of the last.
  template <auto... Members>
  constexpr Entity indexed_together(std::string_view index) const {
    static_assert(sizeof...(Members) <= 4, "At most four fields can be indexed together.");
    Entity next = *this;
    next.indexes[next.index_count++] = {
        index, {Table::template position_of<Members>()...}, sizeof...(Members)};
    return next;
  }

  /// For `unique_together`: only rows whose member has this choice.
  template <auto Member, class E>
  static constexpr ChoiceOfField while_(E choice) {
    return {Table::template position_of<Member>(), to_name(choice)};
  }

  /// For `never_overlaps`: rows that take no time, for `Waiver` is given or `Choice` is one of these.
  template <auto Waiver, auto Choice, class... E>
    requires(sizeof...(E) <= 4)
  static constexpr TimelessRows timeless_(E... choices) {
    static_assert(detail::Unwrapped<typename Field<Waiver>::Type>::optional,
                  "What waives the rule is a std::optional, so that it can be missing.");
    return {Table::template position_of<Waiver>(),
            Table::template position_of<Choice>(),
            {to_name(choices)...}};
  }

  /// Declares that no two live rows of one `Owner` overlap in time, whoever may see them; the database itself
  /// refuses, on every connection. `message` is for whoever's row is in the way, and tells nothing of the other.
  template <auto Owner, auto Begins, auto Ends>
  constexpr Entity never_overlaps(std::string_view constraint, std::string_view message,
                                  TimelessRows timeless) const {
    static_assert(std::same_as<typename Field<Begins>::Type, Timestamp> &&
                      std::same_as<typename Field<Ends>::Type, Timestamp>,
                  "What overlaps is between two moments that are never missing.");
    Entity next = *this;
    next.overlaps[next.overlap_count++] = {constraint,
                                           message,
                                           Table::template position_of<Owner>(),
                                           Table::template position_of<Begins>(),
                                           Table::template position_of<Ends>(),
                                           timeless};
    return next;
  }

  /// The database itself will refuse UPDATE and DELETE of this entity's rows.
  constexpr Entity append_only() const {
    Entity next = *this;
    next.is_append_only = true;
    return next;
  }

  /// The struct names every column itself, `organization_id` among them.
  constexpr Entity without_row_metadata() const {
    Entity next = *this;
    next.metadata = RowMetadata::absent;
    return next;
  }

  std::string_view name;
  std::string_view collection;
  std::array<CheckInfo, 8> checks{};
  std::size_t check_count = 0;
  std::array<ChangeCheckInfo, 4> change_checks{};
  std::size_t change_check_count = 0;
  ChoiceOfField removal;
  AmendmentInfo amendment;
  std::array<UniqueInfo, 4> uniques{};
  std::size_t unique_count = 0;
  std::array<IndexInfo, 4> indexes{};
  std::size_t index_count = 0;
  std::array<OverlapInfo, 2> overlaps{};
  std::size_t overlap_count = 0;
  void (*derivation)(std::vector<Value>&) = nullptr;
  FieldMask derived;
  bool is_append_only = false;
  RowMetadata metadata = RowMetadata::present;
};

/// Begins an entity's table. `name` is the type's name in snake_case; `collection` the REST path,
/// empty for an internal entity.
template <class T, class... Fields>
constexpr Entity<T, Fields...> entity(std::string_view name, std::string_view collection,
                                      Fields... fields) {
  static_assert((std::same_as<T, typename Fields::Object> && ...),
                "Every field must be a member of this entity.");
  return {name, collection, fields...};
}

namespace detail {

template <class T>
constexpr auto erase_columns() {
  constexpr auto& table = Describe<T>::entity;
  constexpr std::size_t count = std::decay_t<decltype(table)>::field_count;
  constexpr std::size_t extra = table.metadata == RowMetadata::present ? 5 : 0;
  std::array<FieldInfo, count + extra> columns{};
  erase_fields(table, columns);
  if constexpr (extra != 0) {
    const auto metadata = metadata_columns(count);
    for (std::size_t i = 0; i < extra; ++i) columns[count + i] = metadata[i];
  }
  return columns;
}

template <class T>
inline constexpr auto erased_columns = erase_columns<T>();

template <class T>
constexpr EntityInfo erase_entity() {
  constexpr auto& table = Describe<T>::entity;
  static_assert(table.name == snake_case_name<T>,
                "An entity's name is its type's name in snake_case.");
  static_assert(erased_columns<T>[0].primary_key || table.metadata == RowMetadata::absent,
                "The first field of an entity is its primary key: field<&T::id>(\"id\", "
                "primary_key, read_only).");
  EntityInfo info;
  info.name = table.name;
  info.collection = table.collection;
  info.type_name = type_name<T>;
  info.metadata = table.metadata;
  info.append_only = table.is_append_only;
  info.columns = erased_columns<T>;
  info.field_count = std::decay_t<decltype(table)>::field_count;
  info.checks = std::span{table.checks}.first(table.check_count);
  info.change_checks = std::span{table.change_checks}.first(table.change_check_count);
  info.removal = table.removal;
  info.amendment = table.amendment;
  info.uniques = std::span{table.uniques}.first(table.unique_count);
  info.indexes = std::span{table.indexes}.first(table.index_count);
  info.overlaps = std::span{table.overlaps}.first(table.overlap_count);
  info.defaults = &default_values<T, std::decay_t<decltype(table)>>;
  info.derive = table.derivation;
  info.derived = table.derived;
  return info;
}

template <class T>
inline constexpr EntityInfo erased_entity = erase_entity<T>();

}  // namespace detail

/// The erased view of a described struct.
template <Described T>
constexpr const EntityInfo& entity_info() {
  return detail::erased_entity<T>;
}

/// The erased field of a member.
template <auto Member>
constexpr const FieldInfo& field_info() {
  using T = typename detail::MemberOf<Member>::object;
  using Table = std::decay_t<decltype(Describe<T>::entity)>;
  return detail::erased_columns<T>[Table::template position_of<Member>()];
}

/// The values of an object in the table's order.
template <Described T>
std::vector<Value> values_of(const T& object) {
  std::vector<Value> values(entity_info<T>().field_count);
  std::decay_t<decltype(Describe<T>::entity)>::encode_from(object, values);
  return values;
}

}  // namespace salus
