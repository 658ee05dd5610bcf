#pragma once

/// The conformance kit's own entities: between them they have every type of field, each required and
/// optional, every kind of constraint, and columns whose names are words of SQL.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/core/value.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/schema/entity.hpp"
#include "salus/schema/snapshot.hpp"

namespace salus::testing {

enum class Tissue : std::uint8_t { blood, bone, skin };

struct Specimen {
  Id<Specimen> id;
  std::string code;                    ///< Unique.
  std::optional<std::string> alias;    ///< Unique, whatever its case.
  std::optional<Id<Specimen>> parent;  ///< Refers to its own table.
  Tissue tissue = Tissue::blood;
  std::optional<Tissue> second_tissue;
  std::optional<std::int64_t> slot;  ///< Unique among the bones.
  bool frozen = false;
  std::optional<bool> checked;
  std::int64_t amount = 0;
  std::optional<std::int64_t> order;  ///< With an index, as `group` has one.
  double weight = 0;
  std::optional<double> ratio;
  std::string text;
  std::optional<std::string> note;
  std::optional<std::string> group;
  Bytes image;
  std::optional<Bytes> thumbnail;
  Uuid link;
  std::optional<Uuid> other_link;
  Timestamp taken_at{};
  std::optional<Timestamp> thawed_at;
  Date taken_on{};
  std::optional<Date> expires_on;
  Json details = Json::empty_object();
  std::optional<Json> remarks;
};

/// What was found in a specimen.
struct Finding {
  Id<Finding> id;
  Id<Specimen> specimen;
  std::string label;  ///< Compared with `Specimen::text` by some conditions.
  std::int64_t level = 0;
  std::optional<std::string> note;
  std::optional<Timestamp> until;
};

enum class BookingState : std::uint8_t { planned, called_off, missed };

/// A time for which a specimen is lent to nobody else.
struct Booking {
  Id<Booking> id;
  Id<Specimen> specimen;
  Timestamp begins{};
  Timestamp ends{};
  BookingState state = BookingState::planned;
  std::optional<std::string> excuse;  ///< With one it may overlap.
};

/// An internal table without row metadata, and with a key of several columns.
struct Keyword {
  Id<Organization> organization_id;
  std::string word;
  std::int64_t place = 0;
  std::optional<Id<Specimen>> specimen;
};

}  // namespace salus::testing

namespace salus {

template <>
struct Describe<testing::Specimen> {
  using Specimen = testing::Specimen;

  static constexpr auto fields = salus::entity<Specimen>(
      "specimen", "specimens", field<&Specimen::id>("id", primary_key, read_only),
      field<&Specimen::code>("code", required, unique),
      field<&Specimen::alias>("alias", unique, ignores_case),
      field<&Specimen::parent>("parent", filterable), field<&Specimen::tissue>("tissue"),
      field<&Specimen::second_tissue>("second_tissue"), field<&Specimen::slot>("slot"),
      field<&Specimen::frozen>("frozen"), field<&Specimen::checked>("checked"),
      field<&Specimen::amount>("amount"), field<&Specimen::order>("order", sortable),
      field<&Specimen::weight>("weight"), field<&Specimen::ratio>("ratio"),
      field<&Specimen::text>("text"), field<&Specimen::note>("note", ignores_case),
      field<&Specimen::group>("group", filterable, sortable), field<&Specimen::image>("image"),
      field<&Specimen::thumbnail>("thumbnail"), field<&Specimen::link>("link"),
      field<&Specimen::other_link>("other_link"), field<&Specimen::taken_at>("taken_at", sortable),
      field<&Specimen::thawed_at>("thawed_at"), field<&Specimen::taken_on>("taken_on", filterable),
      field<&Specimen::expires_on>("expires_on"), field<&Specimen::details>("details"),
      field<&Specimen::remarks>("remarks"));

  static constexpr auto entity = fields.unique_together<&Specimen::slot>(
      "specimen_bone_slot", fields.while_<&Specimen::tissue>(testing::Tissue::bone));
};

template <>
struct Describe<testing::Finding> {
  using Finding = testing::Finding;

  static constexpr auto entity = salus::entity<Finding>(
      "finding", "findings", field<&Finding::id>("id", primary_key, read_only),
      field<&Finding::specimen>("specimen", required, filterable), field<&Finding::label>("label"),
      field<&Finding::level>("level"), field<&Finding::note>("note"),
      field<&Finding::until>("until"));
};

template <>
struct Describe<testing::Booking> {
  using Booking = testing::Booking;

  static constexpr auto fields = salus::entity<Booking>(
      "booking", "bookings", field<&Booking::id>("id", primary_key, read_only),
      field<&Booking::specimen>("specimen", required), field<&Booking::begins>("begins"),
      field<&Booking::ends>("ends"), field<&Booking::state>("state"),
      field<&Booking::excuse>("excuse"));

  static constexpr auto entity =
      fields.never_overlaps<&Booking::specimen, &Booking::begins, &Booking::ends>(
          "specimen_lent", "The specimen is lent at this time.",
          fields.timeless_<&Booking::excuse, &Booking::state>(testing::BookingState::called_off,
                                                              testing::BookingState::missed));
};

template <>
struct Describe<testing::Keyword> {
  using Keyword = testing::Keyword;

  static constexpr auto entity =
      salus::entity<Keyword>(
          "keyword", "", field<&Keyword::organization_id>("organization_id", primary_key),
          field<&Keyword::word>("word", primary_key), field<&Keyword::place>("place", primary_key),
          field<&Keyword::specimen>("specimen", filterable))
          .without_row_metadata();
};

}  // namespace salus

namespace salus::testing {

/// The tables of the toy entities, and the journal's.
inline SchemaSnapshot toy_schema() {
  static constexpr std::array entities{&entity_info<Specimen>(),
                                       &entity_info<Finding>(),
                                       &entity_info<Booking>(),
                                       &entity_info<Keyword>(),
                                       &entity_info<JournalEntry>()};
  return snapshot_of(entities);
}

}  // namespace salus::testing
