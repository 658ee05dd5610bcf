#include "store.hpp"

#include <utility>

#include "salus/core/error.hpp"

namespace salus::memory {

std::shared_ptr<const Database> Store::state() const {
  const std::scoped_lock lock{mutex_};
  return state_;
}

Store::WriterLock Store::begin_writing(std::chrono::milliseconds deadline) {
  WriterLock writer{writer_, deadline};
  if (!writer) throw Error{ErrorCode::storage_busy, "Another transaction did not end in time."};
  return writer;
}

void Store::publish(const WriterLock&, Database next) {
  auto state = std::make_shared<const Database>(std::move(next));
  const std::scoped_lock lock{mutex_};
  state_.swap(state);
}

}  // namespace salus::memory
