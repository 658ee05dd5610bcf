#pragma once

/// The policy that Salus comes with. Read it as a table: who, may do what, to which rows, and which
/// of their fields. What is not in it is not allowed.

#include "salus/access/policy.hpp"

namespace salus {

// clang-format off
inline Policy default_policy() {
  using enum Action;
  const FieldList doctor_card = only({"user", "name", "specialization", "location", "phone_number", "email",
      "license_number", "credentials", "languages", "availability", "time_off", "accepting_patients", "bio"});
  const FieldList doctor_public_card = only({"user", "name", "specialization", "location", "phone_number", "email",
      "license_number", "credentials", "languages", "availability", "accepting_patients", "bio"});
  const FieldList patient_chart = only({"user", "name", "family_name", "given_name", "birth_date", "sex", "mrn",
      "phone_number", "email", "address", "blood_group", "medical_history", "current_medications", "allergies",
      "insurance", "emergency_contact", "deceased_at", "identifiers", "metadata"});
  const FieldList patient_clinical = only({"name", "family_name", "given_name", "phone_number", "email", "address",
      "blood_group", "medical_history", "current_medications", "allergies", "emergency_contact", "deceased_at"});
  const FieldList patient_contact = only({"phone_number", "email", "address", "emergency_contact"});
  const FieldList relationship_all = only({"doctor", "patient", "relationship_type", "established_on", "valid_from",
      "valid_to", "referral_source", "referred_by", "status", "notes", "metadata"});
  const FieldList relationship_public = only({"doctor", "patient", "relationship_type", "established_on", "valid_from",
      "valid_to", "status"});
  const FieldList appointment_chart = only({"doctor", "patient", "starts_at", "ends_at", "status", "kind", "location", "reason",
      "notes", "cancel_reason", "override_reason", "metadata"});
  const FieldList appointment_made = only({"doctor", "patient", "starts_at", "ends_at", "status", "kind", "location", "reason",
      "notes", "cancel_reason", "metadata"});
  const FieldList appointment_of_patient = only({"doctor", "patient", "starts_at", "ends_at", "status", "kind", "location",
      "reason", "cancel_reason"});
  const FieldList record_all = only({"patient", "author", "appointment", "record_type", "code_system", "code", "title", "body",
      "data", "recorded_at", "status", "amends", "original", "confidentiality", "metadata"});
  const FieldList record_written = only({"patient", "author", "appointment", "record_type", "code_system", "code", "title",
      "body", "data", "recorded_at", "confidentiality", "metadata"});
  const FieldList record_amended = only({"appointment", "record_type", "code_system", "code", "title", "body", "data",
      "recorded_at", "confidentiality", "metadata"});
  const FieldList account = only({"email", "name", "is_patient", "is_doctor", "is_admin_staff",
      "requested_doctor", "requested_admin_staff", "is_active", "access_level", "phone_number", "address", "last_login"});
  const FieldList registration = only({"email", "name", "is_patient", "requested_doctor", "requested_admin_staff",
      "phone_number", "address", "password_hash"});

  return Policy{{
    //  rule                                               who                  may                              rows of              which                 fields, and under what condition
      {"an administrator runs the organization",            Role::administrator, {read, update},                  "organization",      Scope::organization,  every_field()},
      {"an administrator manages users",                    Role::administrator, {read, create, update, remove},  "user",              Scope::organization,  every_field()},
      {"an administrator manages access levels",            Role::administrator, {read, create, update, remove},  "access_level",      Scope::organization,  every_field()},
      {"an administrator manages access rules",             Role::administrator, {read, create, update, remove},  "access_rule",       Scope::organization,  every_field()},
      {"an administrator reviews emergency access",         Role::administrator, {read},                          "access_review",     Scope::organization,  every_field()},
      {"an administrator judges emergency access",          Role::administrator, {update},                        "access_review",     Scope::organization,  only({"status", "comment", "metadata"})},
      {"an administrator manages doctors",                  Role::administrator, {read, create, update, remove},  "doctor",            Scope::organization,  every_field()},
      {"an administrator manages patients",                 Role::administrator, {read, create, update, remove},  "patient",           Scope::organization,  every_field()},
      {"an administrator manages care relationships",       Role::administrator, {read, create, update, remove},  "care_relationship", Scope::organization,  every_field()},
      {"an administrator manages appointments",             Role::administrator, {read, create, update, remove},  "appointment",       Scope::organization,  every_field()},
      {"an administrator manages records",                  Role::administrator, {read, create, update, remove},  "medical_record",    Scope::organization,  every_field()},
      {"an administrator reads the journal",                Role::administrator, {read},                          "journal_entry",     Scope::organization,  every_field()},
      {"an administrator reads who has seen whom",          Role::administrator, {read},                          "patient_access",    Scope::organization,  every_field()},

      {"a doctor reads every doctor",                       Role::doctor,        {read},                          "doctor",            Scope::organization,  doctor_card},
      {"a doctor reads assigned patients",                  Role::doctor,        {read},                          "patient",           Scope::assigned,      patient_chart},
      {"a doctor updates assigned patients",                Role::doctor,        {update},                        "patient",           Scope::assigned,      patient_clinical},
      {"a doctor breaks the glass in an emergency",         Role::doctor,        {break_glass},                   "patient",           Scope::organization,  only({})},
      {"a doctor reads the reviews of own emergencies",     Role::doctor,        {read},                          "access_review",     Scope::own,           only({"care_relationship", "doctor", "patient", "reason", "status", "comment"})},
      {"a doctor reads own care relationships",             Role::doctor,        {read},                          "care_relationship", Scope::own,           relationship_all},

      {"a doctor reads assigned patients' appointments",    Role::doctor,        {read},                          "appointment",       Scope::assigned,      appointment_chart},
      {"a doctor makes and changes own appointments",       Role::doctor,        {create, update, remove},        "appointment",       Scope::assigned,      appointment_made, Effect::permit, Condition::in_own_name},
      {"a doctor reads assigned patients' records",         Role::doctor,        {read},                          "medical_record",    Scope::assigned,      record_all, Effect::permit, Condition::not_restricted},
      {"a doctor reads the restricted records they wrote",  Role::doctor,        {read},                          "medical_record",    Scope::assigned,      record_all, Effect::permit, Condition::in_own_name},
      {"a doctor writes records of assigned patients",      Role::doctor,        {create},                        "medical_record",    Scope::assigned,      record_written, Effect::permit, Condition::in_own_name},
      {"a doctor amends own records",                       Role::doctor,        {update, remove},                "medical_record",    Scope::assigned,      record_amended, Effect::permit, Condition::in_own_name},

      {"a patient reads the doctors' public card",          Role::patient,       {read},                          "doctor",            Scope::organization,  doctor_public_card},
      {"a patient reads own chart",                         Role::patient,       {read},                          "patient",           Scope::own,           patient_chart},
      {"a patient updates own contact data",                Role::patient,       {update},                        "patient",           Scope::own,           patient_contact},
      {"a patient reads own care relationships",            Role::patient,       {read},                          "care_relationship", Scope::own,           relationship_public},
      {"a patient reads own appointments",                  Role::patient,       {read},                          "appointment",       Scope::own,           appointment_of_patient},
      {"a patient books appointments",                      Role::patient,       {create},                        "appointment",       Scope::own,           only({"doctor", "patient", "starts_at", "ends_at", "kind", "reason"})},
      {"a patient cancels own appointments",                Role::patient,       {update},                        "appointment",       Scope::own,           only({"status", "cancel_reason"}), Effect::permit, Condition::upcoming, Condition::cancelled},
      {"a patient reads own records",                       Role::patient,       {read},                          "medical_record",    Scope::own,           record_all},

      {"a patient reads who has seen own data",             Role::patient,       {read},                          "patient_access",    Scope::own,           every_field()},

      {"everybody reads own account",                       Role::user,          {read},                          "user",              Scope::own,           account},
      {"everybody updates own contact data",                Role::user,          {update},                        "user",              Scope::own,           only({"name", "phone_number", "address"})},

      {"log-in finds the account",                          Role::authenticator, {read},                          "user",              Scope::organization,  only({"email", "name", "is_patient", "is_doctor", "is_admin_staff", "is_active", "access_level", "password_hash", "session_epoch"})},
      {"log-in notes when, and keeps the password's hash up to date", Role::authenticator, {update},              "user",              Scope::organization,  only({"last_login", "password_hash", "session_epoch"})},
      {"log-in signs its tokens",                           Role::authenticator, {read, create, update, remove},  "signing_key",       Scope::organization,  {.names = {"secret"}, .every = true}},
      {"log-in lives on in its tokens",                     Role::authenticator, {read, create, update, remove},  "token_family",      Scope::organization,  every_field()},
      {"log-in slows down who guesses",                     Role::authenticator, {read, create, update, remove},  "throttle",          Scope::organization,  every_field()},
      {"a request that is sent twice is done once",         Role::authenticator, {read, create, update, remove},  "idempotency_key",   Scope::organization,  every_field()},
      {"log-in reads the rules of access levels",           Role::authenticator, {read},                          "access_level",      Scope::organization,  only({})},
      {"log-in reads what an access level gives",           Role::authenticator, {read},                          "access_rule",       Scope::organization,  every_field()},
      {"log-in finds the account's doctor",                 Role::authenticator, {read},                          "doctor",            Scope::organization,  only({"user"})},
      {"log-in finds the account's patient",                Role::authenticator, {read},                          "patient",           Scope::organization,  only({"user"})},
      {"registration makes an account",                     Role::registrar,     {create},                        "user",              Scope::organization,  registration},
      {"calendars learn the organization's time zone",      Role::authenticator, {read},                          "organization",      Scope::organization,  only({"time_zone"})},
      {"set-up makes the organization",                     Role::installer,     {read, create, update},          "organization",      Scope::organization,  every_field()},
      {"set-up makes accounts and sets their passwords",    Role::installer,     {read, create, update},          "user",              Scope::organization,  {.names = {"password_hash", "session_epoch"}, .every = true}},
      {"import brings in accounts",                         Role::importer,      {read, create, update},          "user",              Scope::organization,  every_field()},
      {"import brings in doctors",                          Role::importer,      {read, create, update},          "doctor",            Scope::organization,  every_field()},
      {"import brings in patients",                         Role::importer,      {read, create, update},          "patient",           Scope::organization,  every_field()},
      {"import brings in care relationships",               Role::importer,      {read, create, update},          "care_relationship", Scope::organization,  every_field()},
      {"import brings in appointments",                     Role::importer,      {read, create, update},          "appointment",       Scope::organization,  every_field()},
      {"import brings in records",                          Role::importer,      {read, create, update},          "medical_record",    Scope::organization,  every_field()},
      {"import finds rows by a source system's id",         Role::importer,      {read},                          "identifier",        Scope::organization,  every_field()},
      {"an emergency looks for the patient",                Role::emergency,     {read},                          "patient",           Scope::organization,  only({})},
      {"an emergency looks for the doctor",                 Role::emergency,     {read},                          "doctor",            Scope::organization,  only({})},
      {"an emergency opens a care relationship",            Role::emergency,     {read, create, update},          "care_relationship", Scope::organization,  every_field()},
      {"an emergency asks for its review",                  Role::emergency,     {read, create},                  "access_review",     Scope::organization,  every_field()},
      {"scheduling learns when a doctor works",             Role::scheduler,     {read},                          "doctor",            Scope::organization,  only({"availability", "time_off"})},
      {"scheduling learns when a doctor is busy",           Role::scheduler,     {read},                          "appointment",       Scope::organization,  only({"doctor", "starts_at", "ends_at", "status"})},
      {"verification reads the journal",                    Role::auditor,       {read},                          "journal_entry",     Scope::organization,  every_field()},
      {"verification reads who has seen whom",              Role::auditor,       {read},                          "patient_access",    Scope::organization,  every_field()},
  }};
}
// clang-format on

}  // namespace salus
