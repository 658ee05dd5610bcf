#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/fold_words.hpp"
#include "salus/testing/error_of.hpp"
#include "salus/testing/seeded_random.hpp"

#include "codec/shared_data.hpp"
#include "support/every_adapter.hpp"

using namespace salus;
using namespace salus::test;
using salus::testing::error_of;
using salus::testing::SeededRandom;

namespace {

using Ids = std::set<Uuid>;

template <class T>
Ids found(Session& session, const std::string& text) {
  Ids ids;
  for (const auto& row : session.list<T>(search(text))) ids.insert(row->id.value);
  CHECK(session.count<T>(search(text)) == ids.size());
  Ids paged;
  for (const auto& row : session.list<T>(search(text), limit(100'000))) paged.insert(row->id.value);
  CHECK(paged == ids);
  return ids;
}

bool has_word(std::string_view text, const std::string& start) {
  return std::ranges::any_of(fold_words(text),
                             [&](const std::string& word) { return word.starts_with(start); });
}

/// The other way to the same answer: every row that is seen, folded anew.
template <class T>
Ids expected(Session& session, const std::vector<std::string>& starts) {
  Ids ids;
  for (const auto& row : session.list<T>()) {
    const bool every = std::ranges::all_of(starts, [&](const std::string& start) {
      return std::ranges::any_of(entity_info<T>().fields(), [&](const FieldInfo& field) {
        if (!field.searchable || !row.facts().shows(field)) return false;
        const auto cell = field.load(&*row);
        const auto* text = std::get_if<std::string>(&cell);
        return text != nullptr && has_word(*text, start);
      });
    });
    if (every) ids.insert(row->id.value);
  }
  return ids;
}

Ids ids_of(std::initializer_list<Id<Patient>> patients) {
  Ids ids;
  for (const auto id : patients) ids.insert(id.value);
  return ids;
}

/// Doctors see every name, and more of their patients.
Policy names_for_doctors() {
  return default_policy().with({"a doctor reads every name",
                                Role::doctor,
                                {Action::read},
                                "patient",
                                Scope::organization,
                                only({"name"})});
}

}  // namespace

TEST_CASE("every person is found by the beginning of each word of their name") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    auto root = world.as_root();
    std::map<std::string, int> of_locale;
    std::vector<std::pair<Id<Patient>, std::string>> people;
    root.run_in_transaction([&] {
      of_locale.clear();
      people.clear();
      for (const auto& person : shared_json("names/faker-people-shown.json")) {
        if (++of_locale[person.at("locale")] > 3) continue;
        const std::string name = person.at("full");
        const auto number = "P" + std::to_string(people.size());
        people.emplace_back(SmallClinic::add_patient(root, name, number), name);
      }
    });
    for (std::size_t i = 0; i < people.size(); ++i) {
      const auto& [id, name] = people[i];
      CAPTURE(name);
      const auto words = fold_words(name);
      for (const auto& word : words) CHECK(found<Patient>(root, word).contains(id.value));
      CHECK(found<Patient>(root, name).contains(id.value));
      if (i % 7 == 0) CHECK(found<Patient>(root, words[0]) == expected<Patient>(root, {words[0]}));
    }
  });
}

TEST_CASE("every term has to match, each in whatever field") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    auto root = world.as_root();
    CHECK(found<Patient>(root, "") == ids_of({world.amara, world.ben, world.cleo, world.dara}));
    CHECK(found<Patient>(root, " , ") == found<Patient>(root, ""));
    CHECK(found<Patient>(root, "mul be") == ids_of({world.ben}));
    CHECK(found<Patient>(root, "BEN,MÜLL") == ids_of({world.ben}));
    CHECK(found<Patient>(root, "mu\xCC\x88ller") == ids_of({world.ben}));
    CHECK(found<Patient>(root, "ben dubois").empty());
    CHECK(found<Patient>(root, "kafor").empty());
    CHECK(found<Patient>(root, "!").empty());
    CHECK(found<Patient>(root, "! ben") == ids_of({world.ben}));
    CHECK(found<Patient>(root, "m-3") == ids_of({world.cleo}));
    CHECK(found<Doctor>(root, "NEUR") == Ids{world.bo.value});
  });
}

