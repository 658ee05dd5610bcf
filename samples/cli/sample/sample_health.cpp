#include "cli/sample/sample_health.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cli/sample/sample_json.hpp"
#include "cli/sample/sample_names.hpp"
#include "cli/sample/sample_people.hpp"

namespace salus::cli {

namespace {

constexpr int year_of_the_sample = 2026;

struct Condition {
  std::string_view name;
  int from_age;
  int to_age;
  int percent;
  std::string_view medication;
  std::string_view dose;
};

constexpr std::array conditions{
    Condition{"Hypertension", 40, 120, 38, "Amlodipine", "5 mg once daily"},
    Condition{"Type 2 diabetes", 40, 120, 14, "Metformin", "500 mg twice daily"},
    Condition{"Asthma", 4, 60, 11, "Salbutamol", "100 µg inhaled as needed"},
    Condition{"Hypothyroidism", 25, 120, 8, "Levothyroxine", "75 µg once daily"},
    Condition{"Atrial fibrillation", 60, 120, 14, "Apixaban", "5 mg twice daily"},
    Condition{"Hypercholesterolaemia", 45, 120, 24, "Atorvastatin", "20 mg at night"},
    Condition{"Migraine", 15, 60, 12, "Sumatriptan", "50 mg at onset"},
    Condition{"Atopic eczema", 1, 40, 12, "Hydrocortisone 1 % cream", "twice daily"},
    Condition{"Depressive episode", 18, 80, 10, "Sertraline", "50 mg once daily"},
    Condition{"Osteoarthritis of the knee", 55, 120, 22, "Paracetamol", "1 g as needed"},
    Condition{"Iron deficiency anaemia", 15, 50, 7, "Ferrous sulfate", "200 mg once daily"},
};

struct Allergy {
  std::string_view substance;
  std::string_view reaction;
};

constexpr std::array allergies{
    Allergy{"Penicillin", "rash"},
    Allergy{"Peanut", "anaphylaxis"},
    Allergy{"Latex", "contact dermatitis"},
    Allergy{"Sulfonamides", "urticaria"},
    Allergy{"Bee venom", "swelling"},
    Allergy{"Iodine contrast", "bronchospasm"},
};

/// Frequencies in percent, as in western Europe.
struct BloodGroup {
  std::string_view name;
  int percent;
};

constexpr std::array blood_groups{
    BloodGroup{"O+", 38},
    BloodGroup{"A+", 34},
    BloodGroup{"B+", 9},
    BloodGroup{"O-", 7},
    BloodGroup{"A-", 6},
    BloodGroup{"AB+", 3},
    BloodGroup{"B-", 2},
    BloodGroup{"AB-", 1},
};

constexpr std::array<std::string_view, 5> insurers{
    "Northlight Mutual", "Harbour Health", "Concordia Care", "Medisol", "Union of Sickness Funds"};

std::string_view pick_blood_group(SampleRandom& random) {
  int at = random.between(1, 100);
  for (const auto& group : blood_groups) {
    at -= group.percent;
    if (at <= 0) return group.name;
  }
  return blood_groups.front().name;
}

int year_of(Date date) { return static_cast<int>(std::chrono::year_month_day{date}.year()); }

void add_conditions(SampleRandom& random, Patient& patient) {
  const int born = year_of(patient.birth_date);
  const int age = year_of_the_sample - born;
  std::vector<std::string> history;
  std::vector<std::string> medications;
  for (const auto& condition : conditions) {
    if (age < condition.from_age || age > condition.to_age || !random.chance(condition.percent))
      continue;
    const int earliest = std::max(born + condition.from_age, year_of_the_sample - 15);
    const auto since = std::to_string(
        random.between(std::min(earliest, year_of_the_sample - 1), year_of_the_sample - 1));
    history.push_back(object_text({{"condition", condition.name}, {"since", since}}));
    medications.push_back(
        object_text({{"name", condition.medication}, {"dose", condition.dose}, {"since", since}}));
  }
  patient.medical_history = json_list(history);
  patient.current_medications = json_list(medications);
}

void add_allergies(SampleRandom& random, Patient& patient) {
  if (!random.chance(22)) return;
  const auto& allergy = random.pick(allergies);
  patient.allergies =
      json_list({object_text({{"substance", allergy.substance}, {"reaction", allergy.reaction}})});
}

void add_insurance(SampleRandom& random, Patient& patient) {
  if (!random.chance(94)) return;
  const auto number = "P-" + std::to_string(random.between(10'000'000, 99'999'999));
  patient.insurance = json_object({{"provider", random.pick(insurers)},
                                   {"policy_number", number},
                                   {"valid_from", "2026-01-01"},
                                   {"valid_to", "2026-12-31"}});
}

}  // namespace

void add_health(SampleRandom& random, Patient& patient) {
  patient.blood_group = pick_blood_group(random);
  add_conditions(random, patient);
  add_allergies(random, patient);
  add_insurance(random, patient);
  const auto relative = sample_name(random, random.chance(50) ? Sex::female : Sex::male);
  patient.emergency_contact =
      json_object({{"name", relative.full}, {"phone_number", sample_phone_number(random)}});
}

}  // namespace salus::cli
