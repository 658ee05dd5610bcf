#pragma once

/// One organization of a test's database, with short words for what tests do in it.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "salus/storage/backend.hpp"
#include "salus/testing/builders.hpp"
#include "salus/testing/toy_entities.hpp"

namespace salus::testing {

/// Rows by the numbers of their ids, in the order of the answer.
using Numbers = std::vector<std::uint32_t>;

/// A specimen with the code "S-<number>", changed by `change`.
template <class Change = void (*)(Specimen&)>
Specimen specimen(std::uint32_t number, const Change& change = [](Specimen&) {}) {
  Specimen made;
  made.id = numbered<Specimen>(number);
  made.code = "S-" + std::to_string(number);
  change(made);
  return made;
}

inline Finding finding(std::uint32_t number, std::uint32_t specimen, std::string label = {}) {
  Finding made;
  made.id = numbered<Finding>(number);
  made.specimen = numbered<Specimen>(specimen);
  made.label = std::move(label);
  return made;
}

inline Numbers numbers(Reader& reader, const Select& query) {
  Numbers found;
  for (const auto& row : rows(reader, query))
    found.push_back(number_of(std::get<Uuid>(row.front())));
  return found;
}

/// The rows that satisfy a condition, in the order of their ids.
template <Described T = Specimen>
Numbers numbers(Reader& reader, Expr where) {
  return numbers(reader, select_of<T>(std::move(where)));
}

class Tenant {
 public:
  Tenant(Backend& backend, const Uuid& organization)
      : backend_{&backend}, organization_{organization}, session_{open()} {}

  const Uuid& organization() const { return organization_; }
  StorageSession& session() { return *session_; }

  /// One more session inside the organization.
  std::unique_ptr<StorageSession> open() const { return backend_->open({organization_}); }

  template <Described T>
  Insert insert_of(const std::vector<T>& objects) const {
    return testing::insert_of(RowFacts{organization_}, objects);
  }

  /// Adds objects of one entity in a transaction.
  template <Described T, class... More>
  void add(const T& object, const More&... more) {
    add_all(std::vector<T>{object, more...});
  }

  template <Described T>
  void add_all(const std::vector<T>& objects) {
    insert(insert_of(objects));
  }

  /// Adds an object that is marked as deleted.
  template <Described T>
  void add_deleted(const T& object) {
    insert(testing::insert_of(RowFacts{organization_, Timestamp{}}, std::vector{object}));
  }

  void insert(const Insert& rows) {
    session_->run([&](Transaction& tx) { tx.insert(rows); });
  }

  template <Described T = Specimen>
  std::uint64_t update(Expr where, std::vector<Assignment> assignments) {
    return update(update_of<T>(std::move(where), std::move(assignments)));
  }

  std::uint64_t update(const Update& change) {
    std::uint64_t changed = 0;
    session_->run([&](Transaction& tx) { changed = tx.update(change); });
    return changed;
  }

  template <Described T>
  std::uint64_t remove(const Expr& where) {
    std::uint64_t removed = 0;
    session_->run([&](Transaction& tx) { removed = tx.remove(entity_info<T>(), where); });
    return removed;
  }

  /// Marks rows as deleted.
  template <Described T = Specimen>
  std::uint64_t mark_deleted(Expr where) {
    return update(mark_deleted_of<T>(std::move(where)));
  }

  template <Described T = Specimen>
  Numbers numbers(Expr where = {}) {
    return testing::numbers<T>(*session_, std::move(where));
  }
  Numbers numbers(const Select& query) { return testing::numbers(*session_, query); }

  template <Described T = Specimen>
  std::uint64_t count(Expr where = {}) {
    return session_->count(count_of<T>(std::move(where)));
  }

  std::vector<Row> rows(const Select& query) { return testing::rows(*session_, query); }

  /// The one specimen of a number.
  Specimen at(std::uint32_t number) {
    return objects<Specimen>(*session_,
                             select_of<Specimen>(f<&Specimen::id> == numbered<Specimen>(number)))
        .at(0);
  }

 private:
  Backend* backend_;
  Uuid organization_;
  std::unique_ptr<StorageSession> session_;
};

}  // namespace salus::testing
