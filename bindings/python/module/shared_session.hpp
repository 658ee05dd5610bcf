#pragma once

/// A session as Python holds it: whatever threads and exceptions do, the library's rules are kept.

#include <exception>
#include <optional>
#include <thread>
#include <utility>

#include <pybind11/pybind11.h>

#include "salus/core/error.hpp"
#include "salus/service/clinic.hpp"
#include "salus/service/session.hpp"

#include "errors.hpp"

namespace salus::python {

/// Every member is called with the interpreter's lock held; the library runs without it.
class SharedSession {
 public:
  SharedSession(Clinic clinic, Session session)
      : opened_{Opened{std::move(clinic), std::move(session)}} {}

  const Principal& principal() { return opened().principal(); }

  /// Runs `work` on the session, without the interpreter's lock. Raises RuntimeError if the session is
  /// at work in another thread, and ValueError after `close`.
  template <class Work>
  auto run(const Work& work) {
    const Turn turn{*this};
    try {
      const py::gil_scoped_release unlocked;
      return work(turn.session());
    } catch (const Error& error) {
      raise_translated(error);
    }
  }

  /// Calls `body()` inside a transaction, and gives what it returns.
  py::object run_in_transaction(const py::object& body);

  /// Ends the session. A second time does nothing.
  void close();

 private:
  /// A session, and the clinic that has to outlive it.
  struct Opened {
    Clinic clinic;
    Session session;
  };

  /// While it lives, one thread has the session.
  class Turn {
   public:
    explicit Turn(SharedSession& shared);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    Session& session() const { return session_; }

   private:
    SharedSession& shared_;
    Session& session_;
  };

  /// While it lives, the body of a transaction has the session, in a thread that the adapter chose.
  class BodyTurn {
   public:
    explicit BodyTurn(SharedSession& session)
        : session_{session},
          outer_{std::exchange(session.body_thread_, std::this_thread::get_id())} {
      session_.is_running_ = false;
    }
    ~BodyTurn() {
      session_.body_thread_ = outer_;
      session_.is_running_ = true;
    }
    BodyTurn(const BodyTurn&) = delete;
    BodyTurn& operator=(const BodyTurn&) = delete;

   private:
    SharedSession& session_;
    std::optional<std::thread::id> outer_;
  };

  /// An error of the library on its way through the Python code of a transaction's body. Out of the body it has to be
  /// what it was, or the adapter would not see that the transaction can be run again.
  struct Passage {
    py::object raised;
    std::exception_ptr original;
  };

  /// What the body did when it last ran.
  struct Outcome {
    py::object result;
    std::optional<py::error_already_set> raised;
  };

  /// The session; raises ValueError after `close`.
  Session& opened();
  [[noreturn]] void raise_translated(const Error& error);
  void call_body(const py::object& body, Outcome& outcome);

  std::optional<Opened> opened_;
  bool is_running_ = false;
  std::optional<std::thread::id> body_thread_;
  std::optional<Passage> passage_;
};

}  // namespace salus::python
