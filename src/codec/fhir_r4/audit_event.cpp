#include "salus/codec/fhir_r4/audit_event.hpp"

#include <algorithm>
#include <array>

#include "salus/codec/json_writer.hpp"

namespace salus::fhir_r4 {

namespace {

struct Coding {
  std::string_view system;
  std::string_view code;
  std::string_view display;
};

constexpr std::string_view dicom = "http://dicom.nema.org/resources/ontology/DCM";
constexpr std::string_view interaction = "http://hl7.org/fhir/restful-interaction";

constexpr Coding rest{
    "http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation"};
constexpr Coding application{dicom, "110100", "Application Activity"};
constexpr Coding log_used{dicom, "110101", "Audit Log Used"};
constexpr Coding exported{dicom, "110106", "Export"};
constexpr Coding alert{dicom, "110113", "Security Alert"};
constexpr Coding authentication{dicom, "110114", "User Authentication"};
constexpr Coding break_the_glass{
    "http://terminology.hl7.org/CodeSystem/v3-ActReason", "BTG", "break the glass"};

/// What an action of the journal is called in an AuditEvent. An entity given makes it about that one.
struct Meaning {
  std::string_view action;
  std::string_view entity;
  char code;  ///< http://hl7.org/fhir/audit-event-action
  Coding type;
  Coding subtype;
};

constexpr Coding roles_changed{dicom, "110136", "Security Roles Changed"};
constexpr Coding account_changed{dicom, "110137", "User security Attributes Changed"};

constexpr std::array meanings{
    Meaning{"create", "user", 'C', alert, account_changed},
    Meaning{"update", "user", 'U', alert, account_changed},
    Meaning{"remove", "user", 'D', alert, account_changed},
    Meaning{"create", "access_level", 'C', alert, roles_changed},
    Meaning{"update", "access_level", 'U', alert, roles_changed},
    Meaning{"remove", "access_level", 'D', alert, roles_changed},
    Meaning{"create", "access_rule", 'C', alert, roles_changed},
    Meaning{"update", "access_rule", 'U', alert, roles_changed},
    Meaning{"remove", "access_rule", 'D', alert, roles_changed},
    Meaning{"read", "journal_entry", 'R', log_used, {interaction, "read", "read"}},
    Meaning{"search", "journal_entry", 'E', log_used, {interaction, "search", "search"}},
    Meaning{"create", "", 'C', rest, {interaction, "create", "create"}},
    Meaning{"read", "", 'R', rest, {interaction, "read", "read"}},
    Meaning{"search", "", 'E', rest, {interaction, "search", "search"}},
    Meaning{"update", "", 'U', rest, {interaction, "update", "update"}},
    Meaning{"remove", "", 'D', rest, {interaction, "delete", "delete"}},
    Meaning{"export", "", 'R', exported, {interaction, "search", "search"}},
    Meaning{"verify", "", 'E', log_used, {}},
    Meaning{"anchor", "", 'E', log_used, {}},
    Meaning{"start", "", 'E', application, {dicom, "110120", "Application Start"}},
    Meaning{"stop", "", 'E', application, {dicom, "110121", "Application Stop"}},
    Meaning{"log_in", "", 'E', authentication, {dicom, "110122", "Login"}},
    Meaning{"log_out", "", 'E', authentication, {dicom, "110123", "Logout"}},
    Meaning{"break_glass", "", 'E', alert, {dicom, "110127", "Emergency Override Started"}},
};
constexpr Meaning unknown{"", "", 'E', application, {}};

const Meaning& meaning_of(const JournalEntry& entry) {
  const auto found = std::ranges::find_if(meanings, [&](const Meaning& meaning) {
    return meaning.action == entry.action &&
           (meaning.entity.empty() || meaning.entity == entry.entity);
  });
  return found == meanings.end() ? unknown : *found;
}

void append_text(std::string& json, std::string_view name, std::string_view value) {
  append_json_string(append_json_name(json, name), value);
}

void append_coding(std::string& json, const Coding& coding) {
  json += '{';
  append_text(json, "system", coding.system);
  append_text(json, "code", coding.code);
  append_text(json, "display", coding.display);
  json += '}';
}

void append_agent(std::string& json, const JournalEntry& entry) {
  json += R"(,"agent":[{)";
  if (entry.actor) {
    json += R"("who":{"identifier":{)";
    append_text(json, "value", entry.actor->to_string());
    json += "}}";
  }
  append_text(json, "altId", entry.session);
  append_text(json, "name", entry.acting_as);
  json += R"(,"requestor":true}])";
}

/// http://terminology.hl7.org/CodeSystem/object-role
void append_role(std::string& json, std::string_view code, std::string_view display) {
  json += R"(,"role":)";
  append_coding(json, {"http://terminology.hl7.org/CodeSystem/object-role", code, display});
}

void append_patient(std::string& json, std::string_view id) {
  json += R"({"what":{)";
  append_text(json, "reference", "Patient/" + std::string{id});
  json += '}';
  append_role(json, "1", "Patient");
  json += '}';
}

void append_row(std::string& json, const JournalEntry& entry) {
  json += R"({"what":{"identifier":{)";
  append_text(json, "value", entry.row_id.to_string());
  json += "}}";
  append_role(json, "4", "Domain Resource");
  append_text(json, "name", entry.entity);
  json += '}';
}

void append_entities(std::string& json, const JournalEntry& entry) {
  json += R"(,"entity":[)";
  const auto begin = json.size();
  const auto next = [&json, begin] {
    if (json.size() > begin) json += ',';
  };
  std::string_view rest_of_patients = entry.patients;
  while (!rest_of_patients.empty()) {
    const auto id = rest_of_patients.substr(0, rest_of_patients.find(' '));
    rest_of_patients.remove_prefix(std::min(id.size() + 1, rest_of_patients.size()));
    next();
    append_patient(json, id);
  }
  if (!entry.row_id.is_nil() && entry.entity != "patient") {
    next();
    append_row(json, entry);
  }
  if (json.size() == begin) {
    json +=
        R"({"type":{"system":"http://terminology.hl7.org/CodeSystem/audit-entity-type","code":"2","display":"System Object"})";
    append_text(json, "name", entry.entity);
    json += '}';
  }
  json += ']';
}

}  // namespace

void append_audit_event(std::string& json, const JournalEntry& entry, std::string_view observer) {
  const auto& meaning = meaning_of(entry);
  json += R"({"resourceType":"AuditEvent")";
  append_text(json, "id", std::to_string(entry.stream) + "-" + std::to_string(entry.sequence));
  json += R"(,"type":)";
  append_coding(json, meaning.type);
  if (!meaning.subtype.code.empty()) {
    json += R"(,"subtype":[)";
    append_coding(json, meaning.subtype);
    json += ']';
  }
  append_text(json, "action", std::string_view{&meaning.code, 1});
  append_text(json, "recorded", to_string(entry.at));
  append_text(json, "outcome", entry.outcome == JournalOutcome::denied ? "4" : "0");
  if (entry.outcome == JournalOutcome::emergency) {
    json += R"(,"purposeOfEvent":[{"coding":[)";
    append_coding(json, break_the_glass);
    json += "]}]";
  }
  append_agent(json, entry);
  json += R"(,"source":{"observer":{)";
  append_text(json, "display", observer);
  json += "}}";
  append_entities(json, entry);
  json += '}';
}

}  // namespace salus::fhir_r4
