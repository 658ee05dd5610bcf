#include "errors.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include "bindings.hpp"
#include "to_python.hpp"

namespace salus::python {

namespace {

/// What a code is in Python besides its name. `also` is an exception that Python programs catch already. A commit in
/// doubt is no ConnectionError, because those are retried without a thought, and this one must not be.
struct PythonFacts {
  ErrorCode code;
  PyObject** also;
  const char* documentation;
};

// clang-format off
constexpr std::array python_table{
    PythonFacts{ErrorCode::invalid_input, &PyExc_ValueError, "The input breaks a rule; ``issues`` names each field."},
    PythonFacts{ErrorCode::unauthenticated, &PyExc_PermissionError, "Nobody is logged in, or the credentials are wrong."},
    PythonFacts{ErrorCode::forbidden, &PyExc_PermissionError, "The policy never lets this principal do that."},
    PythonFacts{ErrorCode::not_found, &PyExc_LookupError, "No such row, or one that you may not see: the answer is the same."},
    PythonFacts{ErrorCode::conflict, nullptr, "Another row is in the way."},
    PythonFacts{ErrorCode::version_conflict, nullptr, "The row has changed since it was read; read it again and decide again."},
    PythonFacts{ErrorCode::throttled, nullptr, "Too many failures; ``retry_after`` says how many seconds to wait."},
    PythonFacts{ErrorCode::unsupported, &PyExc_NotImplementedError, "This database or this version cannot do it."},
    PythonFacts{ErrorCode::storage_busy, &PyExc_TimeoutError, "The database could not get a lock in time; nothing was written."},
    PythonFacts{ErrorCode::storage_unavailable, &PyExc_ConnectionError, "The database cannot be reached; nothing was written."},
    PythonFacts{ErrorCode::commit_in_doubt, nullptr, "The connection died during the commit; look whether it was written before you repeat it."},
    PythonFacts{ErrorCode::storage_failed, nullptr, "The database refused for a reason that trying again will not mend."},
    PythonFacts{ErrorCode::wrong_key, nullptr, "The key does not open this encrypted file. The file is untouched."},
    PythonFacts{ErrorCode::not_a_database, nullptr, "The file is something else. It is untouched."},
    PythonFacts{ErrorCode::plaintext_database, nullptr, "The file is an SQLite database without encryption. It is untouched."},
    PythonFacts{ErrorCode::damaged_database, nullptr, "A page of the file fails its integrity check. It is untouched."},
    PythonFacts{ErrorCode::newer_schema, nullptr, "The database was written by a newer version of the program."},
    PythonFacts{ErrorCode::schema_mismatch, nullptr, "The database lacks tables or guards that this program needs; see ``salus.install``."},
    PythonFacts{ErrorCode::journal_broken, nullptr, "The journal's chain does not verify."},
    PythonFacts{ErrorCode::internal, &PyExc_RuntimeError, "A defect of the library."},
};
// clang-format on

constexpr bool python_table_is_in_order() {
  return std::ranges::equal(python_table, error_table, {}, &PythonFacts::code, &ErrorFacts::code);
}
static_assert(python_table_is_in_order(), "python_table has the lines of error_table.");

/// The classes in the order of the table; kept for the life of the process.
std::array<PyObject*, error_table.size()> classes{};

py::object error_module() { return py::module_::import("salus._error"); }

py::object make_class(const py::module_& module, const ErrorFacts& facts,
                      const PythonFacts& python) {
  py::list bases;
  bases.append(error_module().attr("Error"));
  if (python.also != nullptr) bases.append(py::reinterpret_borrow<py::object>(*python.also));
  const py::dict members;
  members["__module__"] = module.attr("__name__");
  members["__doc__"] = python.documentation;
  members["code"] = to_python(facts.name);
  members["retryable"] = facts.retryable;
  const py::handle type{reinterpret_cast<PyObject*>(&PyType_Type)};
  return type(to_python(facts.python_exception), py::tuple{bases}, members);
}

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(std::move(thrown));
  } catch (const Error& error) {
    const auto exception = exception_of(error);
    PyErr_SetObject(py::type::handle_of(exception).ptr(), exception.ptr());
  }
}

}  // namespace

void bind_errors(py::module_& module) {
  for (const auto& python : python_table) {
    const auto& facts = error_facts(python.code);
    const auto made = make_class(module, facts, python);
    module.add_object(std::string{facts.python_exception}.c_str(), made);
    classes[static_cast<std::size_t>(python.code)] = made.inc_ref().ptr();
  }
  py::register_local_exception_translator(translate);
}

py::object exception_of(const Error& error) {
  const auto issue_class = error_module().attr("Issue");
  py::list issues;
  for (const auto& issue : error.issues())
    issues.append(issue_class(issue.path, issue.code, issue.message));
  const py::handle made_from = classes[static_cast<std::size_t>(error.code())];
  auto made = made_from(error.what(), issues);
  if (error.code() == ErrorCode::throttled) made.attr("retry_after") = error.retry_after().count();
  return made;
}

void raise(const py::object& exception) {
  PyErr_SetObject(py::type::handle_of(exception).ptr(), exception.ptr());
  throw py::error_already_set{};
}

void raise_hidden(std::string_view entity, std::string_view field) {
  const std::string message =
      "You may not see \"" + std::string{field} + "\" of this " + std::string{entity} + ".";
  raise(error_module().attr("HiddenField")(message));
}

}  // namespace salus::python
