#include "cli/sample/sample_visits.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/sample/sample_random.hpp"

namespace salus::cli {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::uint64_t seed = 0x7151;
constexpr std::string_view icd_10 = "http://hl7.org/fhir/sid/icd-10";
constexpr std::string_view loinc = "http://loinc.org";
constexpr std::string_view cvx = "http://hl7.org/fhir/sid/cvx";

struct SampleVisit {
  std::string_view reason;
  RecordType record_type;
  std::string_view code_system;
  std::string_view code;
  std::string_view title;
  std::string_view body;
  Confidentiality confidentiality = Confidentiality::normal;
};

constexpr std::array visits{
    SampleVisit{"Follow-up", RecordType::note, "", "", "Follow-up", "Stable; treatment continues."},
    SampleVisit{"Blood pressure", RecordType::vital, loinc, "85354-9", "Blood pressure", "134/82"},
    SampleVisit{"Blood test", RecordType::lab_result, loinc, "4548-4", "HbA1c", "6.1 %"},
    SampleVisit{"Cough", RecordType::diagnosis, icd_10, "J06.9", "Upper respiratory infection", ""},
    SampleVisit{
        "Back pain", RecordType::diagnosis, icd_10, "M54.5", "Low back pain", "No red flags."},
    SampleVisit{
        "Vaccination", RecordType::immunization, cvx, "140", "Influenza, seasonal", "Left arm."},
    SampleVisit{
        "Prescription", RecordType::medication, "", "", "Repeat prescription", "Three months."},
    SampleVisit{"Low mood",
                RecordType::diagnosis,
                icd_10,
                "F32.9",
                "Depressive episode",
                "Talked for half an hour.",
                Confidentiality::restricted},
};

/// Half hours in which a doctor and a patient are both free.
class Diary {
 public:
  Diary(Timestamp now, int direction) : today_{date_of(now)}, direction_{direction} {}

  Timestamp next_free(Id<Doctor> doctor, Id<Patient> patient) {
    auto& slot = next_slot_[doctor];
    Timestamp start = start_of(slot++);
    while (!taken_.emplace(patient, start).second) start = start_of(slot++);
    return start;
  }

 private:
  static constexpr int slots_of_a_day = 14;

  /// Mondays to Fridays, from eight o'clock, away from today.
  Timestamp start_of(int slot) const {
    const int working_days = slot / slots_of_a_day + 1;
    Date day = today_;
    for (int counted = 0; counted < working_days;) {
      day += days{direction_};
      const std::chrono::weekday weekday{day};
      if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) ++counted;
    }
    return Timestamp{day} + hours{8} + minutes{30} * (slot % slots_of_a_day);
  }

  Date today_;
  int direction_;
  std::map<Id<Doctor>, int> next_slot_;
  std::set<std::pair<Id<Patient>, Timestamp>> taken_;
};

class VisitMaker {
 public:
  VisitMaker(Session& session, Timestamp now)
      : session_{session}, past_{now, -1}, future_{now, 1} {}

  void add_past(const CareRelationship& relationship) {
    const auto& visit = random_.pick(visits);
    auto appointment = appointment_of(relationship, visit, past_);
    appointment.status =
        random_.chance(92) ? AppointmentStatus::completed : AppointmentStatus::no_show;
    const auto id = session_.create(appointment)->id;
    if (appointment.status == AppointmentStatus::completed) add_record(appointment, id, visit);
  }

  void add_next(const CareRelationship& relationship) {
    auto appointment = appointment_of(relationship, random_.pick(visits), future_);
    if (random_.chance(40)) appointment.status = AppointmentStatus::confirmed;
    if (random_.chance(15)) appointment.kind = AppointmentKind::video;
    session_.create(appointment);
  }

  bool chance(int percent) { return random_.chance(percent); }

 private:
  static Appointment appointment_of(const CareRelationship& relationship, const SampleVisit& visit,
                                    Diary& diary) {
    Appointment appointment;
    appointment.doctor = relationship.doctor;
    appointment.patient = relationship.patient;
    appointment.starts_at = diary.next_free(appointment.doctor, appointment.patient);
    appointment.ends_at = appointment.starts_at + minutes{30};
    appointment.reason = visit.reason;
    return appointment;
  }

  void add_record(const Appointment& appointment, Id<Appointment> id, const SampleVisit& visit) {
    MedicalRecord record;
    record.patient = appointment.patient;
    record.author = appointment.doctor;
    record.appointment = id;
    record.record_type = visit.record_type;
    if (!visit.code.empty()) {
      record.code_system = visit.code_system;
      record.code = visit.code;
    }
    record.title = visit.title;
    if (!visit.body.empty()) record.body = visit.body;
    record.recorded_at = appointment.ends_at;
    record.confidentiality = visit.confidentiality;
    session_.create(record);
  }

  Session& session_;
  SampleRandom random_{seed};
  Diary past_;
  Diary future_;
};

}  // namespace

void add_visits(Session& session, Timestamp now) {
  VisitMaker maker{session, now};
  const auto active = session.list<CareRelationship>(
      where(f<&CareRelationship::status> == RelationshipStatus::active &&
            f<&CareRelationship::valid_from> <= now));
  for (const auto& relationship : active) {
    maker.add_past(*relationship);
    if (maker.chance(30)) maker.add_past(*relationship);
    if (maker.chance(40)) maker.add_next(*relationship);
  }
}

}  // namespace salus::cli
