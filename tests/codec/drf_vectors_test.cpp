/// The vectors of Django REST Framework's own field tests: each agrees, or the part of CONTRACT.md that departs from it
/// stands here.

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/codec/json_reader.hpp"
#include "salus/codec/json_writer.hpp"
#include "salus/schema/nested.hpp"

#include "codec/shared_data.hpp"
#include "codec/specimen.hpp"

namespace salus {

enum class CarOption : std::uint8_t { aircon, manual, diesel };

/// What a specimen has not: lists of single values, and a time of day.
struct Tray {
  Id<Tray> id;
  std::vector<std::int64_t> numbers;
  std::vector<CarOption> options;
  TimeOfDay opens;
};

template <>
struct Describe<Tray> {
  static constexpr auto entity =
      salus::entity<Tray>("tray", "trays", field<&Tray::id>("id", primary_key, read_only),
                          field<&Tray::numbers>("numbers"), field<&Tray::options>("options"),
                          field<&Tray::opens>("opens"));
};

}  // namespace salus

namespace {

using namespace salus;
using nlohmann::json;

struct Counterpart {
  std::string_view drf_field;
  bool nullable;
  const EntityInfo& entity;
  const FieldInfo& field;
};

const std::array counterparts{
    Counterpart{"BooleanField", false, entity_info<Specimen>(), field_info<&Specimen::urgent>()},
    Counterpart{"BooleanField", true, entity_info<Specimen>(), field_info<&Specimen::sterile>()},
    Counterpart{"CharField", false, entity_info<Specimen>(), field_info<&Specimen::name>()},
    Counterpart{"EmailField", false, entity_info<Specimen>(), field_info<&Specimen::email>()},
    Counterpart{"UUIDField", false, entity_info<Specimen>(), field_info<&Specimen::batch>()},
    Counterpart{"IntegerField", false, entity_info<Specimen>(), field_info<&Specimen::count>()},
    Counterpart{"FloatField", false, entity_info<Specimen>(), field_info<&Specimen::volume>()},
    Counterpart{"DecimalField", false, entity_info<Specimen>(), field_info<&Specimen::volume>()},
    Counterpart{"DecimalField", true, entity_info<Specimen>(), field_info<&Specimen::dilution>()},
    Counterpart{"DateField", false, entity_info<Specimen>(), field_info<&Specimen::taken_on>()},
    Counterpart{"DateTimeField", false, entity_info<Specimen>(), field_info<&Specimen::taken_at>()},
    Counterpart{"ChoiceField", false, entity_info<Specimen>(), field_info<&Specimen::quality>()},
    Counterpart{"TimeField", false, entity_info<Tray>(), field_info<&Tray::opens>()},
    Counterpart{"ListField", false, entity_info<Tray>(), field_info<&Tray::numbers>()},
    Counterpart{"MultipleChoiceField", false, entity_info<Tray>(), field_info<&Tray::options>()},
};

const Counterpart* counterpart(const json& vector) {
  const bool nullable = vector["args"].value("allow_null", false);
  for (const auto& entry : counterparts) {
    if (vector["field"] == entry.drf_field && entry.nullable == nullable) return &entry;
  }
  return nullptr;
}

/// Where we differ on purpose, and what in CONTRACT.md says so.
struct Departure {
  std::string_view line;
  bool (*concerns)(const json& vector);
};

bool is_of(const json& vector, std::initializer_list<std::string_view> fields) {
  return std::ranges::find(fields, vector["field"].get<std::string>()) != fields.end();
}

bool is_about_bounds(const json& vector) {
  const auto errors = vector.value("errors", json::array());
  return errors.is_array() && errors.size() == 1 && errors[0].is_string() &&
         errors[0].get<std::string>().starts_with("Ensure ");
}

bool has_list_inside(const json& vector) {
  const auto& input = vector["input"];
  return vector["field"] == "ListField" && input.is_array() && !input.empty() &&
         input[0].is_array();
}

constexpr std::array departures{
    Departure{"§1, the table: no field of a resource is one of these",
              [](const json& vector) {
                return is_of(
                    vector,
                    {"RegexField", "SlugField", "URLField", "IPAddressField", "DurationField"});
              }},
    Departure{"§1 \"Free-form fields marked json take any JSON value\"",
              [](const json& vector) { return is_of(vector, {"DictField"}); }},
    Departure{"§1, the table: a list holds objects or single values", has_list_inside},
    Departure{"§1, the table: no number has bounds or a number of digits of its own",
              is_about_bounds},
    Departure{"§1 \"id and foreign keys are UUIDv7 strings\"",
              [](const json& vector) {
                return vector["field"] == "UUIDField" && vector["input"].is_number();
              }},
};

const Departure* departure(const json& vector) {
  const auto* found = std::ranges::find_if(
      departures, [&vector](const Departure& entry) { return entry.concerns(vector); });
  return found == departures.end() ? nullptr : found;
}

json expected_value(const json& vector, const FieldInfo& field) {
  const auto& value = vector["value"];
  if (field.type == FieldType::number && value.is_string())
    return std::stod(value.get<std::string>());
  if (field.type != FieldType::timestamp) return value;
  auto text = value.get<std::string>();
  return text.replace(text.find("+00:00"), 6, "Z");  // Python's isoformat()
}

void check(const json& vector, const Counterpart& ours) {
  const auto& field = ours.field;
  Issues issues;
  const auto body = json{{std::string{field.name}, vector["input"]}}.dump();
  const auto patch = read_patch(ours.entity, body, issues);
  if (vector["drf_3_14_says"] == "invalid") {
    REQUIRE(issues.size() == 1);
    CHECK(issues.begin()->message == vector["errors"][0].get<std::string>());
    return;
  }
  REQUIRE(issues.empty());
  std::string written;
  append_json(written, borrow(patch.value(field)), field.type);
  CHECK(json::parse(written) == expected_value(vector, field));
}

}  // namespace

TEST_CASE("Every vector of Django REST Framework agrees, or departs by a line of the contract") {
  std::map<const Departure*, int> departed;
  const auto vectors = test::shared_json("contract/drf-field-vectors.json");
  std::size_t agree = 0;
  for (const auto& vector : vectors) {
    CAPTURE(vector.dump());
    if (const auto* reason = departure(vector)) {
      ++departed[reason];
      continue;
    }
    const auto* ours = counterpart(vector);
    REQUIRE(ours != nullptr);
    check(vector, *ours);
    ++agree;
  }
  CHECK(departed.size() == departures.size());  // none is told of in vain
  CHECK(agree == 49);
  CHECK(vectors.size() == 72);
}
