#pragma once

/// Which rows a word leads to: the index behind every `searchable` field.

#include <string>

#include "salus/core/id.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;

/// From one word of a field of a row to the field's end, folded. Kept in step by the library, never routed.
///
/// Words that begin with a text are a range of the primary key, and a row's words are a range of the
/// unique index: with comparisons alone, which are leak-proof, so that row-level security leaves both
/// to the planner.
struct WordToken {
  Id<Organization> organization_id;
  std::string entity;  ///< The table of the row.
  std::string word;    ///< And those behind it, 64 code points in all.
  Uuid row_id;
  std::string field;
};

template <>
struct Describe<WordToken> {
  static constexpr auto entity =
      salus::entity<WordToken>("word_token", "",
                               field<&WordToken::organization_id>("organization_id", primary_key),
                               field<&WordToken::entity>("entity", primary_key),
                               field<&WordToken::word>("word", primary_key),
                               field<&WordToken::row_id>("row_id", primary_key),
                               field<&WordToken::field>("field", primary_key))
          .without_row_metadata()
          .unique_together<&WordToken::entity, &WordToken::row_id, &WordToken::word,
                           &WordToken::field>("word_token_of_row");
};

}  // namespace salus