TEST_CASE("quoted words have to follow one another in one field, the last by its beginning") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    auto root = world.as_root();
    CHECK(found<Patient>(root, "\"amara oka\"") == ids_of({world.amara}));
    CHECK(found<Patient>(root, "\"ama okafor\"").empty());
    CHECK(found<Patient>(root, "\"okafor amara\"").empty());
    CHECK(found<Patient>(root, "\"amara okafor\" m-1") == ids_of({world.amara}));
    CHECK(found<Patient>(root, "\"amara 1\"").empty());
  });
}

TEST_CASE("a search follows what is written") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    auto root = world.as_root();
    const auto ben = *root.get(world.ben);
    const auto renamed = root.update(
        ben, set(f<&Patient::name>, "Benedikt Maier"), set(f<&Patient::email>, "b@x.org"));
    CHECK(found<Patient>(root, "muller").empty());
    CHECK(found<Patient>(root, "maier x") == ids_of({world.ben}));
    CHECK(found<Patient>(root, "m-2") == ids_of({world.ben}));
    const auto error = error_of([&] {
      root.run_in_transaction([&] {
        root.update(renamed, set(f<&Patient::name>, "Undone"));
        CHECK(found<Patient>(root, "undone") == ids_of({world.ben}));
        throw Error{ErrorCode::conflict, "undo"};
      });
    });
    CHECK(error.code() == ErrorCode::conflict);
    CHECK(found<Patient>(root, "undone").empty());
    root.remove(renamed);
    CHECK(found<Patient>(root, "maier").empty());
    CHECK(found<Patient>(root, "m") == ids_of({world.amara, world.cleo, world.dara}));
  });
}

TEST_CASE("an amended record and the one before it are found by their own titles") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    auto ada = world.as_ada();
    MedicalRecord record;
    record.patient = world.amara;
    record.author = world.ada;
    record.title = "Hypertension";
    const auto first = ada.create(record);
    const auto second = ada.update(first, set(f<&MedicalRecord::title>, "Hypotension"));
    CHECK(found<MedicalRecord>(ada, "hypert") == Ids{first->id.value});
    CHECK(found<MedicalRecord>(ada, "hypot") == Ids{second->id.value});
  });
}

TEST_CASE("only fields that the reader sees on the row are searched") {
  on_every_adapter(domain_catalog(), names_for_doctors(), [](SmallClinic& world) {
    auto ada = world.as_ada();
    CHECK(found<Patient>(ada, "cleo") == ids_of({world.cleo}));
    CHECK(found<Patient>(ada, "m") == ids_of({world.ben, world.amara}));  // Müller, and M-1
    CHECK(found<Patient>(ada, "cleo m").empty());
    auto bo = world.as_bo();
    CHECK(found<Patient>(bo, "cleo m") == ids_of({world.cleo}));
    CHECK(found<Patient>(bo, "m") == ids_of({world.ben, world.cleo}));
    auto amara = world.as_amara();
    CHECK(found<Patient>(amara, "m") == ids_of({world.amara}));
    CHECK(found<Patient>(amara, "ben").empty());
  });
}

TEST_CASE("a search that cannot be made is refused") {
  SmallClinic world;
  auto root = world.as_root();
  const auto code = [&](const std::string& text) {
    return error_of([&] { root.list<Patient>(search(text)); }).code();
  };
  CHECK(code(std::string{"a\0b", 3}) == ErrorCode::invalid_input);
  CHECK(code("a b c d e f g h i j k l m n o p q") == ErrorCode::invalid_input);
  CHECK(error_of([&] { root.list<CareRelationship>(search("a")); }).code() ==
        ErrorCode::unsupported);
  auto importer = world.clinic.act_as_system(Role::auditor);
  CHECK(error_of([&] { importer.list<Patient>(search("a")); }).code() == ErrorCode::forbidden);
}

TEST_CASE("the words themselves are nobody's to read") {
  SmallClinic world;
  auto root = world.as_root();
  CHECK(root.list<WordToken>().empty());
  CHECK(root.count<WordToken>() == 0);
}

