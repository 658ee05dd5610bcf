#include "cli/sample/sample_people.hpp"

#include "cli/sample/sample_health.hpp"
#include "cli/sample/sample_names.hpp"

namespace salus::cli {

namespace {

constexpr std::uint64_t seed = 0x5A1C5;
constexpr std::size_t patients = 200;

constexpr std::array<std::string_view, 10> streets{"Harbour Street",
                                                   "Mill Lane",
                                                   "Station Road",
                                                   "Orchard Way",
                                                   "Linden Avenue",
                                                   "Quay Street",
                                                   "Chapel Hill",
                                                   "Weaver's Yard",
                                                   "Bridge Street",
                                                   "Castle Row"};

/// More of those who see a doctor more often.
int sample_age(SampleRandom& random) {
  if (random.chance(17)) return random.between(0, 15);
  return random.chance(45) ? random.between(16, 49) : random.between(50, 94);
}

Date sample_birth_date(SampleRandom& random) {
  using namespace std::chrono;
  return sys_days{year{2026} / November / 1} -
         days{365 * sample_age(random) + random.between(1, 364)};
}

/// Those with an account have the same names and birthdays whatever the generator makes of the others.
struct KnownPatient {
  std::string_view given;
  std::string_view family;
  Sex sex;
  std::chrono::year_month_day born;
};

constexpr std::array<KnownPatient, patient_accounts.size()> known_patients{{
    {"Amélie", "Rousseau", Sex::female, std::chrono::year{1971} / 5 / 17},
    {"Chinedu", "Eze", Sex::male, std::chrono::year{1958} / 2 / 3},
    {"Noor", "al-Masri", Sex::female, std::chrono::year{1989} / 10 / 29},
}};

void make_known(const KnownPatient& known, Patient& patient) {
  patient.given_name = known.given;
  patient.family_name = known.family;
  patient.name = std::string{known.given} + " " + std::string{known.family};
  patient.sex = known.sex;
  patient.birth_date = Date{known.born};
}

void add_identity(SampleRandom& random, Patient& patient) {
  patient.sex = random.chance(51) ? Sex::female : Sex::male;
  const auto name = sample_name(random, patient.sex);
  patient.name = name.full;
  patient.given_name = name.given;
  patient.family_name = name.family;
  patient.birth_date = sample_birth_date(random);
}

TimeOfDay at(int hour, int minute) {
  return {std::chrono::hours{hour} + std::chrono::minutes{minute}};
}

Patient sample_patient(SampleRandom& random, std::size_t number) {
  Patient patient;
  add_identity(random, patient);
  if (number <= known_patients.size()) make_known(known_patients[number - 1], patient);
  patient.mrn = "RC-" + std::to_string(100'000 + number);
  patient.phone_number = sample_phone_number(random);
  patient.address = std::to_string(random.between(1, 140)) + " " +
                    std::string{random.pick(streets)} + ", Lindhaven";
  patient.identifiers = {{.system = "urn:riverside:chart", .value = std::to_string(number)}};
  add_health(random, patient);
  return patient;
}

}  // namespace

const std::array<SampleDoctor, 12> sample_doctors{{
    {"Dr. Ada Okonjo",
     "ada.okonjo@riverside.example",
     "Cardiology",
     "Building A, 2nd floor",
     "Yoruba",
     22},
    {"Dr. Søren Lindqvist",
     "soren.lindqvist@riverside.example",
     "Cardiology",
     "Building A, 2nd floor",
     "Danish",
     18},
    {"Dr. Zeynep Öztürk",
     "zeynep.ozturk@riverside.example",
     "Neurology",
     "Building A, 3rd floor",
     "Turkish",
     16},
    {"Dr. Tomás Ibáñez",
     "tomas.ibanez@riverside.example",
     "Orthopaedics",
     "Building B, ground floor",
     "Spanish",
     24},
    {"Dr. Hélène Gauthier",
     "helene.gauthier@riverside.example",
     "Dermatology",
     "Building B, 1st floor",
     "French",
     15},
    {"Dr. Rajesh Kulkarni",
     "rajesh.kulkarni@riverside.example",
     "Endocrinology",
     "Building A, 1st floor",
     "Hindi",
     20},
    {"Dr. Małgorzata Wójcik",
     "malgorzata.wojcik@riverside.example",
     "Psychiatry",
     "Garden House",
     "Polish",
     14},
    {"Dr. Phạm Minh Châu",
     "minhchau.pham@riverside.example",
     "Paediatrics",
     "Building C",
     "Vietnamese",
     32},
    {"Dr. Eleanor Whitfield",
     "eleanor.whitfield@riverside.example",
     "General practice",
     "Building C",
     "Welsh",
     36},
    {"Dr. Karim Haddad",
     "karim.haddad@riverside.example",
     "General practice",
     "Building C",
     "Arabic",
     36},
    {"Dr. Jürgen Schäfer",
     "jurgen.schafer@riverside.example",
     "General practice",
     "Building C",
     "German",
     36},
    {"Dr. 田中 由美",
     "yumi.tanaka@riverside.example",
     "General practice",
     "Building C",
     "Japanese",
     36},
}};

Doctor doctor_row(const SampleDoctor& sample, std::size_t number) {
  Doctor doctor;
  doctor.name = sample.name;
  doctor.specialization = sample.specialization;
  doctor.location = sample.location;
  doctor.email = sample.email;
  doctor.phone_number = "+44 1632 9600" + std::to_string(10 + number);
  doctor.license_number = "L-" + std::to_string(40'200 + 37 * number);
  doctor.languages = {"English", std::string{sample.language}};
  doctor.availability = {
      {.weekday = Weekday::monday, .starts = at(8, 30), .ends = at(12, 30), .slot_minutes = 20},
      {.weekday = Weekday::thursday, .starts = at(13, 0), .ends = at(17, 30), .slot_minutes = 30}};
  if (number % 4 == 0) {
    using namespace std::chrono;
    doctor.time_off = {
        {.from = 2026y / December / 21, .to = 2027y / January / 3, .reason = "family"}};
  }
  doctor.accepting_patients = number % 5 != 4;
  return doctor;
}

std::vector<Patient> sample_patients() {
  SampleRandom random{seed};
  std::vector<Patient> rows;
  for (std::size_t number = 1; number <= patients; ++number)
    rows.push_back(sample_patient(random, number));
  return rows;
}

std::string sample_phone_number(SampleRandom& random) {
  // Ofcom keeps 01632 960000 to 960999 for drama.
  return "+44 1632 960" + std::to_string(random.between(100, 999));
}

}  // namespace salus::cli
