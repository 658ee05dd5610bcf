#include "answers.hpp"

#include "salus/access/principal.hpp"
#include "salus/core/error.hpp"
#include "salus/service/journal.hpp"

#include "bindings.hpp"
#include "casters.hpp"
#include "to_value.hpp"

namespace salus::python {

namespace {

Names roles_of(const Principal& principal) {
  py::set roles;
  for (const auto name : salus::names_of(principal.roles)) roles.add(to_python(name));
  return Names{roles};
}

std::string describe(const Answer& answer) {
  return "<Decision: " + answer.decision.explain() + ">";
}

std::string describe(const BrokenEntry& entry) {
  return "<BrokenEntry stream=" + std::to_string(entry.stream) +
         " sequence=" + std::to_string(entry.sequence) + ": " + entry.reason + ">";
}

std::string describe(const JournalReport& report) {
  return "<JournalReport: " + std::to_string(report.entries) + " entries verified, " +
         (report.is_whole() ? "none is broken" : describe(report.broken.front())) + ">";
}

void bind_decision(const py::module_& module) {
  py::class_<Answer>(
      module, "Decision", "Whether an action is allowed, and which rule decides. True if it is.")
      .def_property_readonly("allowed",
                             [](const Answer& answer) { return answer.decision.allowed(); })
      .def(
          "explain",
          [](const Answer& answer) { return answer.decision.explain(); },
          "The rule that decided, or the rules that were asked and what they need. Speaks of rules "
          "alone: a hidden\n"
          "row and a missing one are explained alike.")
      .def_property_readonly(
          "fields",
          [](const Answer& answer) { return names_of(*answer.entity, answer.decision.fields()); },
          "The names of the fields that the rules give on this row to read or write.")
      .def("__bool__", [](const Answer& answer) { return answer.decision.allowed(); })
      .def("__repr__", [](const Answer& answer) { return describe(answer); });
}

void bind_principal(const py::module_& module) {
  py::class_<Principal>(module, "Principal", "Who acts in a session.")
      .def_readonly("organization", &Principal::organization)
      .def_readonly("user", &Principal::user, "The id of the account.")
      .def_readonly(
          "doctor", &Principal::doctor, "The id of the doctor who they are, if they are one.")
      .def_readonly(
          "patient", &Principal::patient, "The id of the patient who they are, if they are one.")
      .def_property_readonly("roles", roles_of);
}

void bind_journal_report(const py::module_& module) {
  py::class_<BrokenEntry>(
      module, "BrokenEntry", "The first entry of the journal that is not as it was written.")
      .def_readonly("stream", &BrokenEntry::stream)
      .def_readonly("sequence", &BrokenEntry::sequence)
      .def_readonly("reason", &BrokenEntry::reason)
      .def("__repr__", [](const BrokenEntry& entry) { return describe(entry); });
  py::class_<JournalReport>(module, "JournalReport", "What the verification of the journal found.")
      .def_property_readonly("ok", &JournalReport::is_whole)
      .def_readonly("entries", &JournalReport::entries, "How many entries were verified.")
      .def_readonly("streams", &JournalReport::streams)
      .def_readonly("broken", &JournalReport::broken, "The first broken entry of each stream.")
      .def_readonly("destroyed_bodies", &JournalReport::destroyed_bodies)
      .def_readonly("unended_programs",
                    &JournalReport::unended_programs,
                    "Programs that did not tell the journal that they ended: they run, or crashed.")
      .def("__repr__", [](const JournalReport& report) { return describe(report); });
}

}  // namespace

Action action_of(py::handle word) {
  if (!PyUnicode_Check(word.ptr()))
    throw py::type_error{"An action is a word, such as \"update\"."};
  if (const auto action = from_name<Action>(text_of(word))) return *action;
  py::list known;
  for (const auto name : enumerator_names<Action>) known.append(to_python(name));
  Issues issues;
  issues.add("action",
             "unknown",
             "There is no action of this name; did you mean \"" + nearest(word, known) + "\"?");
  throw Error{std::move(issues)};
}

void bind_answers(py::module_& module) {
  bind_choice<Action>(module);
  bind_decision(module);
  bind_principal(module);
  bind_journal_report(module);
}

}  // namespace salus::python
