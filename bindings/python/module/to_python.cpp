#include "to_python.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <pybind11/gil_safe_call_once.h>

#include "salus/schema/nested_text.hpp"

#include "datetime_functions.hpp"

namespace salus::python {

namespace {

py::object owned(PyObject* made) {
  if (made == nullptr) throw py::error_already_set{};
  return py::reinterpret_steal<py::object>(made);
}

/// An attribute of a module, looked up once.
template <class Tag>
const py::object& imported(const char* module, const char* name) {
  PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> storage;
  return storage
      .call_once_and_store_result(
          [&] { return py::object{py::module_::import(module).attr(name)}; })
      .get_stored();
}

py::object json_from(std::string_view text) {
  if (text == "[]") return py::list{};
  if (text == "{}") return py::dict{};
  if (text == "null") return py::none{};
  return imported<struct JsonLoads>("json", "loads")(to_python(text));
}

py::object element_from(const ValueInfo& info, const std::vector<Value>& values) {
  if (info.is_single()) return to_python(values.front(), info.fields.front());
  py::dict members;
  for (const auto& field : info.fields)
    members[to_python(field.name)] = to_python(values[field.position], field);
  return members;
}

py::object element_from(const ValueInfo& info, std::string_view text) {
  const auto members = read_members(info, text);
  return members ? element_from(info, members->values) : json_from(text);
}

py::object nested_from(const FieldFacts& field, std::string_view text) {
  if (!field.list) return element_from(*field.value, text);
  const auto elements = nested_elements(text);
  if (!elements) return json_from(text);
  py::list list;
  for (const auto element : *elements) list.append(element_from(*field.value, element));
  return list;
}

py::object text_to_python(const std::string& text, const FieldFacts& field) {
  if (field.value != nullptr) return nested_from(field, text);
  if (field.type == FieldType::json) return json_from(text);
  const auto time =
      field.format == TextFormat::time_of_day ? parse_time_of_day(text) : std::nullopt;
  return time ? to_python(*time) : to_python(text);
}

}  // namespace

py::str to_python(std::string_view text) { return {text.data(), text.size()}; }

py::object to_python(Uuid uuid) {
  const py::bytes bytes{reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()};
  return imported<struct UuidClass>("uuid", "UUID")(py::none{}, bytes);
}

py::object to_python(Date day) {
  const std::chrono::year_month_day date{day};
  const auto& api = datetime_functions();
  return owned(api.Date_FromDate(int{date.year()},
                                 static_cast<int>(unsigned{date.month()}),
                                 static_cast<int>(unsigned{date.day()}),
                                 api.DateType));
}

py::object to_python(Timestamp moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{moment - day};
  const auto& api = datetime_functions();
  return owned(api.DateTime_FromDateAndTime(int{date.year()},
                                            static_cast<int>(unsigned{date.month()}),
                                            static_cast<int>(unsigned{date.day()}),
                                            static_cast<int>(time.hours().count()),
                                            static_cast<int>(time.minutes().count()),
                                            static_cast<int>(time.seconds().count()),
                                            static_cast<int>(time.subseconds().count()),
                                            api.TimeZone_UTC,
                                            api.DateTimeType));
}

py::object to_python(TimeOfDay time_of_day) {
  const std::chrono::hh_mm_ss time{time_of_day.since_midnight};
  const auto& api = datetime_functions();
  return owned(api.Time_FromTime(static_cast<int>(time.hours().count()),
                                 static_cast<int>(time.minutes().count()),
                                 static_cast<int>(time.seconds().count()),
                                 static_cast<int>(time.subseconds().count()),
                                 Py_None,
                                 api.TimeType));
}

py::object to_python(const Json& json) { return json_from(json.text()); }

py::object to_python(const Value& value, const FieldFacts& field) {
  return std::visit(
      [&field](const auto& held) -> py::object {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, Null>)
          return py::none{};
        else if constexpr (std::is_same_v<Held, bool>)
          return py::bool_{held};
        else if constexpr (std::is_same_v<Held, std::int64_t>)
          return py::int_{held};
        else if constexpr (std::is_same_v<Held, double>)
          return py::float_{held};
        else if constexpr (std::is_same_v<Held, Bytes>)
          return py::bytes{held.data};
        else if constexpr (std::is_same_v<Held, std::string>)
          return text_to_python(held, field);
        else
          return to_python(held);
      },
      value);
}

py::object to_python(const ValueInfo& info, const void* object) {
  std::vector<Value> values(info.fields.size());
  for (const auto& field : info.fields) values[field.position] = field.load(object);
  return element_from(info, values);
}

Names names_of(const EntityInfo& entity, FieldMask mask) {
  py::set names;
  for (const auto& field : entity.fields()) {
    if (mask.contains(field) && !field.write_only) names.add(to_python(field.name));
  }
  return Names{names};
}

}  // namespace salus::python
