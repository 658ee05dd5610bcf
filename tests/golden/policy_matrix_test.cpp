// Who may do what with which row, and with which of its fields: asked of real sessions about real rows, and written as a
// page that a person can read. To ask about more people or more kinds of rows, add to `actors` or `rows`.

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "golden/golden_file.hpp"
#include "support/small_clinic.hpp"

using namespace salus;
using salus::test::noon;

namespace {

/// Where a row stands, from each side.
struct Place {
  std::string state;  ///< Of the doctor's care for the row's patient; empty: no patient's.
  std::optional<bool> is_doctors{};  ///< In the doctor's own name; nothing: in no doctor's.
  bool is_patients = false;
  std::string detail;  ///< What a condition asks about: upcoming, restricted …
};

struct PlacedRow {
  const EntityInfo* entity;
  Uuid id;
  Place place;
};

/// Somebody who asks, and how they would call a place.
struct Actor {
  std::string name;
  Session session;
  std::function<std::string(const Place&)> describe;
};

std::string joined(std::initializer_list<std::string> parts) {
  std::string text;
  for (const auto& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

std::string as_doctor(const Place& place) {
  const std::string care = place.state.empty() ? "" : "relationship " + place.state;
  const std::string name = !place.is_doctors ? "" : *place.is_doctors ? "own" : "other";
  const auto text = joined({care, name, place.detail});
  return text.empty() ? "any" : text;
}

std::string as_patient(const Place& place) {
  return joined({place.is_patients ? "own" : "other", place.detail});
}

/// The rows: one of each kind that the policy could treat otherwise.
class MatrixWorld {
 public:
  MatrixWorld() {
    using std::chrono::days;
    add_people();
    add_reception();
    add_patient("none", {}, {}, {});
    add_patient("active", noon - days{30}, {}, RelationshipType::primary_care);
    add_patient("ended", noon - days{30}, noon - days{1}, RelationshipType::primary_care);
    add_patient("future", noon + days{1}, {}, RelationshipType::primary_care);
    add_patient("emergency", noon - days{1}, noon + days{1}, RelationshipType::emergency);
    place<Organization>(organization_id_of("clinic"), {});
    add_reviews();
  }

  std::vector<Actor> actors() {
    std::vector<Actor> all;
    all.push_back({"user", clinic_.clinic.act_as(principal(Role::user)), as_patient});
    all.push_back({"patient", clinic_.clinic.act_as(principal(Role::patient)), as_patient});
    all.push_back({"doctor", clinic_.clinic.act_as(principal(Role::doctor)), as_doctor});
    all.push_back(
        {"administrator", clinic_.clinic.act_as(principal(Role::administrator)), as_doctor});
    all.push_back({"staff (of an access level)", as_receptionist(), as_patient});
    for (std::size_t i = 0; i < enumerator_names<Role>.size(); ++i) {
      const auto role = static_cast<Role>(i);
      if (is_system(role))
        all.push_back({std::string{to_name(role)} + " (system)",
                       clinic_.clinic.act_as_system(role),
                       as_doctor});
    }
    return all;
  }

  const std::vector<PlacedRow>& rows() const { return rows_; }
  const Catalog& catalog() const { return clinic_.clinic.catalog(); }

 private:
  /// The role alone: what everybody who is logged in may do stands under `user`.
  Principal principal(Role role) const {
    Principal one;
    one.roles = {role};
    if (role == Role::doctor) one.doctor = clinic_.ada;
    if (role == Role::patient) one.patient = own_patient_;
    if (role == Role::user) one.user = own_account_;
    return one;
  }

  /// Somebody whose rules are rows: they make appointments, with the right to let them overlap.
  Session as_receptionist() {
    Principal one;
    one.roles = {Role::staff};
    one.access_level = reception_;
    return clinic_.clinic.act_as(one);
  }

  void add_reception() {
    reception_ = root_.create(AccessLevel{.name = "Reception"})->id;
    place<AccessLevel>(reception_, {});
    const auto add_rule =
        [&](const char* name, Action action, const char* entity, const char* fields) {
          const AccessRule rule{.access_level = reception_,
                                .name = name,
                                .action = action,
                                .entity = entity,
                                .scope = Scope::organization,
                                .fields = Json::from_canonical(fields)};
          place<AccessRule>(root_.create(rule)->id, {});
        };
    add_rule("reception reads patients",
             Action::read,
             "patient",
             R"(["name","birth_date","phone_number"])");
    add_rule("reception reads doctors", Action::read, "doctor", R"(["name","specialization"])");
    add_rule("reception reads appointments",
             Action::read,
             "appointment",
             R"(["doctor","patient","starts_at","ends_at","status"])");
    add_rule("reception makes appointments",
             Action::create,
             "appointment",
             R"(["doctor","patient","starts_at","ends_at","override_reason"])");
  }

  void add_people() {
    own_account_ = root_.list<User>(where(f<&User::email> == "amara@example.org")).front()->id;
    place<User>(own_account_, {.is_patients = true});
    place<User>(root_.list<User>(where(f<&User::email> == "bo@example.org")).front()->id, {});
    place<Doctor>(clinic_.ada, {.is_doctors = true});
    place<Doctor>(clinic_.bo, {.is_doctors = false});
  }

  void add_patient(const std::string& state, std::optional<Timestamp> from,
                   std::optional<Timestamp> to, std::optional<RelationshipType> type) {
    const auto patient = test::SmallClinic::add_patient(root_, "Patient " + state, "X-" + state);
    const bool is_own = state == "active";
    if (is_own) own_patient_ = patient;
    if (state == "none") stranger_ = patient;
    place<Patient>(patient, {.state = state, .is_patients = is_own});
    for (const auto doctor : {clinic_.ada, clinic_.bo}) {
      const Place side{state, doctor == clinic_.ada, is_own, {}};
      if (doctor == clinic_.bo || type) add_relationship(doctor, patient, from, to, type, side);
      add_appointments(doctor, patient, side);
      add_records(doctor, patient, side);
    }
  }

  void add_relationship(Id<Doctor> doctor, Id<Patient> patient, std::optional<Timestamp> from,
                        std::optional<Timestamp> to, std::optional<RelationshipType> type,
                        const Place& side) {
    if (type == RelationshipType::emergency) {
      auto session = doctor == clinic_.ada ? clinic_.as_ada() : clinic_.as_bo();
      const auto opened = session.break_glass(patient, {.reason = "Unconscious, for the matrix."});
      place<CareRelationship>(opened->id, side);
      return;
    }
    CareRelationship relationship;
    relationship.doctor = doctor;
    relationship.patient = patient;
    relationship.relationship_type = type.value_or(RelationshipType::primary_care);
    relationship.valid_from = from;
    relationship.valid_to = to;
    place<CareRelationship>(root_.create(relationship)->id, side);
  }

  /// Those that the emergencies have asked for, and one of a patient whom Ada does not know.
  void add_reviews() {
    clinic_.as_bo().break_glass(stranger_, {.reason = "Unconscious, for the matrix."});
    for (const auto& review : root_.list<AccessReview>()) {
      place<AccessReview>(review->id,
                          {.state = review->patient == stranger_ ? "none" : "emergency",
                           .is_doctors = review->doctor == clinic_.ada,
                           .detail = {}});
    }
  }

  void add_appointments(Id<Doctor> doctor, Id<Patient> patient, Place side) {
    for (const auto& [detail, starts_at] :
         {std::pair{"upcoming", noon + std::chrono::hours{1}}, std::pair{"started", noon}}) {
      side.detail = detail;
      const Appointment visit{.doctor = doctor,
                              .patient = patient,
                              .starts_at = starts_at,
                              .ends_at = starts_at + std::chrono::hours{1},
                              .override_reason = "All at once, for the matrix."};
      place<Appointment>(root_.create(visit)->id, side);
    }
  }

  void add_records(Id<Doctor> author, Id<Patient> patient, Place side) {
    for (const auto confidentiality : {Confidentiality::normal, Confidentiality::restricted}) {
      side.detail = to_name(confidentiality);
      const MedicalRecord record{.patient = patient,
                                 .author = author,
                                 .record_type = RecordType::note,
                                 .title = "Note",
                                 .confidentiality = confidentiality};
      place<MedicalRecord>(root_.create(record)->id, side);
    }
  }

  template <class T>
  void place(Id<T> id, Place where) {
    rows_.push_back({&entity_info<T>(), id.value, std::move(where)});
  }

  test::SmallClinic clinic_;
  Session root_ = clinic_.as_root();
  Id<User> own_account_;
  Id<Patient> own_patient_;
  Id<Patient> stranger_;
  Id<AccessLevel> reception_;
  std::vector<PlacedRow> rows_;
};

/// Sets of fields by a letter, explained below the table.
class Legend {
 public:
  explicit Legend(const EntityInfo& entity) : entity_{entity} {}

  std::string letter(FieldMask fields) {
    const auto text = names(fields);
    const auto found = std::ranges::find(sets_, text);
    const auto at = static_cast<std::size_t>(found - sets_.begin());
    if (found == sets_.end()) sets_.push_back(text);
    return std::string(1, static_cast<char>('A' + at));
  }

  std::string text() const {
    std::string all;
    for (std::size_t i = 0; i < sets_.size(); ++i)
      all += "- **" + std::string(1, static_cast<char>('A' + i)) + "**: " + sets_[i] + "\n";
    return all;
  }

 private:
  /// The key goes without saying.
  std::string names(FieldMask fields) const {
    std::string given;
    std::string missing;
    for (const auto& field : entity_.fields()) {
      if (field.primary_key) continue;
      auto& list = fields.contains(field) ? given : missing;
      list += (list.empty() ? "" : ", ") + std::string{field.name};
    }
    if (missing.empty()) return "every field";
    if (given.empty()) return "the id alone";
    return missing.size() < given.size() ? "every field but " + missing : given;
  }

  const EntityInfo& entity_;
  std::vector<std::string> sets_;
};

constexpr std::size_t action_count = enumerator_names<Action>.size();
using Cells = std::array<std::string, action_count>;

struct Line {
  std::string place;
  Cells cells;
  friend bool operator==(const Line&, const Line&) = default;
};

std::string as_row(const Line& line) {
  std::string text = "| " + line.place + " |";
  for (const auto& cell : line.cells) text += " " + cell + " |";
  return text + "\n";
}

std::vector<Line> lines_of(Actor& actor, const EntityInfo& entity,
                           const std::vector<PlacedRow>& rows, Legend& legend) {
  std::vector<Line> lines;
  for (const auto& row : rows) {
    if (row.entity != &entity) continue;
    Line line{actor.describe(row.place), {}};
    for (std::size_t i = 0; i < action_count; ++i) {
      const auto decision = actor.session.can(static_cast<Action>(i), entity, row.id);
      line.cells[i] = decision ? legend.letter(decision.fields()) : "–";
    }
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  }
  if (!lines.empty()) return lines;
  // Of the library's own tables no row is asked about: what the rules give at all.
  Line line{"any", {}};
  for (std::size_t i = 0; i < action_count; ++i)
    line.cells[i] = actor.session.may_ever(static_cast<Action>(i), entity) ? "yes" : "–";
  return {line};
}

bool is_denied(const Line& line) {
  return std::ranges::all_of(line.cells, [](const std::string& cell) { return cell == "–"; });
}

/// One line, where it makes no difference which row it is.
void merge_if_alike(std::vector<Line>& lines) {
  const auto alike = [&](const Line& line) { return line.cells == lines.front().cells; };
  if (std::ranges::all_of(lines, alike)) lines = {{"any", lines.front().cells}};
}

std::string table_of(Actor& actor, const EntityInfo& entity, const std::vector<PlacedRow>& rows) {
  Legend legend{entity};
  auto lines = lines_of(actor, entity, rows, legend);
  if (std::ranges::all_of(lines, is_denied)) return {};
  merge_if_alike(lines);
  std::string text = "\n### " + actor.name + ": " + std::string{entity.name} + "\n\n| row |";
  for (const auto action : enumerator_names<Action>) text += " " + std::string{action} + " |";
  text += "\n|---|";
  for (std::size_t i = 0; i < action_count; ++i) text += "---|";
  text += "\n";
  for (const auto& line : lines) text += as_row(line);
  const auto sets = legend.text();
  return sets.empty() ? text : text + "\n" + sets;
}

std::string matrix() {
  MatrixWorld world;
  std::string text =
      "# Who may do what\n\n"
      "Made by `SALUS_UPDATE_GOLDEN=1 salus_golden_test` from the decisions of real sessions; do "
      "not edit.\n\n"
      "A letter stands for the fields below the table, besides the id; – is denied. *relationship* "
      "is the doctor's with "
      "the row's\npatient: none, active, ended, future, or an active one of the type emergency. "
      "*own* names the one who "
      "asks. A role is\nshown alone; everybody who is logged in has the role user as well. "
      "Entities that are not listed "
      "under a role are denied.\n";
  for (auto& actor : world.actors()) {
    text += "\n## " + actor.name + "\n";
    std::string denied;
    for (const auto& entry : world.catalog().entries()) {
      const auto table = table_of(actor, *entry.entity, world.rows());
      text += table;
      if (table.empty()) denied += (denied.empty() ? "" : ", ") + std::string{entry.entity->name};
    }
    if (!denied.empty()) text += "\nDenied altogether: " + denied + ".\n";
  }
  return text;
}

}  // namespace

TEST_CASE("what each role may do with each kind of row does not change by accident") {
  test::check_golden("policy_matrix.md", matrix());
}