TEST_CASE("a database from before there was a search gets its words when it is installed again") {
  const auto backend = memory::open();
  SmallClinic world{backend};
  auto root = world.as_root();
  root.run_in_transaction([&] {
    for (int i = 0; i < 510; ++i) SmallClinic::add_patient(root, "Common", "C" + std::to_string(i));
  });
  const auto organization = root.principal().organization.value;
  backend->open({.organization = organization})->run([](Transaction& transaction) {
    transaction.remove(entity_info<WordToken>(), expr::always());
  });
  CHECK(found<Patient>(root, "common").empty());
  Clinic::install(
      backend,
      {.organization_name = "Riverside Clinic", .administrator_email = "root@example.org"},
      Secret{std::string{password}},
      {.environment = world.world->environment()});
  CHECK(found<Patient>(root, "common").size() == 510);
  CHECK(found<Patient>(root, "mull") == ids_of({world.ben}));
  CHECK(found<Doctor>(root, "neuro") == Ids{world.bo.value});
}

TEST_CASE("a word of more than a thousand rows is found as well, page by page") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    auto root = world.as_root();
    Id<Patient> rare;
    root.run_in_transaction([&] {
      for (int i = 0; i < 1'100; ++i) {
        const auto number = std::to_string(i);
        rare = SmallClinic::add_patient(
            root, i == 1'099 ? "Zuzana Common" : "Person" + number + " Common", "C" + number);
      }
    });
    CHECK(root.count<Patient>(search("common")) == 1'100);
    CHECK(root.list<Patient>(search("common")).size() == 1'100);
    CHECK(root.list<Patient>(search("common person"), limit(60), offset(1'050)).size() == 49);
    CHECK(found<Patient>(root, "common zuz") == ids_of({rare}));
    CHECK(root.count<Patient>(search("common person1")) == 210);
    CHECK(root.count<Patient>(search("common"), limit(10)) == 10);
    auto ada = world.as_ada();
    CHECK(ada.count<Patient>(search("common")) == 0);
    CHECK(ada.list<Patient>(search("common"), limit(10)).empty());
  });
}

TEST_CASE("random worlds answer random searches as a walk over all rows does") {
  const char* given = std::getenv("SALUS_SEED");
  const std::uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  INFO("SALUS_SEED=" << seed);
  on_every_adapter(domain_catalog(), names_for_doctors(), [seed](SmallClinic& world) {
    SeededRandom dice{seed};
    static const std::vector<std::string> words{"Ada",
                                                "ada-b",
                                                "ÁDA",
                                                "Abel",
                                                "Łab",
                                                "lab",
                                                "b",
                                                "Straße",
                                                "strass",
                                                "山",
                                                "山田",
                                                "प्रिया"};
    auto root = world.as_root();
    auto ada = world.as_ada();
    auto bo = world.as_bo();
    std::vector<Id<Patient>> patients{world.amara, world.ben, world.cleo, world.dara};
    const auto some_text = [&] {
      std::string text = dice.pick(words);
      for (auto more = dice.below(3); more > 0; --more) text += " " + dice.pick(words);
      return text;
    };
    for (int step = 0; step < 60; ++step) {
      const auto id = dice.pick(patients);
      const auto row = root.get(id);
      if (dice.below(5) == 0) {
        patients.push_back(SmallClinic::add_patient(root, some_text(), "N" + std::to_string(step)));
      } else if (row && dice.below(12) == 0) {
        root.remove(*row);
      } else if (row) {
        root.update(*row,
                    set(f<&Patient::name>, some_text()),
                    set(f<&Patient::given_name>, std::optional{some_text()}));
      }
      const auto text = some_text();
      for (auto* session : {&root, &ada, &bo}) {
        std::vector<std::string> terms;
        for (const auto& word : fold_words(text)) terms.push_back(word);
        std::string spaced;
        for (const auto& term : terms) spaced += term + " ";
        CAPTURE(spaced);
        CHECK(found<Patient>(*session, spaced) == expected<Patient>(*session, terms));
      }
    }
  });
}
