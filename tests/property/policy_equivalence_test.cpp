#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "salus/memory.hpp"
#include "salus/service/clinic.hpp"
#include "salus/sqlite.hpp"

#include "property/random_world.hpp"
#include "support/migrated_postgres.hpp"

using namespace salus;
using namespace salus::property;

namespace {

using Names = std::set<std::string>;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::uint64_t first_seed() {
  static const std::uint64_t seed = number_from("SALUS_SEED", std::random_device{}());
  return seed;
}

template <class T>
Names names_shown(const Stored<T>& row) {
  Names names;
  for (const auto& field : entity_info<T>().fields()) {
    if (row.facts().shows(field)) names.emplace(field.name);
  }
  return names;
}

/// A filter, what it means for a row, and the field that it asks about.
template <class T>
struct Question {
  Expr filter;
  std::string field;
  bool (*holds)(const T&);
};

std::vector<Question<Patient>> questions(const Patient*) {
  return {{f<&Patient::sex> == Sex::female,
           "sex",
           [](const Patient& p) { return p.sex == Sex::female; }},
          {f<&Patient::blood_group> == "A+",
           "blood_group",
           [](const Patient& p) { return p.blood_group == "A+"; }},
          {!(f<&Patient::blood_group> == "A+"),
           "blood_group",
           [](const Patient& p) { return p.blood_group != "A+"; }},
          {is_null(f<&Patient::blood_group>), "blood_group", [](const Patient& p) {
             return !p.blood_group;
           }}};
}

std::vector<Question<CareRelationship>> questions(const CareRelationship*) {
  using R = CareRelationship;
  return {{f<&R::status> != RelationshipStatus::ended,
           "status",
           [](const R& r) { return r.status != RelationshipStatus::ended; }},
          {f<&R::valid_to> > now,
           "valid_to",
           [](const R& r) { return r.valid_to && *r.valid_to > now; }},
          {!(f<&R::valid_to> > now),
           "valid_to",
           [](const R& r) { return !(r.valid_to && *r.valid_to > now); }},
          {contains(f<&R::notes>, "een"), "notes", [](const R& r) { return r.notes.has_value(); }}};
}

std::vector<Question<Appointment>> questions(const Appointment*) {
  return {{f<&Appointment::kind> == AppointmentKind::video,
           "kind",
           [](const Appointment& a) { return a.kind == AppointmentKind::video; }},
          {!(f<&Appointment::starts_at> <= now), "starts_at", [](const Appointment& a) {
             return a.starts_at > now;
           }}};
}

std::vector<Question<MedicalRecord>> questions(const MedicalRecord*) {
  return {
      {f<&MedicalRecord::code> == "I10",
       "code",
       [](const MedicalRecord& r) { return r.code == "I10"; }},
      {f<&MedicalRecord::confidentiality> != Confidentiality::normal,
       "confidentiality",
       [](const MedicalRecord& r) { return r.confidentiality == Confidentiality::restricted; }}};
}

/// Holds one session against the oracle.
class Comparison {
 public:
  Comparison(Session& session, const PolicyOracle& oracle) : session_{session}, oracle_{oracle} {}

  template <class T>
  bool agrees_on(const std::vector<Row<T>>& rows) {
    return lists_agree(rows) && counts_agree(rows) && decisions_agree(rows) && related_agree(rows);
  }

 private:
  template <class T>
  bool lists_agree(const std::vector<Row<T>>& rows) {
    std::map<Id<T>, Names> expected;
    for (const auto& row : rows) {
      if (const auto fields = oracle_.fields(Action::read, row))
        expected.emplace(row.value.id, *fields);
    }
    std::map<Id<T>, Names> listed;
    for (const auto& row : session_.list<T>()) listed.emplace(row->id, names_shown(row));
    CHECK(listed == expected);
    return listed == expected;
  }

  template <class T>
  bool counts_agree(const std::vector<Row<T>>& rows) {
    for (const auto& question : questions(static_cast<const T*>(nullptr))) {
      std::uint64_t expected = 0;
      for (const auto& row : rows) {
        const auto fields = oracle_.fields(Action::read, row);
        if (fields && fields->contains(question.field) && question.holds(row.value)) ++expected;
      }
      const auto counted = count_or_refusal<T>(question.filter);
      INFO("filter by " << question.field);
      CHECK(counted.value_or(0) == expected);
      if (counted.value_or(0) != expected) return false;
    }
    return true;
  }

  /// A field that is never shown may not be asked about; then no row may show it.
  template <class T>
  std::optional<std::uint64_t> count_or_refusal(const Expr& filter) {
    try {
      return session_.count<T>(where(filter));
    } catch (const Error& error) {
      REQUIRE(error.code() == ErrorCode::forbidden);
      return std::nullopt;
    }
  }

