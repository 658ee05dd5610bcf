#include "cli/demo/demonstration.hpp"

#include <ostream>

#include "salus/service/journal.hpp"

#include "cli/terminal/table.hpp"

namespace salus::cli {

namespace {

constexpr std::string_view hidden = "·";

/// How many fields of a row a person sees.
template <class T>
std::string shown_fields(const Stored<T>& row) {
  std::size_t shown = 0;
  std::size_t all = 0;
  for (const auto& field : entity_info<T>().fields()) {
    if (field.write_only) continue;
    ++all;
    shown += row.facts().shows(field) ? 1U : 0U;
  }
  return std::to_string(shown) + " of " + std::to_string(all);
}

template <class T>
std::vector<std::string> counts_and_fields(Session& session) {
  const auto first = session.list<T>(limit(1));
  return {std::to_string(session.count<T>()), first.empty() ? "-" : shown_fields(first.front())};
}

}  // namespace

void Demonstration::heading(const std::string& text) const {
  out_ << '\n' << style_.bold(text) << "\n\n";
}

void Demonstration::where_it_is(const std::filesystem::path& database, bool stays) const {
  heading("A sample clinic, encrypted");
  out_ << "  " << clinic_.act_as(sample_.administrator_email).count<Patient>() << " patients in "
       << database.string() << '\n'
       << "  its key is in " << database.string() << ".key; without it the file is noise\n";
  if (!stays) out_ << "  (both go when this ends; --keep DIR keeps them)\n";
}

void Demonstration::what_each_person_sees() const {
  heading("What each person sees");
  Table table{out_,
              {{"Who"},
               {"Patients", Alignment::right},
               {"Fields", Alignment::right},
               {"Doctors", Alignment::right},
               {"Fields", Alignment::right},
               {"Relationships", Alignment::right},
               {"Fields", Alignment::right}},
              output_width(),
              "  "};
  for (const auto& email :
       {sample_.administrator_email, sample_.doctor_email, sample_.patient_email}) {
    auto session = clinic_.act_as(email);
    std::vector<std::string> cells{email};
    for (const auto& part : {counts_and_fields<Patient>(session),
                             counts_and_fields<Doctor>(session),
                             counts_and_fields<CareRelationship>(session)}) {
      cells.insert(cells.end(), part.begin(), part.end());
    }
    table.add(cells);
  }
  table.finish();
  sample_rows(sample_.doctor_email);
  sample_rows(sample_.patient_email);
}

void Demonstration::sample_rows(const std::string& email) const {
  out_ << "\n  The first relationships that " << email << " sees (" << hidden << " is hidden)\n\n";
  Table table{
      out_, {{"Patient"}, {"Type"}, {"Since"}, {"Until"}, {"Referred from"}}, output_width(), "  "};
  auto session = clinic_.act_as(email);
  for (const auto& relationship :
       session.list<CareRelationship>(order_by(f<&CareRelationship::valid_from>), limit(4))) {
    const auto patient = session.get(relationship->patient);
    const auto& until = relationship->valid_to;
    table.add({patient ? (*patient)->name : std::string{hidden},
               std::string{to_name(relationship->relationship_type)},
               relationship->established_on ? to_string(*relationship->established_on) : "-",
               until ? to_string(date_of(*until)) : "-",
               relationship.shows<&CareRelationship::referral_source>()
                   ? relationship->referral_source.value_or("-")
                   : std::string{hidden}});
  }
  table.finish();
}

void Demonstration::a_refusal() const {
  heading("One refusal, explained");
  auto doctor = clinic_.act_as(sample_.doctor_email);
  const auto former = doctor.can<Action::read>(sample_.former_patient);
  out_ << "  " << sample_.doctor_email << " reads a patient whose relationship ended yesterday:\n  "
       << (former ? style_.good(former.explain()) : style_.bad(former.explain())) << '\n';
  out_ << "  get() answers "
       << (doctor.get(sample_.former_patient) ? "the row"
                                              : "nothing, as for a patient who does not exist")
       << "; the one who starts tomorrow: "
       << (doctor.get(sample_.future_patient) ? "the row" : "nothing yet") << ".\n";
}

void Demonstration::the_journal() const {
  heading("The journal");
  auto auditor = clinic_.act_as_system(Role::auditor);
  const auto report = verify_journal(auditor);
  if (report.broken) {
    out_ << "  "
         << style_.bad("broken at entry " + std::to_string(report.broken->sequence) + ": " +
                       report.broken->reason)
         << '\n';
    return;
  }
  out_ << "  " << style_.good("verified") << ": " << report.entries
       << " entries in one unbroken chain, one for each write\n";
}

void Demonstration::how_to_ask(int port) const {
  const std::string base = "http://127.0.0.1:" + std::to_string(port);
  heading("The REST host: " + base + "/api/");
  out_ << "  Sample log-ins, all with the password " << sample_password << ":\n";
  for (const auto& email :
       {sample_.administrator_email, sample_.doctor_email, sample_.patient_email}) {
    out_ << "    " << email << '\n';
  }
  out_ << "\n  Try, in another terminal:\n\n"
       << "TOKEN=$(curl -s " << base << "/api/auth/login/ -H 'Content-Type: application/json' -d "
       << R"('{"email":")" << sample_.doctor_email << R"(","password":")" << sample_password
       << R"("}')"
       << R"sh( | sed 's/.*"access":"\([^"]*\)".*/\1/'))sh" << '\n'
       << "curl -s \"" << base
       << "/api/patients/?page_size=2\" -H \"Authorization: Bearer $TOKEN\"\n"
       << "curl -s \"" << base
       << "/api/doctors/?specialization=cardiology\" -H \"Authorization: Bearer $TOKEN\"\n"
       << "\n  Ctrl-C ends it.\n"
       << std::flush;
}

}  // namespace salus::cli
