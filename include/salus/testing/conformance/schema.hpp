#pragma once

/// Conformance: making tables, changing them, and seeing what there is.

#include <array>
#include <optional>
#include <string>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

/// A table of three releases of a program. The second has one more field, in the middle; the third
/// one of each type that may not be missing.
namespace first_release {
struct Ward {
  Id<Ward> id;
  std::string name;
  std::int64_t beds = 0;
};
}  // namespace first_release

namespace second_release {
struct Ward {
  Id<Ward> id;
  std::string name;
  std::optional<std::string> floor;  ///< New, and unique with `beds`.
  std::int64_t beds = 0;
};
}  // namespace second_release

namespace third_release {
struct Ward {
  Id<Ward> id;
  std::string name;
  std::int64_t beds = 0;
  bool open = true;
  std::int64_t rooms = 1;
  double area = 1;
  std::string wing;
  Bytes plan;
  Uuid building;
  Timestamp built_at{};
  Date opened_on{};
  Json details;
  Tissue specialty = Tissue::bone;
};
}  // namespace third_release

}  // namespace salus::testing

namespace salus {

template <>
struct Describe<testing::first_release::Ward> {
  using Ward = testing::first_release::Ward;
  static constexpr auto entity =
      salus::entity<Ward>("ward", "wards", field<&Ward::id>("id", primary_key, read_only),
                          field<&Ward::name>("name"), field<&Ward::beds>("beds"));
};

template <>
struct Describe<testing::second_release::Ward> {
  using Ward = testing::second_release::Ward;
  static constexpr auto entity =
      salus::entity<Ward>("ward", "wards", field<&Ward::id>("id", primary_key, read_only),
                          field<&Ward::name>("name", sortable), field<&Ward::floor>("floor"),
                          field<&Ward::beds>("beds"))
          .unique_together<&Ward::floor, &Ward::beds>("ward_floor_beds");
};

template <>
struct Describe<testing::third_release::Ward> {
  using Ward = testing::third_release::Ward;
  static constexpr auto entity = salus::entity<Ward>(
      "ward", "wards", field<&Ward::id>("id", primary_key, read_only), field<&Ward::name>("name"),
      field<&Ward::beds>("beds"), field<&Ward::open>("open"), field<&Ward::rooms>("rooms"),
      field<&Ward::area>("area"), field<&Ward::wing>("wing"), field<&Ward::plan>("plan"),
      field<&Ward::building>("building"), field<&Ward::built_at>("built_at"),
      field<&Ward::opened_on>("opened_on"), field<&Ward::details>("details"),
      field<&Ward::specialty>("specialty"));
};

}  // namespace salus

namespace salus::testing {

namespace detail {

template <Described T>
SchemaSnapshot schema_of() {
  static constexpr std::array entities{&entity_info<T>()};
  return snapshot_of(entities);
}

inline first_release::Ward ward(std::uint32_t number, std::int64_t beds) {
  return {numbered<first_release::Ward>(number), "ward", beds};
}

inline ErrorCode code_of_refusal(StorageFixture& fixture, Backend& backend,
                                 const std::vector<SchemaChange>& changes) {
  return error_of([&] { fixture.apply(backend, changes); }).code();
}

}  // namespace detail

inline ConformanceTests schema_tests() {
  using detail::schema_of;
  using detail::ward;
  using OldWard = first_release::Ward;
  using NewWard = second_release::Ward;
  using WideWard = third_release::Ward;
  return {
      {"A new database has no tables",
       [](StorageFixture& fixture) { CHECK(fixture.make_empty()->inspect().tables.empty()); }},

      {"After the changes were applied there is nothing left to change",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, toy_schema());
         CHECK(compare(backend->inspect(), toy_schema()).empty());
         apply_schema(fixture, *backend, toy_schema());
         CHECK(compare(backend->inspect(), toy_schema()).empty());
       }},