  template <class T>
  bool decisions_agree(const std::vector<Row<T>>& rows) {
    for (const auto& row : rows) {
      const auto read = oracle_.fields(Action::read, row).has_value();
      const auto update = oracle_.fields(Action::update, row).has_value();
      const auto got = session_.get(row.value.id);
      const bool agrees = session_.can<Action::read>(row.value.id).allowed() == read &&
                          session_.can<Action::update>(row.value.id).allowed() == update &&
                          got.has_value() == read && (!got || got->can(Action::update) == update);
      CHECK(agrees);
      if (!agrees) return false;
    }
    return true;
  }

  template <class T>
  bool related_agree(const std::vector<Row<T>>&) {
    return true;
  }

  bool related_agree(const std::vector<Row<CareRelationship>>& rows) {
    relationships_ = &rows;
    return true;
  }

  /// Through a relation one sees related rows only as far as one may read them.
  bool related_agree(const std::vector<Row<Patient>>& rows) {
    if (relationships_ == nullptr) return true;
    const Expr has_active = exists<&Patient::id, &CareRelationship::patient>(
        f<&CareRelationship::status> == RelationshipStatus::active);
    std::uint64_t with = 0;
    std::uint64_t without = 0;
    for (const auto& row : rows) {
      if (!oracle_.fields(Action::read, row)) continue;
      (is_known_active(row.value.id) ? with : without) += 1;
    }
    const auto counted = count_or_refusal<Patient>(has_active);
    const auto counted_without = count_or_refusal<Patient>(!has_active);
    CHECK(counted.value_or(0) == with);
    if (counted_without) CHECK(*counted_without == without);
    return counted.value_or(0) == with && counted_without.value_or(without) == without;
  }

  bool is_known_active(Id<Patient> patient) const {
    return std::ranges::any_of(*relationships_, [&](const Row<CareRelationship>& row) {
      const auto fields = oracle_.fields(Action::read, row);
      return fields && fields->contains("patient") && fields->contains("status") &&
             row.value.patient == patient && row.value.status == RelationshipStatus::active;
    });
  }

  Session& session_;
  const PolicyOracle& oracle_;
  const std::vector<Row<CareRelationship>>* relationships_ = nullptr;
};

bool world_agrees(const std::shared_ptr<Backend>& backend, std::uint64_t seed) {
  SeededRandom dice{seed};
  const std::string slug = "world-" + std::to_string(seed);
  const auto home = random_organization(dice, organization_id_of(slug));
  const auto other = random_organization(dice, organization_id_of(slug + "-other"));
  store(*backend, home);
  store(*backend, other);
  const auto rules = random_rules(dice);
  const Clinic clinic{
      backend,
      {.organization = slug,
       .policy = Policy{rules},
       .environment = {.clock = [] { return now; }, .random = system_environment().random}}};
  const auto principal = random_principal(dice, home, other);
  Session session = clinic.act_as(principal);
  const PolicyOracle oracle{rules, principal, home.tables, now};
  Comparison comparison{session, oracle};
  INFO("SALUS_SEED=" << seed << "\n" << Policy{rules}.to_string());
  for (const auto& row : other.tables.patients) {
    if (session.get(row.value.id)) return false;
  }
  return comparison.agrees_on(home.tables.relationships) &&
         comparison.agrees_on(home.tables.patients) &&
         comparison.agrees_on(home.tables.appointments) &&
         comparison.agrees_on(home.tables.records);
}

void check_worlds(const std::shared_ptr<Backend>& backend, std::uint64_t count) {
  WARN(count << " worlds from SALUS_SEED=" << first_seed());
  for (std::uint64_t i = 0; i < count; ++i) {
    INFO("SALUS_SEED=" << first_seed() + i);
    REQUIRE(world_agrees(backend, first_seed() + i));
  }
}

}  // namespace

TEST_CASE("in random worlds the decision, the query and the oracle agree in memory") {
  const auto backend = memory::open();
  backend->apply(compare({}, snapshot_of(domain_catalog())));
  check_worlds(backend, number_from("SALUS_WORLDS_MEMORY", 2'000));
}

TEST_CASE("in random worlds the decision, the query and the oracle agree on SQLite") {
  // Thousands of small commits: where memory is a file system, nothing waits for a disk.
  const std::filesystem::path memory_files = "/dev/shm";
  const auto folder =
      (std::filesystem::is_directory(memory_files) ? memory_files
                                                   : std::filesystem::temp_directory_path()) /
      ("salus_property_" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  {
    const auto key = sqlite::Key::generate(system_environment().random);
    const auto backend =
        sqlite::open(folder / "worlds.db", key, {.mode = sqlite::OpenMode::create});
    backend->apply(compare({}, snapshot_of(domain_catalog())));
    check_worlds(backend, number_from("SALUS_WORLDS_SQLITE", 20'000));
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("in random worlds the decision, the query and the oracle agree on PostgreSQL") {
  const auto database = salus::testing::PostgresServer::shared().create_database();
  check_worlds(salus::testing::open_migrated(database, snapshot_of(domain_catalog())),
               number_from("SALUS_WORLDS_POSTGRES", 500));
}
