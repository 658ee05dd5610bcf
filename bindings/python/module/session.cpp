#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <pybind11/typing.h>

#include "salus/domain/domain_catalog.hpp"

#include "answers.hpp"
#include "bindings.hpp"
#include "casters.hpp"
#include "entity_class.hpp"
#include "keywords.hpp"
#include "shared_session.hpp"
#include "to_value.hpp"

namespace salus::python {

namespace {

using Keywords = py::typing::Dict<py::str, py::object>;
using Words = py::typing::List<py::str>;
using Rows = py::typing::List<py::object>;

/// Of a list, as the Python files give it.
struct Page {
  py::dict filters;
  std::string search;
  py::list order;
  std::optional<std::uint32_t> limit;
  std::uint64_t offset = 0;
  std::string cursor;
};

/// The session's calendar, while the interpreter's lock is held.
class SessionCalendar final : public Calendar {
 public:
  explicit SessionCalendar(SharedSession& session) : session_{session} {}

  std::string_view time_zone() override {
    return session_.run([](Session& running) { return running.calendar().time_zone(); });
  }

 private:
  SharedSession& session_;
};

ListOptions options_of(SharedSession& session, const EntityClass& entity, const Page& page) {
  SessionCalendar calendar{session};
  ListOptions options;
  options.filter = read_filter(entity, page.filters, calendar);
  options.search = page.search;
  options.order = read_order(*entity.entity, page.order);
  options.limit = page.limit;
  options.offset = page.offset;
  options.cursor = page.cursor;
  return options;
}

/// Rows, and where the last of them stands.
struct ReadRows {
  std::unique_ptr<RowBuffer> rows;
  std::uint64_t count = 0;
  std::string cursor;
};

ReadRows read_rows(SharedSession& session, const EntityClass& entity, const Page& page) {
  ReadRows read{entity.make_buffer(), 0, {}};
  const auto options = options_of(session, entity, page);
  session.run([&](Session& running) {
    running.for_each(*entity.entity, options, [&](const RowView& row) {
      read.rows->add(row);
      if (++read.count == options.limit) read.cursor = cursor_of(row, options.order);
    });
  });
  return read;
}

py::object only_row(const EntityClass& entity, const Record& record) {
  const auto rows = entity.make_buffer();
  rows->add(record);
  return rows->take_rows()[0];
}

py::object get(SharedSession& session, py::handle python_class, py::handle id) {
  const auto& entity = entity_class_of(python_class);
  const Uuid uuid = read_id(id);
  const auto record =
      session.run([&](Session& running) { return running.get(*entity.entity, uuid); });
  return record ? only_row(entity, *record) : py::none{};
}

Rows get_all(SharedSession& session, const EntityClass& entity, std::span<const Uuid> ids) {
  const auto records =
      session.run([&](Session& running) { return running.get(*entity.entity, ids); });
  const auto rows = entity.make_buffer();
  for (const auto& record : records) rows->add(record);
  return rows->take_rows();
}

Rows get_many(SharedSession& session, py::handle python_class, const py::list& ids) {
  std::vector<Uuid> keys;
  for (const auto id : ids) keys.push_back(read_id(id));
  return get_all(session, entity_class_of(python_class), keys);
}

/// The entity that a field of a row refers to; raises AttributeError if it refers to none.
const EntityInfo& target_of(const Row& row, const std::string& name) {
  static const Catalog catalog = domain_catalog();
  const auto* field = row.entity->find(name);
  const auto* target = field == nullptr ? nullptr : catalog.find(field->references);
  if (target != nullptr) return *target->entity;
  throw py::attribute_error{std::string{row.entity->type_name} + " refers to nothing by this name"};
}

/// What rows of one entity refer to by one of their fields.
Rows related(SharedSession& session, const py::list& page, const std::string& name) {
  const EntityInfo* target = nullptr;
  std::vector<Uuid> ids;
  for (const auto given : page) {
    const auto& row = row_of(given);
    target = &target_of(row, name);
    const auto value = row.value_of(*row.entity->find(name));
    if (const auto* id = std::get_if<Uuid>(&value);
        id != nullptr && row.known.contains(*row.entity->find(name)))
      ids.push_back(*id);
  }
  if (target == nullptr) return {};
  const std::string python_class{target->type_name};
  const auto module = py::module_::import("salus._core");
  return get_all(session, entity_class_of(module.attr(python_class.c_str())), ids);
}

Rows rows(SharedSession& session, py::handle python_class, Keywords filters, std::string search,
          Words order, std::optional<std::uint32_t> limit, std::uint64_t offset, bool as_dicts) {
  const Page page{std::move(filters), std::move(search), std::move(order), limit, offset, {}};
  const auto read = read_rows(session, entity_class_of(python_class), page);
  return as_dicts ? read.rows->take_dicts() : read.rows->take_rows();
}

/// Rows behind a cursor, and the cursor for those behind them; an empty one: there are none.
py::typing::Tuple<Rows, py::str> batch(SharedSession& session, py::handle python_class,
                                       Keywords filters, std::string search, Words order,
                                       std::uint32_t size, bool as_dicts, std::string cursor) {
  const Page page{
      std::move(filters), std::move(search), std::move(order), size, 0, std::move(cursor)};
  const auto read = read_rows(session, entity_class_of(python_class), page);
  return py::make_tuple(as_dicts ? read.rows->take_dicts() : read.rows->take_rows(), read.cursor);
}

std::uint64_t count(SharedSession& session, py::handle python_class, Keywords filters,
                    std::string search, std::optional<std::uint32_t> limit) {
  const auto& entity = entity_class_of(python_class);
  const Page page{std::move(filters), std::move(search), py::list{}, limit, 0, {}};
  auto options = options_of(session, entity, page);
  return session.run(
      [&](Session& running) { return running.count(*entity.entity, std::move(options)); });
}

py::object create(SharedSession& session, py::handle given) {
  const auto& row = row_of(given);
  const auto patch = row.as_patch();
  const auto record = session.run([&](Session& running) { return running.create(patch); });
  return only_row(entity_class_of(py::type::handle_of(given)), record);
}

py::object update(SharedSession& session, py::handle given, const Keywords& changes) {
  const auto& row = row_of(given);
  const auto patch = read_fields(*row.entity, changes);
  const auto id = row.id();
  const auto version = row.stored("version").version;
  const auto record =
      session.run([&](Session& running) { return running.update(id, version, patch); });
  return only_row(entity_class_of(py::type::handle_of(given)), record);
}

void remove(SharedSession& session, py::handle given) {
  const auto& row = row_of(given);
  const auto id = row.id();
  const auto version = row.stored("version").version;
  const auto* entity = row.entity;
  session.run([&](Session& running) { running.remove(*entity, id, version); });
}

Rows versions(SharedSession& session, py::handle python_class, py::handle id) {
  const auto& entity = entity_class_of(python_class);
  const Uuid uuid = read_id(id);
  const auto records =
      session.run([&](Session& running) { return running.versions(*entity.entity, uuid); });
  const auto rows = entity.make_buffer();
  for (const auto& record : records) rows->add(record);
  return rows->take_rows();
}

py::object break_glass(SharedSession& session, py::handle patient, const std::string& reason,
                       std::int64_t minutes) {
  const Id<Patient> id{read_id(patient)};
  const auto opened = session.run([&](Session& running) {
    const auto row = running.break_glass(id, {reason, std::chrono::minutes{minutes}});
    return running.get(entity_info<CareRelationship>(), row->id.value);
  });
  const auto python_class = py::module_::import("salus._core").attr("CareRelationship");
  return opened ? only_row(entity_class_of(python_class), *opened) : py::none{};
}

/// A moment that a call asks for by this name; reports what is wrong with it.
Timestamp read_moment(std::string_view name, py::handle given, Issues& issues) {
  FieldFacts moment;
  moment.name = name;
  moment.type = FieldType::timestamp;
  const auto value = read_value(moment, given, issues);
  return value ? std::get<Timestamp>(*value) : Timestamp{};
}

py::typing::List<Keywords> free_slots(SharedSession& session, py::handle doctor, py::handle begin,
                                      py::handle end) {
  const Id<Doctor> id{read_id(doctor)};
  Issues issues;
  const DayRange span{read_moment("start", begin, issues), read_moment("end", end, issues)};
  if (!issues.empty()) throw Error{std::move(issues)};
  const auto slots = session.run([&](Session& running) { return running.free_slots(id, span); });
  py::list list;
  for (const auto& slot : slots) {
    py::dict entry;
    entry["starts_at"] = slot.starts_at;
    entry["ends_at"] = slot.ends_at;
    entry["location"] = slot.location;
    list.append(entry);
  }
  return list;
}

Answer can(SharedSession& session, py::handle action, py::handle python_class, py::handle id) {
  const auto& entity = entity_class_of(python_class);
  const auto wanted = action_of(action);
  const Uuid uuid = read_id(id);
  return {session.run([&](Session& running) { return running.can(wanted, *entity.entity, uuid); }),
          entity.entity};
}

bool may_ever(SharedSession& session, py::handle action, py::handle python_class) {
  const auto& entity = entity_class_of(python_class);
  const auto wanted = action_of(action);
  return session.run([&](Session& running) { return running.may_ever(wanted, *entity.entity); });
}

}  // namespace

void bind_session(const py::module_& module) {
  using py::arg;
  py::class_<SharedSession>(module, "Session", py::release_gil_before_calling_cpp_dtor{})
      .def_property_readonly("principal", &SharedSession::principal)
      .def("get", get, arg("entity"), arg("id"))
      .def("get_many", get_many, arg("entity"), arg("ids"))
      .def("related", related, arg("rows"), arg("field"))
      .def("rows",
           rows,
           arg("entity"),
           arg("filters"),
           arg("search"),
           arg("order"),
           arg("limit"),
           arg("offset"),
           arg("as_dicts"))
      .def("batch",
           batch,
           arg("entity"),
           arg("filters"),
           arg("search"),
           arg("order"),
           arg("size"),
           arg("as_dicts"),
           arg("cursor"))
      .def("count", count, arg("entity"), arg("filters"), arg("search"), arg("limit"))
      .def("create", create, arg("row"))
      .def("update", update, arg("row"), arg("changes"))
      .def("remove", remove, arg("row"))
      .def("versions", versions, arg("entity"), arg("id"))
      .def("break_glass", break_glass, arg("patient"), arg("reason"), arg("minutes"))
      .def("free_slots", free_slots, arg("doctor"), arg("start"), arg("end"))
      .def("can", can, arg("action"), arg("entity"), arg("id"))
      .def("may_ever", may_ever, arg("action"), arg("entity"))
      .def("run_in_transaction", &SharedSession::run_in_transaction, arg("body"))
      .def("close", &SharedSession::close);
}

}  // namespace salus::python
