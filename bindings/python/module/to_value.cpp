#include "to_value.hpp"

#include <array>
#include <chrono>
#include <cstring>
#include <exception>
#include <utility>

#include "salus/codec/json.hpp"
#include "salus/codec/text_value.hpp"
#include "salus/schema/value_info.hpp"

#include "datetime_functions.hpp"
#include "row.hpp"
#include "to_python.hpp"

namespace salus::python {

namespace {

constexpr std::string_view zone_wanted =
    "Give a time zone with it: a datetime with tzinfo=datetime.timezone.utc, or text that ends in "
    "Z or an offset.";

/// What is wrong, in a sentence; empty: the value is of another type than wanted.
class Refusal : public std::exception {
 public:
  Refusal() = default;
  explicit Refusal(std::string sentence) : sentence_{std::move(sentence)} {}

  const char* what() const noexcept override { return sentence_.c_str(); }
  const std::string& sentence() const { return sentence_; }

 private:
  std::string sentence_;
};

bool is_text(py::handle given) { return PyUnicode_Check(given.ptr()); }

bool is_date_and_time(py::handle given) {
  return PyObject_TypeCheck(given.ptr(), datetime_functions().DateTimeType) != 0;
}

bool is_uuid(py::handle given) {
  return py::isinstance(given, py::module_::import("uuid").attr("UUID"));
}

Uuid uuid_of(py::handle given) {
  const auto bytes = given.attr("bytes").cast<std::string>();
  Uuid uuid;
  std::memcpy(uuid.bytes.data(), bytes.data(), uuid.bytes.size());
  return uuid;
}

Value read_boolean(py::handle given) {
  // The cells of a DataFrame are numpy's own.
  const std::string_view type = Py_TYPE(given.ptr())->tp_name;
  if (!PyBool_Check(given.ptr()) && type != "numpy.bool" && type != "numpy.bool_") throw Refusal{};
  return PyObject_IsTrue(given.ptr()) == 1;
}

Value read_integer(py::handle given) {
  if (PyBool_Check(given.ptr()) || !PyIndex_Check(given.ptr())) throw Refusal{};
  const auto number = py::reinterpret_steal<py::object>(PyNumber_Index(given.ptr()));
  if (!number) throw py::error_already_set{};
  int overflow = 0;
  const auto value = PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
  if (overflow != 0) throw Refusal{"The number is too large."};
  return std::int64_t{value};
}

Value read_number(py::handle given) {
  if (!PyFloat_Check(given.ptr()) && !PyIndex_Check(given.ptr())) throw Refusal{};
  const double value = PyFloat_AsDouble(given.ptr());
  if (PyErr_Occurred() != nullptr) throw py::error_already_set{};
  return value;
}

Value read_bytes(py::handle given) {
  if (!PyBytes_Check(given.ptr())) throw Refusal{};
  return Bytes{given.cast<std::string>()};
}

Value read_uuid(py::handle given) {
  if (!is_uuid(given)) throw Refusal{};
  return uuid_of(given);
}

int part(py::handle given, const char* name) { return given.attr(name).cast<int>(); }

Date date_from(py::handle given) {
  return Date{std::chrono::year{part(given, "year")} / part(given, "month") / part(given, "day")};
}

std::chrono::microseconds time_of_day(py::handle given) {
  return std::chrono::hours{part(given, "hour")} + std::chrono::minutes{part(given, "minute")} +
         std::chrono::seconds{part(given, "second")} +
         std::chrono::microseconds{part(given, "microsecond")};
}

Value read_timestamp(py::handle given) {
  if (!is_date_and_time(given)) throw Refusal{};
  if (given.attr("utcoffset")().is_none()) throw Refusal{std::string{zone_wanted}};
  const auto utc = given.attr("astimezone")(py::handle{datetime_functions().TimeZone_UTC});
  return Timestamp{date_from(utc)} + time_of_day(utc);
}

Value read_time_of_day(py::handle given) {
  if (PyObject_TypeCheck(given.ptr(), datetime_functions().TimeType) == 0) throw Refusal{};
  return to_string(TimeOfDay{time_of_day(given)});
}

Value read_date(py::handle given) {
  // pandas has no dates, only midnights.
  if (is_date_and_time(given)) {
    if (time_of_day(given).count() == 0 && given.attr("tzinfo").is_none()) return date_from(given);
    throw Refusal{"Give a date without a time of day."};
  }
  if (PyObject_TypeCheck(given.ptr(), datetime_functions().DateType) == 0) throw Refusal{};
  return date_from(given);
}

std::string json_text_of(py::handle given, const py::object& fallback) {
  using py::literals::operator""_a;
  const auto dumps = py::module_::import("json").attr("dumps");
  try {
    return text_of(
        dumps(given, "ensure_ascii"_a = false, "allow_nan"_a = false, "default"_a = fallback));
  } catch (const py::error_already_set&) {
    throw Refusal{"Value must be valid JSON."};  // Python's own message may quote the value
  }
}

Value read_json(py::handle given) {
  try {
    return parse_json(json_text_of(given, py::none{})).text();
  } catch (const Error& error) {
    throw Refusal{error.what()};
  }
}

/// Dates and times of day stand as their text in the JSON of a nested value.
Value read_nested(const FieldFacts& field, py::handle given) {
  const py::cpp_function iso_text{
      [](const py::object& value) { return value.attr("isoformat")(); }};
  std::string problem;
  const auto value = parse_value(field, json_text_of(given, iso_text), problem);
  if (!value) throw Refusal{problem};
  return *value;
}

Value read_text(py::handle given) {
  if (!is_text(given)) throw Refusal{};
  return text_of(given);
}

struct TypeFacts {
  FieldType type;
  Value (*read)(py::handle given);
  std::string_view python;  ///< The types it takes, as a signature has them.
};

constexpr std::array type_table{
    TypeFacts{FieldType::boolean, read_boolean, "bool"},
    TypeFacts{FieldType::integer, read_integer, "int"},
    TypeFacts{FieldType::number, read_number, "float"},
    TypeFacts{FieldType::text, read_text, "str"},
    TypeFacts{FieldType::bytes, read_bytes, "bytes"},
    TypeFacts{FieldType::uuid, read_uuid, "uuid.UUID | str"},
    TypeFacts{FieldType::timestamp, read_timestamp, "datetime.datetime | str"},
    TypeFacts{FieldType::date, read_date, "datetime.date | str"},
    TypeFacts{FieldType::json, read_json, "typing.Any"},
    TypeFacts{FieldType::choice, read_text, "str"},
};

const TypeFacts& facts_of(FieldType type) { return type_table[static_cast<std::size_t>(type)]; }

/// Text as a URL or a CSV file has it, but never of a moment whose time zone has to be guessed.
Value read_written(const FieldFacts& field, py::handle given) {
  std::string problem;
  bool zone_missing = false;
  const auto value = parse_value(field, text_of(given), problem, [&zone_missing](auto local) {
    zone_missing = true;
    return Timestamp{local.time_since_epoch()};
  });
  if (zone_missing) throw Refusal{std::string{zone_wanted}};
  if (!value) throw Refusal{problem};
  return *value;
}

Value read_row_id(const FieldFacts& field, const Row& row) {
  if (field.references == row.entity->name) return row.id();
  throw Refusal{"Expected a " + std::string{field.references.empty() ? "UUID" : field.references} +
                ", not a " + std::string{row.entity->name} + "."};
}

std::string_view python_types(const FieldFacts& field) {
  if (field.format == TextFormat::time_of_day) return "datetime.time | str";
  if (field.value == nullptr) return facts_of(field.type).python;
  if (!field.list) return "typing.Mapping[str, typing.Any]";
  if (field.value->is_single()) return "typing.Sequence[typing.Any]";
  return "typing.Sequence[typing.Mapping[str, typing.Any]]";
}

Value read(const FieldFacts& field, py::handle given) {
  if (field.value != nullptr) return read_nested(field, given);
  if (field.type == FieldType::json) return read_json(given);  // None is JSON's null
  if (given.is_none()) return Null{};
  if (field.type == FieldType::uuid && py::isinstance<Row>(given))
    return read_row_id(field, given.cast<const Row&>());
  const bool is_time = field.format == TextFormat::time_of_day;
  const bool reads_text = field.type == FieldType::text || field.type == FieldType::choice;
  if (is_text(given) && (is_time || !reads_text)) return read_written(field, given);
  return is_time ? read_time_of_day(given) : facts_of(field.type).read(given);
}

}  // namespace

std::optional<Value> read_value(const FieldFacts& field, py::handle given, Issues& issues) {
  try {
    return read(field, given);
  } catch (const Refusal& refusal) {
    const std::string wrong_type = "Expected " + std::string{python_types(field)} + ", not " +
                                   Py_TYPE(given.ptr())->tp_name + ".";
    issues.add(field.name, "invalid", refusal.sentence().empty() ? wrong_type : refusal.sentence());
    return std::nullopt;
  }
}

Uuid read_id(py::handle given) {
  if (is_uuid(given)) return uuid_of(given);
  const auto uuid = is_text(given) ? Uuid::parse(text_of(given)) : std::nullopt;
  if (uuid) return *uuid;
  Issues issues;
  issues.add("id", "invalid", "Expected uuid.UUID or its text.");
  throw Error{std::move(issues)};
}

std::string accepted_types(const FieldFacts& field, std::string_view choice_class) {
  std::string types;
  if (!choice_class.empty()) types += std::string{choice_class} + " | ";
  types += python_types(field);
  if (!field.references.empty()) types += " | Entity";
  if (field.nullable) types += " | None";
  return types;
}

std::string nearest(py::handle given, const py::list& known) {
  const auto matches = py::module_::import("difflib")
                           .attr("get_close_matches")(given, known, 1, 0.0)
                           .cast<py::list>();
  return matches.empty() ? std::string{} : text_of(matches[0]);
}

std::string text_of(py::handle given) {
  const auto encoded = py::reinterpret_steal<py::bytes>(
      PyUnicode_AsEncodedString(given.ptr(), "utf-8", "surrogatepass"));
  if (!encoded) throw py::error_already_set{};
  return encoded;
}

}  // namespace salus::python
