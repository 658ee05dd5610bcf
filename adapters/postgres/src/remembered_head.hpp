#pragma once

/// Where the journal stream ends to which a connection appended last.

#include <algorithm>
#include <optional>
#include <utility>

#include "salus/core/id.hpp"
#include "salus/storage/session.hpp"

namespace salus::postgres {

/// Spares a writer the question where its stream ends, and so a round trip. It is a guess, as another
/// connection may have appended meanwhile; then the journal's primary key refuses the entry and the
/// transaction is run again. After each wrong guess the connection asks for a while, twice as long as
/// the time before, so that connections which share a stream do not keep meeting.
class RememberedHead {
 public:
  /// The guess; nothing if it is better to ask.
  std::optional<JournalHead> guess(const Uuid& organization) {
    if (!head_ || organization_ != organization) return std::nullopt;
    if (questions_left_ > 0) {
      --questions_left_;
      return std::nullopt;
    }
    return head_;
  }

  /// What was committed with the entry `head`.
  void remember(const Uuid& organization, JournalHead head, bool was_guessed) {
    if (was_guessed) caution_ = std::max(1U, caution_ / 2);
    organization_ = organization;
    head_ = std::move(head);
  }

  void guessed_wrong() {
    head_.reset();
    questions_left_ = caution_;
    caution_ = std::min(most_questions, caution_ * 2);
  }

 private:
  static constexpr unsigned most_questions = 64;

  Uuid organization_;
  std::optional<JournalHead> head_;
  unsigned questions_left_ = 0;
  unsigned caution_ = 1;
};

}  // namespace salus::postgres
