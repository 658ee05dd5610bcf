#include "derived_rows.hpp"

#include <utility>

#include "identifiers.hpp"
#include "word_tokens.hpp"

namespace salus {

void store_derived_rows(Transaction& transaction, Id<Organization> organization,
                        const RowChange& change) {
  store_identifiers(transaction, organization, change);
  store_word_tokens(transaction, organization, change);
}

void replace_rows(Transaction& transaction, const EntityInfo& table, const Expr& old,
                  std::vector<std::vector<Value>> rows) {
  if (!old.is_never()) transaction.remove(table, old);
  if (!rows.empty()) transaction.insert({&table, std::move(rows)});
}

}  // namespace salus
