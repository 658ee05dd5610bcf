#pragma once

#include <span>
#include <string>

#include "salus/domain/word_token.hpp"

#include "derived_rows.hpp"

namespace salus {

/// Folded words one behind another, as the table has them: the first 64 code points.
std::string joined_words(std::span<const std::string> words);

/// Makes the table of words say what the row's searchable fields say.
void store_word_tokens(Transaction& transaction, Id<Organization> organization,
                       const RowChange& change);

/// Makes the words of every row of an entity that has none yet: of a database from before there was a search.
void store_missing_word_tokens(Transaction& transaction, Id<Organization> organization,
                               const EntityInfo& entity);

}  // namespace salus
