#include "shared_session.hpp"

#include <stdexcept>

namespace salus::python {

namespace {

/// Stands for a Python exception inside the library, which may destroy exceptions in threads of its own.
struct BodyRaised : std::exception {
  const char* what() const noexcept override {
    return "The body of a transaction raised an exception.";
  }
};

}  // namespace

SharedSession::Turn::Turn(SharedSession& shared) : shared_{shared}, session_{shared.opened()} {
  const bool is_elsewhere =
      shared.body_thread_ && *shared.body_thread_ != std::this_thread::get_id();
  if (shared.is_running_ || is_elsewhere) {
    throw std::runtime_error{
        "A session serves one thread at a time; open one for each, they are cheap."};
  }
  shared.is_running_ = true;
}

SharedSession::Turn::~Turn() {
  shared_.is_running_ = false;
  if (!shared_.body_thread_) shared_.passage_.reset();
}

Session& SharedSession::opened() {
  if (!opened_) throw py::value_error{"This session is closed."};
  return opened_->session;
}

void SharedSession::close() {
  if (!opened_) return;
  const Turn turn{*this};
  if (body_thread_)
    throw std::runtime_error{"A session cannot be closed inside its own transaction."};
  const py::gil_scoped_release unlocked;
  opened_.reset();
}

void SharedSession::raise_translated(const Error& error) {
  if (passage_ && passage_->original == std::current_exception()) raise(passage_->raised);
  const auto exception = exception_of(error);
  if (body_thread_) passage_ = Passage{exception, std::current_exception()};
  raise(exception);
}

void SharedSession::call_body(const py::object& body, Outcome& outcome) {
  const py::gil_scoped_acquire locked;
  const BodyTurn turn{*this};
  outcome = {};
  passage_.reset();
  try {
    outcome.result = body();
    return;
  } catch (py::error_already_set& error) {
    if (passage_ && passage_->raised.is(error.value())) {
      if (error.trace()) PyException_SetTraceback(error.value().ptr(), error.trace().ptr());
      std::rethrow_exception(passage_->original);
    }
    outcome.raised.emplace(error);
  }
  throw BodyRaised{};
}

py::object SharedSession::run_in_transaction(const py::object& body) {
  Outcome outcome;
  try {
    run([&](Session& session) { session.run_in_transaction([&] { call_body(body, outcome); }); });
  } catch (const BodyRaised&) {
    throw py::error_already_set{*outcome.raised};
  }
  return outcome.result;
}

}  // namespace salus::python
