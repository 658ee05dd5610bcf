#include <ostream>

#include "cli/demo/demo_sections.hpp"
#include "cli/demo/page.hpp"
#include "cli/terminal/terminal.hpp"

namespace salus::cli {

namespace {

/// What a doctor gets when they ask for a chart.
struct Answer {
  bool is_shown;
  Decision decision;
};

Answer ask(Session& session, Id<Patient> patient) {
  return {session.get(patient).has_value(), session.can<Action::read>(patient)};
}

void print(std::ostream& out, const std::string& question, const Answer& answer) {
  const Style style{Stream::output};
  out << "  " << question << '\n'
      << "    get      " << (answer.is_shown ? style.good("the chart") : style.bad("nothing"))
      << '\n';
  print_wrapped(out, answer.decision.explain(), "    explain  ", "             ");
}

}  // namespace

void show_refusal(std::ostream& out, const Clinic& clinic, const SampleClinic& sample) {
  auto doctor = clinic.act_as(sample.doctor_email);
  const Id<Patient> nobody{Uuid::v7(clinic.environment().clock(), clinic.environment().random)};
  const auto ended = ask(doctor, sample.left_yesterday);
  const auto missing = ask(doctor, nobody);
  print(out, "The doctor opens the chart of a patient in their care:", ask(doctor, sample.patient));
  out << '\n';
  print(out, "… of a patient whose care by them ended yesterday:", ended);
  out << '\n';
  print(out,
        "… of a patient whose care by them begins tomorrow:",
        ask(doctor, sample.comes_tomorrow));
  const bool are_alike =
      ended.is_shown == missing.is_shown && ended.decision.explain() == missing.decision.explain();
  out << '\n';
  print_wrapped(out,
                std::string{"For an id that nobody has, the answer is "} +
                    (are_alike ? "the same, word for word: nothing tells who is a patient here."
                               : "another one: that should not be."));
}

}  // namespace salus::cli
