#include "cli/demo/first_calls.hpp"

#include <algorithm>
#include <chrono>

#include "cli/failure.hpp"
#include "cli/sample/sample_json.hpp"

namespace salus::cli {

namespace {

using std::chrono::days;

/// Shows the status below the answer. --json is of curl 7.82, which Debian 12 and Ubuntu 24.04 have passed.
constexpr std::string_view curl =
    R"(curl -sw '\n%{http_code}\n' -H "Authorization: Bearer $TOKEN")";

std::string log_in(const SampleClinic& sample, const std::string& address) {
  return "TOKEN=$(curl -s " + address + "/auth/login/ \\\n  --json '" +
         object_text({{"email", sample.doctor_email}, {"password", sample_password}}) + "' \\\n" +
         R"sh(  | sed -n 's/.*"access":"\([^"]*\)".*/\1/p'))sh";
}

std::string get(const std::string& url) { return std::string{curl} + " \\\n  '" + url + "'"; }

std::string post(const std::string& url, const std::string& body) {
  return std::string{curl} + " \\\n  " + url + " \\\n  --json '" + body + "'";
}

bool is_busy(Session& session, Id<Patient> patient, const Slot& slot) {
  return session.count<Appointment>(where(f<&Appointment::patient> == patient &&
                                          f<&Appointment::starts_at> < slot.ends_at &&
                                          f<&Appointment::ends_at> > slot.starts_at)) > 0;
}

/// From tomorrow on, so that it does not begin while somebody reads.
Slot time_of_both(Session& doctor, const SampleClinic& sample, Timestamp now) {
  const auto slots = doctor.free_slots(sample.doctor, {now + days{1}, now + days{31}});
  const auto free = std::ranges::find_if(
      slots, [&](const Slot& slot) { return !is_busy(doctor, sample.patient, slot); });
  if (free != slots.end()) return *free;
  throw Failure{ExitCode::failed,
                "the sample doctor has no time for the sample patient within a month.",
                "This is a defect of the demo: please report it."};
}

/// In two lines, which JSON and a shell's quotes allow.
std::string appointment_json(const SampleClinic& sample, const Slot& slot) {
  auto json = object_text({{"doctor", sample.doctor.to_string()},
                           {"patient", sample.patient.to_string()},
                           {"starts_at", to_string(slot.starts_at)},
                           {"ends_at", to_string(slot.ends_at)},
                           {"kind", "video"},
                           {"reason", "Test results"}});
  return json.insert(json.find("\"starts_at\""), "\n    ");
}

}  // namespace

std::vector<FirstCall> first_calls(const Clinic& clinic, const SampleClinic& sample,
                                   const std::string& address) {
  auto doctor = clinic.act_as(sample.doctor_email);
  auto administrator = clinic.act_as(sample_administrator);
  const auto slot = time_of_both(doctor, sample, clinic.environment().clock());
  const auto patients = address + "/patients/";
  return {
      {"Log in as Dr. Ada Okonjo. The token is good for 5 minutes; then run this again.",
       log_in(sample, address)},
      {"The patients in her care: " + std::to_string(doctor.count<Patient>()) +
           " of the clinic's " + std::to_string(administrator.count<Patient>()) + ".",
       get(patients + "?page_size=1")},
      {"A patient whose care by her ended yesterday: as if there were no such patient.",
       get(patients + sample.left_yesterday.to_string() + "/")},
      {"Search, filter and order: nobody else is found. Accents need not be typed.",
       get(patients + "?search=muller&sex=female&ordering=-birth_date")},
      {"Book an appointment in a free slot. Sent once more, it is refused: the time is taken.",
       post(address + "/appointments/", appointment_json(sample, slot))},
  };
}

}  // namespace salus::cli