      {"The engine's own catalog tells keys and guards",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, toy_schema());
         const auto found = backend->inspect();
         for (const auto& wanted : toy_schema().tables) {
           INFO(wanted.name);
           const auto* table = found.find(wanted.name);
           REQUIRE(table != nullptr);
           CHECK(table->primary_key == wanted.primary_key);
           CHECK(table->append_only == wanted.append_only);
         }
       }},

      {"Tables are found again when the database was opened again",
       [](StorageFixture& fixture) {
         {
           ToyStore store{fixture};
         }
         const auto backend = fixture.reopen();
         if (!backend) SKIP("Nothing outlives the backend.");
         CHECK(compare(backend->inspect(), toy_schema()).empty());
         backend->verify_guards(toy_schema());
       }},

      {"A column and indexes are added to a table with rows, and to open sessions",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<OldWard>());
         Tenant tenant{*backend, numbered_uuid(1)};
         tenant.add(ward(1, 10), ward(2, 20));
         CHECK(tenant.count<OldWard>() == 2);
         apply_schema(fixture, *backend, schema_of<NewWard>());
         CHECK(compare(backend->inspect(), schema_of<NewWard>()).empty());
         const auto wards = objects<NewWard>(tenant.session(), select_of<NewWard>());
         REQUIRE(wards.size() == 2);
         CHECK(wards[1].name == "ward");
         CHECK(wards[1].floor == std::nullopt);
         CHECK(wards[1].beds == 20);
         tenant.add(NewWard{numbered<NewWard>(3), "ward", "attic", 5});
         CHECK(tenant.numbers<NewWard>(f<&NewWard::floor> == "attic" && f<&NewWard::beds> == 5) ==
               Numbers{3});
       }},

      {"A column that may not be missing gives rows that are there false, zero or nothing",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<OldWard>());
         Tenant tenant{*backend, numbered_uuid(1)};
         tenant.add(ward(1, 10));
         apply_schema(fixture, *backend, schema_of<WideWard>());
         CHECK(compare(backend->inspect(), schema_of<WideWard>()).empty());
         const auto rows = tenant.rows(select_of<WideWard>());
         REQUIRE(rows.size() == 1);
         const Row expected{numbered_uuid(1),
                            std::string{"ward"},
                            std::int64_t{10},
                            false,
                            std::int64_t{0},
                            0.0,
                            std::string{},
                            Bytes{},
                            Uuid{},
                            Timestamp{},
                            Date{},
                            std::string{"null"},
                            std::string{}};
         CHECK(Row{rows[0].begin(), rows[0].begin() + 13} == expected);
       }},

      {"A program of the release before works on after a column was added",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<NewWard>());
         Tenant tenant{*backend, numbered_uuid(1)};
         tenant.add(NewWard{numbered<NewWard>(1), "ward", "attic", 5});
         tenant.add(ward(2, 6));
         CHECK(tenant.update<OldWard>({}, {assign<&OldWard::name>("new")}) == 2);
         const auto wards = objects<OldWard>(tenant.session(), select_of<OldWard>());
         REQUIRE(wards.size() == 2);
         CHECK(wards[0].beds == 5);
         CHECK(tenant.numbers<NewWard>(f<&NewWard::floor> == "attic") == Numbers{1});
       }},

      {"A unique index that was added later refuses as any other",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<OldWard>());
         apply_schema(fixture, *backend, schema_of<NewWard>());
         Tenant tenant{*backend, numbered_uuid(1)};
         tenant.add(NewWard{numbered<NewWard>(1), "a", "attic", 5});
         const auto error =
             error_of([&] { tenant.add(NewWard{numbered<NewWard>(2), "b", "attic", 5}); });
         CHECK(error.code() == ErrorCode::conflict);
         CHECK(error.constraint() == "ward_floor_beds");
       }},

      {"A unique index that the rows break is refused, with all the other changes",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<OldWard>());
         Tenant tenant{*backend, numbered_uuid(1)};
         tenant.add(ward(1, 10), ward(2, 10));
         const auto columns =
             std::vector<IndexColumn>{{.name = "organization_id"}, {.name = "beds"}};
         const std::vector<SchemaChange> changes{
             AddColumn{"ward", {"floor", FieldType::text, true}},
             CreateIndex{"ward", {.name = "ward_beds_unique", .columns = columns, .unique = true}}};
         CHECK_THROWS_AS(fixture.apply(*backend, changes), Error);
         CHECK(compare(backend->inspect(), schema_of<OldWard>()).empty());
         CHECK(tenant.count<OldWard>() == 2);
       }},

      {"A change that no adapter makes is refused, with all the other changes",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<OldWard>());
         const CreateTable create{table_of(entity_info<Keyword>())};
         for (const SchemaChange& other : {SchemaChange{UnknownColumn{"ward", "beds"}},
                                           SchemaChange{IncompatibleColumn{"ward", "beds"}}}) {
           CHECK(detail::code_of_refusal(fixture, *backend, {create, other}) ==
                 ErrorCode::schema_mismatch);
           CHECK(backend->inspect().find("keyword") == nullptr);
         }
       }},

      {"A table that is there already is refused, with all the other changes",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<OldWard>());
         const std::vector<SchemaChange> changes{CreateTable{table_of(entity_info<Keyword>())},
                                                 CreateTable{table_of(entity_info<OldWard>())}};
         CHECK_THROWS_AS(fixture.apply(*backend, changes), Error);
         CHECK(backend->inspect().find("keyword") == nullptr);
       }},

      {"A column of another type, or unknown to the program, is told by the comparison",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         auto other = schema_of<OldWard>();
         other.tables.front().columns[2].type = FieldType::text;
         other.tables.front().columns.push_back({"extra", FieldType::date, true});
         apply_schema(fixture, *backend, other);
         const auto changes = compare(backend->inspect(), schema_of<OldWard>());
         REQUIRE(changes.size() == 2);
         CHECK(std::holds_alternative<IncompatibleColumn>(changes[0]));
         CHECK(std::holds_alternative<UnknownColumn>(changes[1]));
       }},

      {"Guards stand after the changes were applied, and are missed where there is no table",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         CHECK(error_of([&] { backend->verify_guards(toy_schema()); }).code() ==
               ErrorCode::schema_mismatch);
         apply_schema(fixture, *backend, toy_schema());
         CHECK_NOTHROW(backend->verify_guards(toy_schema()));
       }},

      {"A guard that is not there is missed",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         apply_schema(fixture, *backend, schema_of<OldWard>());
         auto guarded = schema_of<OldWard>();
         guarded.tables.front().append_only = true;
         const auto error = error_of([&] { backend->verify_guards(guarded); });
         CHECK(error.code() == ErrorCode::schema_mismatch);
         CHECK(std::string{error.what()}.find("ward") != std::string::npos);
       }},

      {"A query of a table that is not there is an error",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         Tenant tenant{*backend, numbered_uuid(1)};
         CHECK_THROWS_AS(tenant.count(), Error);
       }},

      {"An adapter says what it is",
       [](StorageFixture& fixture) {
         CHECK_FALSE(fixture.make_empty()->capabilities().engine.empty());
       }},
  };
}

}  // namespace salus::testing
