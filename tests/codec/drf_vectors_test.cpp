/// The vectors of Django REST Framework's own field tests, as far as our field types have a counterpart.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "salus/codec/json_reader.hpp"
#include "salus/codec/json_writer.hpp"

#include "codec/shared_data.hpp"
#include "codec/specimen.hpp"

namespace {

using namespace salus;
using nlohmann::json;

struct Counterpart {
  std::string_view drf_field;
  bool nullable;
  const FieldInfo& field;
};

/// Not here, because we have no such field: RegexField, SlugField, URLField, IPAddressField, TimeField,
/// DurationField, MultipleChoiceField, ListField, DictField. Free lists and objects are json fields, which take any.
const std::array counterparts{
    Counterpart{"BooleanField", false, field_info<&Specimen::urgent>()},
    Counterpart{"BooleanField", true, field_info<&Specimen::sterile>()},
    Counterpart{"CharField", false, field_info<&Specimen::name>()},
    Counterpart{"EmailField", false, field_info<&Specimen::email>()},
    Counterpart{"UUIDField", false, field_info<&Specimen::batch>()},
    Counterpart{"IntegerField", false, field_info<&Specimen::count>()},
    Counterpart{"FloatField", false, field_info<&Specimen::volume>()},
    Counterpart{"DecimalField", false, field_info<&Specimen::volume>()},
    Counterpart{"DecimalField", true, field_info<&Specimen::dilution>()},
    Counterpart{"DateField", false, field_info<&Specimen::taken_on>()},
    Counterpart{"DateTimeField", false, field_info<&Specimen::taken_at>()},
    Counterpart{"ChoiceField", false, field_info<&Specimen::quality>()},
};

const FieldInfo* counterpart(const json& vector) {
  const bool nullable = vector["args"].value("allow_null", false);
  for (const auto& entry : counterparts) {
    if (vector["field"] == entry.drf_field && entry.nullable == nullable) return &entry.field;
  }
  return nullptr;
}

/// Where we differ on purpose.
bool differs(const json& vector) {
  const auto errors = vector.value("errors", json::array());
  const bool judges_size = errors.size() == 1 && errors[0].is_string() &&
                           errors[0].get<std::string>().starts_with("Ensure ");
  const bool number_as_uuid = vector["field"] == "UUIDField" && vector["input"].is_number();
  return judges_size  // min_value, max_value, max_digits: a field of ours has none; an entity's check says so
         || number_as_uuid;  // 128-bit integers as ids
}

json expected_value(const json& vector, const FieldInfo& field) {
  const auto& value = vector["value"];
  if (field.type == FieldType::number && value.is_string())
    return std::stod(value.get<std::string>());
  if (field.type != FieldType::timestamp) return value;
  auto text = value.get<std::string>();
  return text.replace(text.find("+00:00"), 6, "Z");  // Python's isoformat()
}

void check(const json& vector, const FieldInfo& field) {
  Issues issues;
  const auto body = json{{std::string{field.name}, vector["input"]}}.dump();
  const auto patch = read_patch(entity_info<Specimen>(), body, issues);
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

TEST_CASE("The vectors of Django REST Framework are read with its values and sentences") {
  int checked = 0;
  for (const auto& vector : test::shared_json("contract/drf-field-vectors.json")) {
    const auto* field = counterpart(vector);
    if (field == nullptr || differs(vector)) continue;
    CAPTURE(vector.dump());
    check(vector, *field);
    ++checked;
  }
  CHECK(checked >= 30);
}
