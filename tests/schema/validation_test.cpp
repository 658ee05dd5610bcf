#include "salus/schema/validation.hpp"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "codec/shared_data.hpp"
#include "codec/specimen.hpp"

namespace {

using namespace salus;

constexpr const EntityInfo& specimen = entity_info<Specimen>();

/// A row that breaks no rule.
Specimen good_specimen() {
  Specimen object;
  object.name = "Blood";
  object.parent.value.bytes[15] = 1;
  object.lab_number = "L-1";
  return object;
}

Issues issues_of(const Specimen& object) {
  Issues issues;
  validate(specimen, values_of(object), issues);
  return issues;
}

Issues issues_of(const FieldInfo& field, const Value& value) {
  Issues issues;
  validate_value(field, value, issues);
  return issues;
}

std::vector<std::string> messages(const Issues& issues) {
  std::vector<std::string> list;
  for (const auto& issue : issues) list.push_back(issue.message);
  return list;
}

using Messages = std::vector<std::string>;

}  // namespace

TEST_CASE("A good row has no issues") { CHECK(issues_of(good_specimen()).empty()); }

TEST_CASE("Everything wrong with a row is said at once, under the names of its fields") {
  auto object = good_specimen();
  object.name = " \t\u00a0\u3000";
  object.parent = {};
  object.note = std::string(2001, 'x');
  const auto issues = issues_of(object);
  CHECK(issues.size() == 3);
  CHECK(issues.summary() ==
        "name: This field may not be blank.; note: Ensure this field has no more than 2000 "
        "characters.; "
        "parent: This field is required.");
}

TEST_CASE("A missing value is refused where the member is not optional") {
  CHECK(messages(issues_of(field_info<&Specimen::name>(), Null{})) ==
        Messages{"This field may not be null."});
  CHECK(issues_of(field_info<&Specimen::note>(), Null{}).empty());
}

TEST_CASE("A value of another type is refused with the sentence of its field's type") {
  CHECK(messages(issues_of(field_info<&Specimen::name>(), true)) ==
        Messages{"Not a valid string."});
  CHECK(messages(issues_of(field_info<&Specimen::urgent>(), std::string{"yes"})) ==
        Messages{"Must be a valid boolean."});
  CHECK(messages(issues_of(field_info<&Specimen::count>(), 1.5)) ==
        Messages{"A valid integer is required."});
}

TEST_CASE("Lengths are counted in code points") {
  std::string name;
  for (int i = 0; i < 20; ++i) name += "😀";
  CHECK(issues_of(field_info<&Specimen::name>(), name).empty());
  CHECK(messages(issues_of(field_info<&Specimen::name>(), name + "e")) ==
        Messages{"Ensure this field has no more than 20 characters."});
}

TEST_CASE("A text has neither NUL nor surrogates nor broken UTF-8") {
  const auto& name = field_info<&Specimen::name>();
  CHECK(messages(issues_of(name, std::string{"a\0b", 3})) ==
        Messages{"Null characters are not allowed."});
  CHECK(messages(issues_of(name, std::string{"A\xED\xA0\x80"})) ==
        Messages{"Surrogate characters are not allowed: U+D800."});
  for (const auto* broken :
       {"\xFF", "\xC0\x80", "a\xE2\x82", "\xF5\x80\x80\x80", "\xF0\x80\x80\x80", "\x80"}) {
    CHECK(messages(issues_of(name, std::string{broken})) == Messages{"Not a valid string."});
  }
}

TEST_CASE("A text that breaks two rules hears of both") {
  CHECK(messages(issues_of(field_info<&Specimen::email>(), std::string{"a\0@example.com", 14})) ==
        Messages{"Null characters are not allowed.", "Enter a valid email address."});
}

TEST_CASE("An optional text may be blank") {
  CHECK(issues_of(field_info<&Specimen::email>(), std::string{}).empty());
  CHECK(issues_of(field_info<&Specimen::note>(), std::string{}).empty());
}

TEST_CASE("A choice is one of its words, exactly") {
  const auto& quality = field_info<&Specimen::quality>();
  CHECK(issues_of(quality, std::string{"poor"}).empty());
  CHECK(messages(issues_of(quality, std::string{"Poor"})) ==
        Messages{"\"Poor\" is not a valid choice."});
}

TEST_CASE("Rules over several fields are judged when every field is good") {
  auto object = good_specimen();
  object.volume = -1;
  object.taken_on = Date{std::chrono::days{10}};
  object.expires_on = Date{std::chrono::days{9}};
  const auto issues = issues_of(object);
  REQUIRE(issues.size() == 2);
  CHECK(*issues.begin() == Issue{"volume", "not_enough", "A specimen has a volume."});
  CHECK(*std::next(issues.begin()) ==
        Issue{"", "expired", "A specimen expires after it was taken."});

  object.name = "";
  CHECK(messages(issues_of(object)) == Messages{"This field may not be blank."});
}

TEST_CASE("A field with an issue is not judged again") {
  Issues issues;
  issues.add("name", "invalid", "Not a valid string.");
  auto object = good_specimen();
  object.name = "";
  validate(specimen, values_of(object), issues);
  CHECK(issues.size() == 1);
}

TEST_CASE("A creation must give what is required, unless it is read-only") {
  Issues issues;
  validate_required(Patch{specimen}, issues);
  CHECK(issues.summary() == "name: This field is required.; parent: This field is required.");
}

TEST_CASE("A required field that was given and refused is not called missing") {
  Issues issues;
  issues.add("name", "invalid", "Not a valid string.");
  Patch patch{specimen};
  patch.set(field_info<&Specimen::parent>(), Uuid{});
  validate_required(patch, issues);
  CHECK(issues.size() == 1);
}

TEST_CASE("Email addresses are judged as Django judges them") {
  for (const auto& vector : test::shared_json("email/django-3.2-validate_email.json")) {
    if (!vector["email"].is_string()) continue;
    const auto address = vector["email"].get<std::string>();
    CAPTURE(address);
    CHECK(detail::is_email_address(address) == vector["django_3_2_valid"].get<bool>());
  }
}

TEST_CASE("Address literals are IPv4 or IPv6 addresses") {
  for (const auto* good :
       {"a@[::]", "a@[1::]", "a@[::1.2.3.4]", "a@[1:2:3:4:5:6:7:8]", "a@[1:2:3:4:5:6:1.2.3.4]"}) {
    CAPTURE(good);
    CHECK(detail::is_email_address(good));
  }
  for (const auto* bad : {"a@[]",
                          "a@[1:2:3:4:5:6:7::8:9]",
                          "a@[1::2::3]",
                          "a@[:1]",
                          "a@[1:]",
                          "a@[01.2.3.4]",
                          "a@[1.2.3.4::]",
                          "a@[1.2.3]",
                          "a@[12345::]",
                          "a@[::1.2.3.4:5]",
                          "a@[:::]"}) {
    CAPTURE(bad);
    CHECK_FALSE(detail::is_email_address(bad));
  }
}
