#include "cli/sample/sample_relationships.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "cli/sample/sample_people.hpp"
#include "cli/sample/sample_random.hpp"

namespace salus::cli {

namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::uint64_t seed = 0xCA4E;
constexpr std::size_t first_primary = sample_doctors.size() - primary_care_doctors;
constexpr std::size_t paediatrics = first_primary;
constexpr int years_of_childhood = 16;

class RelationshipMaker {
 public:
  RelationshipMaker(Session& session, std::span<const Id<Doctor>> doctors,
                    std::span<const PatientOnFile> patients, Timestamp now)
      : session_{session},
        doctors_{doctors},
        patients_{patients},
        now_{now},
        primary_(patients.size()) {}

  /// Every patient has one doctor who knows them, as long as there is room.
  void add_primary_care() {
    std::vector<std::size_t> room;
    for (std::size_t i = first_primary; i < sample_doctors.size(); ++i)
      room.push_back(sample_doctors[i].patients);
    for (std::size_t patient = 0; patient < patients_.size(); ++patient) {
      const auto doctor = primary_doctor_of(patient, room);
      // Drawn for everybody, as who is a child depends on the day, and who is in whose care must not.
      const auto since = some_time_ago(3000);
      if (!doctor) continue;
      --room[*doctor - first_primary];
      primary_[patient] = doctor;
      add(*doctor,
          patient,
          {.relationship_type = RelationshipType::primary_care, .valid_from = since});
    }
  }

  /// Specialists see who was sent to them; the first one sees the first patient.
  Id<CareRelationship> add_referrals() {
    const auto first = add_referral(0, 0);
    for (std::size_t doctor = 0; doctor < first_primary; ++doctor) {
      const auto already = doctor == 0 ? 1U : 0U;
      for (const auto patient : some_patients(doctor, sample_doctors[doctor].patients - already)) {
        add_referral(doctor, patient);
      }
    }
    return first;
  }

  void add_cover(std::size_t doctor, std::size_t colleague, RelationshipType type, Timestamp from,
                 Timestamp to) {
    std::size_t covered = 0;
    for (std::size_t patient = 1; patient < patients_.size() && covered < 4; ++patient) {
      if (primary_[patient] != colleague) continue;
      add(doctor,
          patient,
          {.relationship_type = type,
           .valid_from = from,
           .valid_to = to,
           .notes = "Covers for " + std::string{sample_doctors[colleague].name} + "."});
      ++covered;
    }
  }

  void add_emergency(std::size_t doctor, std::size_t patient) {
    add(doctor,
        patient,
        {.relationship_type = RelationshipType::emergency,
         .valid_from = now_ - hours{2},
         .valid_to = now_ + hours{4},
         .notes = "Brought in unconscious; nobody to ask."});
  }

  Id<Patient> add_ended_yesterday(std::size_t doctor) {
    const auto patient = some_patients(doctor, 1).front();
    add(doctor,
        patient,
        {.relationship_type = RelationshipType::specialist_referral,
         .valid_from = now_ - days{90},
         .valid_to = now_ - days{1},
         .status = RelationshipStatus::ended,
         .notes = "Treatment completed."});
    return patients_[patient].id;
  }

  Id<Patient> add_beginning_tomorrow(std::size_t doctor) {
    const auto patient = some_patients(doctor, 1).front();
    add(doctor,
        patient,
        {.relationship_type = RelationshipType::specialist_referral,
         .valid_from = now_ + days{1},
         .referral_source = "Letter from primary care"});
    return patients_[patient].id;
  }

 private:
  Id<CareRelationship> add(std::size_t doctor, std::size_t patient, CareRelationship relationship) {
    relationship.doctor = doctors_[doctor];
    relationship.patient = patients_[patient].id;
    if (relationship.valid_from) relationship.established_on = date_of(*relationship.valid_from);
    pairs_.emplace(doctor, patient);
    return session_.create(relationship)->id;
  }

  Id<CareRelationship> add_referral(std::size_t doctor, std::size_t patient) {
    CareRelationship relationship;
    relationship.relationship_type = RelationshipType::specialist_referral;
    relationship.valid_from = some_time_ago(700);
    const auto& primary = primary_[patient];
    relationship.referral_source = primary ? "Letter from primary care" : "Self-referral";
    if (primary) relationship.referred_by = doctors_[*primary];
    relationship.notes =
        "Assessment by " + std::string{sample_doctors[doctor].specialization} + ".";
    return add(doctor, patient, std::move(relationship));
  }

  std::optional<std::size_t> primary_doctor_of(std::size_t patient,
                                               const std::vector<std::size_t>& room) {
    const bool is_child =
        date_of(now_) - patients_[patient].birth_date < days{365 * years_of_childhood};
    if (is_child && room.front() > 0) return paediatrics;
    const auto most = std::max_element(room.begin() + 1, room.end());
    if (*most == 0) return std::nullopt;
    return first_primary + static_cast<std::size_t>(most - room.begin());
  }

  /// Patients who are not with this doctor yet; never the ones with accounts, whose care is written by hand.
  std::vector<std::size_t> some_patients(std::size_t doctor, std::size_t count) {
    std::vector<std::size_t> drawn;
    while (drawn.size() < count) {
      next_ = (next_ + 1 + random_.below(7)) % patients_.size();
      const bool is_taken = next_ < patient_accounts.size() || pairs_.contains({doctor, next_}) ||
                            std::ranges::find(drawn, next_) != drawn.end();
      if (!is_taken) drawn.push_back(next_);
    }
    return drawn;
  }

  Timestamp some_time_ago(int most_days) {
    return Timestamp{date_of(now_) - days{random_.between(20, most_days)}};
  }

  Session& session_;
  std::span<const Id<Doctor>> doctors_;
  std::span<const PatientOnFile> patients_;
  Timestamp now_;
  SampleRandom random_{seed};
  std::vector<std::optional<std::size_t>> primary_;      ///< By patient.
  std::set<std::pair<std::size_t, std::size_t>> pairs_;  ///< Doctor and patient.
  std::size_t next_ = 0;
};

}  // namespace

KnownRelationships add_relationships(Session& session, std::span<const Id<Doctor>> doctors,
                                     std::span<const PatientOnFile> patients, Timestamp now) {
  RelationshipMaker maker{session, doctors, patients, now};
  KnownRelationships known;
  maker.add_primary_care();
  known.of_the_first_two = maker.add_referrals();
  maker.add_cover(9, 8, RelationshipType::covering, now - days{3}, now + days{11});
  maker.add_cover(10, 9, RelationshipType::temporary, now - days{21}, now - days{7});
  maker.add_emergency(1, patient_accounts.size());
  known.left_yesterday = maker.add_ended_yesterday(0);
  known.comes_tomorrow = maker.add_beginning_tomorrow(0);
  return known;
}

}  // namespace salus::cli
