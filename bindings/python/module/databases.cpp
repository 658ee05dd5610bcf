/// The databases that a clinic can be in.

#include <memory>
#include <string>
#include <utility>

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "salus/core/error.hpp"
#include "salus/core/secret.hpp"
#include "salus/memory.hpp"
#include "salus/service/system_environment.hpp"
#include "salus/storage/backend.hpp"

#include "bindings.hpp"

// An adapter that was left out of the build has no header here.
#if __has_include("salus/sqlite.hpp")
#define SALUS_PYTHON_HAS_SQLITE
#include "salus/sqlite.hpp"
#endif
#if __has_include("salus/postgres.hpp")
#define SALUS_PYTHON_HAS_POSTGRES
#include "salus/postgres.hpp"
#endif

namespace salus::python {

namespace {

using Database = std::shared_ptr<Backend>;

#ifdef SALUS_PYTHON_HAS_SQLITE
Database open_sqlite(const std::string& file, bool create, std::string key,
                     std::string passphrase) {
  const sqlite::OpenOptions options{.mode = create ? sqlite::OpenMode::create
                                                   : sqlite::OpenMode::existing};
  const Secret digits{std::move(key)};
  if (digits.empty()) return sqlite::open(file, Secret{std::move(passphrase)}, options);
  return sqlite::open(file, sqlite::Key::from_hex(digits.reveal()), options);
}

std::string generate_key() {
  return std::string{sqlite::Key::generate(system_environment().random).to_hex().reveal()};
}

std::string read_key(const std::string& file) {
  return std::string{sqlite::Key::from_file(file).to_hex().reveal()};
}
#else
[[noreturn]] void refuse_sqlite() {
  throw Error{ErrorCode::unsupported,
              "This salus was built without SQLite; build it with SALUS_SQLITE=ON."};
}

Database open_sqlite(const std::string&, bool, const std::string&, const std::string&) {
  refuse_sqlite();
}
std::string generate_key() { refuse_sqlite(); }
std::string read_key(const std::string&) { refuse_sqlite(); }
#endif

#ifdef SALUS_PYTHON_HAS_POSTGRES
Database open_postgres(const std::string& uri, const std::string& application_role) {
  postgres::OpenOptions options;
  if (!application_role.empty()) options.application_role = application_role;
  return postgres::open(uri, options);
}
#else
Database open_postgres(const std::string&, const std::string&) {
  throw Error{ErrorCode::unsupported,
              "This salus was built without PostgreSQL; build it with SALUS_POSTGRES=ON."};
}
#endif

}  // namespace

void bind_databases(py::module_& module) {
  const py::call_guard<py::gil_scoped_release> unlocked;
  [[maybe_unused]] const py::class_<Backend, Database> database{
      module, "Database", py::release_gil_before_calling_cpp_dtor{}};
  module.def("open_memory", &memory::open, unlocked);
  module.def("open_sqlite",
             &open_sqlite,
             unlocked,
             py::arg("file"),
             py::arg("create"),
             py::arg("key"),
             py::arg("passphrase"));
  module.def(
      "open_postgres", &open_postgres, unlocked, py::arg("uri"), py::arg("application_role"));
  module.def("generate_key", &generate_key, unlocked);
  module.def("read_key", &read_key, unlocked, py::arg("file"));
}

}  // namespace salus::python
