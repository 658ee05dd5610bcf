#include "session_implementation.hpp"
#include "word_tokens.hpp"

namespace salus {

namespace {

/// While it lives, the session is in this transaction.
class Entered {
 public:
  Entered(Transaction*& slot, Transaction& transaction) : slot_{slot} { slot_ = &transaction; }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;
  ~Entered() { slot_ = nullptr; }

 private:
  Transaction*& slot_;
};

}  // namespace

void Session::Implementation::run_in_transaction(const std::function<void()>& body) {
  if (transaction_ != nullptr) {
    const auto mark = journal_.mark();
    try {
      transaction_->with_savepoint(body);
    } catch (...) {
      journal_.cut(mark);
      throw;
    }
    return;
  }
  try {
    storage_->run([&](Transaction& transaction) {
      journal_.begin();
      const Entered leave_at_end{transaction_, transaction};
      follow_policy(transaction);
      body();
      journal_.append(transaction);
    });
  } catch (const Error& error) {
    if (!error.in_doubt() || !journal_.is_appended()) {
      journal_.rolled_back();
      throw;
    }
  } catch (...) {
    journal_.rolled_back();
    throw;
  }
  journal_.committed();
}

void Session::Implementation::as_log_in(const std::function<void(Transaction&)>& work) {
  const ActingAs acting{*transaction_, caller_of(system_principal(Role::authenticator))};
  work(*transaction_);
}

void Session::Implementation::store_missing_derived_rows() {
  for (const auto& entry : state_->catalog.entries())
    store_missing_word_tokens(*transaction_, state_->organization, *entry.entity);
}

}  // namespace salus
